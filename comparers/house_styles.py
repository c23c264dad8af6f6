"""House style over the lake: learned from the markers of the days before, and added to each
difference of wording.

It is added when a stage puts its rows together, because one new text of an edition may change the
house style that other stories are compared with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import polars as pl

from parallax.comparers.framing.codebook import load
from parallax.comparers.framing.house_style import HouseStyle
from parallax.comparers.framing_rows import NAMING
from parallax.core.thresholds import thresholds
from parallax.core.times import days_from
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, HOUSE_STYLE, MARKERS, REVISIONS, STORIES

_MENTION = ["edition", "story_id", "axis", "ref", "value"]
Row = dict[str, Any]


@thresholds("compare", chosen="by judgement: long enough for several stories on one subject")
@dataclass(frozen=True)
class StyleWindow:
    """Which texts house style is learned from."""

    days: Annotated[int, "days before the day of a story"] = 90


WINDOW = StyleWindow()


class Styles:
    """The house style of every edition as each of some days knows it."""

    def __init__(self, lake: Lake, days: Sequence[str]) -> None:
        """Learn from the markers in the lake."""
        codebook = load()
        self._axes = sorted(name for name, axis in codebook.axes.items() if axis.rule in NAMING)
        self._editions: dict[str, str] = {}
        self._styles = self._learned(lake, sorted(days))

    def _learned(self, lake: Lake, days: Sequence[str]) -> dict[str, HouseStyle]:
        """Return the house style by day; the markers of all of them are read and counted once."""
        if not days:
            return {}
        first = {day: days_from(day, -WINDOW.days) for day in days}
        within = [one for one in lake.partitions(MARKERS) if first[days[0]] <= one <= days[-1]]
        editions = lake.columns(REVISIONS, ["revision_id", "article_id"]).join(
            lake.columns(ARTICLES, ["article_id", "edition"]), on="article_id"
        )
        self._editions = dict(editions.select("revision_id", "edition").iter_rows())
        members = lake.columns(STORIES, ["revision_id", "story_id", "day"]).rename(
            {"day": "story_day"}
        )
        counted = (
            lake.columns(MARKERS, ["revision_id", "axis", "ref", "value", "quoted", "day"], within)
            .filter(pl.col("axis").is_in(self._axes) & ~pl.col("quoted"))
            .join(members, on="revision_id")
            .join(editions, on="revision_id")
            .group_by(*_MENTION, "day", "story_day")
            .len()
        )
        styles = {}
        for day in days:
            known = counted.filter(
                (pl.col("day") >= first[day])
                & (pl.col("day") <= day)
                & (pl.col("story_day") <= day)
            )
            mentions = known.group_by(_MENTION).agg(pl.col("len").sum()).sort(_MENTION)
            styles[day] = HouseStyle(
                ((edition, story, axis, ref, value), count)
                for edition, story, axis, ref, value, count in mentions.iter_rows()
            )
        return styles

    def added_to(self, differences: pl.DataFrame) -> pl.DataFrame:
        """Return rows of `framing_differences` or `framing_contrasts` with the house style of both
        sides.
        """
        columns = {
            f"{side}_style": [self._side(row, side) for row in differences.iter_rows(named=True)]
            for side in ("left", "right")
        }
        return differences.with_columns(
            pl.Series(name, values, dtype=pl.String) for name, values in columns.items()
        )

    def _side(self, row: Row, side: str) -> str | None:
        if row["axis"] not in self._axes:
            return None
        return self._styles[row["day"]].style_of(
            self._editions[row[side]],
            row["axis"],
            row["ref"],
            row[f"{side}_value"],
            row["story_id"],
        )

    def table(self) -> pl.DataFrame:
        """Return the rows of `house_style` of all the days."""
        return HOUSE_STYLE.frame(
            share.to_row(day) for day, style in self._styles.items() for share in style.shares()
        )
