"""Rewriting the partitions of a lake that an older Parallax wrote, so that other programs find one
version of each table too.

Each partition is rewritten by itself, atomically: a killed migration leaves some of them old, and
the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parallax.core.errors import SchemaError
from parallax.lake import lake_version
from parallax.lake.lake import Lake
from parallax.lake.schema import TABLES
from parallax.lake.table import Table

_MOVE = "an earlier release wrote it; move it out of the lake, its pages are read again"


@dataclass(frozen=True)
class Outdated:
    """A partition of an older version, or with other columns than the table has."""

    table: Table
    partition: str
    version: int


def outdated(lake: Lake) -> tuple[list[Outdated], list[SchemaError]]:
    """Return the partitions that are not as this Parallax writes them, by table and partition, and
    what is wrong with those that cannot be read, each naming its file.

    :raises InputError: when there is no lake.
    :raises NewerLakeError: when a newer Parallax wrote a partition.
    """
    lake.required("name one with --lake")
    found: list[Outdated] = []
    unreadable: list[SchemaError] = []
    for table in TABLES.values():
        for name in lake.strange_partitions(table):
            folder = lake.folder(table) / f"{table.partition}={name}"
            unreadable.append(SchemaError(f"{folder} is no partition, nothing reads it", _MOVE))
        for partition in lake.partitions(table):
            try:
                if not lake.is_current(table, partition):
                    found.append(Outdated(table, partition, lake.version(table, partition)))
            except SchemaError as error:
                unreadable.append(error)
    return found, unreadable


def migrate(
    lake: Lake, found: Sequence[Outdated], progress: Callable[[int], None] = lambda _: None
) -> list[SchemaError]:
    """Rewrite partitions in the present version; call ``progress`` with 1 after each. Return what
    is wrong with those that do not have the columns of their version, each naming its file: they
    are unchanged. At the end `lake.json` says who migrated the lake.

    The caller holds the lake for a pass (`Lake.passing`).
    """
    unreadable: list[SchemaError] = []
    for one in found:
        with lake.writing():
            try:
                rows = lake.read(one.table, [one.partition])
            except SchemaError as error:
                unreadable.append(error)
            else:
                lake.replace(one.table, rows, [one.partition])
        progress(1)
    with lake.writing():
        lake_version.migrated(lake.root, changed=len(unreadable) < len(found))
    return unreadable
