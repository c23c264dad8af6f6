"""Where the batches of heavy stages are done: a task runner of Prefect, chosen by the setting
`runner.kind`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from parallax.core.errors import InputError
from parallax.core.processors import share_cores
from parallax.core.settings import Settings
from parallax.lake.batches import Batch, Work, end_with_parent, in_turn
from parallax.lake.lake import Lake


@task(task_run_name="{batch.stage}-batch-{batch.key}", cache_policy=NO_CACHE, persist_result=False)
def do_batch(work: Work, settings: Settings, batch: Batch, workers: int) -> None:
    """Do one batch, wherever this runs; its result goes into the lake.

    :param workers: how many processes share the machine's cores; 0 where this one has them all.
    """
    if workers:
        share_cores(workers)
    work(settings, batch)


def by_runner(work: Work, settings: Settings, batches: Sequence[Batch]) -> Iterator[Batch]:
    """Do batches by the task runner of the settings (see `parallax.lake.batches.Workers`).

    A single batch is done here: starting workers takes longer. So is a batch whose worker died.
    """
    if len(batches) < 2:
        yield from in_turn(work, settings, batches)
        return
    lake, settings = Lake(settings.lake), _anywhere(settings)
    count = min(settings.runner.workers or os.cpu_count() or 1, len(batches))
    with runner_of(settings, count) as runner:
        shared = 0 if settings.runner.kind == "threads" else count
        futures = [
            (
                batch,
                runner.submit(
                    do_batch,
                    {"work": work, "settings": settings, "batch": batch, "workers": shared},
                ),
            )
            for batch in batches
        ]
        for batch, future in futures:
            future.wait()
            if batch.is_done(lake):
                yield batch
    for batch in batches:
        if not batch.is_done(lake):
            get_run_logger().warning(
                "the worker of batch %s of %s failed; it is done here", batch.key, batch.stage
            )
            yield from in_turn(work, settings, [batch])


def runner_of(settings: Settings, count: int) -> TaskRunner[Any]:
    """Return the task runner of the settings with ``count`` workers, where it starts its own.

    :raises InputError: when its package is not installed.
    """
    if settings.runner.kind == "threads":
        return ThreadPoolTaskRunner(max_workers=count)
    if settings.runner.kind == "processes":
        return ProcessPoolTaskRunner(max_workers=count, initializer=end_with_parent)
    address, kind = settings.runner.address, settings.runner.kind
    if kind == "dask":
        own: dict[str, Any] = {
            "n_workers": count,
            "threads_per_worker": 1,
            "processes": True,
            "dashboard_address": None,
        }
        given = {"address": address} if address else {"cluster_kwargs": own}
        made: TaskRunner[Any] = _installed("prefect_dask", "DaskTaskRunner")(**given)
        return made
    own = {"num_cpus": count, "include_dashboard": False}
    given = {"address": address} if address else {"init_kwargs": own}
    made = _installed("prefect_ray", "RayTaskRunner")(**given)
    return made  # noqa: RET504 - an untyped package: the name says what it is


def _installed(module: str, name: str) -> Any:
    try:
        return getattr(import_module(module), name)
    except ImportError as error:
        package = module.replace("_", "-")
        raise InputError(
            f"the task runner {name} is not installed: {error}", f"pip install {package}"
        ) from error


def _anywhere(settings: Settings) -> Settings:
    """Return the settings with whole paths, for processes that begin in another folder."""
    places: dict[str, Any] = {
        name: value.resolve()
        for name in ("lake", "cache")
        if isinstance(value := getattr(settings, name), Path)
    }
    if settings.align.bead_table is not None:
        places["align"] = {"bead_table": settings.align.bead_table.resolve()}
    return settings.changed(**places)
