"""Batches in processes of this machine, without Prefect: one pool for all stages."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from parallax.core.processors import share_cores
from parallax.core.settings import Settings
from parallax.lake.batches import Batch, Work, Workers

log = logging.getLogger(__name__)
_PRELOADED = [
    "torch",
    "parallax.aligners.stage",
    "parallax.comparers.batch",
    "parallax.reports.stage",
]


@contextmanager
def processes(count: int) -> Iterator[Workers]:
    """Yield workers that are n processes; they end with the block.

    The batch of a process that dies is done here.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    with ProcessPoolExecutor(
        count, mp_context=context, initializer=share_cores, initargs=(count,)
    ) as pool:

        def spread(work: Work, settings: Settings, batches: Sequence[Batch]) -> Iterator[Batch]:
            futures = {pool.submit(work, settings, batch): batch for batch in batches}
            for future in as_completed(futures):
                try:
                    future.result()
                except BrokenProcessPool:
                    log.warning("a worker died; its batch is done here")
                    work(settings, futures[future])
                yield futures[future]

        yield spread
