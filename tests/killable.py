"""A pass over a WARC file through all stages, for tests that kill it or one of its workers.

Pages are read by page workers, and the batches of heavy stages are done by a pool of processes, as
`parallax.flows.runners.by_runner` does it with `runner.kind = "processes"`, without a server.
"""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

from parallax.comparers.framing import codebook, match
from parallax.comparers.numbers import extract
from parallax.core.processors import share_cores
from parallax.core.settings import Settings
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.outlets import registry
from parallax.corpora.reextract import gather_archive
from parallax.corpora.sample.story_file import HERE
from parallax.lake.batches import Batch, Work, Workers, end_with_parent, in_turn
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES
from parallax.languages.detect import detect_any
from parallax.pipeline import run_stages

POOL = 2
"""Processes that do batches."""

for _language, _text in (
    ("uk", "Загинули троє людей."),
    ("ru", "Погибли трое людей."),
    ("en", "Three people were killed."),
):
    extract(
        _text, _language
    )  # word lists, models of languages: read once here, and not in each process
    match.find(_text, _language, codebook.load())
    detect_any(_text)


def run(warc: Path, folder: Path, began: Path) -> None:
    """Carry the pages of an archive through every stage, in a session of its own: whatever a pass
    starts belongs to it. ``began`` is made when the work begins.
    """
    os.setsid()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(POOL, mp_context=fork, initializer=_begin_worker) as executor:
        executor.submit(os.getpid).result()  # both are forked now, while this is the only thread
        began.touch()
        settings = settings_of(folder)
        gather(warc, folder)
        lake = Lake(folder)
        run_stages(lake, settings, lake.partitions(ARTICLES), workers=by_pool(executor))


def settings_of(folder: Path) -> Settings:
    """Return the settings of a pass: a batch for each story."""
    return Settings(
        lake=folder,
        runner={"kind": "processes", "workers": POOL, "batch_stories": 1},
        translate={"memories": (HERE / "memory.tmx",), "argos_packages": folder / "none"},
    )


def gather(warc: Path, folder: Path) -> None:
    """Read the pages of an archive into a lake."""
    outlets = registry.load(HERE / "outlets.toml")
    for _ in gather_archive(
        warc, outlets, Archive(folder), Lake(folder), everything=True, at_once=4
    ):
        pass


def by_pool(executor: Executor) -> Workers:
    """Return what does batches in a pool; a batch whose worker died is done here."""

    def do(work: Work, settings: Settings, batches: Sequence[Batch]) -> Iterator[Batch]:
        lake, done = Lake(settings.lake), set[str]()
        with suppress(BrokenProcessPool):
            wait([executor.submit(work, settings, batch) for batch in batches])
        for batch in batches:
            if batch.is_done(lake):
                done.add(batch.key)
                yield batch
        yield from in_turn(work, settings, [b for b in batches if b.key not in done])

    return do


def _begin_worker() -> None:
    end_with_parent()
    share_cores(POOL)
