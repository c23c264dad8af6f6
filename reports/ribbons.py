"""The picture of who reports what in which order: a column of bars for each edition, ribbons
between neighbours for beads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

HEIGHT = 360.0
BAR = 22.0
GAP = 150.0
_TOP = 30.0
_SPACE = 2.0


@dataclass(frozen=True)
class Sentence:
    """A sentence of a column: its index, length in characters, its text and the address of its row
    on the page.
    """

    index: int
    length: int
    text: str
    anchor: str | None


@dataclass(frozen=True)
class Column:
    """An edition: the number it has on the page, what identifies its revision, and its sentences in
    order.
    """

    number: int
    name: str
    revision_id: str
    sentences: Sequence[Sentence]


@dataclass(frozen=True)
class Bar:
    """A sentence as a rectangle; `linked` if it is in a bead with a neighbouring column."""

    x: float
    y: float
    height: float
    title: str
    anchor: str | None
    linked: bool


@dataclass(frozen=True)
class Ribbon:
    """Two sentences of one bead: an SVG path, the probability of the bead, and whether it crosses
    another.
    """

    path: str
    p: float
    title: str
    anchor: str | None
    crossing: bool


@dataclass(frozen=True)
class Ribbons:
    """The whole picture, in units of its own view box."""

    width: float
    height: float
    labels: list[tuple[float, Column]]
    bars: list[Bar]
    ribbons: list[Ribbon]

    @property
    def crossings(self) -> int:
        """How many ribbons cross another."""
        return sum(ribbon.crossing for ribbon in self.ribbons)


Joined = tuple[Sequence[int], Sequence[int], float]
"""Sentence indices of the left and of the right revision, and the probability."""


def draw(columns: Sequence[Column], beads: Mapping[tuple[str, str], Iterable[Joined]]) -> Ribbons:
    """Return the picture of some columns in their order; ``beads`` by (left revision, right
    revision), in any order of both.
    """
    places = [_places(column) for column in columns]
    ribbons: list[Ribbon] = []
    linked: set[tuple[int, int]] = set()
    for k, (left, right) in enumerate(pairwise(columns)):
        rows = [
            (i, j, p)
            for a, b, p in _between(beads, left.revision_id, right.revision_id)
            for i in a
            for j in b
            if i in places[k] and j in places[k + 1]
        ]
        linked |= {(k, i) for i, _, _ in rows} | {(k + 1, j) for _, j, _ in rows}
        texts = [{s.index: s for s in column.sentences} for column in (left, right)]
        for i, j, p in sorted(rows):
            crossing = any((i - x) * (j - y) < 0 for x, y, _ in rows)
            said = [f"“{_short(side[at].text)}”" for side, at in zip(texts, (i, j), strict=True)]
            title = f"P {p:.2f}: {left.number} {said[0]} – {right.number} {said[1]}"
            path = _path(
                k * (BAR + GAP) + BAR, places[k][i], (k + 1) * (BAR + GAP), places[k + 1][j]
            )
            ribbons.append(Ribbon(path, p, title, texts[0][i].anchor, crossing))
    bars = [
        Bar(
            k * (BAR + GAP),
            *places[k][s.index],
            f"{column.number} · {s.text}",
            s.anchor,
            (k, s.index) in linked,
        )
        for k, column in enumerate(columns)
        for s in column.sentences
    ]
    labels = [(k * (BAR + GAP) + BAR / 2, column) for k, column in enumerate(columns)]
    return Ribbons(
        len(columns) * BAR + (len(columns) - 1) * GAP, HEIGHT + _TOP, labels, bars, ribbons
    )


def _between(
    beads: Mapping[tuple[str, str], Iterable[Joined]], left: str, right: str
) -> list[Joined]:
    return [*beads.get((left, right), ()), *((b, a, p) for a, b, p in beads.get((right, left), ()))]


def _places(column: Column) -> dict[int, tuple[float, float]]:
    """Return top and height of each sentence, in proportion to its length."""
    room = HEIGHT - _SPACE * max(len(column.sentences) - 1, 0)
    total = sum(max(s.length, 1) for s in column.sentences)
    found, at = {}, _TOP
    for sentence in column.sentences:
        height = max(room * max(sentence.length, 1) / total, 1.0)
        found[sentence.index] = (at, height)
        at += height + _SPACE
    return found


def _path(x: float, left: tuple[float, float], to: float, right: tuple[float, float]) -> str:
    """Return a band from one bar to another, its edges cubic curves."""
    middle = (x + to) / 2
    (top, height), (other_top, other_height) = left, right
    bottom, other_bottom = top + height, other_top + other_height
    return (
        f"M{x:.1f} {top:.1f}"
        f"C{middle:.1f} {top:.1f} {middle:.1f} {other_top:.1f} {to:.1f} {other_top:.1f}"
        f"V{other_bottom:.1f}"
        f"C{middle:.1f} {other_bottom:.1f} {middle:.1f} {bottom:.1f} {x:.1f} {bottom:.1f}Z"
    )


def _short(text: str, limit: int = 70) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
