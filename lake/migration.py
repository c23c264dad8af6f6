"""Rewriting the partitions of a lake that an older Parallax wrote, so that other programs find one
version of each table too.

Each partition is rewritten by itself, atomically: a killed migration leaves some of them old, and
the next one goes on from there. Columns that no table has are not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parallax.core.errors import SchemaError
from parallax.lake import lake_version
from parallax.lake.lake import Lake
from parallax.lake.schema import TABLES
from parallax.lake.strange_partitions import settle, strange_partitions
from parallax.lake.table import Table

_MOVE = "move it out of the lake"


@dataclass(frozen=True)
class Outdated:
    """A partition of an older version, or with other columns than the table has."""

    table: Table
    partition: str
    version: int


@dataclass(frozen=True)
class Migrated:
    """What a migration did: how many partitions it rewrote, and moved or removed; and what is wrong
    with those that do not have the columns of their version, each naming its file.
    """

    rewritten: int
    moved: int
    unreadable: list[SchemaError]


def outdated(lake: Lake) -> tuple[list[Outdated], list[SchemaError]]:
    """Return the partitions that are not as this Parallax writes them, by table and partition, and
    what is wrong with those that cannot be read, each naming its file. Partitions that are no day
    are not among them: `strange_partitions` has those.

    :raises InputError: when there is no lake.
    :raises NewerLakeError: when a newer Parallax wrote a partition.
    """
    lake.required("name one with --lake")
    found: list[Outdated] = []
    unreadable: list[SchemaError] = []
    for table in TABLES.values():
        for name in lake.strange_partitions(table) if table.partition != "day" else ():
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
) -> Migrated:
    """Rewrite partitions in the present version, calling ``progress`` with 1 after each, and move
    the rows of partitions that are no day. What cannot be read is unchanged. At the end `lake.json`
    says who migrated the lake.

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
    rewritten = len(found) - len(unreadable)
    moved = len(strange_partitions(lake))
    if moved:
        unreadable += settle(lake)
        moved -= len(strange_partitions(lake))
    with lake.writing():
        lake_version.migrated(lake.root, changed=bool(rewritten or moved))
    return Migrated(rewritten, moved, unreadable)
