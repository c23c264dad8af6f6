"""Figures of stories over time: whether times explain a difference, and the tables of figures and of edits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import polars as pl

from comparers.numbers import Comparison, Quantity, Verdict
from comparers.numbers.tracking import Mention, edits, figures, follow, is_update
from core.ids import digest
from core.lake import Lake
from core.revisions import oldest_first
from core.settings import Settings
from core.tables import ARTICLES, FIGURE_CHANGES, FIGURES, REVISIONS, SENTENCES

Row = dict[str, Any]


def quantity_id(revision: str, quantity: Quantity) -> str:
    """Return the id of a quantity with offsets into its revision."""
    return digest("quantity", revision, quantity.start, quantity.end)


class Timeline:
    """The quantities of a lake with the time and the edition of each."""

    def __init__(self, lake: Lake, quantities: dict[tuple[str, int], list[Quantity]], settings: Settings) -> None:
        """Take the quantities by (revision, sentence index)."""
        self._lake = lake
        self._settings = settings
        self._lag = timedelta(minutes=settings.update_after_minutes)
        articles = lake.columns(ARTICLES, ["article_id", "edition", "published"])
        revisions = lake.columns(REVISIONS, ["revision_id", "article_id", "modified", "retrieved", "day"]).join(articles, on="article_id")
        self._revisions = {row["revision_id"]: row for row in revisions.sort("revision_id").iter_rows(named=True)}
        self._sentences = quantities
        self._mentions = {
            (name := quantity_id(revision, q)): Mention(name, revision, self._when(revision), q)
            for (revision, _), found in quantities.items() if revision in self._revisions for q in found
        }

    def explained(self, comparison: Comparison, left: str, right: str) -> Comparison:
        """Turn a conflict into an update where one revision is later and its figure, of those that only grow, is larger."""
        a, b = comparison.left, comparison.right
        if comparison.verdict is not Verdict.CONFLICT or a is None or b is None:
            return comparison
        one, other = self._mentions[quantity_id(left, a)], self._mentions[quantity_id(right, b)]
        for earlier, later in ((one, other), (other, one)):
            if is_update(earlier, later, self._lag):
                why = f"{earlier.quantity.surface}, later {later.quantity.surface}: a figure that grows, told at two times"
                return replace(comparison, verdict=Verdict.COMPATIBLE, why=why, rule="number.update", tier="B")
        return comparison

    def write(self, differences: Sequence[Row], days: list[str], text_days: list[str]) -> tuple[int, int]:
        """Write the tables of figures and of edits; return how many figures and how many edited figures there are.

        :param differences: rows of `number_differences`; those with both sides say which mentions are one figure.
        """
        pairs = defaultdict(list)
        place: dict[str, str] = {}
        for row in differences:
            if row["left_quantities"] and row["right_quantities"] and row["tier"] != "C":
                pairs[row["story_id"]].append((row["left_quantities"][0], row["right_quantities"][0]))
                place[row["story_id"]] = row["day"]
        rows = [row for story, paired in sorted(pairs.items()) for row in self._figures(story, paired, place[story])]
        self._lake.replace(FIGURES, FIGURES.frame(rows), days)
        changed = list(self._edited(set(text_days)))
        self._lake.replace(FIGURE_CHANGES, FIGURE_CHANGES.frame(changed), text_days)
        return len({row["figure_id"] for row in rows}), len(changed)

    def _figures(self, story: str, paired: Iterable[tuple[str, str]], day: str) -> Iterable[Row]:
        for group in figures(self._mentions, paired):
            if group[0].quantity.kind in ("date", "ordinal"):
                continue
            figure = digest("figure", story, group[0].quantity_id)
            for point in follow(group, self._lag, self._settings.rates):
                m = point.mention
                yield {
                    "figure_id": figure, "story_id": story, "revision_id": m.source, "quantity_id": m.quantity_id,
                    "edition": self._revisions[m.source]["edition"], "when": m.when, "change": point.change, "day": day,
                }

    def _edited(self, days: set[str]) -> Iterable[Row]:
        """Compare the figures of sentences that an edit removed with those of sentences it added."""
        articles: dict[str, list[Row]] = defaultdict(list)
        for row in self._revisions.values():
            if row["day"] in days:
                articles[row["article_id"]].append(row)
        edited = {article: rows for article, rows in articles.items() if len(rows) > 1}
        surfaces = self._surfaces({row["revision_id"] for rows in edited.values() for row in rows})
        for article, rows in sorted(edited.items()):
            for old, new in pairwise(oldest_first(rows)):
                yield from self._edits(article, old, new, surfaces)

    def _edits(self, article: str, old: Row, new: Row, surfaces: dict[str, dict[int, str]]) -> Iterable[Row]:
        before, after = surfaces.get(old["revision_id"], {}), surfaces.get(new["revision_id"], {})
        kept = set(before.values()) & set(after.values())
        sides = [
            [q for index, surface in sorted(side.items()) if surface not in kept for q in self._sentences.get((row["revision_id"], index), [])]
            for row, side in ((old, before), (new, after))
        ]
        for edit in edits(*sides):
            names = [None if q is None else quantity_id(row["revision_id"], q) for row, q in ((old, edit.old), (new, edit.new))]
            yield {
                "change_id": digest("edit", old["revision_id"], new["revision_id"], names), "article_id": article,
                "old_revision": old["revision_id"], "new_revision": new["revision_id"], "old_quantity": names[0],
                "new_quantity": names[1], "change": edit.change, "why": edit.why, "day": new["day"],
            }

    def _surfaces(self, revisions: set[str]) -> dict[str, dict[int, str]]:
        sentences = self._lake.read(SENTENCES).filter(pl.col("revision_id").is_in(sorted(revisions)) & (pl.col("role") != "caption"))
        found: dict[str, dict[int, str]] = defaultdict(dict)
        for row in sentences.iter_rows(named=True):
            found[row["revision_id"]][row["index"]] = row["surface"]
        return found

    def _when(self, revision: str) -> datetime | None:
        row = self._revisions[revision]
        when: datetime | None = row["modified"] or row["published"]
        return when
