"""What a table of the lake is: columns, key, partition, and how its older versions become the
present one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

Column = tuple[pl.DataType, str]
"""(type, meaning)."""


Related = Callable[["Table", Sequence[str]], pl.DataFrame]
"""Reads columns of another table, of the same partition."""
Fill = Callable[[pl.DataFrame, Related], pl.Series]
"""Returns a column that a file does not have, from the rows it has and from other tables."""


@dataclass(frozen=True, eq=False)
class Upgrade:
    """What the next version of a table changed.

    `added` are columns that older rows do not have: they are null there. `made` are columns that
    are computed from the older ones: a renamed column, other words for the same values. An older
    column that the next version does not have is dropped.
    """

    added: tuple[str, ...] = ()
    made: Mapping[str, pl.Expr] = field(default_factory=dict)

    @property
    def sources(self) -> set[str]:
        """The columns of the older version that others are computed from."""
        return {name for made in self.made.values() for name in made.meta.root_names()}

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows with the columns of the next version, and those it dropped."""
        nulls = [pl.lit(None).alias(name) for name in self.added if name not in frame.columns]
        return frame.with_columns(*nulls, **self.made)


@dataclass(frozen=True, eq=False)
class Table:
    """One table: what it holds, its columns with their meaning, the key that is unique, the
    partition column, and the upgrades that its versions since the first one brought.

    `kept` tables hold what cannot be fetched or made again; all others are rebuilt from them.
    `needed` are columns of a kept table, beside key and partition, that no row can go without;
    `fills` say what stands in others where a file does not have them: null, in lists nothing, is
    the default.
    """

    name: str
    about: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    partition: str = "day"
    upgrades: tuple[Upgrade, ...] = ()
    kept: bool = False
    needed: tuple[str, ...] = ()
    fills: Mapping[str, Fill] = field(default_factory=dict)

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

    def may_lack(self, column: str) -> bool:
        """Tell whether a file without a column is read."""
        return self.kept and column not in (*self.key, self.partition, *self.needed)

    def fill(self, column: str, rows: pl.DataFrame, related: Related) -> pl.Series:
        """Return what stands in a column that a file with these rows does not have."""
        if column in self.fills:
            return self.fills[column](rows, related).alias(column)
        dtype = self.schema[column]
        nothing: list[Any] | None = [] if isinstance(dtype, pl.List) else None
        return pl.Series(column, [nothing] * len(rows), dtype)

    def version_of(self, columns: Iterable[str]) -> int:
        """Return the version of a file that does not say its own: the oldest one that has all the
        columns which the version after it was made of, otherwise the present one.
        """
        present = set(columns)
        for number, upgrade in enumerate(self.upgrades, 1):
            if upgrade.sources <= present:
                return number
        return self.version

    def upgraded(self, frame: pl.DataFrame, version: int) -> pl.DataFrame:
        """Return rows of an older version as rows of this one.

        :raises polars.exceptions.PolarsError: when they are not rows of that version.
        """
        for upgrade in self.upgrades[version - 1 :]:
            frame = upgrade.of(frame)
        frame = frame.select(name for name in self.columns if name in frame.columns)
        nulls = [name for name, dtype in frame.schema.items() if dtype == pl.Null()]
        return frame.with_columns(pl.col(name).cast(self.schema[name]) for name in nulls)
