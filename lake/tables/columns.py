"""What the tables have in common: types, columns that many of them have, and upgrades."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from parallax.lake.table import Column, Fill, Table, Upgrade

TEXT = pl.String()
TIME = pl.Datetime("us", "UTC")
INDEX = pl.UInt32()
FLOAT = pl.Float64()

DAY: Column = (TEXT, "partition: publication date, `YYYY-MM-DD` in UTC")
STORY_DAY: Column = (TEXT, "partition: publication date of the story's first article, UTC")
STORY: Column = (TEXT, "story")
REVISION: Column = (TEXT, "revision the row is about")
OFFSETS: dict[str, Column] = {
    "start": (INDEX, "first character in the revision's `text` (Unicode code points)"),
    "end": (INDEX, "one past the last character"),
    "surface": (TEXT, "`text[start:end]`, verbatim"),
}

LEVELS = {"A": "high", "B": "medium", "C": "low"}
METHODS = {"A": "lexical", "B": "rule", "C": "experimental"}
"""Version 1 wrote confidence and method as one letter, `tier`."""


def table(
    name: str,
    about: str,
    key: tuple[str, ...],
    columns: dict[str, Column],
    partition: str = "day",
    upgrades: tuple[Upgrade, ...] = (),
    *,
    kept: bool = False,
    needed: tuple[str, ...] = (),
    fills: Mapping[str, Fill] | None = None,
) -> Table:
    """Return a table; its key is named before its columns."""
    return Table(name, about, columns, key, partition, upgrades, kept, needed, fills or {})


def written_out(letters: str, words: dict[str, str]) -> pl.Expr:
    """Return a column of letters of version 1 as words."""
    return pl.col(letters).replace_strict(words, return_dtype=pl.String)
