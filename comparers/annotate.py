"""Reading texts: the quantities and markers of every sentence, with offsets into the text of its
revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, TypeVar

import polars as pl

from parallax.comparers.framing import match
from parallax.comparers.framing.codebook import load
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.quotes import open_after
from parallax.comparers.numbers import Quantity, extract
from parallax.core.thresholds import thresholds
from parallax.lake.rows import MarkerRow, QuantityRow, SentenceRow
from parallax.languages.syntax.stored import Parses, Sentence, StoredParser

Place = tuple[str, int]
"""(revision, sentence index)."""
Item = TypeVar("Item", Quantity, Marker)


@thresholds("compare", chosen="by judgement, after the inverted pyramid of news")
@dataclass(frozen=True)
class PositionLimits:
    """Which part of an article a sentence is in."""

    tail: Annotated[float, "share of an article's sentences, from its end, that are its tail"] = (
        0.25
    )


POSITIONS = PositionLimits()


class PlacedRow(SentenceRow):
    """A row of `sentences` with where in its article it is."""

    position: str
    """`headline`, `lead`, `body` or `tail`."""


@dataclass
class Found:
    """What was found in some texts, by place, and the same as rows of the tables `quantities` and
    `markers`.
    """

    quantities: dict[Place, list[Quantity]] = field(default_factory=dict)
    markers: dict[Place, list[Marker]] = field(default_factory=dict)
    quantity_rows: list[QuantityRow] = field(default_factory=list)
    marker_rows: list[MarkerRow] = field(default_factory=list)
    sentences: dict[Place, PlacedRow] = field(default_factory=dict)
    """The sentences that were read; none where this is made of stored rows."""

    @classmethod
    def from_rows(cls, quantities: Sequence[QuantityRow], markers: Sequence[MarkerRow]) -> Found:
        """Return what was found in some texts before, from its rows in the order of the tables."""
        found = cls(quantity_rows=list(quantities), marker_rows=list(markers))
        for quantity in quantities:
            found.quantities.setdefault((quantity["revision_id"], quantity["sentence"]), []).append(
                Quantity.from_row(quantity)
            )
        for marker in markers:
            found.markers.setdefault((marker["revision_id"], marker["sentence"]), []).append(
                Marker.from_row(marker)
            )
        return found


def with_positions(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return rows of `sentences` without captions, in order, with where in its article each is."""
    place = pl.col("index").rank("ordinal").over("revision_id")
    tail = place > pl.len().over("revision_id") * (1 - POSITIONS.tail)
    named = pl.col("role").is_in(["headline", "lead"])
    position = (
        pl.when(named)
        .then(pl.col("role"))
        .when(tail)
        .then(pl.lit("tail"))
        .otherwise(pl.lit("body"))
    )
    compared = sentences.filter(pl.col("role") != "caption")
    return compared.with_columns(position.alias("position")).sort("day", "revision_id", "index")


Scanned = list[tuple[PlacedRow, match.Scan]]
"""Sentences with the phrases found in them, in order."""


def scan(sentences: Iterable[PlacedRow]) -> Scanned:
    """Return sentences with the phrases of the codebook in them."""
    codebook = load()
    return [(row, match.scan(row["surface"], row["language"], codebook)) for row in sentences]


def to_parse(scanned: Scanned) -> Iterator[Sentence]:
    """Yield the sentences whose parse is asked for something."""
    return ((one.language, one.text) for _, one in scanned if one.needs_parse)


def read(sentences: Iterable[PlacedRow]) -> Found:
    """Find the quantities and markers of sentences, which come in order with their positions."""
    scanned = scan(sentences)
    parses, _ = StoredParser().parses(to_parse(scanned))
    return find(scanned, parses)


def find(scanned: Scanned, parses: Parses) -> Found:
    """Find the quantities and markers of sentences.

    Dates that leave out their year are completed from the day of publication.

    :param parses: of sentences of `to_parse`; of those that are not here rules read the words.
    """
    codebook = load()
    found = Found()
    speaking, paragraph = "", None
    for row, phrases in scanned:
        place = row["revision_id"], row["index"]
        found.sentences[place] = row
        if paragraph != (paragraph := (row["revision_id"], row["paragraph"])):
            speaking = ""
        day = date.fromisoformat(row["day"]) if row["day"] else None
        quantities = extract(row["surface"], row["language"], day)
        found.quantities[place] = [_shifted(q, row["start"]) for q in quantities]
        marked = match.read(
            phrases,
            codebook,
            row["position"],
            inside=speaking,
            parse=parses.get((phrases.language, phrases.text)),
        )
        found.markers[place] = [_shifted(m, row["start"]) for m in marked]
        speaking = open_after(row["surface"], inside=speaking)
        found.quantity_rows += [q.to_row(*place, row["day"]) for q in found.quantities[place]]
        found.marker_rows += [
            m.to_row(*place, row["day"], codebook.version) for m in found.markers[place]
        ]
    return found


def _shifted(item: Item, offset: int) -> Item:
    return replace(item, start=item.start + offset, end=item.end + offset)
