"""Figures over time: the mentions of one figure in a story, how it changes, what edits do.

Mentions are one figure when linked sentences pair them. In order of time each is the `first`, the
`same`, `compatible`, an `update` (a figure that only grows, reported later and larger) or in
`conflict` with an earlier mention.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from parallax.comparers.numbers.comparison.intervals import Rates
from parallax.comparers.numbers.comparison.pair_verdict import compare_pair
from parallax.comparers.numbers.comparison.result import Comparison, Verdict
from parallax.comparers.numbers.comparison.units import magnitude
from parallax.comparers.numbers.comparison.verdicts import compare, grows
from parallax.comparers.numbers.quantity import Quantity, quantity_id
from parallax.core.ids import digest

if TYPE_CHECKING:
    from parallax.lake.rows import FigureChangeRow, FigureRow

FIRST, SAME, COMPATIBLE, UPDATE, CONFLICT = "first", "same", "compatible", "update", "conflict"
CHANGED, ADDED, REMOVED = "changed", "added", "removed"
_NAMES = {Verdict.EQUAL: SAME, Verdict.COMPATIBLE: COMPATIBLE, Verdict.CONFLICT: CONFLICT}

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Mention:
    """A quantity with who gives it and when; ``quantity_id`` and ``source`` identify them to the
    caller.
    """

    quantity_id: str
    source: str
    when: datetime | None
    quantity: Quantity


@dataclass(frozen=True)
class Point:
    """A mention of a figure, and what it is to the mentions before it."""

    mention: Mention
    change: str

    def to_row(self, figure: str, story: str, edition: str, day: str) -> FigureRow:
        """Return the point as a row of `figures`; the source of its mention is a revision.

        :param figure: id of the figure it is a point of. :param edition: of the revision.
        """
        return {
            "figure_id": figure,
            "story_id": story,
            "revision_id": self.mention.source,
            "quantity_id": self.mention.quantity_id,
            "edition": edition,
            "when": self.mention.when,
            "change": self.change,
            "day": day,
        }

    @classmethod
    def from_row(cls, row: FigureRow, quantities: Mapping[str, Quantity]) -> Point:
        """Return the point of a row.

        :param quantities: those of the story, by id.
        """
        name = row["quantity_id"]
        return cls(Mention(name, row["revision_id"], row["when"], quantities[name]), row["change"])


@dataclass(frozen=True)
class Edit:
    """A figure that an edit of an article changed, added or removed."""

    change: str
    old: Quantity | None
    new: Quantity | None
    why: str

    def to_row(self, article: str, revisions: tuple[str, str], day: str) -> FigureChangeRow:
        """Return the edit as a row of `figure_changes`.

        :param revisions: the text before and the text after, whose offsets the quantities have.
        """
        old, new = (
            None if quantity is None else quantity_id(revision, quantity)
            for revision, quantity in zip(revisions, (self.old, self.new), strict=True)
        )
        return {
            "change_id": digest("edit", *revisions, [old, new]),
            "article_id": article,
            "old_revision": revisions[0],
            "new_revision": revisions[1],
            "old_quantity": old,
            "new_quantity": new,
            "change": self.change,
            "why": self.why,
            "day": day,
        }

    @classmethod
    def from_row(cls, row: FigureChangeRow, quantities: Mapping[str, Quantity]) -> Edit:
        """Return the edit of a row.

        :param quantities: those of both texts, by id.
        """
        old, new = (
            None if name is None else quantities[name]
            for name in (row["old_quantity"], row["new_quantity"])
        )
        return cls(row["change"], old, new, row["why"])


def timelines(
    mentions: Mapping[str, Mention], paired: Iterable[tuple[str, str]]
) -> list[list[Mention]]:
    """Return the timelines: groups of mentions that pairs join, each in order of time, in order of
    their first mention.

    :param mentions: mentions by quantity id.
    :param paired: ids of quantities that linked sentences pair.
    """
    groups = components(paired)
    ordered = [sorted((mentions[name] for name in group), key=_moment) for group in groups]
    return sorted(ordered, key=lambda group: _moment(group[0]))


def components(paired: Iterable[tuple[Name, Name]]) -> list[set[Name]]:
    """Return the connected components of a graph given by its edges."""
    group: dict[Name, set[Name]] = {}
    for one, other in paired:
        mine, theirs = group.get(one, {one}), group.get(other, {other})
        if mine is not theirs:
            mine |= theirs
        for name in mine:
            group[name] = mine
    return list({id(found): found for found in group.values()}.values())


def follow(group: Sequence[Mention], lag: timedelta, rates: Rates | None = None) -> list[Point]:
    """Return each mention with its relation to the ones before it: the worst over all earlier
    sources.

    :param lag: time after which a larger value of a figure that only grows is an update.
    """
    points = []
    for number, mention in enumerate(group):
        before = group[:number]
        points.append(Point(mention, _relation(before, mention, lag, rates)))
    return points


def is_update(earlier: Mention, later: Mention, lag: timedelta) -> bool:
    """Tell whether the times explain that two mentions differ: the later one is larger, and the
    figure only grows.
    """
    if earlier.when is None or later.when is None or later.when - earlier.when < lag:
        return False
    old, new = magnitude(earlier.quantity), magnitude(later.quantity)
    return (
        old is not None
        and new is not None
        and new > old
        and grows(earlier.quantity)
        and grows(later.quantity)
    )


def edits(old: Sequence[Quantity], new: Sequence[Quantity]) -> list[Edit]:
    """Return what an edit did to the figures of an article; what is unchanged is left out."""
    found = []
    for comparison in compare(old, new):
        if comparison.verdict is Verdict.OMITTED:
            found.append(
                Edit(
                    REMOVED if comparison.left else ADDED,
                    comparison.left,
                    comparison.right,
                    comparison.why,
                )
            )
        elif not _unchanged(comparison):
            found.append(Edit(CHANGED, comparison.left, comparison.right, comparison.why))
    return found


def _unchanged(comparison: Comparison) -> bool:
    a, b = comparison.left, comparison.right
    return (
        a is not None
        and b is not None
        and (a.low, a.high, a.date, a.modifier, a.unit)
        == (b.low, b.high, b.date, b.modifier, b.unit)
    )


def _relation(
    before: Sequence[Mention], mention: Mention, lag: timedelta, rates: Rates | None
) -> str:
    if not before:
        return FIRST
    worst = SAME
    for other in before:
        verdict = compare_pair(other.quantity, mention.quantity, rates=rates).verdict
        relation = (
            UPDATE
            if verdict is Verdict.CONFLICT and is_update(other, mention, lag)
            else _NAMES[verdict]
        )
        worst = max(worst, relation, key=(SAME, COMPATIBLE, UPDATE, CONFLICT).index)
    return worst


def _moment(mention: Mention) -> tuple[bool, str, str, int]:
    return mention.when is None, str(mention.when), mention.source, mention.quantity.start
