"""The lake: a folder of parquet tables, local or behind an fsspec URL, written a whole partition at
a time.

A write goes to a hidden file in the same folder, is flushed to disk and then renamed, so a killed
run leaves the old partition or the new one, never half. One file a partition (``part.parquet``):
the same rows give the same bytes.

Processes share a local lake: what reads a partition, adds to it and writes it back holds a lock,
which the system releases when a process dies. Other file systems have no lock: only one process
at a time may write there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout

from parallax.core.errors import InputError, LakeBusyError, SchemaError
from parallax.core.files import Folder, folder, write_parquet
from parallax.core.path_names import is_path_name, path_name
from parallax.core.times import is_day
from parallax.lake import lake_version, partition_files
from parallax.lake.partition_files import FILE, VERSION
from parallax.lake.table import Table

log = logging.getLogger(__name__)

WRITE_SECONDS = 60.0


class Lake:
    """Reads and writes the tables under one folder."""

    def __init__(self, root: str | Folder) -> None:
        """Point at the folder; nothing is created before the first write."""
        self.root = folder(root)
        self._checked = self._begun = False

    def exists(self) -> bool:
        """Tell whether there is a lake: a folder of tables."""
        return (self.root / "tables").is_dir()

    def required(self, hint: str) -> Lake:
        """Return the lake itself; for what must not begin one at a mistyped path.

        :param hint: what the error advises.
        :raises InputError: when there is no lake.
        """
        if not self.exists():
            raise InputError(f"{self.root} is not a lake: it has no folder `tables`", hint)
        self.check()
        return self

    def check(self) -> None:
        """Make sure, once, that no newer Parallax made the lake; all that reads or writes does.

        :raises NewerLakeError: when one did.
        :raises InputError: when `lake.json` is damaged.
        """
        if not self._checked:
            self._begun = lake_version.read(self.root) is not None
            self._checked = True

    def folder(self, table: Table) -> Folder:
        """Return the folder of a table."""
        return self.root / "tables" / table.name

    def partitions(self, table: Table) -> list[str]:
        """Return the partition values present, sorted; a folder with another name is not one."""
        return [value for value in self._values(table) if _is_value(table, value)]

    def strange_partitions(self, table: Table) -> list[str]:
        """Return what stands where a partition's value should, sorted; nothing reads its rows.

        Earlier releases wrote the day ``1-01-01`` for a page that stated the year 1.
        """
        return [value for value in self._values(table) if not _is_value(table, value)]

    def _values(self, table: Table) -> list[str]:
        self.check()
        prefix = f"{table.partition}="
        files = self.folder(table).glob(f"{prefix}*/{FILE}")
        return sorted(file.parent.name.removeprefix(prefix) for file in files)

    def read(self, table: Table, partitions: Iterable[str] | None = None) -> pl.DataFrame:
        """Return the rows of the given partitions (all when None), sorted by the table's key.

        Rows of an older schema version are upgraded.

        :raises SchemaError: when a stored file does not fit the table's schema or is torn, naming
            the file.
        :raises NewerLakeError: when a newer Parallax wrote one.
        """
        frames = [partition_files.rows(table, path) for path in self._files(table, partitions)]
        return pl.concat(frames).sort(table.key) if frames else table.empty()

    def columns(
        self, table: Table, names: Sequence[str], partitions: Iterable[str] | None = None
    ) -> pl.DataFrame:
        """Return some columns of the given partitions (all when None); nothing else of the files is
        read. Rows are in the files' order; those of an older schema version are upgraded.

        :raises SchemaError: when a stored file does not fit the table's schema or is torn, naming
            the file.
        :raises NewerLakeError: when a newer Parallax wrote one.
        """
        schema = {name: table.schema[name] for name in names}
        frames = [
            partition_files.rows(table, path, names) for path in self._files(table, partitions)
        ]
        return pl.concat(frames) if frames else pl.DataFrame(schema=schema)

    def scan(self, table: Table) -> pl.LazyFrame:
        """Return a table as a lazy frame: of a local lake only what a query needs is read.

        Partitions of older schema versions, and all of a lake behind a URL, are read at once.

        :raises SchemaError: when a stored file is torn or does not fit the table's schema.
        :raises NewerLakeError: when a newer Parallax wrote one.
        """
        if not isinstance(self.root, Path):
            return self.read(table).lazy()
        present: list[str] = []
        older = [table.empty()]
        for path in self._files(table, None):
            if partition_files.is_current(table, path):
                present.append(str(path))
            else:  # of an older version, or a file that does not fit, which this says
                older.append(partition_files.rows(table, path))
        frames = [pl.concat(older).lazy()]
        if present:
            frames.append(pl.scan_parquet(present, schema=table.schema, hive_partitioning=False))
        return pl.concat(frames)

    def kept(self, table: Table, partitions: Iterable[str]) -> pl.DataFrame:
        """Return the rows of partitions that their own stage is about to write; a partition that
        cannot be read is reported in the log and rebuilt.

        :raises NewerLakeError: when a newer Parallax wrote one: it is not overwritten.
        """
        frames = [table.empty()]
        for value in sorted(set(partitions)):
            try:
                frames.append(self.read(table, [value]))
            except SchemaError as error:
                log.warning("%s; its rows are rebuilt", error.args[0])
        return pl.concat(frames)

    def replace(self, table: Table, frame: pl.DataFrame, scope: Iterable[str]) -> None:
        """Make the partitions of ``scope`` hold exactly the rows of ``frame``.

        A partition of the scope without rows is deleted; partitions outside it are not touched.

        :raises SchemaError: when the frame does not fit the schema, its key is not unique, or it
            has rows outside the scope or of a `day` that is none.
        :raises NewerLakeError: when a newer Parallax wrote one of the partitions.
        """
        frame = partition_files.fitting(table, frame).sort(table.key)
        scope = set(scope)
        groups = {
            str(key[0]): rows
            for key, rows in frame.partition_by(table.partition, as_dict=True).items()
        }
        if outside := sorted(set(groups) - scope):
            raise SchemaError(f"{table.name}: rows outside the partitions being written: {outside}")
        if table.partition == "day" and (wrong := sorted(d for d in groups if not is_day(d))):
            raise SchemaError(f"{table.name}: not a day as YYYY-MM-DD: {wrong}")
        if frame.select(table.key).is_duplicated().any():
            raise SchemaError(f"{table.name}: the key {table.key} is not unique")
        for path in self._files(table, scope):
            with suppress(SchemaError):  # a torn file is overwritten, a newer one is not
                partition_files.version(table, path)
        self._begin()
        for value in sorted(scope):
            if value in groups:
                write_parquet(
                    self._file(table, value), groups[value], {VERSION: str(table.version)}
                )
            else:
                self._file(table, value).unlink(missing_ok=True)

    def add(self, table: Table, frame: pl.DataFrame) -> int:
        """Add the rows whose key is not there yet; rows already there are unchanged. Return how
        many were new.

        :raises LakeBusyError: when another process writes for longer than a minute.
        """
        scope = frame[table.partition].unique().to_list()
        with self.writing():
            stored = self.read(table, scope)
            new = partition_files.fitting(table, frame).join(stored, on=list(table.key), how="anti")
            new = new.unique(subset=list(table.key), keep="first", maintain_order=True)
            if len(new):
                self.replace(table, pl.concat([stored, new]), scope)
        return len(new)

    def version(self, table: Table, partition: str) -> int:
        """Return the schema version of a partition.

        :raises SchemaError: when its file is torn.
        :raises NewerLakeError: when a newer Parallax wrote it.
        """
        return partition_files.version(table, self._file(table, partition))

    def is_current(self, table: Table, partition: str) -> bool:
        """Tell whether a partition is as this Parallax writes it: version, columns and types.

        :raises SchemaError: when its file is torn.
        :raises NewerLakeError: when a newer Parallax wrote it.
        """
        return partition_files.is_current(table, self._file(table, partition))

    def writing(self) -> AbstractContextManager[None]:
        """Hold what is read and written back together against other processes; a few seconds at
        most.

        :raises LakeBusyError: when another process holds it for longer than a minute.
        """
        return self._held("write", WRITE_SECONDS)

    def passing(self, seconds: float) -> AbstractContextManager[None]:
        """Hold the lake for a whole pass over its stages, so that an older pass does not overwrite
        what a newer one made. What needs `writing` too takes it inside this, never the other way
        round: two processes would wait for each other.

        :raises LakeBusyError: when another pass holds it for longer than this.
        """
        return self._held("pass", seconds)

    def _begin(self) -> None:
        """Write `lake.json` with the first write."""
        self.check()
        if not self._begun:
            with self.writing():
                if lake_version.read(self.root) is None:
                    lake_version.begin(self.root, new=not self.exists())
            self._begun = True

    @contextmanager
    def _held(self, what: str, seconds: float) -> Iterator[None]:
        self.check()
        if not isinstance(self.root, Path):
            yield
            return
        self.root.mkdir(parents=True, exist_ok=True)
        # one lock for each path in a process, so that the process may hold it twice
        lock = FileLock(self.root / f".{what}.lock", is_singleton=True)
        try:
            lock.acquire(timeout=seconds)
        except Timeout as error:
            raise LakeBusyError(
                f"another process holds {self.root} ({what}) for longer than {seconds:g} seconds",
                "wait for it, or name another lake with --lake",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _files(self, table: Table, partitions: Iterable[str] | None) -> list[Folder]:
        wanted = self.partitions(table) if partitions is None else sorted(set(partitions))
        return [path for value in wanted if (path := self._file(table, value)).is_file()]

    def _file(self, table: Table, value: str) -> Folder:
        self.check()
        what = f"the {table.partition} of a partition of {table.name}:"
        return self.folder(table) / f"{table.partition}={path_name(value, what)}" / FILE


def _is_value(table: Table, value: str) -> bool:
    """Tell whether a value can be that of a partition of a table."""
    return is_day(value) if table.partition == "day" else is_path_name(value)
