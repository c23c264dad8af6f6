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

import io
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout

from parallax.core.errors import InputError, LakeBusyError, NewerLakeError, SchemaError
from parallax.core.files import Folder, folder, write_parquet
from parallax.core.path_names import is_path_name, path_name
from parallax.lake.table import Table

log = logging.getLogger(__name__)

FILE = "part.parquet"
WRITE_SECONDS = 60.0
_VERSION = "parallax.schema_version"
"""Name of the schema version in a file's metadata; files without it are of version 1."""
_IS_VERSION = re.compile(r"[1-9][0-9]{0,8}")


class Lake:
    """Reads and writes the tables under one folder."""

    def __init__(self, root: str | Folder) -> None:
        """Point at the folder; nothing is created before the first write."""
        self.root = folder(root)

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
        return self

    def folder(self, table: Table) -> Folder:
        """Return the folder of a table."""
        return self.root / "tables" / table.name

    def partitions(self, table: Table) -> list[str]:
        """Return the partition values present, sorted; a folder with another name is not one."""
        prefix = f"{table.partition}="
        found = (
            file.parent.name.removeprefix(prefix)
            for file in self.folder(table).glob(f"{prefix}*/{FILE}")
        )
        return sorted(value for value in found if is_path_name(value))

    def read(self, table: Table, partitions: Iterable[str] | None = None) -> pl.DataFrame:
        """Return the rows of the given partitions (all when None), sorted by the table's key.

        Rows of an older schema version are upgraded.

        :raises SchemaError: when a stored file does not fit the table's schema or is torn, naming
            the file.
        :raises NewerLakeError: when a newer Parallax wrote one.
        """
        frames = [
            _fitting(table, _read_file(table, path), table.schema, path)
            for path in self._files(table, partitions)
        ]
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
            _fitting(table, _read_file(table, path, list(names)), schema, path)
            for path in self._files(table, partitions)
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
            if _is_of_schema(table, path):
                present.append(str(path))
            else:  # of an older version, or a file that does not fit, which this says
                older.append(_fitting(table, _read_file(table, path), table.schema, path))
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
            has rows outside the scope.
        :raises NewerLakeError: when a newer Parallax wrote one of the partitions.
        """
        frame = _fitting(table, frame, table.schema, self.folder(table)).sort(table.key)
        scope = set(scope)
        groups = {
            str(key[0]): rows
            for key, rows in frame.partition_by(table.partition, as_dict=True).items()
        }
        if outside := sorted(set(groups) - scope):
            raise SchemaError(f"{table.name}: rows outside the partitions being written: {outside}")
        if frame.select(table.key).is_duplicated().any():
            raise SchemaError(f"{table.name}: the key {table.key} is not unique")
        for path in self._files(table, scope):
            with suppress(SchemaError):  # a torn file is overwritten, a newer one is not
                _version(table, _source(path), path)
        for value in sorted(scope):
            if value in groups:
                write_parquet(
                    self._file(table, value), groups[value], {_VERSION: str(table.version)}
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
            new = _fitting(table, frame, table.schema, self.folder(table)).join(
                stored, on=list(table.key), how="anti"
            )
            new = new.unique(subset=list(table.key), keep="first", maintain_order=True)
            if len(new):
                self.replace(table, pl.concat([stored, new]), scope)
        return len(new)

    def version(self, table: Table, partition: str) -> int:
        """Return the schema version of a partition.

        :raises SchemaError: when its file is torn.
        :raises NewerLakeError: when a newer Parallax wrote it.
        """
        path = self._file(table, partition)
        return _version(table, _source(path), path)

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

    @contextmanager
    def _held(self, what: str, seconds: float) -> Iterator[None]:
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
        what = f"the {table.partition} of a partition of {table.name}:"
        return self.folder(table) / f"{table.partition}={path_name(value, what)}" / FILE


def _source(path: Folder) -> Path | io.BytesIO:
    return path if isinstance(path, Path) else io.BytesIO(path.read_bytes())


def _version(table: Table, source: Path | io.BytesIO, path: Folder) -> int:
    try:
        written = pl.read_parquet_metadata(source).get(_VERSION, "1")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(path, error) from error
    if not _IS_VERSION.fullmatch(written):
        raise _unreadable(path, f"{written!r} is not a version of the table {table.name}")
    version = int(written)
    if version > table.version:
        raise NewerLakeError(
            f"{path} has version {version} of the table {table.name}, this Parallax knows "
            f"{table.version}",
            "a newer Parallax wrote it: update this one, or name another lake with --lake",
        )
    return version


def _is_of_schema(table: Table, path: Folder) -> bool:
    """Return whether a file has the present version and the table's columns and types."""
    if _version(table, _source(path), path) != table.version:
        return False
    try:
        return dict(pl.read_parquet_schema(_source(path))) == dict(table.schema)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(path, error) from error


def _read_file(table: Table, path: Folder, columns: list[str] | None = None) -> pl.DataFrame:
    """Return a file's rows as rows of the present version."""
    try:
        source = _source(path)
        version = _version(table, source, path)
        if version == table.version:
            return pl.read_parquet(source, columns=columns, hive_partitioning=False)
        frame = table.upgraded(pl.read_parquet(source, hive_partitioning=False), version)
        return frame if columns is None else frame.select(columns)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Folder, error: Exception | str) -> SchemaError:
    return SchemaError(
        f"cannot read {path}: {error}", "restore the file or delete it and run the pass again"
    )


def _fitting(
    table: Table, frame: pl.DataFrame, schema: Mapping[str, pl.DataType], where: Folder
) -> pl.DataFrame:
    try:
        return frame.match_to_schema(schema)
    except pl.exceptions.PolarsError as error:
        raise SchemaError(f"{table.name} at {where} does not fit its schema: {error}") from error
