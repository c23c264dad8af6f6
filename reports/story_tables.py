"""The rows of the lake that pages of stories show."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

import polars as pl

from parallax.lake.judgements import by_difference, latest
from parallax.lake.lake import Lake
from parallax.lake.revisions import days_of_articles
from parallax.lake.rows import (
    BeadRow,
    ContrastRow,
    FigureChangeRow,
    FigureRow,
    FramingDifferenceRow,
    LinkRow,
    MarkerRow,
    NumberDifferenceRow,
    OriginRow,
    QuantityRow,
    SentenceRow,
    rows_of,
)
from parallax.lake.schema import (
    ARTICLES,
    BEADS,
    FIGURE_CHANGES,
    FIGURES,
    FRAMING_CONTRASTS,
    FRAMING_DIFFERENCES,
    LINKS,
    MARKERS,
    NUMBER_DIFFERENCES,
    ORIGINS,
    QUANTITIES,
    REVISIONS,
    SENTENCES,
)
from parallax.lake.stories import several
from parallax.lake.table import Table

Row = dict[str, Any]
OfStory = TypeVar(
    "OfStory",
    LinkRow,
    BeadRow,
    NumberDifferenceRow,
    FigureRow,
    FramingDifferenceRow,
    ContrastRow,
    OriginRow,
)


class StoryTables:
    """Rows of the stories of some days and of their articles, by what a page looks them up with."""

    def __init__(
        self, lake: Lake, days: Iterable[str], only: Collection[str] | None = None
    ) -> None:
        """Read the tables: of the days of the stories, and of those of their articles.

        :param only: stories to read; all of the days when None.
        """
        days = list(days)
        self.stories = several(lake, days)
        if only is not None:
            self.stories = self.stories.filter(pl.col("story_id").is_in(list(only)))
        self.members = {
            (str(day), str(story)): rows
            for (day, story), rows in _groups(self.stories, "day", "story_id")
        }
        wanted = pl.col("article_id").is_in(self.stories["article_id"].unique().to_list())
        reached = days_of_articles(lake, self.stories["article_id"])
        self.articles = {
            row["article_id"]: row
            for row in lake.read(ARTICLES, reached).filter(wanted).iter_rows(named=True)
        }
        self.revisions = {
            row["revision_id"]: row
            for row in lake.read(REVISIONS, reached).filter(wanted).iter_rows(named=True)
        }
        within = pl.col("revision_id").is_in(list(self.revisions))
        self.sentences = _by_revision(
            rows_of(lake.read(SENTENCES, reached).filter(within), SentenceRow)
        )
        self.quantities = {
            row["quantity_id"]: row
            for row in rows_of(lake.read(QUANTITIES, reached).filter(within), QuantityRow)
        }
        self.markers = {
            row["marker_id"]: row
            for row in rows_of(lake.read(MARKERS, reached).filter(within), MarkerRow)
        }
        chosen = pl.col("story_id").is_in(self.stories["story_id"].implode())

        def of_stories(table: Table, kind: type[OfStory]) -> dict[str, list[OfStory]]:
            return _by_story(rows_of(lake.read(table, days).filter(chosen), kind))

        self.links = of_stories(LINKS, LinkRow)
        self.beads = of_stories(BEADS, BeadRow)
        self.numbers = of_stories(NUMBER_DIFFERENCES, NumberDifferenceRow)
        self.figures = of_stories(FIGURES, FigureRow)
        self.framing = of_stories(FRAMING_DIFFERENCES, FramingDifferenceRow)
        self.contrasts = of_stories(FRAMING_CONTRASTS, ContrastRow)
        self.sources = of_stories(ORIGINS, OriginRow)
        self.judgements = by_difference(latest(lake))
        edits = lake.read(FIGURE_CHANGES, reached).filter(
            pl.col("new_revision").is_in(list(self.revisions))
        )
        self.edits: dict[str, list[FigureChangeRow]] = {}
        for edit in rows_of(edits, FigureChangeRow):
            self.edits.setdefault(edit["new_revision"], []).append(edit)


def _by_story(rows: Iterable[OfStory]) -> dict[str, list[OfStory]]:
    found: dict[str, list[OfStory]] = {}
    for row in rows:
        found.setdefault(row["story_id"], []).append(row)
    return found


def _by_revision(rows: Iterable[SentenceRow]) -> dict[str, list[SentenceRow]]:
    found: dict[str, list[SentenceRow]] = {}
    for row in rows:
        found.setdefault(row["revision_id"], []).append(row)
    return found


def _groups(frame: pl.DataFrame, *columns: str) -> list[tuple[tuple[Any, ...], list[Row]]]:
    groups = frame.partition_by(columns, as_dict=True, maintain_order=True)
    return [(key, part.to_dicts()) for key, part in groups.items()]
