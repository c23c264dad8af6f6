"""Pairwise differences into statements: which editions say one thing, which another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from parallax.comparers.confidence import Confidence, lowest
from parallax.reports.views import (
    EditionView,
    FramingView,
    NumberView,
    SharedFigure,
    SourceView,
    Statement,
)

Row = dict[str, Any]
Words = dict[str, tuple[EditionView, str]]
_VERDICTS = ("conflict", "omitted", "compatible")


@dataclass(frozen=True)
class Context:
    """What grouping needs to know of the story: its editions, its evidence, where links stand and
    what sentences say.

    ``evidence`` holds quantities or markers by id, ``anchors`` the row of each link in the order of
    the page, ``told`` each sentence, by revision and index, in the reader's language where that is
    known.
    """

    editions: dict[str, EditionView]
    evidence: dict[str, Row]
    anchors: dict[str, str]
    told: dict[tuple[str, int], str]
    target: str

    def words(self, names: Iterable[str]) -> str:
        """Return the verbatim words of some evidence."""
        return " … ".join(self.evidence[name]["surface"] for name in names)

    def topic(self, names: Iterable[str]) -> str:
        """Return the sentence that holds the evidence, preferably of an edition in the reader's
        language.
        """
        rows = [self.evidence[name] for name in names]
        rows.sort(
            key=lambda r: (
                self._edition(r).language != self.target,
                self._edition(r).number,
                r["start"],
            )
        )
        return self.told.get((rows[0]["revision_id"], rows[0]["sentence"]), "") if rows else ""

    def heading(self, words: Words) -> str:
        """Return a figure as an edition in the reader's language writes it, if there is one, else
        as the first does.
        """
        ordered = _ordered(words)
        return next(
            (text for edition, text in ordered if edition.language == self.target), ordered[0][1]
        )

    def row(self, anchor: str) -> int:
        """Return the position of a link's row on the page."""
        return list(self.anchors.values()).index(anchor)

    def _edition(self, row: Row) -> EditionView:
        return self.editions[row["revision_id"]]


def number_views(rows: list[Row], context: Context) -> list[NumberView]:
    """Group the pairs of a link that hold the same two figures; conflicts first."""
    groups: dict[tuple[Any, ...], tuple[Words, Words, list[Row], list[str]]] = {}
    for row in rows:
        if row["verdict"] not in _VERDICTS:
            continue
        sides = [(_figure(row[f"{side}_quantities"], context), side) for side in ("left", "right")]
        sides.sort()
        key = (row["verdict"], row["confidence"], row["link_id"], *(figure for figure, _ in sides))
        left, right, members, names = groups.setdefault(key, ({}, {}, [], []))
        for words, (_, side) in zip((left, right), sides, strict=True):
            words[row[side]] = context.editions[row[side]], context.words(row[f"{side}_quantities"])
            names += row[f"{side}_quantities"]
        members.append(row)
    views = [
        NumberView(
            verdict=members[0]["verdict"],
            confidence=Confidence(members[0]["confidence"]),
            left=Statement(context.heading(left), _ordered(left)),
            right=Statement(context.heading(right), _ordered(right)),
            why=list(dict.fromkeys(row["why"] for row in members)),
            rule=members[0]["rule"],
            anchor=context.anchors[members[0]["link_id"]],
            topic=context.topic(names),
        )
        for left, right, members, names in groups.values()
    ]
    return sorted(
        views,
        key=lambda v: (
            _VERDICTS.index(v.verdict),
            v.confidence.rank,
            context.row(v.anchor),
            v.left.value,
            v.right.value,
        ),
    )


def framing_views(rows: list[Row], context: Context) -> list[FramingView]:
    """Group the differences of a link on one axis and referent: a statement for each value, with
    who words it so.
    """
    groups: dict[tuple[Any, ...], tuple[dict[str, Words], list[Row], list[str]]] = {}
    for row in rows:
        values, members, names = groups.setdefault(
            (row["link_id"], row["axis"], row["ref"]), ({}, [], [])
        )
        for side in ("left", "right"):
            words = values.setdefault(row[f"{side}_value"], {})
            words[row[side]] = context.editions[row[side]], context.words(row[f"{side}_markers"])
            names += row[f"{side}_markers"]
        members.append(row)
    views = [
        FramingView(
            axis=members[0]["axis"],
            ref=members[0]["ref"],
            statements=[
                Statement(value, _ordered(words)) for value, words in sorted(values.items())
            ],
            rule=members[0]["rule"],
            confidence=lowest(row["confidence"] for row in members),
            codebook=members[0]["codebook"],
            anchor=context.anchors[members[0]["link_id"]],
            topic=context.topic(names),
            habits=_habits(members, context),
        )
        for values, members, names in groups.values()
    ]
    return sorted(
        views, key=lambda v: (v.axis, v.confidence.rank, context.row(v.anchor), v.ref or "")
    )


def _habits(rows: list[Row], context: Context) -> list[tuple[EditionView, str]]:
    told = {
        row[side]: row[f"{side}_style"]
        for row in rows
        for side in ("left", "right")
        if row[f"{side}_style"]
    }
    return sorted(
        ((context.editions[revision], style) for revision, style in told.items()),
        key=lambda pair: pair[0].number,
    )


def source_views(rows: list[Row], context: Context) -> list[SourceView]:
    """Return the sources that several editions quote, in the order of the page's rows."""
    views = []
    for row in rows:
        words: Words = {}
        for name in row["markers"]:
            revision = context.evidence[name]["revision_id"]
            words[revision] = context.editions[revision], context.words([name])
        if len(words) > 1:
            views.append(
                SourceView(
                    row["kind"],
                    _ordered(words),
                    context.anchors[row["link_id"]],
                    context.topic(row["markers"]),
                )
            )
    return sorted(views, key=lambda v: (context.row(v.anchor), v.kind))


def shared_figures(rows: list[Row], context: Context) -> list[SharedFigure]:
    """Return the figures that editions give alike, those most give first; dates left out."""
    groups: dict[tuple[Any, ...], tuple[Words, list[str]]] = {}
    for row in rows:
        if row["verdict"] == "equal" and row["kind"] != "date":
            for name in (*row["left_quantities"], *row["right_quantities"]):
                revision = context.evidence[name]["revision_id"]
                words, names = groups.setdefault(
                    (row["link_id"], _figure([name], context)), ({}, [])
                )
                words[revision] = context.editions[revision], context.words([name])
                names.append(name)
    figures = [
        SharedFigure(
            context.heading(words), _ordered(words), context.anchors[key[0]], context.topic(names)
        )
        for key, (words, names) in groups.items()
    ]
    return sorted(figures, key=lambda f: (-len(f.words), context.row(f.anchor), f.words[0][1]))


def _figure(names: list[str], context: Context) -> tuple[str, ...]:
    """Return what makes two mentions the same figure."""
    rows = [context.evidence[name] for name in names]
    return tuple(
        f"{q['low']}|{q['high']}|{q['modifier']}|{q['unit']}|{q['date']}|{q['period']}"
        for q in rows
    )


def _ordered(words: Words) -> list[tuple[EditionView, str]]:
    return sorted(words.values(), key=lambda pair: pair[0].number)
