"""Threads, processes, Dask and Ray: the same tables and pages, byte for byte, and a worker that dies costs nothing."""

import shutil
from pathlib import Path

import pytest
from prefect import flow

from core.lake import Lake
from core.settings import Settings
from core.tables import BEADS, COMPARED, LINKS, MARKERS, NUMBER_DIFFERENCES, QUANTITIES, STORIES
from flows.stages import align_flow, compare_flow, report_flow

pytestmark = [pytest.mark.flow, pytest.mark.timeout(600), pytest.mark.usefixtures("prefect_server")]
MADE = (BEADS, LINKS, COMPARED, QUANTITIES, MARKERS, NUMBER_DIFFERENCES)


def files(lake: Lake) -> dict[str, bytes]:
    return {
        str(file.relative_to(lake.root)): file.read_bytes()
        for folder in ("tables", "reports") for file in sorted((lake.root / folder).rglob("*.*"))
        if file.is_file() and "runs" not in file.parts and not file.name.startswith(".")
    }


def without_what_stages_make(sample_lake: Lake, folder: Path) -> Lake:
    shutil.copytree(sample_lake.root / "tables", folder / "tables")
    for table in MADE:
        shutil.rmtree(folder / "tables" / table.name)
    return Lake(folder)


def later_stages(lake: Lake, runner: str) -> dict[str, bytes]:
    settings = Settings(lake=lake.root, task_runner=runner, workers=2, batch_stories=1)

    @flow(name=f"later-{runner}")
    def later() -> None:
        for stage in (align_flow, compare_flow, report_flow):
            stage(days=lake.partitions(STORIES), settings=settings)

    later()
    assert not list((lake.root / "work").glob("*"))
    return files(lake)


@pytest.fixture(scope="module")
def by_threads(sample_lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = later_stages(without_what_stages_make(sample_lake, tmp_path_factory.mktemp("threads")), "threads")
    whole = {f"tables/{table.name}/day={day}/part.parquet" for table in MADE for day in sample_lake.partitions(table)}
    assert whole <= set(found)
    assert all(found[name] == (sample_lake.root / name).read_bytes() for name in whole)
    return found


@pytest.mark.parametrize("runner", ["processes", "dask", "ray"])
def test_every_task_runner_gives_the_same_bytes(runner: str, by_threads: dict[str, bytes], sample_lake: Lake, tmp_path: Path) -> None:
    assert later_stages(without_what_stages_make(sample_lake, tmp_path), runner) == by_threads
