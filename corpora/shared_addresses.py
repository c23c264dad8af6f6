"""Pages that state the same canonical address though they are different articles.

A site that states one address on all its pages would make one article of them, and of each page an
edit that nobody made. A page read from another address than the one it states is believed while
nothing contradicts it:

- a page read from the stated address itself, now or earlier, has the same headline;
- it was read as that article before, so that its headline may have changed;
- it is a saved page, which has no other address, and most of its words are those of a text of that
  article: two versions of one page;
- nobody knows the stated address yet, and all pages of the harvest that state it have one headline.

Otherwise it keeps its own address. So two pages with different headlines are never one article,
unless they were read from the same address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated

import polars as pl

from parallax.core.ids import digest
from parallax.core.notices import Notice
from parallax.core.thresholds import thresholds
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract.article import Article
from parallax.corpora.extract.stated_address import NOT_BELIEVED, own_address
from parallax.corpora.fetch.addresses import host_of
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
        texts = [*(a.text for a in articles), *stored.texts(url)]
        known = {_headline(a.title) for a in articles if not _elsewhere(a)} | stored.headlines(url)
        headlines = known or {_headline(a.title) for a in articles}
        for place, article in zip(places, articles, strict=True):
            agrees = _headline(article.title) in headlines and (known or len(headlines) == 1)
            if not _elsewhere(article) or agrees or article.own in stored.read_from(url):
                continue
            others = (
                text for at, text in enumerate(texts) if at >= len(places) or places[at] != place
            )
            if not host_of(article.own) and any(_is_version(article.text, o) for o in others):
                continue
            _, payload, retrieved = harvest.articles[place]
            harvest.articles[place] = (replace(article, url=article.own), payload, retrieved)
            detail = f"{url}: pages with other headlines state it too"
            harvest.notices.append(Notice.warning(article.own, NOT_BELIEVED, detail))


def _elsewhere(article: Article) -> bool:
    """Tell whether an article was read from another address than the one it has."""
    return bool(article.own) and bare(article.own) != bare(article.url)


def _is_version(one: str, other: str) -> bool:
    """Tell whether two texts are versions of one: of the shorter one, most words follow each other
    in the longer one too.
    """
    few, many = sorted((_runs(one), _runs(other)), key=len)
    return bool(few) and len(few & many) >= VERSIONS.shared * len(few)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return set(zip(*(words[at:] for at in range(VERSIONS.run)), strict=False))


def _headline(title: str) -> str:
    return " ".join(title.casefold().split())


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class VersionLimits:
    """When saved pages that state one address are versions of one article."""

    run: Annotated[int, "words in a row that are compared"] = 3
    shared: Annotated[float, "share of them that both texts have"] = 0.5


VERSIONS = VersionLimits()


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
        self._revisions: dict[str, list[tuple[str, str, str]]] = {}
        if days:
            asked = ["article_id", "title", "payload_sha256", "text"]
            rows = lake.columns(REVISIONS, asked, sorted(days))
            for name, *revision in rows.join(wanted, on="article_id", how="semi").iter_rows():
                self._revisions.setdefault(name, []).append(tuple(revision))

    def headlines(self, url: str) -> set[str]:
        """Return the headlines of an article's texts."""
        return {_headline(title) for title, _, _ in self._revisions.get(digest(url), ())}

    def texts(self, url: str) -> list[str]:
        """Return an article's texts."""
        return [text for _, _, text in self._revisions.get(digest(url), ())]

    def read_from(self, url: str) -> set[str]:
        """Return the addresses that an article's texts were read from, as far as the archived
        responses say.
        """
        found = set[str]()
        for _, payload, _ in self._revisions.get(digest(url), ()):
            try:
                found.add(own_address(self._archive.response(payload).final_url))
            except Exception:  # noqa: S112 - a response that is gone or damaged says nothing
                continue
        return found
