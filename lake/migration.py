"""Rewriting the partitions of a lake that an older Parallax wrote, so that other programs find one
version of each table too.

Each partition is rewritten by itself, atomically: a killed migration leaves some of them old, and
the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parallax.core.errors import InputError
from parallax.core.files import shown
from parallax.lake.lake import Lake
from parallax.lake.schema import TABLES
from parallax.lake.table import Table


@dataclass(frozen=True)
class Outdated:
    """A partition of an older version."""

    table: Table
    partition: str
    version: int


def outdated(lake: Lake) -> list[Outdated]:
    """Return the partitions of older versions, by table and partition.

    :raises InputError: when there is no lake.
    :raises NewerLakeError: when a newer Parallax wrote a partition.
    :raises SchemaError: when a file is torn, naming it.
    """
    if not (lake.root / "tables").is_dir():
        raise InputError(f"{shown(lake.root)} is not a lake", "name one with --lake")
    return [
        Outdated(table, partition, version)
        for table in TABLES.values()
        for partition in lake.partitions(table)
        if (version := lake.version(table, partition)) < table.version
    ]


def migrate(
    lake: Lake, found: Sequence[Outdated], progress: Callable[[int], None] = lambda _: None
) -> None:
    """Rewrite partitions in the present version; call ``progress`` with 1 after each.

    The caller holds the lake for a pass (`Lake.passing`).

    :raises SchemaError: when a file does not have the columns of its version, naming it.
    """
    for one in found:
        with lake.writing():
            lake.replace(one.table, lake.read(one.table, [one.partition]), [one.partition])
        progress(1)
