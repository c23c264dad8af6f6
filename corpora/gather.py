"""Gathering: feeds and pages into rows of the lake, with every failure named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import polars as pl

from core.ids import digest
from core.lake import Lake
from core.tables import ARTICLES, REVISIONS, SENTENCES
from corpora import feeds, sitemaps
from corpora.archive import Archive
from corpora.extract import Article, extract, extractor_version
from corpora.failure import Failure, PageError
from corpora.fetch import Fetcher, Response
from corpora.language import of_sentence
from corpora.outlets import Edition, Registry
from corpora.sentences import split_text

TWICE = "listed twice"
_FIRST = datetime(1995, 1, 1, tzinfo=UTC)


@dataclass
class Harvest:
    """What a gathering brought: responses read as articles, and what could not be read."""

    articles: list[tuple[Article, str, datetime]] = field(default_factory=list)
    """(article, SHA-256 of the raw response, time of retrieval)"""
    unchanged: list[str] = field(default_factory=list)
    """days of the articles whose page is the very one that was read before"""
    failures: list[Failure] = field(default_factory=list)

    def extend(self, other: Harvest) -> None:
        """Add what another gathering brought."""
        self.articles += other.articles
        self.unchanged += other.unchanged
        self.failures += other.failures


def read_source(source: str, fetcher: Fetcher) -> Response:
    """Return the bytes of a web address or a local file.

    :raises PageError: when there is nothing to read.
    """
    if source.startswith(("http://", "https://")):
        return fetcher.get(source)
    path = Path(url2pathname(unquote(urlsplit(source).path))) if source.startswith("file:") else Path(source)
    try:
        return Response(path.resolve().as_uri(), path.resolve().as_uri(), path.read_bytes())
    except OSError as error:
        raise PageError("cannot read file", str(error)) from error


def gather_sources(
    sources: Iterable[str], fetcher: Fetcher, archive: Archive, since: datetime | None = None,
    seen: Callable[[str], None] = lambda _: None, known: Mapping[str, str] | None = None,
) -> Harvest:
    """Read pages, feeds and sitemaps (all their pages) and local files; call ``seen`` with each source done.

    Entries dated before ``since`` are passed over. A bad input becomes a failure and disturbs nothing else.

    :param known: what `known_pages` returns: pages that need not be read again.
    """
    harvest, done, known = Harvest(), set[str](), known or {}
    for source in sources:
        try:
            response = read_source(source, fetcher)
            if (entries := _entries(response, since, fetcher)) is not None:
                for page in _listed(entries, response, since, harvest):
                    if page not in done:
                        done.add(page)
                        _gather_page(page, None, fetcher, archive, harvest, known)
            elif source in done:
                raise PageError(TWICE)
            else:
                done.add(source)
                _gather_page(source, response, fetcher, archive, harvest, known)
        except PageError as error:
            harvest.failures.append(error.failure(source))
        seen(source)
    return harvest


def _entries(response: Response, since: datetime | None, fetcher: Fetcher) -> list[feeds.Entry] | None:
    """Return what a feed or a sitemap lists; None where the response is a page."""
    if feeds.looks_like_feed(response.body):
        return feeds.parse(response.body, response.final_url)
    if sitemaps.looks_like_sitemap(response.body):
        return sitemaps.listed(response.body, since, lambda url: fetcher.get(url).body)
    return None


def _listed(entries: Sequence[feeds.Entry], source: Response, since: datetime | None, harvest: Harvest) -> list[str]:
    """Return the pages listed since a time; one that is listed twice is a failure and is read once.

    A date before the web or in the future is no date.
    """
    latest = datetime.now(UTC) + timedelta(days=1)
    pages = [
        entry.url for entry in entries
        if since is None or entry.published is None or not _FIRST < entry.published < latest or entry.published >= since
    ]
    harvest.failures += [Failure(url, TWICE, source.url) for url, count in Counter(pages).items() if count > 1]
    return list(dict.fromkeys(pages))


def gather_edition(
    edition: Edition, fetcher: Fetcher, archive: Archive, since: datetime | None, known: Mapping[str, str] | None = None
) -> Harvest:
    """Read the feeds and sitemaps of one edition and the pages they list; none while its addresses do not hold."""
    if not edition.holds(datetime.now(UTC).date()):
        return Harvest()
    return gather_sources((*edition.feeds, *edition.sitemaps), fetcher, archive, since, known=known)


def known_pages(lake: Lake) -> Mapping[str, str]:
    """Return the day of every page that was read with the extractors of today, by the SHA-256 of its bytes.

    Only of articles whose row is there: it is written last, so one without it is what a killed pass left behind.

    Not a plain dict: Prefect walks through those, entry by entry, on every task they are handed to.
    """
    whole = lake.columns(ARTICLES, ["article_id"])
    read = lake.columns(REVISIONS, ["payload_sha256", "day", "article_id", "extractor"]).join(whole, on="article_id", how="semi")
    read = read.filter(pl.col("extractor") == extractor_version())
    return MappingProxyType(dict(read.select("payload_sha256", "day").iter_rows()))


def _gather_page(
    url: str, response: Response | None, fetcher: Fetcher, archive: Archive, harvest: Harvest, known: Mapping[str, str]
) -> None:
    try:
        response = response or fetcher.get(url)
    except PageError as error:
        harvest.failures.append(error.failure(url))
        return
    read_page(response, archive, harvest, known)


def read_page(response: Response, archive: Archive, harvest: Harvest, known: Mapping[str, str]) -> None:
    """Archive a response and read its article into the harvest; what cannot be read becomes a failure there."""
    try:
        payload = archive.keep(response)
        if payload in known:
            harvest.unchanged.append(known[payload])
            return
        article = extract(response)
    except PageError as error:
        harvest.failures.append(error.failure(response.url))
        return
    except Exception as error:  # a poisoned page must not stop the pass; its row names the fault
        harvest.failures.append(Failure(response.url, "page cannot be read", f"{type(error).__name__}: {error}"))
        return
    harvest.failures += article.remarks
    harvest.articles.append((article, payload, response.retrieved or datetime.now(UTC)))


def store(harvest: Harvest, registry: Registry, lake: Lake) -> dict[str, int]:
    """Add the articles to the lake; return how many pages were read, and how many articles and texts were new.

    A page or text already there stays as it was first stored, its retrieval time too.
    """
    rows: dict[str, list[dict[str, object]]] = {"articles": [], "revisions": [], "sentences": []}
    known = {str(row[0]): str(row[1]) for row in lake.columns(ARTICLES, ["article_id", "day"]).iter_rows()}
    for article, payload, retrieved in harvest.articles:
        article_id = digest(article.url)
        day = known.setdefault(article_id, f"{(article.published or retrieved):%Y-%m-%d}")
        edition = registry.edition_of(article.url, article.language)
        revision_id = digest(article_id, article.title, article.text)
        rows["articles"].append({
            "article_id": article_id, "url": article.url, "outlet": edition.outlet, "edition": edition.id,
            "language": article.language, "published": article.published,
            "siblings": sorted({*article.siblings, *registry.twins_of(article.url)}),
            "first_retrieved": retrieved, "day": day,
        })
        rows["revisions"].append({
            "revision_id": revision_id, "article_id": article_id, "title": article.title, "text": article.text,
            "authors": list(article.authors), "modified": article.modified or article.published, "retrieved": retrieved,
            "payload_sha256": payload, "extractor": extractor_version(), "day": day,
        })
        rows["sentences"] += sentence_rows(article, revision_id, day)
    added = {}
    for table in (SENTENCES, REVISIONS, ARTICLES):
        frame = table.frame(rows[table.name])
        added[table.name] = lake.add(table, frame.unique(subset=list(table.key), keep="first", maintain_order=True))
    return {
        "pages read": len(harvest.articles) + len(harvest.unchanged), "pages unchanged": len(harvest.unchanged),
        "new articles": added["articles"], "new texts": added["revisions"],
        "failures": len(harvest.failures),
    }


def sentence_rows(article: Article, revision_id: str, day: str) -> list[dict[str, object]]:
    """Return the sentences of an article as rows of the `sentences` table."""
    return [
        {
            "sentence_id": digest(revision_id, s.index), "revision_id": revision_id, "index": s.index,
            "paragraph": s.paragraph, "role": s.role, "language": of_sentence(s.surface, article.language), "start": s.start, "end": s.end,
            "surface": s.surface, "day": day,
        }
        for s in split_text(article.text, article.language, len(article.captions))
    ]


def latest_revisions(lake: Lake, days: Iterable[str] | None = None) -> pl.DataFrame:
    """Return one row an article, joined with its latest revision: by the page's own time of change, then retrieval."""
    articles = lake.read(ARTICLES, days)
    latest = (
        lake.read(REVISIONS, days)
        .sort("modified", "retrieved", "revision_id", nulls_last=False)
        .unique(subset="article_id", keep="last", maintain_order=True)
        .drop("day")
    )
    return articles.join(latest, on="article_id", how="inner").sort("published", "article_id", nulls_last=True)


def days_of(harvest: Harvest, lake: Lake) -> list[str]:
    """Return the partitions that hold the harvested articles, sorted."""
    ids = [digest(article.url) for article, _, _ in harvest.articles]
    return sorted({*harvest.unchanged, *lake.columns(ARTICLES, ["article_id", "day"]).filter(pl.col("article_id").is_in(ids))["day"].to_list()})
