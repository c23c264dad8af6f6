"""Threads, processes, Dask and Ray: the same tables, byte for byte, and a worker that dies costs
nothing.
"""

import os
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest
from prefect import flow

from parallax.core.settings import Settings
from parallax.flows.stages import align_flow, compare_flow
from parallax.lake.lake import Lake
from parallax.lake.schema import (
    BEADS,
    COMPARED,
    LINKS,
    MARKERS,
    NUMBER_DIFFERENCES,
    QUANTITIES,
    STORIES,
)

pytestmark = [
    pytest.mark.flow,
    pytest.mark.slow(60),
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("prefect_server"),
]
MADE = (BEADS, LINKS, COMPARED, QUANTITIES, MARKERS, NUMBER_DIFFERENCES)


def files(lake: Lake) -> dict[str, bytes]:
    return {
        str(file.relative_to(lake.root)): file.read_bytes()
        for file in sorted((lake.root / "tables").rglob("*.parquet"))
        if file.is_file() and "runs" not in file.parts and not file.name.startswith(".")
    }


def without_what_stages_make(sample_lake: Lake, folder: Path) -> Lake:
    shutil.copytree(sample_lake.root / "tables", folder / "tables")
    for table in MADE:
        shutil.rmtree(folder / "tables" / table.name)
    return Lake(folder)


def later_stages(
    lake: Lake,
    runner: str,
    address: str = "",
    *,
    workers: int = 2,
    local: tuple[object, ...] = (),
) -> dict[str, bytes]:
    """Align and compare; the stages of ``local`` by threads, because a cluster a stage costs a
    quarter of a minute.
    """
    settings = Settings(
        lake=lake.root,
        runner={"kind": runner, "address": address, "workers": workers, "batch_stories": 1},
    )

    @flow(name=f"later-{runner}")
    def later() -> None:
        for stage in (align_flow, compare_flow):
            own = settings.changed(runner={"kind": "threads"}) if stage in local else settings
            stage(days=lake.partitions(STORIES), settings=own)

    later()
    assert not list((lake.root / "work").glob("*"))
    return files(lake)


@pytest.fixture(scope="module")
def whole(sample_lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What threads make, which is what one process made after another."""
    found = later_stages(
        without_what_stages_make(sample_lake, tmp_path_factory.mktemp("threads")), "threads"
    )
    assert found == files(sample_lake)
    return found


@pytest.mark.parametrize("runner", ["processes", "ray"])
def test_every_task_runner_gives_the_same_bytes(
    runner: str, whole: dict[str, bytes], sample_lake: Lake, tmp_path: Path
) -> None:
    """One worker and one stage: each further worker imports the network again, which is most of the
    time of this test. With PARALLAX_LONG=1, two workers and both stages.
    """
    long = "PARALLAX_LONG" in os.environ
    found = later_stages(
        without_what_stages_make(sample_lake, tmp_path),
        runner,
        workers=2 if long else 1,
        local=() if long else (compare_flow,),
    )
    assert found == whole


def test_a_cluster_of_two_dask_workers_gives_the_same_bytes_though_one_is_killed(
    whole: dict[str, bytes], sample_lake: Lake, tmp_path: Path
) -> None:
    from distributed import LocalCluster

    lake, killed = without_what_stages_make(sample_lake, tmp_path), []

    def kill_one_at_work() -> None:
        while not list((lake.root / "work").rglob("input.json")):
            time.sleep(0.05)
        time.sleep(1)
        pid = cluster.workers[0].pid
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        killer = threading.Thread(target=kill_one_at_work, daemon=True)
        killer.start()
        assert later_stages(lake, "dask", cluster.scheduler_address) == whole
    killer.join(10)
    assert killed
