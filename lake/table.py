"""What a table of the lake is: columns, key, partition, and how its older versions become the
present one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

Column = tuple[pl.DataType, str]
"""(type, meaning)."""


@dataclass(frozen=True, eq=False)
class Upgrade:
    """What the next version of a table changed.

    `added` are columns that older rows do not have: they are null there. `made` are columns that
    are computed from the older ones: a renamed column, other words for the same values. An older
    column that the next version does not have is dropped.
    """

    added: tuple[str, ...] = ()
    made: Mapping[str, pl.Expr] = field(default_factory=dict)

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows with the columns of the next version, and those it dropped."""
        nulls = [pl.lit(None).alias(name) for name in self.added if name not in frame.columns]
        return frame.with_columns(*nulls, **self.made)


@dataclass(frozen=True, eq=False)
class Table:
    """One table: what it holds, its columns with their meaning, the key that is unique, the
    partition column, and the upgrades that its versions since the first one brought.
    """

    name: str
    about: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    partition: str = "day"
    upgrades: tuple[Upgrade, ...] = ()

    @property
    def version(self) -> int:
        """The schema version, from 1: every file of the table carries it."""
        return 1 + len(self.upgrades)

    @cached_property
    def schema(self) -> pl.Schema:
        """The polars schema, columns in order."""
        return pl.Schema({name: dtype for name, (dtype, _) in self.columns.items()})

    def empty(self) -> pl.DataFrame:
        """Return a frame of this schema without rows."""
        return pl.DataFrame(schema=self.schema)

    def frame(self, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
        """Return the rows as a frame of this schema, sorted by the key; a missing column is null.

        :raises polars.exceptions.PolarsError: where a value does not fit its column.
        """
        return pl.DataFrame(list(rows), schema=self.schema, strict=True).sort(self.key)

    def upgraded(self, frame: pl.DataFrame, version: int) -> pl.DataFrame:
        """Return rows of an older version as rows of this one.

        :raises polars.exceptions.PolarsError: when they are not rows of that version.
        """
        for upgrade in self.upgrades[version - 1 :]:
            frame = upgrade.of(frame)
        frame = frame.select(name for name in self.columns if name in frame.columns)
        nulls = [name for name, dtype in frame.schema.items() if dtype == pl.Null()]
        return frame.with_columns(pl.col(name).cast(self.schema[name]) for name in nulls)
