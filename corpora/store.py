"""From a harvest to rows of the lake, and the articles that the lake has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

import polars as pl

from parallax.core.ids import digest
from parallax.core.notices import errors, warnings
from parallax.core.times import day_of
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract.article import Article, extractor_version, sentences_of
from parallax.corpora.outlets.registry import Registry
from parallax.corpora.shared_addresses import keep_apart
from parallax.lake import batches
from parallax.lake.lake import Lake
from parallax.lake.revisions import days_of_articles
from parallax.lake.rows import SentenceRow
from parallax.lake.schema import ARTICLES, REVISIONS, SENTENCES
from parallax.lake.table import Table


def known_pages(lake: Lake, registry: Registry) -> Mapping[str, str]:
    """Return the days of pages read with the current extractors and rules, by SHA-256.

    Only of articles with a row: it is written last, so a killed run may leave texts without one.

    Not a plain dict, because Prefect visits every entry of those for each task.
    """
    whole = lake.columns(ARTICLES, ["article_id", "url"])
    read = lake.columns(
        REVISIONS, ["payload_sha256", "day", "article_id", "extractor", "retrieved"]
    ).join(whole, on="article_id", how="inner")
    return MappingProxyType(
        {
            payload: day
            for payload, day, url, extractor, retrieved in read.select(
                "payload_sha256", "day", "url", "extractor", "retrieved"
            ).iter_rows()
            if extractor == extractor_version(registry.rules_for(url, retrieved.date()))
        }
    )


def store(harvest: Harvest, registry: Registry, lake: Lake) -> dict[str, int]:
    """Add the articles to the lake; return the numbers of pages, new articles and new texts.

    Pages and texts already in the lake are unchanged, with their time of retrieval. An article that
    cannot be stored becomes a failure of the harvest; the others are stored.
    """
    keep_apart(harvest, lake)
    frames: dict[Table, list[pl.DataFrame]] = {SENTENCES: [], REVISIONS: [], ARTICLES: []}
    days = {
        str(row[0]): str(row[1])
        for row in lake.columns(ARTICLES, ["article_id", "day"]).iter_rows()
    }

    def add(read: tuple[Article, str, datetime]) -> None:
        made = _rows(*read, registry, days)
        checked = {table: table.frame(rows) for table, rows in made.items()}  # all, or none is kept
        for table, frame in checked.items():
            frames[table].append(frame)
        days.update(checked[ARTICLES].select("article_id", "day").iter_rows())

    harvest.notices += batches.each(harvest.articles, lambda read: read[0].url, add)
    added = {}
    for table, made in frames.items():
        frame = pl.concat([table.empty(), *made])
        added[table.name] = lake.add(
            table, frame.unique(subset=list(table.key), keep="first", maintain_order=True)
        )
    return {
        **pages(harvest),
        "new articles": added["articles"],
        "new texts": added["revisions"],
        "failures": len(errors(harvest.notices)),
        "warnings": len(warnings(harvest.notices)),
    }


def pages(harvest: Harvest) -> dict[str, int]:
    """Return the numbers of pages of a harvest, for the counts in the table `runs`."""
    return {
        "pages read": len(harvest.articles) + len(harvest.unchanged),
        "pages unchanged": len(harvest.unchanged),
        "pages not due": len(harvest.resting),
    }


def _rows(
    article: Article,
    payload: str,
    retrieved: datetime,
    registry: Registry,
    days: Mapping[str, str],
) -> dict[Table, list[Any]]:
    """Return the rows of an article for each table.

    :param days: the days of the articles that are known, by id: an article keeps its day.
    """
    article_id = digest(article.url)
    day = days.get(article_id) or day_of(article.published or retrieved)
    edition = registry.edition_of(article.url, article.language, article.publisher)
    revision_id = digest(article_id, article.title, article.text)
    whole = {
        "article_id": article_id,
        "url": article.url,
        "outlet": edition.outlet,
        "edition": edition.id,
        "language": article.language,
        "published": article.published,
        "section": article.section,
        "siblings": sorted({*article.siblings, *registry.twins_of(article.url)}),
        "first_retrieved": retrieved,
        "day": day,
    }
    revision = {
        "revision_id": revision_id,
        "article_id": article_id,
        "title": article.title,
        "kind": article.kind,
        "text": article.text,
        "authors": list(article.authors),
        "modified": article.modified or article.published,
        "retrieved": retrieved,
        "payload_sha256": payload,
        "extractor": article.extractor,
        "day": day,
    }
    sentences = sentence_rows(article, revision_id, day)
    return {ARTICLES: [whole], REVISIONS: [revision], SENTENCES: sentences}


def sentence_rows(article: Article, revision_id: str, day: str) -> list[SentenceRow]:
    """Return the sentences of an article as rows of the `sentences` table."""
    return [
        sentence.to_row(revision_id, language, day) for sentence, language in sentences_of(article)
    ]


def latest_revisions(lake: Lake, days: Iterable[str] | None = None) -> pl.DataFrame:
    """Return each article with its latest revision, by the page's own time of change."""
    articles = lake.read(ARTICLES, days)
    latest = (
        lake.read(REVISIONS, days)
        .sort("modified", "retrieved", "revision_id", nulls_last=False)
        .unique(subset="article_id", keep="last", maintain_order=True)
        .drop("day")
    )
    return articles.join(latest, on="article_id", how="inner").sort(
        "published", "article_id", nulls_last=True
    )


def days_of(harvest: Harvest, lake: Lake) -> list[str]:
    """Return the partitions of the harvested articles, sorted."""
    ids = [digest(article.url) for article, _, _ in harvest.articles]
    return sorted({*harvest.unchanged, *harvest.resting, *days_of_articles(lake, ids)})
