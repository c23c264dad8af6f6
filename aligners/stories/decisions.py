"""What people decide of stories: which are one, and which hold several events.

Decisions are kept in the lake, and every later clustering respects them: a wrong story is worse
than a story in two halves, which a person joins in a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib import metadata
from itertools import combinations, product

import polars as pl

from parallax.aligners.stories.clusters import Decided
from parallax.core.errors import InputError
from parallax.core.ids import digest
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, STORIES, STORY_DECISIONS

MERGE, SPLIT = "merge", "split"


def merge(lake: Lake, stories: Sequence[str]) -> list[str]:
    """Decide that stories are one; return the days to cluster again.

    :raises InputError: when a story is not there, or there are fewer than two.
    """
    if len(set(stories)) < 2:
        raise InputError("a merge needs at least two stories", "parallax story merge STORY STORY")
    members = {story: _members(lake, story) for story in dict.fromkeys(stories)}
    first, *others = (sorted(rows["article_id"]) for rows in members.values())
    _record(lake, MERGE, first, sorted({a for one in others for a in one}))
    return _days(members.values())


def split(lake: Lake, story: str, urls: Sequence[str]) -> list[str]:
    """Decide that the articles at some canonical URLs report another event than the rest of their
    story; return the days to cluster again.

    :raises InputError: when story or article is not there, or nothing of the story would be left.
    """
    members = _members(lake, story)
    address = lake.columns(ARTICLES, ["article_id", "url"])
    own = address.join(members.select("article_id"), on="article_id")
    taken = own.filter(pl.col("url").is_in(list(urls)))["article_id"].to_list()
    if unknown := sorted(set(urls) - set(own["url"])):
        raise InputError(f"{unknown[0]} is no article of story {story}", "parallax query stories")
    rest = sorted(set(members["article_id"]) - set(taken))
    if not taken or not rest:
        raise InputError("a split needs articles to take out and articles that stay")
    _record(lake, SPLIT, sorted(taken), rest)
    return _days([members])


def decided(lake: Lake) -> Decided:
    """Return the pairs of articles that people joined and parted; the latest decision counts."""
    verdicts: dict[tuple[str, str], bool] = {}
    rows = lake.read(STORY_DECISIONS).sort("when", "decision_id")
    for row in rows.iter_rows(named=True):
        one, other = row["articles"], row["others"]
        across = row["kind"] == MERGE
        for a, b in (*combinations(one, 2), *combinations(other, 2)):
            verdicts[min(a, b), max(a, b)] = True
        for a, b in product(one, other):
            verdicts[min(a, b), max(a, b)] = across
    return Decided(
        [pair for pair, joined in sorted(verdicts.items()) if joined],
        [pair for pair, joined in sorted(verdicts.items()) if not joined],
    )


def _members(lake: Lake, story: str) -> pl.DataFrame:
    rows = lake.read(STORIES).filter(pl.col("story_id") == story)
    if rows.is_empty():
        raise InputError(f"there is no story {story}", "parallax query stories lists them")
    return rows


def _days(stories: Iterable[pl.DataFrame]) -> list[str]:
    return sorted({str(day) for rows in stories for day in rows["day"]})


def _record(lake: Lake, kind: str, articles: list[str], others: list[str]) -> None:
    now = datetime.now(UTC)
    row: dict[str, object] = {
        "decision_id": digest("decision", kind, *articles, "|", *others, now.isoformat()),
        "kind": kind,
        "articles": articles,
        "others": others,
        "when": now,
        "code": metadata.version("parallax-news"),
        "day": now.date().isoformat(),
    }
    lake.add(STORY_DECISIONS, STORY_DECISIONS.frame([row]))
