"""The rows of the tables as types: what a row of the table of the same name holds.

A test checks every type here against the schema. Rows are written and read by the codec beside the
class that they are of (`Quantity.to_row`, `Quantity.from_row`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, TypeVar, cast, get_type_hints

import polars as pl

R = TypeVar("R")


def rows_of(frame: pl.DataFrame, kind: type[R]) -> list[R]:
    """Return the rows of a frame with the columns of a type, in order.

    :raises polars.exceptions.ColumnNotFoundError: when the frame lacks one of them.
    """
    return cast("list[R]", frame.select(list(get_type_hints(kind))).to_dicts())


class SpanRow(TypedDict):
    """What quantities and markers have in common: a span of a sentence of a revision."""

    revision_id: str
    sentence: int
    start: int
    end: int
    surface: str


class QuantityRow(SpanRow):
    """A row of `quantities`; what version 1 did not keep is null in its rows."""

    quantity_id: str
    kind: str
    value: float | None
    low: float | None
    high: float | None
    date: str | None
    modifier: str | None
    unit: str | None
    counted: str | None
    concept: str | None
    role: str | None
    period: str | None
    part: bool | None
    places: list[str] | None
    as_of: bool | None
    window: bool | None
    step: float | None
    written: bool | None
    around: str | None
    direction: str | None
    change: str | None
    negated: bool | None
    scope: str | None
    per: str | None
    day: str


class MarkerRow(SpanRow):
    """A row of `markers`."""

    marker_id: str
    axis: str
    value: str
    ref: str | None
    quoted: bool
    speech: str | None
    speaker: str | None
    rule: str
    codebook: str
    day: str


class TextsRow(TypedDict):
    """Two whole texts of a story that are compared."""

    story_id: str
    left: str
    right: str
    day: str


class PairRow(TextsRow):
    """Two linked texts that are compared; `link_id` is the link their sentences belong to."""

    link_id: str


class NumberDifferenceRow(TextsRow):
    """A row of `number_differences`; `link_id` is None where whole texts were compared."""

    link_id: str | None
    difference_id: str
    left_quantities: list[str]
    right_quantities: list[str]
    kind: str
    verdict: str
    why: str
    rule: str
    confidence: str


class ContrastRow(TextsRow):
    """A row of `framing_contrasts`."""

    difference_id: str
    axis: str
    ref: str | None
    left_value: str
    right_value: str
    left_markers: list[str]
    right_markers: list[str]
    rule: str
    method: str
    p: float | None
    confidence: str
    left_style: str | None
    right_style: str | None
    codebook: str


class FramingDifferenceRow(ContrastRow):
    """A row of `framing_differences`."""

    link_id: str


class OriginRow(TypedDict):
    """A row of `origins`."""

    story_id: str
    link_id: str
    kind: str
    name: str
    editions: list[str]
    markers: list[str]
    day: str


class HouseStyleRow(TypedDict):
    """A row of `house_style`."""

    edition: str
    axis: str
    ref: str
    value: str
    mentions: int
    of: int
    stories: int
    low: float
    high: float
    day: str


class FigureRow(TypedDict):
    """A row of `figures`."""

    figure_id: str
    story_id: str
    revision_id: str
    quantity_id: str
    edition: str
    when: datetime | None
    change: str
    day: str


class FigureChangeRow(TypedDict):
    """A row of `figure_changes`."""

    change_id: str
    article_id: str
    old_revision: str
    new_revision: str
    old_quantity: str | None
    new_quantity: str | None
    change: str
    why: str
    day: str


class PlaceRow(TypedDict):
    """A span of a text."""

    start: int
    end: int


class JudgedSideRow(TypedDict):
    """What one edition says of what was judged; without spans where it says nothing of it."""

    revision_id: str
    edition: str
    language: str
    statement: int
    value: str
    spans: list[PlaceRow]


class JudgementRow(TypedDict):
    """A row of `judgements`."""

    judgement_id: str
    finding_id: str
    differences: list[str]
    story_id: str
    kind: str
    subject: str
    rule: str
    confidence: str
    p: float | None
    sides: list[JudgedSideRow]
    verdict: str
    cause: str | None
    note: str | None
    who: str
    when: datetime
    code: str
    day: str


class PartRow(TypedDict):
    """A part of a sentence that is aligned: offsets into the revision's text."""

    sentence: int
    start: int
    end: int


class BeadRow(TypedDict):
    """A row of `beads`."""

    bead_id: str
    story_id: str
    left: str
    right: str
    left_sentences: list[int]
    right_sentences: list[int]
    score: float
    p: float
    rejected: list[int]
    left_parts: list[PartRow] | None
    right_parts: list[PartRow] | None
    regime: str
    made_of: str
    day: str


class MemberRow(TypedDict):
    """The sentences of one revision in a link."""

    revision_id: str
    edition: str
    sentences: list[int]


class LinkRow(TypedDict):
    """A row of `links`."""

    link_id: str
    story_id: str
    kind: str
    score: float | None
    p: float | None
    members: list[MemberRow]
    made_of: str
    day: str


class SentenceRow(TypedDict):
    """A row of `sentences`."""

    sentence_id: str
    revision_id: str
    index: int
    paragraph: int
    role: str
    language: str
    start: int
    end: int
    surface: str
    day: str
