"""Reading texts: the quantities and markers of every sentence, with offsets into the text of its
revision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from parallax.comparers.framing import codebook as framing_codebook
from parallax.comparers.framing import match as framing_markers
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.quotes import still_open
from parallax.comparers.numbers import Quantity, extract
from parallax.core.ids import digest

_TAIL = 0.25
"""Share of an article's sentences, from the end, that are its tail."""
Row = dict[str, Any]
Place = tuple[str, int]
"""(revision, sentence index)."""


@dataclass
class Found:
    """What was found in some texts, by place, and the same as rows of the tables `quantities` and
    `markers`.
    """

    quantities: dict[Place, list[Quantity]] = field(default_factory=dict)
    markers: dict[Place, list[Marker]] = field(default_factory=dict)
    quantity_rows: list[Row] = field(default_factory=list)
    marker_rows: list[Row] = field(default_factory=list)


def quantity_id(revision: str, quantity: Quantity) -> str:
    """Return the id of a quantity with offsets into its revision."""
    return digest("quantity", revision, quantity.start, quantity.end)


def marker_id(revision: str, marker: Marker) -> str:
    """Return the id of a marker with offsets into its revision."""
    return digest("marker", revision, marker.start, marker.end, marker.axis, marker.rule)


def with_positions(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return rows of `sentences` without captions, in order, with where in its article each stands."""
    place = pl.col("index").rank("ordinal").over("revision_id")
    tail = place > pl.len().over("revision_id") * (1 - _TAIL)
    named = pl.col("role").is_in(["headline", "lead"])
    position = (
        pl.when(named)
        .then(pl.col("role"))
        .when(tail)
        .then(pl.lit("tail"))
        .otherwise(pl.lit("body"))
    )
    told = sentences.filter(pl.col("role") != "caption").with_columns(position.alias("position"))
    return told.sort("day", "revision_id", "index")


def read(sentences: Iterable[Row]) -> Found:
    """Find the quantities and markers of sentences, which come in order with their positions.

    Dates that leave out their year are completed from the day of publication.
    """
    codebook = framing_codebook.load()
    found = Found()
    speaking, paragraph = False, None
    for row in sentences:
        place = row["revision_id"], row["index"]
        if paragraph != (paragraph := (row["revision_id"], row["paragraph"])):
            speaking = False
        day = date.fromisoformat(row["day"]) if row["day"] else None
        quantities = extract(row["surface"], row["language"], day)
        found.quantities[place] = [_shifted(q, row["start"]) for q in quantities]
        marked = framing_markers.find(
            row["surface"], row["language"], codebook, row["position"], inside=speaking
        )
        found.markers[place] = [_shifted(m, row["start"]) for m in marked]
        speaking = still_open(row["surface"], inside=speaking)
        found.quantity_rows += [_quantity_row(row, q) for q in found.quantities[place]]
        found.marker_rows += [_marker_row(row, m, codebook.version) for m in found.markers[place]]
    return found


def _shifted(item: Any, offset: int) -> Any:
    return replace(item, start=item.start + offset, end=item.end + offset)


def _quantity_row(sentence: Row, q: Quantity) -> Row:
    return {
        "quantity_id": quantity_id(sentence["revision_id"], q),
        "revision_id": sentence["revision_id"],
        "sentence": sentence["index"],
        "start": q.start,
        "end": q.end,
        "surface": q.surface,
        "kind": q.kind,
        "value": q.value,
        "low": q.low,
        "high": q.high,
        "date": q.date,
        "modifier": q.modifier,
        "unit": q.unit,
        "counted": q.counted,
        "role": q.role,
        "period": q.period,
        "day": sentence["day"],
    }


def _marker_row(sentence: Row, m: Marker, version: str) -> Row:
    return {
        "marker_id": marker_id(sentence["revision_id"], m),
        "revision_id": sentence["revision_id"],
        "sentence": sentence["index"],
        "start": m.start,
        "end": m.end,
        "surface": m.surface,
        "axis": m.axis,
        "value": m.value,
        "ref": m.ref,
        "quoted": m.quoted,
        "speech": m.speech,
        "speaker": m.speaker,
        "rule": m.rule,
        "codebook": version,
        "day": sentence["day"],
    }
