"""Targets: the stories of a lake, whose linked sentences are of different outlets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, TypeVar

import polars as pl

from benchmarks.finding_counts import Story
from parallax.comparers import annotate
from parallax.comparers.annotate import PlacedRow
from parallax.core.errors import InputError
from parallax.core.ids import digest
from parallax.lake.lake import Lake
from parallax.lake.rows import BeadRow, LinkRow, rows_of
from parallax.lake.schema import ARTICLES, BEADS, LINKS, REVISIONS, SENTENCES

OfStory = TypeVar("OfStory", LinkRow, BeadRow)
TRANSLATION = "translation"
"""Regime of the beads of two texts that are translations of each other."""


class LinkedStories:
    """The stories of a lake whose stage `align` has run."""

    def __init__(self, where: str) -> None:
        """Read the links of the lake at a path or URL.

        :raises InputError: when there are none.
        """
        self._lake = Lake(where).required("see parallax align --help")
        self.name = where.rstrip("/").rpartition("/")[2]
        links = rows_of(self._lake.read(LINKS), LinkRow)
        self._links = _by_story([link for link in links if len(link["members"]) > 1])
        if not self._links:
            raise InputError(
                f"{where} has no linked sentences", f"parallax align --lake {where} makes them"
            )

    def __len__(self) -> int:
        """Return the number of stories with links."""
        return len(self._links)

    def sha256(self) -> str:
        """Return a hash of the links: of the texts, and of which of their sentences belong
        together.
        """
        names = sorted(link["link_id"] for links in self._links.values() for link in links)
        return digest(*names, length=64)

    def __iter__(self) -> Iterator[Story]:
        """Yield each story, without the pairs of one outlet or of translations of each other."""
        beads = _by_story(rows_of(self._lake.read(BEADS), BeadRow))
        articles = self._lake.columns(
            ARTICLES, ["article_id", "outlet", "edition", "language", "published"]
        )
        revisions = self._lake.columns(
            REVISIONS, ["revision_id", "article_id", "modified", "retrieved", "day"]
        ).join(articles, on="article_id")
        of = {row["revision_id"]: row for row in revisions.to_dicts()}
        wanted = {
            member["revision_id"]
            for links in self._links.values()
            for link in links
            for member in link["members"]
        }
        sentences = self._lake.read(SENTENCES).filter(
            pl.col("revision_id").is_in(pl.Series(sorted(wanted)).implode())
        )
        rows: dict[str, list[PlacedRow]] = {}
        for row in rows_of(annotate.with_positions(sentences), PlacedRow):
            rows.setdefault(row["revision_id"], []).append(row)
        for story, links in sorted(self._links.items()):
            names = sorted({m["revision_id"] for link in links for m in link["members"]})
            yield Story(
                f"{self.name}: {story}",
                [row for name in names for row in rows.get(name, [])],
                links,
                {name: of[name]["language"] for name in names},
                [of[name] for name in names],
                beads.get(story, []),
                _not_of_two_outlets(names, of, beads.get(story, [])),
            )


def _not_of_two_outlets(
    names: list[str], of: Mapping[str, dict[str, Any]], beads: list[BeadRow]
) -> frozenset[frozenset[str]]:
    """Return the pairs of revisions that are of one outlet or are translations of each other."""
    translations = {
        frozenset((bead["left"], bead["right"])) for bead in beads if bead["regime"] == TRANSLATION
    }
    same = {
        frozenset((one, other))
        for one, other in combinations(names, 2)
        if of[one]["outlet"] == of[other]["outlet"]
    }
    return frozenset(translations | same)


def _by_story(rows: list[OfStory]) -> dict[str, list[OfStory]]:
    found: dict[str, list[OfStory]] = {}
    for row in rows:
        found.setdefault(row["story_id"], []).append(row)
    return found
