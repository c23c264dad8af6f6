"""Which stories are compared: those that several articles report."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from parallax.lake.lake import Lake
from parallax.lake.schema import STORIES


def several(lake: Lake, days: Iterable[str] | None = None) -> pl.DataFrame:
    """Return the rows of `stories` of every story that several articles report, by story and
    article.

    :param days: partitions of `stories`; all when None.
    """
    return lake.read(STORIES, days).filter(pl.len().over("story_id") > 1)


def day_of_each(lake: Lake, days: Iterable[str] | None = None) -> dict[str, str]:
    """Return the day of every story that several articles report, by its id."""
    rows = several(lake, days).select("story_id", "day").unique().sort("story_id")
    return {str(story): str(day) for story, day in rows.iter_rows()}


def days_of(lake: Lake, days: Iterable[str] | None) -> list[str]:
    """Return the given partitions of `stories`, sorted, or all there are when None."""
    return lake.partitions(STORIES) if days is None else sorted(set(days))
