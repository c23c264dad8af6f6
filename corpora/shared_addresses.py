"""Pages that state the same canonical address though they are different articles.

A site that states one address on all its pages would make one article of them, and of each page an
edit that nobody made. A page read from another address than the one it states is believed while
nothing contradicts it:

- a page read from the stated address itself, now or earlier, has the same headline;
- it was read as that article before, so that its headline may have changed;
- nobody knows the stated address yet, and all pages of the harvest that state it have one headline.

Otherwise it keeps its own address. So two pages with different headlines are never one article,
unless they were read from the same address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from parallax.core.ids import digest
from parallax.core.notices import Notice
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract.article import Article
from parallax.corpora.extract.stated_address import NOT_BELIEVED, own_address
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.sites import bare
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, REVISIONS


def keep_apart(harvest: Harvest, lake: Lake) -> None:
    """Give the articles of a harvest that cannot be the one they state their own address, each with
    a warning among the notices.
    """
    stating = defaultdict[str, list[int]](list)
    for place, (article, _, _) in enumerate(harvest.articles):
        stating[article.url].append(place)
    elsewhere = {
        url: places
        for url, places in stating.items()
        if any(_elsewhere(harvest.articles[place][0]) for place in places)
    }
    if not elsewhere:
        return
    stored = _Stored(lake, elsewhere)
    for url, places in elsewhere.items():
        articles = [harvest.articles[place][0] for place in places]
        known = {_headline(a.title) for a in articles if not _elsewhere(a)} | stored.headlines(url)
        headlines = known or {_headline(a.title) for a in articles}
        for place, article in zip(places, articles, strict=True):
            agrees = _headline(article.title) in headlines and (known or len(headlines) == 1)
            if not _elsewhere(article) or agrees or article.own in stored.read_from(url):
                continue
            _, payload, retrieved = harvest.articles[place]
            harvest.articles[place] = (replace(article, url=article.own), payload, retrieved)
            detail = f"{url}: pages with other headlines state it too"
            harvest.notices.append(Notice.warning(article.own, NOT_BELIEVED, detail))


def _elsewhere(article: Article) -> bool:
    """Tell whether an article was read from another address than the one it has."""
    return bool(article.own) and bare(article.own) != bare(article.url)


def _headline(title: str) -> str:
    return " ".join(title.casefold().split())


class _Stored:
    """What the lake has of some addresses."""

    def __init__(self, lake: Lake, urls: Iterable[str]) -> None:
        self._archive = Archive(lake.root)
        wanted = pl.DataFrame({"article_id": [digest(url) for url in urls]})
        days = (
            lake.columns(ARTICLES, ["article_id", "day"])
            .join(wanted, on="article_id", how="semi")["day"]
            .unique()
            .to_list()
        )
        self._revisions: dict[str, list[tuple[str, str]]] = {}
        if days:
            rows = lake.columns(REVISIONS, ["article_id", "title", "payload_sha256"], sorted(days))
            for name, title, payload in rows.join(wanted, on="article_id", how="semi").iter_rows():
                self._revisions.setdefault(name, []).append((title, payload))

    def headlines(self, url: str) -> set[str]:
        """Return the headlines of an article's texts."""
        return {_headline(title) for title, _ in self._revisions.get(digest(url), ())}

    def read_from(self, url: str) -> set[str]:
        """Return the addresses that an article's texts were read from, as far as the archived
        responses say.
        """
        found = set[str]()
        for _, payload in self._revisions.get(digest(url), ()):
            try:
                found.add(own_address(self._archive.response(payload).final_url))
            except Exception:  # noqa: S112 - a response that is gone or damaged says nothing
                continue
        return found
