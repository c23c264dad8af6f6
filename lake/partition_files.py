"""The file of a partition: its version, whether it is as this Parallax writes it, and its rows.

A file that another version or another program wrote is read as long as nothing has to be guessed:
older versions are upgraded, and columns that the table does not have are passed over. In tables
that hold what cannot be made again a column that is missing is filled, most often with null; in
tables that are made of others it is a fault, because their stage rebuilds them. A column of another
type always is one.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import polars as pl

from parallax.core.errors import NewerLakeError, SchemaError
from parallax.core.files import Folder
from parallax.core.machine_faults import is_machine_fault
from parallax.lake.table import Table

log = logging.getLogger(__name__)

FILE = "part.parquet"
VERSION = "parallax.schema_version"
"""Name of the schema version in a file's metadata."""
NEWER = "a newer Parallax wrote it: update this one, or name another lake with --lake"
_UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
"""What reading a file raises that is torn; polars panics on some."""
_IS_VERSION = re.compile(r"[1-9][0-9]{0,8}")


def version(table: Table, path: Folder) -> int:
    """Return the schema version of a file; of one that does not say so, the version that its
    columns are of.

    :raises SchemaError: when it is torn.
    :raises NewerLakeError: when a newer Parallax wrote it.
    """
    return _version(table, _source(path), path)


def is_current(table: Table, path: Folder) -> bool:
    """Tell whether a file is as this Parallax writes it: it says that it has the present version
    (a file that says none may be of the first), and has the table's columns and types.

    :raises SchemaError: when it is torn.
    :raises NewerLakeError: when a newer Parallax wrote it.
    """
    if version(table, path) != table.version:
        return False
    try:
        stated = VERSION in pl.read_parquet_metadata(_source(path)) or table.version == 1
        return stated and dict(pl.read_parquet_schema(_source(path))) == dict(table.schema)
    except _UNREADABLE as error:
        raise _unreadable(table, path, error) from error


def rows(table: Table, path: Folder, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Return the rows of a file as rows of the present version, with some columns or all.

    :raises SchemaError: when it is torn or does not fit the table's schema.
    :raises NewerLakeError: when a newer Parallax wrote it.
    """
    wanted = list(columns or table.columns)
    try:
        source = _source(path)
        written = _version(table, source, path)
        names = list(pl.read_parquet_schema(source))
        whole = written < table.version or not set(wanted) <= set(names)
        frame = pl.read_parquet(source, columns=None if whole else wanted, hive_partitioning=False)
        frame = _filled(table, table.upgraded(frame, written), wanted, path)
    except _UNREADABLE as error:
        raise _unreadable(table, path, error) from error
    unknown = sorted(set(names) - set(table.columns))
    if unknown and written == table.version:
        _passed_over(table.name, tuple(unknown), path.parent.name)
    schema = {name: table.schema[name] for name in wanted}
    try:
        return frame.match_to_schema(schema, extra_columns="ignore")
    except pl.exceptions.PolarsError as error:
        raise _unreadable(table, path, f"it does not fit the schema: {error}") from error


def fitting(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame that is about to be written, its columns in the table's order.

    :raises SchemaError: when it does not fit the table's schema.
    """
    try:
        return frame.match_to_schema(table.schema)
    except pl.exceptions.PolarsError as error:
        raise SchemaError(f"rows for {table.name} do not fit its schema: {error}") from error


def _filled(table: Table, frame: pl.DataFrame, wanted: Sequence[str], path: Folder) -> pl.DataFrame:
    """Return rows with the columns that a file does not have, where the table can go without."""
    missing = [name for name in wanted if name not in frame.columns]
    if needed := [name for name in missing if not table.may_lack(name)]:
        raise _unreadable(table, path, f"it has no column {', '.join(needed)}")
    if missing:
        _lacking(table.name, tuple(missing), path.parent.name)

    def related(other: Table, columns: Sequence[str]) -> pl.DataFrame:
        beside = path.parents[2] / other.name / path.parent.name / FILE
        return rows(other, beside, columns) if beside.is_file() else other.empty()[list(columns)]

    return frame.with_columns(
        table.fill(name, frame, related).cast(table.schema[name]) for name in missing
    )


@lru_cache(maxsize=256)  # one line a process for what all partitions of a table have in common
def _lacking(table: str, columns: tuple[str, ...], partition: str) -> None:
    log.warning(
        "%s, %s: no column %s, which is read as empty; `parallax migrate` adds it",
        table,
        partition,
        ", ".join(columns),
    )


@lru_cache(maxsize=256)
def _passed_over(table: str, columns: tuple[str, ...], partition: str) -> None:
    log.warning(
        "%s, %s: columns that this Parallax does not know are passed over: %s",
        table,
        partition,
        ", ".join(columns),
    )


def _source(path: Folder) -> Path | io.BytesIO:
    return path if isinstance(path, Path) else io.BytesIO(path.read_bytes())


def _version(table: Table, source: Path | io.BytesIO, path: Folder) -> int:
    try:
        stated = pl.read_parquet_metadata(source).get(VERSION)
        if stated is None:
            return table.version_of(pl.read_parquet_schema(source))
    except _UNREADABLE as error:
        raise _unreadable(table, path, error) from error
    if not _IS_VERSION.fullmatch(stated):
        raise _unreadable(
            table, path, f"{stated[:20]!r} is not a version of the table {table.name}"
        )
    if int(stated) > table.version:
        raise NewerLakeError(
            f"{path} has version {stated} of the table {table.name}, this Parallax knows "
            f"{table.version}",
            NEWER,
        )
    return int(stated)


def _unreadable(table: Table, path: Folder, error: BaseException | str) -> SchemaError:
    """Return the fault of a file; a fault of the machine is raised: the file may be whole."""
    if isinstance(error, BaseException) and is_machine_fault(error):
        raise error
    hint = (
        "restore it from a backup: it holds what cannot be made again"
        if table.kept
        else "delete it and run the pass again, which rebuilds it"
    )
    return SchemaError(f"cannot read {path}: {error}", hint)
