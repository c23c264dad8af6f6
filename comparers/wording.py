"""Wording over the lake: differences in links and between whole texts, house style, and the origins behind a statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import polars as pl

from comparers.framing import codebook as codebooks
from comparers.framing import differences, origins
from comparers.framing.house_style import HouseStyle
from comparers.framing.marker import Marker
from core.ids import digest
from core.lake import Lake
from core.tables import ARTICLES, FRAMING_CONTRASTS, FRAMING_DIFFERENCES, HOUSE_STYLE, MARKERS, ORIGINS, REVISIONS, STORIES

_NAMING = frozenset({"named", "referent", "facet", "concept"})
"""Rules of the axes on which a text has to choose a name, so that silence says nothing."""
_WINDOW = timedelta(days=90)
"""House style is learned from this long before the day of a story."""
Row = dict[str, Any]


def marker_id(revision: str, marker: Marker) -> str:
    """Return the id of a marker with offsets into its revision."""
    return digest("marker", revision, marker.start, marker.end, marker.axis, marker.rule)


class Wording:
    """The markers of a lake, and the tables that are made of them."""

    def __init__(self, lake: Lake, days: Sequence[str]) -> None:
        """Learn the house style of every edition up to each of the days."""
        self._lake = lake
        self._days = sorted(days)
        self._codebook = codebooks.load()
        self._axes = [name for name, axis in self._codebook.axes.items() if axis.rule in _NAMING]
        articles = lake.columns(ARTICLES, ["article_id", "edition"])
        revisions = lake.columns(REVISIONS, ["revision_id", "article_id"]).join(articles, on="article_id")
        self._editions = {row["revision_id"]: row["edition"] for row in revisions.iter_rows(named=True)}
        members = lake.columns(STORIES, ["revision_id", "story_id", "day"])
        self._stories = {row["revision_id"]: (row["story_id"], row["day"]) for row in members.iter_rows(named=True)}
        self._styles = self._learned()
        self._rows: list[Row] = []
        self._origins: list[Row] = []

    def _learned(self) -> dict[str, HouseStyle]:
        """Return the house style as each of the days knows it; the markers of all of them are read once."""
        if not self._days:
            return {}
        first = {day: (date.fromisoformat(day) - _WINDOW).isoformat() for day in self._days}
        days = [one for one in self._lake.partitions(MARKERS) if first[self._days[0]] <= one <= self._days[-1]]
        named = pl.col("axis").is_in(self._axes) & ~pl.col("quoted")
        names = ["revision_id", "axis", "ref", "value", "day"]
        rows = self._lake.columns(MARKERS, [*names, "quoted"], days).filter(named).select(names).sort(pl.all())
        told = [row for row in rows.iter_rows() if row[0] in self._stories]
        return {
            day: HouseStyle(
                (self._editions[revision], self._stories[revision][0], axis, ref, value)
                for revision, axis, ref, value, read in told if first[day] <= read <= day and self._stories[revision][1] <= day
            )
            for day in self._days
        }

    def compare(self, base: Row, left: Sequence[Marker], right: Sequence[Marker]) -> None:
        """Compare the markers of two linked texts.

        :param base: story, link, both revisions and the day of the story.
        """
        for one in differences.compare(left, right, self._codebook):
            self._rows.append(self._row(base, ("framing", base["link_id"]), one))

    def quoted(self, link: Row, markers: Iterable[tuple[str, Marker]]) -> None:
        """Count the origins of a link.

        :param markers: (revision, marker) of all its sentences.
        """
        found = origins.independent((self._editions[revision], m, marker_id(revision, m)) for revision, m in markers)
        self._origins += [
            {
                "story_id": link["story_id"], "link_id": link["link_id"], "kind": one.kind, "name": one.name or "",
                "editions": list(one.editions), "markers": list(one.markers), "day": link["day"],
            }
            for one in found
        ]

    def write(self, markers: dict[tuple[str, int], list[Marker]], days: list[str]) -> dict[str, int]:
        """Compare the whole texts of every story of the days, write all tables, and return how much there is of each."""
        contrasts = self._contrasts(markers, days)
        for table, rows in (
            (FRAMING_DIFFERENCES, self._rows), (FRAMING_CONTRASTS, contrasts), (ORIGINS, self._origins), (HOUSE_STYLE, self._shares(days)),
        ):
            self._lake.replace(table, table.frame(rows), days)
        return {"framing differences": len(self._rows), "contrasts of whole texts": len(contrasts), "origins": len(self._origins)}

    def _contrasts(self, markers: dict[tuple[str, int], list[Marker]], days: list[str]) -> list[Row]:
        texts: dict[str, list[Marker]] = {}
        for (revision, _), found in sorted(markers.items(), key=lambda item: item[0]):
            texts.setdefault(revision, []).extend(m for m in found if m.axis in self._axes)
        rows = []
        stories = self._lake.read(STORIES, days).sort("day", "story_id", "revision_id")
        for (day, story), members in stories.group_by("day", "story_id", maintain_order=True):
            for left, right in combinations(members["revision_id"].to_list(), 2):
                base = {"story_id": story, "left": left, "right": right, "day": day}
                compared = differences.compare(texts.get(left, []), texts.get(right, []), self._codebook)
                rows += [self._row(base, ("contrast", str(story)), one) for one in compared]
        return rows

    def _shares(self, days: Sequence[str]) -> list[Row]:
        return [
            {
                "edition": s.edition, "axis": s.axis, "ref": s.ref or "", "value": s.value, "mentions": s.mentions, "of": s.of,
                "stories": s.stories, "low": s.interval[0], "high": s.interval[1], "day": day,
            }
            for day in days for s in self._styles[day].shares()
        ]

    def _row(self, base: Row, kind: Sequence[str], d: differences.Difference) -> Row:
        left, right = base["left"], base["right"]
        spans = [(m.start, m.end) for m in (*d.left, *d.right)]
        style = self._styles[base["day"]]
        naming = self._codebook.axes[d.axis].rule in _NAMING
        told = [
            style.told(self._editions[revision], d.axis, d.ref, value, base["story_id"]) if naming else None
            for revision, value in ((left, d.left_value), (right, d.right_value))
        ]
        return {
            **base, "difference_id": digest(*kind, left, right, d.axis, d.ref, spans), "axis": d.axis, "ref": d.ref,
            "left_value": d.left_value, "right_value": d.right_value,
            "left_markers": [marker_id(left, m) for m in d.left], "right_markers": [marker_id(right, m) for m in d.right],
            "rule": d.rule, "tier": d.tier, "left_style": told[0], "right_style": told[1], "codebook": self._codebook.version,
        }
