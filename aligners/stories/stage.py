"""The cluster stage: articles of the lake into the `stories` table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

import polars as pl

from parallax.aligners.stories.article import Article
from parallax.aligners.stories.clusters import cluster_articles
from parallax.aligners.stories.decisions import decided
from parallax.aligners.stories.event_scorer import shipped
from parallax.aligners.stories.ids import Change, name
from parallax.aligners.stories.near_duplicates import copies
from parallax.aligners.stories.rarity import LIMITS as RARITY
from parallax.aligners.stories.rarity import Rarity, counted
from parallax.core.ids import digest
from parallax.core.settings import Settings
from parallax.core.times import days_from
from parallax.corpora.extract.facts import ARTICLE
from parallax.corpora.store import latest_revisions
from parallax.encoders.encoder import encoder_of
from parallax.lake.batches import Workers, in_turn
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, NAME_COUNTS, STORIES, STORY_CHANGES
from parallax.lake.stage_protocol import SILENT, Days, Progress, StageResult
from parallax.lake.stories import day_of_each

NAME = "cluster"
SETTINGS: tuple[str, ...] = ("encoder",)


def run(
    lake: Lake,
    settings: Settings,
    days: Days,
    *,
    progress: Progress = SILENT,
    workers: Workers = in_turn,
) -> StageResult:
    """Cluster the articles of the given days (all when None) and write `stories`.

    The days are widened by the story window and to every story already known that reaches into
    them, so that a story is never cut; the result's days are those written. Live blogs, galleries
    and roundups report many events or none and are left out.
    """
    del workers  # a clustering of all articles at once has no batches
    encoder = encoder_of(settings)
    scope = _widened(lake, settings, days)
    everything = latest_revisions(lake, scope)
    articles = everything.filter(pl.col("kind") == ARTICLE)
    rows = [
        {**row, "paragraphs": tuple(row["text"].split("\n")[1:])}
        for row in articles.iter_rows(named=True)
    ]
    candidates = [
        Article(
            row["article_id"],
            row["url"],
            row["edition"],
            row["published"],
            row["title"],
            row["paragraphs"],
            tuple(row["siblings"]),
        )
        for row in rows
    ]
    progress.begin(len(candidates), "articles clustered")
    memberships = cluster_articles(
        candidates,
        encoder,
        settings.cluster.threshold,
        settings.cluster.window_hours,
        rarity=_rarity(lake, candidates, {row["article_id"]: row["day"] for row in rows}, scope),
        decided=decided(lake),
    )
    groups: dict[int, list[str]] = defaultdict(list)
    for member in memberships:
        groups[member.group].append(member.article_id)
    known = {
        row[0]: row[1]
        for row in lake.columns(STORIES, ["article_id", "story_id"], scope).iter_rows()
    }
    ids, changes = name(list(groups.values()), known)
    story_of = dict(zip(groups, ids, strict=True))
    by_id = {row["article_id"]: row for row in rows}
    copied = _copies(groups.values(), {c.article_id: c for c in candidates}, by_id)
    day_of = {group: by_id[members[0]]["day"] for group, members in groups.items()}
    stories: list[dict[str, object]] = [
        {
            "story_id": story_of[m.group],
            "article_id": m.article_id,
            "revision_id": by_id[m.article_id]["revision_id"],
            "reason": m.reason,
            "score": m.score,
            "copy_of": copied.get(m.article_id),
            "day": day_of[m.group],
        }
        for m in memberships
    ]
    _record(lake, changes, {story_of[group]: day for group, day in day_of.items()})
    lake.replace(STORIES, STORIES.frame(stories), scope)
    progress.advance(len(candidates))
    counts = {
        "articles": len(candidates),
        "live blogs, galleries, roundups": len(everything) - len(articles),
        "stories": len(groups),
        "stories of several articles": len(day_of_each(lake, scope)),
        "wire copies": len(copied),
        "stories merged or split": len(changes),
    }
    return StageResult(NAME, counts, scope, models=[encoder.name])


def _rarity(
    lake: Lake, articles: Sequence[Article], day_of: Mapping[str, str], scope: Sequence[str]
) -> Rarity:
    """Count the names of the days that are clustered, and return how rare names are in the lake."""
    by_day: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_day[day_of[article.article_id]].append(article)
    rows: list[dict[str, object]] = [
        {"name": name, "articles": count, "day": day}
        for day, members in sorted(by_day.items())
        for name, count in sorted(counted(members).items())
    ]
    lake.replace(NAME_COUNTS, NAME_COUNTS.frame(rows), scope)
    if not scope:
        return Rarity({}, shipped().background)
    first = days_from(max(scope), -RARITY.days)
    days = [day for day in lake.partitions(NAME_COUNTS) if first < day <= max(scope)]
    total = lake.read(NAME_COUNTS, days).group_by("name").agg(pl.col("articles").sum())
    return Rarity(dict(total.iter_rows()), shipped().background)


def _copies(
    groups: Iterable[Sequence[str]],
    candidates: Mapping[str, Article],
    rows: Mapping[str, dict[str, Any]],
) -> dict[str, str]:
    found: dict[str, str] = {}
    for members in groups:
        if len(members) > 1:
            found |= copies([(candidates[name], rows[name]["language"]) for name in members])
    return found


def _record(lake: Lake, changes: Sequence[Change], day_of: Mapping[str, str]) -> None:
    """Add what merged or split; the table only grows."""
    rows: list[dict[str, object]] = [
        {
            "kind": change.kind,
            "story_id": change.story,
            "other_id": change.other,
            "articles": list(change.articles),
            "day": day_of.get(change.story) or day_of[change.other],
        }
        for change in changes
    ]
    if rows:
        lake.add(STORY_CHANGES, STORY_CHANGES.frame(rows))


def _widened(lake: Lake, settings: Settings, days: Iterable[str] | None) -> list[str]:
    present = lake.partitions(ARTICLES)
    if days is None:
        return sorted({*present, *lake.partitions(STORIES)})
    margin = ceil(settings.cluster.window_hours / 24)
    wanted = {days_from(day, offset) for day in days for offset in range(-margin, margin + 1)}
    day_of_article = {
        str(row[0]): str(row[1])
        for row in lake.columns(ARTICLES, ["article_id", "day"]).iter_rows()
    }
    known = lake.read(STORIES).with_columns(
        article_day=pl.col("article_id").replace_strict(day_of_article, default=None)
    )
    while True:
        reached = known.filter(pl.col("article_day").is_in(wanted) | pl.col("day").is_in(wanted))
        members = known.filter(pl.col("story_id").is_in(reached["story_id"].unique().to_list()))
        more = {*members["article_day"].drop_nulls().to_list(), *members["day"].to_list()}
        if more <= wanted:
            return sorted(wanted & {*present, *lake.partitions(STORIES)})
        wanted |= more


def declare_story(lake: Lake, urls: Iterable[str]) -> tuple[str, str]:
    """Make one story of the articles at the given canonical URLs, because a person says so; return
    (story id, day).

    Other stories are unchanged, but for articles that move into this one. A later pass over these
    days clusters again.
    """
    (declared,) = declare_stories(lake, [urls])
    return declared


def declare_stories(lake: Lake, groups: Iterable[Iterable[str]]) -> list[tuple[str, str]]:
    """Make a story of each group of canonical URLs, as `declare_story` does of one, and write the
    table once; return (story id, day) of each.

    An article belongs to one story: no URL stands in two groups, and each is in the lake.
    """
    group_of = {url: number for number, group in enumerate(groups) for url in group}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in latest_revisions(lake).iter_rows(named=True):
        if row["url"] in group_of:
            found[group_of[row["url"]]].append(row)
    rows: list[dict[str, object]] = []
    declared: list[tuple[str, str]] = []
    for _, members in sorted(found.items()):
        ids = sorted(row["article_id"] for row in members)
        story_id, day = digest("declared", *ids), str(members[0]["day"])
        declared.append((story_id, day))
        rows += [
            {
                "story_id": story_id,
                "article_id": row["article_id"],
                "revision_id": row["revision_id"],
                "reason": "declared",
                "score": 1.0,
                "copy_of": None,
                "day": day,
            }
            for row in members
        ]
    made = STORIES.frame(rows)
    with lake.writing():
        others = lake.read(STORIES).join(made, on="article_id", how="anti")
        lake.replace(
            STORIES,
            pl.concat([others, made]),
            {*lake.partitions(STORIES), *(day for _, day in declared)},
        )
    return declared
