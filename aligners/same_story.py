"""Which texts of a story surely report it, so that the same-story gate has nothing to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from scipy.cluster.hierarchy import DisjointSet

from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="on the labelled articles of WMT21 and WMT22 that `bench stories` scores: of those that "
    "joined a story with less, 2 of 38 reported its event, with more 12 of 37 (many have no label)",
)
@dataclass(frozen=True)
class SureMembers:
    """When an article surely belongs to its story."""

    likeness: Annotated[
        float, "minimum `score` in `stories` of an article that only resembles the story"
    ] = 0.6


SURE = SureMembers()


class Belonging(NamedTuple):
    """How a text belongs to its story: surely or not, and to which of an outlet's families of
    editions (empty: none).
    """

    member: bool
    kin: str


def belongings(members: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Belonging]:
    """Return how each text belongs to its story, by (story id, article id).

    A person put it there, it is the story's first, or it is like enough. An edition that its page
    names belongs to the story as surely as the edition it is named with.

    :param members: rows of `stories` with the columns ``url`` and ``siblings`` of `articles`.
    """
    stories: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in members:
        stories[row["story_id"]].append(row)
    found: dict[tuple[str, str], Belonging] = {}
    for story, rows in stories.items():
        article_at = {row["url"]: row["article_id"] for row in rows}
        families = DisjointSet(article_at.values())
        for row in rows:
            for url in row["siblings"] or ():
                if url in article_at:
                    families.merge(row["article_id"], article_at[url])
        sure = {row["article_id"] for row in rows if _surely(row)}
        for article in article_at.values():
            family = families.subset(article)
            found[story, article] = Belonging(
                not family.isdisjoint(sure), min(family) if len(family) > 1 else ""
            )
    return found


def _surely(row: Mapping[str, Any]) -> bool:
    """Return whether a text belongs to a story by itself, not by the edition it is named with."""
    return bool(
        row["reason"] in ("declared", "first")
        or (row["reason"] == "similar" and row["score"] >= SURE.likeness)
    )
