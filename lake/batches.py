"""Heavy stages by batches: a stage splits what is due into batches, workers do them anywhere, and
the stage puts their rows together.

Input and result of a batch travel by path, in a folder of the lake named by what the batch is made
of: workers need nothing but the lake and the settings, and a run that is killed and begun again
finds the batches that were done. What a unit (a story, an article) fails with is a row in `runs`;
the other units of its batch go on.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from parallax.core.escapes import terminal
from parallax.core.files import Folder, write_atomically, write_parquet
from parallax.core.ids import digest
from parallax.core.machine_faults import is_machine_fault
from parallax.core.notices import Notice
from parallax.core.path_names import path_name
from parallax.core.plain_words import plain
from parallax.core.settings import Settings
from parallax.lake.lake import Lake
from parallax.lake.table import Table

log = logging.getLogger(__name__)

Unit = TypeVar("Unit")
Json = dict[str, Any]
_INPUT, _DONE = "input.json", "done.json"


@dataclass(frozen=True)
class Batch:
    """Units of a stage that one worker does together, named by the hash of their inputs."""

    stage: str
    key: str
    units: int

    def folder(self, lake: Lake) -> Folder:
        """Return where its input lies and its result goes."""
        return work_folder(lake, self.stage) / path_name(self.key, "the batch")

    def input(self, lake: Lake) -> list[Json]:
        """Return its units as they were written."""
        units: list[Json] = json.loads((self.folder(lake) / _INPUT).read_bytes())
        return units

    def finish(
        self, lake: Lake, frames: Mapping[Table, pl.DataFrame], notices: Sequence[Notice] = ()
    ) -> None:
        """Write the rows for each table, and last that they are all there."""
        folder = self.folder(lake)
        for table, frame in frames.items():
            write_parquet(folder / f"{table.name}.parquet", frame)
        write_atomically(folder / _DONE, json.dumps([notice.row() for notice in notices]).encode())

    def is_done(self, lake: Lake) -> bool:
        """Tell whether its result is there."""
        return (self.folder(lake) / _DONE).is_file()

    def notices(self, lake: Lake) -> list[Notice]:
        """Return what its units failed with."""
        return [Notice(**row) for row in json.loads((self.folder(lake) / _DONE).read_bytes())]

    def rows(self, lake: Lake, table: Table) -> pl.DataFrame:
        """Return its rows for a table."""
        file = self.folder(lake) / f"{table.name}.parquet"
        return pl.read_parquet(
            file if isinstance(file, Path) else file.read_bytes(), hive_partitioning=False
        )


Work = Callable[[Settings, Batch], None]
"""Does a batch: reads its input, and calls `Batch.finish`. A function of a module, so that other
processes find it by its name.
"""
Workers = Callable[[Work, Settings, Sequence[Batch]], Iterator[Batch]]
"""Do batches somewhere, and yield each when it is done, in any order."""


def in_turn(work: Work, settings: Settings, batches: Sequence[Batch]) -> Iterator[Batch]:
    """Do batches here, one after another."""
    for batch in batches:
        work(settings, batch)
        yield batch


def end_with_parent() -> None:
    """End this process when the one that started it does, however that ends.

    Workers of a pool wait for work in a queue that they hold open themselves: they would wait for
    ever.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()


def run(
    lake: Lake,
    settings: Settings,
    stage: str,
    work: Work,
    units: Sequence[Json],
    *,
    size: int | None = None,
    workers: Workers = in_turn,
    progress: Callable[[int], None] = lambda _: None,
) -> list[Batch]:
    """Do the units of a stage by batches; return the batches in the order of the units.

    :param units: what a worker needs of each unit, as JSON. :param size: units of a batch; the
        setting `batch_stories` when None.
    """
    size = size or settings.runner.batch_stories
    batches = [_written(lake, stage, units[at : at + size]) for at in range(0, len(units), size)]
    undone = [batch for batch in batches if not batch.is_done(lake)]
    if finished := sum(batch.units for batch in batches) - sum(batch.units for batch in undone):
        progress(finished)
    for batch in workers(work, settings, undone):
        progress(batch.units)
    return batches


def _written(lake: Lake, stage: str, units: Sequence[Json]) -> Batch:
    content = json.dumps(units, ensure_ascii=False, sort_keys=True)
    batch = Batch(stage, digest(content), len(units))
    if not (batch.folder(lake) / _INPUT).is_file():
        write_atomically(batch.folder(lake) / _INPUT, content.encode("utf-8", "surrogatepass"))
    return batch


def each(
    units: Iterable[Unit], name: Callable[[Unit], str], do: Callable[[Unit], None]
) -> list[Notice]:
    """Do something with each unit; return what single ones failed with.

    A unit is somebody's text: whatever it makes our code raise becomes an error with its name, and
    stops nothing else. What is wrong with the machine (no memory, no disk) is raised.
    """
    failures = []
    for unit in units:
        try:
            do(unit)
        except Exception as error:
            if is_machine_fault(error):
                raise
            why = plain(error)
            log.warning("%s failed: %s", terminal(name(unit)), terminal(why))
            failures.append(Notice.error(name(unit), "failed", why))
    return failures


def together(
    lake: Lake, batches: Sequence[Batch], table: Table, kept: pl.DataFrame
) -> pl.DataFrame:
    """Return rows that are kept and those of the batches as one frame."""
    return pl.concat(
        [kept.match_to_schema(table.schema), *(batch.rows(lake, table) for batch in batches)]
    )


def failed(lake: Lake, batches: Sequence[Batch]) -> list[Notice]:
    """Return what units of the batches failed with."""
    return [notice for batch in batches for notice in batch.notices(lake)]


def clear(lake: Lake, stage: str) -> None:
    """Remove the batches of a stage, also those of killed runs, once its tables are written."""
    folder = work_folder(lake, stage)
    if isinstance(folder, Path):
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.is_dir():
        folder.fs.rm(folder.path, recursive=True)


def work_folder(lake: Lake, stage: str) -> Folder:
    """Return where the batches of a stage are."""
    return lake.root / "work" / path_name(stage, "the stage")
