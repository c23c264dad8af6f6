"""Pairwise differences into statements: which editions say one thing, which another."""

from __future__ import annotations

from typing import Any

from reports.view import EditionView, FramingView, NumberView, SharedFigure, Statement

Row = dict[str, Any]
Words = dict[str, tuple[EditionView, str]]
_VERDICTS = ("conflict", "omitted", "compatible")


def number_views(
    rows: list[Row], quantities: dict[str, Row], editions: dict[str, EditionView], anchors: dict[str, str]
) -> list[NumberView]:
    """Group the pairs of a link that hold the same two figures; conflicts first."""
    groups: dict[tuple[Any, ...], tuple[Words, Words, list[str], Row, list[str]]] = {}
    for row in rows:
        if row["verdict"] not in _VERDICTS:
            continue
        sides = [[quantities[name] for name in row[side]] for side in ("left_quantities", "right_quantities")]
        names = ["left", "right"]
        keys = [_figure(side) for side in sides]
        if keys[1] < keys[0]:
            sides, names, keys = sides[::-1], names[::-1], keys[::-1]
        key = (row["verdict"], row["tier"], row["link_id"], *keys)
        group = groups.setdefault(key, ({}, {}, [], row, [_value(side) for side in sides]))
        for words, side, name in zip(group[:2], sides, names, strict=True):
            edition = editions[row[name]]
            words[edition.revision_id] = edition, " … ".join(q["surface"] for q in side)
        if row["why"] not in group[2]:
            group[2].append(row["why"])
    views = [
        NumberView(
            row["verdict"], row["tier"], Statement(values[0], _ordered(left)), Statement(values[1], _ordered(right)),
            why, row["rule"], anchors[row["link_id"]],
        )
        for left, right, why, row, values in groups.values()
    ]
    return sorted(views, key=lambda v: (_VERDICTS.index(v.verdict), v.tier, v.anchor, v.left.value, v.right.value))


def framing_views(
    rows: list[Row], markers: dict[str, Row], editions: dict[str, EditionView], anchors: dict[str, str]
) -> list[FramingView]:
    """Group the pairs of a link that differ on one axis by the same two values."""
    groups: dict[tuple[Any, ...], tuple[Words, Words, Row, list[str]]] = {}
    for row in rows:
        sides = [("left", "left_value", "left_markers"), ("right", "right_value", "right_markers")]
        if row["right_value"] < row["left_value"]:
            sides.reverse()
        values = [row[value] for _, value, _ in sides]
        group = groups.setdefault((row["link_id"], row["axis"], row["ref"], *values), ({}, {}, row, values))
        for words, (side, _, names) in zip(group[:2], sides, strict=True):
            edition = editions[row[side]]
            words[edition.revision_id] = edition, " … ".join(markers[name]["surface"] for name in row[names])
    views = [
        FramingView(
            row["axis"], row["ref"], Statement(values[0], _ordered(left)), Statement(values[1], _ordered(right)),
            row["rule"], row["tier"], row["codebook"], anchors[row["link_id"]],
        )
        for left, right, row, values in groups.values()
    ]
    return sorted(views, key=lambda v: (v.axis, v.tier, v.anchor, v.ref or "", v.left.value, v.right.value))


def shared_figures(
    rows: list[Row], quantities: dict[str, Row], editions: dict[str, EditionView], anchors: dict[str, str]
) -> list[SharedFigure]:
    """Return the figures that editions give alike, those most give first; dates left out."""
    groups: dict[tuple[Any, ...], tuple[Words, str]] = {}
    for row in rows:
        if row["verdict"] == "equal" and row["kind"] != "date":
            for name in (*row["left_quantities"], *row["right_quantities"]):
                q = quantities[name]
                words, _ = groups.setdefault((row["link_id"], *_figure([q])), ({}, anchors[row["link_id"]]))
                words[q["revision_id"]] = editions[q["revision_id"]], q["surface"]
    figures = [SharedFigure(_ordered(words), anchor) for words, anchor in groups.values()]
    return sorted(figures, key=lambda f: (-len(f.words), f.anchor, f.words[0][1]))


def _figure(side: list[Row]) -> tuple[str, ...]:
    return tuple(f"{q['low']}|{q['high']}|{q['modifier']}|{q['unit']}|{q['date']}|{q['period']}" for q in side)


def _value(side: list[Row]) -> str:
    return " … ".join(q["surface"] for q in side)


def _ordered(words: Words) -> list[tuple[EditionView, str]]:
    return sorted(words.values(), key=lambda pair: pair[0].number)
