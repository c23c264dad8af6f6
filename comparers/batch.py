"""A batch of the compare stage: reads the texts of some stories and compares them."""

from __future__ import annotations

from typing import Any, TypeVar

import polars as pl

from parallax.comparers import annotate
from parallax.comparers.annotate import Found, PlacedRow, Scanned
from parallax.comparers.number_timelines import Timeline
from parallax.comparers.numbers.comparison.context_similarity import Surroundings
from parallax.comparers.story import compare_story, compared_quantities
from parallax.core.settings import Settings
from parallax.encoders.encoder import Encoder, encoder_of
from parallax.lake import batches
from parallax.lake.batches import Batch
from parallax.lake.lake import Lake
from parallax.lake.rows import BeadRow, FigureChangeRow, LinkRow, rows_of
from parallax.lake.schema import (
    ARTICLES,
    BEADS,
    COMPARED,
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
from parallax.lake.table import Table
from parallax.languages.syntax.stored import Parses, stored_parser_of

ARTICLE, STORY = "article", "story"
"""What a row of `compared` is of."""
TABLES_OF_ARTICLES = (QUANTITIES, MARKERS, FIGURE_CHANGES)
TABLES_OF_STORIES = (NUMBER_DIFFERENCES, FIGURES, FRAMING_DIFFERENCES, FRAMING_CONTRASTS, ORIGINS)
Row = dict[str, Any]
Rows = dict[Table, list[Any]]
"""New rows by table."""
OfStory = TypeVar("OfStory", LinkRow, BeadRow)


def compare_batch(settings: Settings, batch: Batch) -> None:
    """Read the articles of the units of a batch that are due, and compare the stories that are."""
    lake = Lake(settings.lake)
    units = batch.input(lake)
    inputs = _Inputs(lake, units)
    encoder = encoder_of(settings)
    likeness = Surroundings(encoder)
    rows: Rows = {table: [] for table in (*TABLES_OF_ARTICLES, *TABLES_OF_STORIES, COMPARED)}
    scanned: dict[str, Scanned] = {}

    def scan(unit: Row) -> None:
        scanned[_name(unit)] = annotate.scan(inputs.sentences(inputs.revisions(unit)))

    def compare(unit: Row) -> None:
        sentences = scanned.pop(_name(unit))
        for table, made in _compared(
            unit, inputs, sentences, parses, settings, likeness, encoder
        ).items():
            rows[table] += made

    notices = batches.each(units, _name, scan)
    parses, unparsed = stored_parser_of(settings).parses(
        sentence for one in scanned.values() for sentence in annotate.to_parse(one)
    )
    readable = [unit for unit in units if _name(unit) in scanned]
    notices += [*unparsed, *batches.each(readable, _name, compare)]
    batch.finish(lake, {table: table.frame(made) for table, made in rows.items()}, notices)


def _name(unit: Row) -> str:
    return (
        f"story:{unit['story_id']}"
        if unit["story_id"]
        else f"article:{unit['articles'][0]['article_id']}"
    )


class _Inputs:
    """The rows a batch works on, read once."""

    def __init__(self, lake: Lake, units: list[Row]) -> None:
        days = sorted({article["day"] for unit in units for article in unit["articles"]})
        names = [article["article_id"] for unit in units for article in unit["articles"]]
        stories = [unit["story_id"] for unit in units if unit["story_id"] in unit["due"]]
        story_days = sorted({unit["day"] for unit in units if unit["story_id"] in unit["due"]})
        articles = lake.columns(ARTICLES, ["article_id", "edition", "published"], days).filter(
            pl.col("article_id").is_in(names)
        )
        revisions = lake.columns(
            REVISIONS, ["revision_id", "article_id", "modified", "retrieved", "day"], days
        ).join(articles, on="article_id")
        sentences = lake.read(SENTENCES, days).filter(
            pl.col("revision_id").is_in(revisions["revision_id"].implode())
        )
        self._revisions = _by(revisions.sort("revision_id"), "article_id")
        self._sentences: dict[str, list[PlacedRow]] = {}
        for row in rows_of(annotate.with_positions(sentences), PlacedRow):
            self._sentences.setdefault(row["revision_id"], []).append(row)
        compared = pl.col("story_id").is_in(stories)
        self.links = _by_story(lake.read(LINKS, story_days).filter(compared), LinkRow)
        self.beads = _by_story(lake.read(BEADS, story_days).filter(compared), BeadRow)

    def revisions(self, unit: Row) -> list[Row]:
        return [
            row
            for article in unit["articles"]
            for row in self._revisions.get(article["article_id"], [])
        ]

    def sentences(self, revisions: list[Row]) -> list[PlacedRow]:
        names = sorted((row["day"], row["revision_id"]) for row in revisions)
        return [row for _, name in names for row in self._sentences.get(name, [])]


def _compared(
    unit: Row,
    inputs: _Inputs,
    sentences: Scanned,
    parses: Parses,
    settings: Settings,
    likeness: Surroundings,
    encoder: Encoder,
) -> Rows:
    revisions = inputs.revisions(unit)
    found = annotate.find(sentences, parses)
    timeline = Timeline(revisions, found.quantities, settings)
    surfaces: dict[str, dict[int, str]] = {}
    for row, _ in sentences:
        surfaces.setdefault(row["revision_id"], {})[row["index"]] = row["surface"]
    rows = _of_articles(unit, revisions, found, timeline.edited(surfaces))
    if unit["story_id"] in unit["due"]:
        story = unit["story_id"]
        likeness.prepare(compared_quantities(inputs.links.get(story, []), found))
        made = compare_story(
            inputs.links.get(story, []),
            inputs.beads.get(story, []),
            unit["revisions"],
            found,
            timeline,
            settings,
            likeness,
            encoder.encode,
        )
        own: Rows = {
            NUMBER_DIFFERENCES: made.numbers,
            FIGURES: made.figures,
            FRAMING_DIFFERENCES: made.framing,
            FRAMING_CONTRASTS: made.contrasts,
            ORIGINS: made.origins,
        }
        rows |= own
        rows[COMPARED].append(
            {
                "what": STORY,
                "id": story,
                "made_of": unit["made_of"],
                "rows": sum(map(len, own.values())),
                "day": unit["day"],
            }
        )
    return rows


def _of_articles(
    unit: Row, revisions: list[Row], found: Found, changes: list[FigureChangeRow]
) -> Rows:
    """Return the rows of the articles that are due; others of the story were read only to be
    compared.
    """
    article_of = {row["revision_id"]: row["article_id"] for row in revisions}
    rows: Rows = {table: [] for table in (*TABLES_OF_ARTICLES, COMPARED)}
    for article in unit["articles"]:
        name = article["article_id"]
        if name not in unit["due"]:
            continue
        own: Rows = {
            QUANTITIES: [
                row for row in found.quantity_rows if article_of[row["revision_id"]] == name
            ],
            MARKERS: [row for row in found.marker_rows if article_of[row["revision_id"]] == name],
            FIGURE_CHANGES: [row for row in changes if row["article_id"] == name],
        }
        for table, made in own.items():
            rows[table] += made
        rows[COMPARED].append(
            {
                "what": ARTICLE,
                "id": name,
                "made_of": article["made_of"],
                "rows": sum(map(len, own.values())),
                "day": article["day"],
            }
        )
    return rows


def _by_story(frame: pl.DataFrame, kind: type[OfStory]) -> dict[str, list[OfStory]]:
    found: dict[str, list[OfStory]] = {}
    for row in rows_of(frame, kind):
        found.setdefault(row["story_id"], []).append(row)
    return found


def _by(frame: pl.DataFrame, column: str) -> dict[str, list[Row]]:
    return {
        str(key[0]): rows.to_dicts()
        for key, rows in frame.partition_by(column, as_dict=True, maintain_order=True).items()
    }
