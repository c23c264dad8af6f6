"""Figures of stories over time: whether times explain a difference, and the rows of figures and of
edits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from parallax.comparers.annotate import Place
from parallax.comparers.confidence import Confidence
from parallax.comparers.numbers import Comparison, Quantity, Verdict
from parallax.comparers.numbers.comparison.bounds import far_apart
from parallax.comparers.numbers.comparison.other_times import Times, times_of
from parallax.comparers.numbers.comparison.timeline import (
    Mention,
    edits,
    follow,
    timelines,
)
from parallax.comparers.numbers.comparison.tolls import (
    followed,
    order,
    same_hour,
    unsure_if_grown,
)
from parallax.comparers.numbers.quantity import quantity_id
from parallax.core.ids import digest
from parallax.core.settings import Settings
from parallax.lake.revisions import oldest_first
from parallax.lake.rows import FigureChangeRow, FigureRow, NumberDifferenceRow

Row = dict[str, Any]


class Timeline:
    """The quantities of some revisions with the time and the edition of each."""

    def __init__(
        self,
        revisions: Iterable[Row],
        quantities: Mapping[Place, list[Quantity]],
        settings: Settings,
    ) -> None:
        """Take revisions, each with its article's edition and time of publication, and their
        quantities.
        """
        self._settings = settings
        self._lag = timedelta(minutes=settings.compare.update_after_minutes)
        self._revisions = {row["revision_id"]: row for row in revisions}
        self._quantities = quantities
        self._timed = any(self._when(revision) for revision in self._revisions)
        self._times: dict[tuple[str, int], Times] = {}
        self._by_revision: dict[str, list[list[Quantity]]] = defaultdict(list)
        for (revision, _), found in sorted(quantities.items()):
            self._by_revision[revision].append(found)
            when = self._when(revision) if revision in self._revisions else None
            times = times_of(found, when.date() if when else None)
            self._times |= dict.fromkeys(((revision, q.start) for q in found), times)
        self._mentions = {
            (name := quantity_id(revision, q)): Mention(name, revision, self._when(revision), q)
            for (revision, _), found in quantities.items()
            if revision in self._revisions
            for q in found
        }

    @property
    def editions(self) -> dict[str, str]:
        """The edition of each revision."""
        return {revision: row["edition"] for revision, row in self._revisions.items()}

    def explained(self, comparison: Comparison, left: str, right: str) -> Comparison | None:
        """Return what the times of two revisions make of a comparison of two tolls; any other as it
        is, and None where they are no two counts of one toll, or figures of two times. Texts of
        which no time is known are taken as of one time, but then no conflict of tolls is sure.
        """
        if self._of_two_times(comparison, left, right):
            return None
        if not self._timed:
            return unsure_if_grown(comparison)
        return followed(
            comparison,
            order(self._when(left), self._when(right), self._lag),
            one_hour=same_hour(self._all(left), self._all(right)),
        )

    def of_the_event(self, revision: str) -> list[list[Quantity]]:
        """Return the quantities of each sentence of a revision, in order, but those of past times
        and of windows of time ("in 2014 there were 46").
        """
        return [
            sentence
            for sentence in self._by_revision.get(revision, [])
            if not any(self._times[revision, q.start] for q in sentence)
        ]

    def _of_two_times(self, comparison: Comparison, left: str, right: str) -> bool:
        a, b = comparison.left, comparison.right
        return (
            comparison.verdict in (Verdict.CONFLICT, Verdict.COMPATIBLE)
            and a is not None
            and b is not None
            and "date" not in (a.kind, b.kind)
            and self._times[left, a.start] != self._times[right, b.start]
            and far_apart(a, b)
        )

    def _all(self, revision: str) -> list[Quantity]:
        return [q for sentence in self._by_revision.get(revision, []) for q in sentence]

    def figures(self, differences: Sequence[NumberDifferenceRow]) -> list[FigureRow]:
        """Return the rows of `figures` of one story.

        :param differences: its rows of `number_differences`; those with both sides say which
            mentions are one figure.
        """
        paired = [
            (row["left_quantities"][0], row["right_quantities"][0])
            for row in differences
            if row["left_quantities"]
            and row["right_quantities"]
            and row["confidence"] != Confidence.LOW
        ]
        rows: list[FigureRow] = []
        for group in timelines(self._mentions, paired):
            if group[0].quantity.kind in ("date", "ordinal"):
                continue
            story, day = differences[0]["story_id"], differences[0]["day"]
            figure = digest("figure", story, group[0].quantity_id)
            rows += [
                point.to_row(figure, story, self.editions[point.mention.source], day)
                for point in follow(group, self._lag, self._settings.compare.rates)
            ]
        return rows

    def edited(self, surfaces: Mapping[str, Mapping[int, str]]) -> list[FigureChangeRow]:
        """Compare the figures of sentences that an edit removed with those of sentences it added;
        rows of `figure_changes`.

        :param surfaces: the sentences of each revision by index.
        """
        articles: dict[str, list[Row]] = defaultdict(list)
        for row in self._revisions.values():
            articles[row["article_id"]].append(row)
        return [
            change
            for article, rows in sorted(articles.items())
            for old, new in pairwise(oldest_first(rows))
            for change in self._edits(article, old, new, surfaces)
        ]

    def _edits(
        self, article: str, old: Row, new: Row, surfaces: Mapping[str, Mapping[int, str]]
    ) -> Iterable[FigureChangeRow]:
        before, after = surfaces.get(old["revision_id"], {}), surfaces.get(new["revision_id"], {})
        kept = set(before.values()) & set(after.values())
        sides = [
            [
                q
                for index, surface in sorted(side.items())
                if surface not in kept
                for q in self._quantities.get((row["revision_id"], index), [])
            ]
            for row, side in ((old, before), (new, after))
        ]
        for edit in edits(*sides):
            yield edit.to_row(article, (old["revision_id"], new["revision_id"]), new["day"])

    def _when(self, revision: str) -> datetime | None:
        row = self._revisions[revision]
        when: datetime | None = row["modified"] or row["published"]
        return when
