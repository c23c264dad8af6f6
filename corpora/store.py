"""From a harvest to rows of the lake, and the articles that the lake has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import polars as pl

from parallax.core.ids import digest
from parallax.core.notices import errors, warnings
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract.article import Article, extractor_version, sentences_of
from parallax.corpora.outlets.registry import Registry
from parallax.corpora.shared_addresses import keep_apart
from parallax.lake.lake import Lake
from parallax.lake.revisions import days_of_articles
from parallax.lake.rows import SentenceRow
from parallax.lake.schema import ARTICLES, REVISIONS, SENTENCES


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

    Pages and texts already in the lake are unchanged, with their time of retrieval.
    """
    keep_apart(harvest, lake)
    rows: dict[str, list[Any]] = {"articles": [], "revisions": [], "sentences": []}
    known = {
        str(row[0]): str(row[1])
        for row in lake.columns(ARTICLES, ["article_id", "day"]).iter_rows()
    }
    for article, payload, retrieved in harvest.articles:
        article_id = digest(article.url)
        day = known.setdefault(article_id, f"{(article.published or retrieved):%Y-%m-%d}")
        edition = registry.edition_of(article.url, article.language)
        revision_id = digest(article_id, article.title, article.text)
        rows["articles"].append(
            {
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
        )
        rows["revisions"].append(
            {
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
        )
        rows["sentences"] += sentence_rows(article, revision_id, day)
    added = {}
    for table in (SENTENCES, REVISIONS, ARTICLES):
        frame = table.frame(rows[table.name])
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
