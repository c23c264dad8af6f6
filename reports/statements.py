"""Pairwise differences into statements: which editions say one thing, which another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from parallax.comparers.confidence import Confidence, lowest
from parallax.lake.judgements import of_finding
from parallax.lake.rows import (
    ContrastRow,
    FramingDifferenceRow,
    JudgementRow,
    MarkerRow,
    NumberDifferenceRow,
    OriginRow,
    QuantityRow,
    SpanRow,
)
from parallax.reports.groups import anchor_of, told_together
from parallax.reports.judged import Judged
from parallax.reports.passages import Passages
from parallax.reports.views import (
    EditionView,
    FramingView,
    NumberView,
    SentenceView,
    SharedFigure,
    SourceView,
    Statement,
)

Words = dict[str, tuple[EditionView, str]]
Worded = FramingDifferenceRow | ContrastRow
ONE_BY_ONE = ("quote_fidelity", "headline_body")
"""Axes of whole texts on which each finding is about words of its own."""
_VERDICTS = ("conflict", "omitted", "compatible")


@dataclass(frozen=True)
class Context:
    """What grouping needs to know of the story: its editions, its evidence, the rows of
    its links, the text of its sentences, and what people judged.

    ``quantities`` and ``markers`` are by id, ``anchors`` is the row of each link in the order of
    the page, ``sentences`` each sentence, by revision and index, in the reader's language where
    that is known; ``judgements`` are by difference; ``passages`` are the sentences of figures that
    whole texts were compared in, each with its row, if it has one.
    """

    editions: Mapping[str, EditionView]
    quantities: Mapping[str, QuantityRow]
    markers: Mapping[str, MarkerRow]
    anchors: Mapping[str, str]
    sentences: Mapping[tuple[str, int], str]
    target: str
    judgements: Mapping[str, Sequence[JudgementRow]] = field(default_factory=dict)
    passages: Passages = field(default_factory=dict)

    def span(self, name: str) -> SpanRow:
        """Return the quantity or marker of an id."""
        return self.quantities[name] if name in self.quantities else self.markers[name]

    def spans(self, names: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
        """Return the spans of some evidence, in order, by revision."""
        found: dict[str, set[tuple[int, int]]] = {}
        for name in names:
            row = self.span(name)
            found.setdefault(row["revision_id"], set()).add((row["start"], row["end"]))
        return {revision: sorted(places) for revision, places in found.items()}

    def words(self, names: Iterable[str]) -> str:
        """Return the verbatim words of some evidence."""
        return " … ".join(self.span(name)["surface"] for name in names)

    def topic(self, names: Iterable[str]) -> str:
        """Return the sentence that holds the evidence, preferably of an edition in the reader's
        language.
        """
        rows = [self.span(name) for name in names]
        rows.sort(
            key=lambda r: (
                self._edition(r).language != self.target,
                self._edition(r).number,
                r["start"],
            )
        )
        return self.sentences.get((rows[0]["revision_id"], rows[0]["sentence"]), "") if rows else ""

    def heading(self, words: Words) -> str:
        """Return a figure as an edition in the reader's language writes it, if there is one, else
        as the first does.
        """
        ordered = _ordered(words)
        return next(
            (text for edition, text in ordered if edition.language == self.target), ordered[0][1]
        )

    def judged(self, differences: Sequence[str]) -> Judged:
        """Return what people said of the finding that groups some differences."""
        return Judged.of(of_finding(differences, self.judgements))

    def row(self, anchor: str) -> int:
        """Return the position of a link's row on the page; after all rows what has none."""
        rows = list(self.anchors.values())
        return rows.index(anchor) if anchor else len(rows)

    def shown(self, names: Iterable[str]) -> list[tuple[EditionView, SentenceView, str | None]]:
        """Return the sentences of figures that no link joins, each with its row, by edition."""
        rows = [self.quantities[name] for name in names]
        places = dict.fromkeys((row["revision_id"], row["sentence"]) for row in rows)
        found = [(self.editions[place[0]], *self.passages[place]) for place in places]
        return sorted(found, key=lambda one: (one[0].number, one[1].index))

    def _edition(self, row: SpanRow) -> EditionView:
        return self.editions[row["revision_id"]]


def quantities(row: NumberDifferenceRow) -> tuple[tuple[str, list[str]], ...]:
    """Return (revision, ids of its quantities) of both sides of a difference."""
    return (row["left"], row["left_quantities"]), (row["right"], row["right_quantities"])


def markers(row: Worded) -> tuple[tuple[str, str, list[str]], ...]:
    """Return (revision, value, ids of its markers) of both sides of a difference."""
    return (
        (row["left"], row["left_value"], row["left_markers"]),
        (row["right"], row["right_value"], row["right_markers"]),
    )


def number_views(rows: Sequence[NumberDifferenceRow], context: Context) -> list[NumberView]:
    """Group the pairs that hold the same two figures of one statement; conflicts first."""

    def sides(row: NumberDifferenceRow) -> list[tuple[tuple[str, ...], str, list[str]]]:
        found = [(_figure(names, context), revision, names) for revision, names in quantities(row)]
        return sorted(found, key=lambda side: (side[0], side[1] != row["left"]))

    told = [row for row in rows if row["verdict"] in _VERDICTS]
    groups = told_together(
        told,
        lambda row: (row["verdict"], row["confidence"], *(figure for figure, *_ in sides(row))),
        _quantity_ids,
    )
    views = []
    for members in groups:
        both: tuple[Words, Words] = ({}, {})
        names: tuple[list[str], list[str]] = ([], [])
        for row in members:
            for words, named, (_, revision, mentioned) in zip(both, names, sides(row), strict=True):
                words[revision] = context.editions[revision], context.words(mentioned)
                named.extend(mentioned)
        anchor = anchor_of(members, context.anchors)
        views.append(
            NumberView(
                verdict=members[0]["verdict"],
                confidence=Confidence(members[0]["confidence"]),
                left=_side(both[0], names[0], context),
                right=_side(both[1], names[1], context),
                why=list(dict.fromkeys(row["why"] for row in members)),
                rule=members[0]["rule"],
                anchor=anchor,
                topic=context.topic([*names[0], *names[1]]),
                differences=_ids(members),
                judged=context.judged(_ids(members)),
                passages=[] if anchor else context.shown([*names[0], *names[1]]),
            )
        )
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


def _quantity_ids(row: NumberDifferenceRow) -> list[str]:
    return [*row["left_quantities"], *row["right_quantities"]]


def _side(words: Words, names: Sequence[str], context: Context) -> Statement:
    return Statement(context.heading(words), _ordered(words), context.spans(names))


def framing_views(rows: Sequence[FramingDifferenceRow], context: Context) -> list[FramingView]:
    """Group the differences of one statement on one axis and referent: a statement for each value,
    with who words it so.
    """
    groups = told_together(
        rows,
        lambda row: (row["axis"], row["ref"]),
        lambda row: (*row["left_markers"], *row["right_markers"]),
    )
    views = [
        _framing_view(members, anchor_of(members, context.anchors), context) for members in groups
    ]
    return sorted(
        views, key=lambda v: (v.axis, v.confidence.rank, context.row(v.anchor), v.ref or "")
    )


def contrast_views(rows: Sequence[ContrastRow], context: Context) -> list[FramingView]:
    """Group the contrasts of whole texts on one axis and referent: a statement for each value."""
    groups: dict[tuple[str, str | None], list[ContrastRow]] = {}
    for row in rows:
        groups.setdefault((row["axis"], row["ref"]), []).append(row)
    views = [_framing_view(members, "", context) for members in groups.values()]
    return sorted(views, key=lambda v: (v.axis, v.confidence.rank, v.ref or ""))


def _marker_ids(row: Worded) -> list[str]:
    return [*row["left_markers"], *row["right_markers"]]


def experimental_views(
    linked: Sequence[FramingDifferenceRow], contrasts: Sequence[ContrastRow], context: Context
) -> list[FramingView]:
    """Group what the experimental axes found: in linked sentences as `framing_views` does, of whole
    texts each axis and referent, but quotations and headlines one by one.
    """
    alone = {row["difference_id"]: row for row in contrasts if row["axis"] in ONE_BY_ONE}
    others = [row for row in contrasts if row["axis"] not in ONE_BY_ONE]
    joined = told_together(
        [{"link_id": name} for name in alone],
        lambda one: alone[one["link_id"]]["axis"],
        lambda one: _marker_ids(alone[one["link_id"]]),
    )
    groups = [[alone[one["link_id"]] for one in members] for members in joined]
    return [
        *contrast_views(others, context),
        *(_framing_view(rows, "", context) for rows in groups),
        *framing_views(linked, context),
    ]


def _framing_view(rows: Sequence[Worded], anchor: str, context: Context) -> FramingView:
    values: dict[str, tuple[Words, list[str]]] = {}
    names: list[str] = []
    for row in rows:
        for revision, value, mentioned in markers(row):
            words, named = values.setdefault(value, ({}, []))
            words[revision] = context.editions[revision], context.words(mentioned)
            named += mentioned
            names += mentioned
    return FramingView(
        axis=rows[0]["axis"],
        ref=rows[0]["ref"],
        statements=[
            Statement(value, _ordered(words), context.spans(named))
            for value, (words, named) in sorted(values.items())
        ],
        rule=rows[0]["rule"],
        confidence=lowest(row["confidence"] for row in rows),
        codebook=rows[0]["codebook"],
        anchor=anchor,
        topic=context.topic(names),
        habits=_habits(rows, context),
        differences=_ids(rows),
        judged=context.judged(_ids(rows)),
    )


def _ids(rows: Sequence[NumberDifferenceRow] | Sequence[Worded]) -> tuple[str, ...]:
    return tuple(sorted(row["difference_id"] for row in rows))


def _habits(rows: Sequence[Worded], context: Context) -> list[tuple[EditionView, str]]:
    styles = {
        revision: style
        for row in rows
        for revision, style in (
            (row["left"], row["left_style"]),
            (row["right"], row["right_style"]),
        )
        if style
    }
    return sorted(
        ((context.editions[revision], style) for revision, style in styles.items()),
        key=lambda pair: pair[0].number,
    )


def source_views(rows: Sequence[OriginRow], context: Context) -> list[SourceView]:
    """Return the sources that several editions quote, in the order of the page's rows."""
    views = []
    for members in told_together(rows, lambda row: row["kind"], lambda row: row["markers"]):
        names = list(dict.fromkeys(name for row in members for name in row["markers"]))
        words: Words = {}
        for name in names:
            revision = context.span(name)["revision_id"]
            words[revision] = context.editions[revision], context.words([name])
        if len(words) > 1:
            views.append(
                SourceView(
                    members[0]["kind"],
                    _ordered(words),
                    anchor_of(members, context.anchors),
                    context.topic(names),
                )
            )
    return sorted(views, key=lambda v: (context.row(v.anchor), v.kind))


def shared_figures(rows: Sequence[NumberDifferenceRow], context: Context) -> list[SharedFigure]:
    """Return the figures that editions give alike, those most give first; dates left out."""
    equal = [row for row in rows if row["verdict"] == "equal" and row["kind"] != "date"]
    figures = []
    for members in told_together(equal, lambda row: row["kind"], _quantity_ids):
        by_figure: dict[tuple[str, ...], tuple[Words, list[str]]] = {}
        for row in members:
            for name in _quantity_ids(row):
                revision = context.span(name)["revision_id"]
                words, names = by_figure.setdefault(_figure([name], context), ({}, []))
                words[revision] = context.editions[revision], context.words([name])
                names.append(name)
        anchor = anchor_of(members, context.anchors)
        figures += [
            SharedFigure(context.heading(words), _ordered(words), anchor, context.topic(names))
            for words, names in by_figure.values()
        ]
    return sorted(figures, key=lambda f: (-len(f.words), context.row(f.anchor), f.words[0][1]))


def _figure(names: list[str], context: Context) -> tuple[str, ...]:
    """Return what makes two mentions the same figure."""
    rows = [context.quantities[name] for name in names]
    return tuple(
        f"{q['low']}|{q['high']}|{q['modifier']}|{q['unit']}|{q['date']}|{q['period']}"
        for q in rows
    )


def _ordered(words: Words) -> list[tuple[EditionView, str]]:
    return sorted(words.values(), key=lambda pair: pair[0].number)
