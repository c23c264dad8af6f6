"""What a site says of itself as a source of news: its name, language versions, feeds and sitemaps.

Feeds are those that the front page names (``<link rel="alternate">``), or else those at the usual
places; sitemaps those of robots.txt, or at the usual places. A list counts when it can be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from parallax.core.notices import Notice
from parallax.core.thresholds import thresholds
from parallax.core.times import plausible
from parallax.corpora.discover import entries
from parallax.corpora.discover.listing import Entry, Listing
from parallax.corpora.extract import charset
from parallax.corpora.extract.article import Article, without_declaration
from parallax.corpora.extract.json_ld import linked_data
from parallax.corpora.extract.media_kind import media_kind
from parallax.corpora.extract.publisher import publisher
from parallax.corpora.extract.stated_address import same_site
from parallax.corpora.fetch.addresses import host_of, resolved
from parallax.corpora.fetch.response import Response
from parallax.corpora.fetch.sites import UNKNOWN_SITE, bare
from parallax.corpora.page_error import PageError
from parallax.languages.detect import LANGUAGES

Fetch = Callable[[str], Response]
Read = Callable[[Response], Article]
Seen = Callable[[str], None]
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_FEED_PLACES = ("rss.xml", "feed", "rss", "feed.xml", "atom.xml")
_SITEMAP_PLACES = ("sitemap-news.xml", "news-sitemap.xml", "sitemap.xml")
_SITEMAP = re.compile(r"^[ \t]*+sitemap[ \t]*+:[ \t]*+(\S{1,2000})", re.IGNORECASE | re.MULTILINE)


@thresholds("gather", chosen="by judgement; the first of each serve")
@dataclass(frozen=True)
class SurveyLimits:
    """How much of a site is looked at."""

    feeds: Annotated[int, "feeds of an edition that are kept"] = 3
    sitemaps: Annotated[int, "sitemaps of an edition that are kept"] = 2
    articles: Annotated[int, "articles that are read to show what is found"] = 3
    tries: Annotated[int, "pages tried for those articles"] = 6


LIMITS = SurveyLimits()


@dataclass(frozen=True)
class Source:
    """A feed or sitemap that can be read: how many pages it lists, and when the newest is of."""

    url: str
    kind: str
    pages: tuple[Entry, ...]

    @property
    def newest(self) -> datetime | None:
        """The latest time that it states and that can be one."""
        times = (plausible(entry.published) for entry in self.pages)
        return max((time for time in times if time), default=None)


@dataclass(frozen=True)
class FoundEdition:
    """One language of a site, with the lists that can be read, and articles read from them."""

    language: str
    home: str
    sources: tuple[Source, ...]
    articles: tuple[Article, ...] = ()
    failures: tuple[Notice, ...] = ()

    def addresses(self, kind: str) -> list[str]:
        """Return the addresses of its lists of a kind, ``feed`` or ``sitemap``."""
        return [source.url for source in self.sources if source.kind == kind]


@dataclass(frozen=True)
class Found:
    """What a site says of itself."""

    name: str
    editions: tuple[FoundEdition, ...]


def survey(url: str, fetch: Fetch, read: Read, seen: Seen = lambda _: None) -> Found:
    """Return what is found of a site by its front page and those of its language versions.

    :param fetch: fetches an address. :param read: reads an article from a response.
    :param seen: called with each address before it is fetched.
    :raises PageError: when the front page cannot be read, or no language of ours has a list.
    """
    seen(url)
    front = fetch(url)
    tree = _tree(front)
    name = publisher(tree, linked_data(tree)) or host_of(front.final_url).removeprefix("www.")
    homes = {front.final_url: (_language(tree), tree)}
    for language, address in _versions(tree, front.final_url):
        if bare(address) in map(bare, homes):
            continue
        seen(address)
        try:
            homes[address] = (language, _tree(fetch(address)))
        except PageError:
            continue
    robots = list(_sitemaps_of_robots(front.final_url, fetch, seen))
    found, taken = list[FoundEdition](), set[str]()
    for home, (language, page) in homes.items():
        sources = tuple(_sources(home, page, robots, fetch, seen, taken))
        if not sources:
            continue
        taken.update(source.url for source in sources)
        edition = _with_articles(FoundEdition(language, home, sources), fetch, read, seen)
        if edition.language in LANGUAGES:
            found.append(edition)
    if not found:
        raise PageError("no feed or sitemap found", f"{url}; name one in outlets.toml by hand")
    return Found(name, tuple(found))


def source_of(url: str, fetch: Fetch) -> Source:
    """Return a feed, sitemap or channel as it answers now.

    :raises PageError: when it cannot be read, is none, or lists nothing.
    """
    response = fetch(url)
    listing = entries.listed(response, None, fetch, _parse)
    if listing is None:
        raise PageError("not a feed", response.media_type or "a page")
    if not listing.entries:
        raise PageError("lists no page", url)
    return Source(url, listing.kind, listing.entries)


def newest_first(source: Source) -> list[Entry]:
    """Return the pages of a list, the latest first, those without a time in their order."""
    long_ago = datetime(1, 1, 1, tzinfo=UTC)
    return sorted(source.pages, key=lambda e: plausible(e.published) or long_ago, reverse=True)


def _parse(response: Response) -> Listing | None:
    return entries.parse(response)


def _tree(response: Response) -> HtmlElement:
    if kind := media_kind(response.body):
        raise PageError(f"not a web page ({kind})")
    html, _, _ = charset.decode(response.body, response.headers.get("content-type", ""))
    try:
        tree: HtmlElement = lxml.html.document_fromstring(without_declaration(html))
    except (ParserError, ValueError) as error:
        raise PageError("page cannot be parsed", str(error)) from error
    return tree


def _language(tree: HtmlElement) -> str:
    return str(tree.get("lang") or "").lower()[:2]


def _links(tree: HtmlElement) -> Iterator[HtmlElement]:
    for link in tree.xpath("//link[@rel][@href]"):
        if "alternate" in link.get("rel").lower().split():
            yield link


def _versions(tree: HtmlElement, home: str) -> Iterator[tuple[str, str]]:
    """Yield the language versions of ours that a front page names on its own site."""
    for link in _links(tree):
        language = str(link.get("hreflang") or "").lower()[:2]
        if language not in LANGUAGES:
            continue
        try:
            address = resolved(home, str(link.get("href")))
        except PageError:
            continue
        if same_site(home, address, UNKNOWN_SITE):
            yield language, address


def _sources(
    home: str, tree: HtmlElement, robots: list[str], fetch: Fetch, seen: Seen, taken: set[str]
) -> Iterator[Source]:
    """Yield the lists of an edition that can be read, and that no other edition has."""
    stated = [
        str(link.get("href"))
        for link in _links(tree)
        if str(link.get("type") or "").lower() in _FEED_TYPES
    ]
    below = f"{home.rstrip('/')}/"
    for wanted, places, most in (
        ("feed", stated or [below + place for place in _FEED_PLACES], LIMITS.feeds),
        ("sitemap", robots or [below + place for place in _SITEMAP_PLACES], LIMITS.sitemaps),
    ):
        count = 0
        for address in _addresses(home, places):
            if count == most or address in taken:
                continue
            seen(address)
            try:
                source = source_of(address, fetch)
            except PageError:
                continue
            if source.kind == wanted:
                count += 1
                yield source
            if not stated and wanted == "feed" and count:
                break  # the usual places lead to one and the same feed


def _addresses(home: str, stated: Iterable[str]) -> Iterator[str]:
    found = set[str]()
    for text in stated:
        try:
            address = resolved(home, text)
        except PageError:
            continue
        if address not in found:
            found.add(address)
            yield address


def _sitemaps_of_robots(home: str, fetch: Fetch, seen: Seen) -> Iterator[str]:
    address = resolved(home, "/robots.txt")
    seen(address)
    try:
        text = fetch(address).body.decode("utf-8", "replace")
    except PageError:
        return
    yield from _SITEMAP.findall(text)


def _with_articles(edition: FoundEdition, fetch: Fetch, read: Read, seen: Seen) -> FoundEdition:
    """Return an edition with its latest articles, and the language that these are in."""
    articles, failures = list[Article](), list[Notice]()
    for entry in newest_first(edition.sources[0])[: LIMITS.tries]:
        if len(articles) == LIMITS.articles:
            break
        seen(entry.url)
        try:
            articles.append(read(fetch(entry.url)))
        except PageError as error:
            failures.append(error.notice(entry.url))
    languages = [article.language for article in articles]
    language = max(sorted({*languages}), key=languages.count, default=edition.language)
    return replace(edition, language=language, articles=tuple(articles), failures=tuple(failures))
