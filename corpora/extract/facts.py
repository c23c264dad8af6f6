"""What a page says about itself: address, language versions, times, authors, section, kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Annotated
from urllib.parse import urlsplit

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from parallax.core.thresholds import thresholds
from parallax.core.times import parse_time, plausible
from parallax.corpora.extract import page_words
from parallax.corpora.extract.blocks import Block
from parallax.corpora.extract.dates import (
    Beside,
    beside_first_heading,
    lines_beside,
    time_elements,
)
from parallax.corpora.extract.json_ld import Item, linked_data, texts
from parallax.corpora.extract.publication import Publication
from parallax.corpora.extract.publisher import publisher
from parallax.corpora.extract.stated_address import (
    PageAddress,
    language_versions,
    own_address,
    page_address,
)
from parallax.corpora.fetch.sites import UNKNOWN_SITE, Site

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "date",
    "dc.date",
    "dc.date.issued",
    "parsely-pub-date",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_SECTION = ("article:section", "articlesection", "section", "parsely-section")
_LIKE_A_TIME = re.compile(
    r"(?P<day>[-+]?[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])"
    r"|[a-z]{3}, [0-9]{1,2}[ -][a-z]{3}[ -][0-9]{4,})"
    r"(?P<whole>(?:T|\s)?[0-9:.,]*\s?(?:(?![ap]m\b)[a-z]{1,5}|[+-][0-9:]+)?$)?",
    re.IGNORECASE,
)
"""How the times begin that machines write, and whether there is anything else: a time or day that
cannot be is no other way to write a date.
"""
_MARKUP = re.compile(r"<[a-zA-Z/][^<>]*+>")

ARTICLE, LIVE_BLOG, GALLERY, ROUNDUP = "article", "live blog", "gallery", "roundup"
KINDS = (ARTICLE, LIVE_BLOG, GALLERY, ROUNDUP)
_LIVE_PATH = re.compile(
    r"/(?:live|liveblog|live-blog|live-updates|live-reporting|translyaciya|onlain|onlajn)(?:/|-|$)",
    re.IGNORECASE,
)
_GALLERY_PATH = re.compile(
    r"/(?:gallery|galleries|photo-gallery|photos?|fotogalereya|foto|photoreports?)(?:/|$)",
    re.IGNORECASE,
)
_LIVE_TITLE = page_words.pattern("", "live_title")
_ROUNDUP_TITLE = page_words.pattern("^(?:", "roundup_title", ")")


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class GalleryLimits:
    """When a page of pictures is a gallery."""

    characters: Annotated[int, "one with more text is an article with pictures"] = 1500


GALLERY_LIMITS = GalleryLimits()


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class StatedText:
    """Which text of an article in the JSON-LD is read."""

    characters: Annotated[int, "maximum length, that of a page's text; a longer one is ignored"] = (
        1_000_000
    )


STATED = StatedText()


class PageFacts:
    """The facts in the markup of one page, read when asked for."""

    def __init__(
        self,
        tree: HtmlElement,
        html: str,
        url: str,
        zone: str = "UTC",
        now: datetime | None = None,
        site: Site = UNKNOWN_SITE,
    ) -> None:
        """Take the page, parsed and as text, its address, and the zone of times without one.

        :param now: when the page was read, the present when None: later times are not plausible.
        :param site: what belongs to the outlet of the page.
        """
        self._tree, self._html, self._url, self._zone, self._now = tree, html, url, zone, now
        self._site = site

    @cached_property
    def data(self) -> list[Item]:
        """The JSON-LD objects about articles."""
        return linked_data(self._tree)

    @cached_property
    def own_url(self) -> str:
        """The address it was read from, without tracking parameters."""
        return own_address(self._url)

    @property
    def canonical_url(self) -> str:
        """The canonical address that the page states, if that can be believed, or its own."""
        return self._address.url

    @property
    def wrong_address(self) -> str:
        """The canonical address that is not believed, and why; empty without one."""
        return self._address.doubt

    @cached_property
    def _address(self) -> PageAddress:
        links = (str(link.get("href")) for link in self._links("canonical"))
        shown = map(str, self._tree.xpath("//meta[@property='og:url' or @name='og:url']/@content"))
        stated = next(filter(str.strip, chain(links, shown)), "")
        return page_address(self.own_url, stated, self._site)

    @cached_property
    def siblings(self) -> list[str]:
        """Canonical addresses of the page's other language versions (hreflang), sorted."""
        links = (
            link.get("href")
            for link in self._links("alternate")
            if link.get("hreflang", "x-default") != "x-default"
        )
        return language_versions(self.canonical_url, links, self._site)

    def _links(self, relation: str) -> Iterator[HtmlElement]:
        """Yield the links that have a relation, perhaps among others, in any case (HTML 4.6.6)."""
        for link in self._tree.xpath("//link[@rel][@href]"):
            if relation in link.get("rel").lower().split():
                yield link

    def place(self, page: Sequence[Block], headline: str, body: Sequence[str]) -> None:
        """Take where the article is on the page, before its times are asked for: the page's blocks,
        headline and paragraphs. Without, its first heading counts, and the first long line.
        """
        self._beside = lines_beside(page, headline, body)

    @cached_property
    def _beside(self) -> Beside:
        return beside_first_heading(self._tree)

    @cached_property
    def times(self) -> tuple[datetime | None, datetime | None]:
        """(published, modified) in UTC, None if unknown or not plausible.

        A day without a time is its first second in the page's zone.
        """
        published = None if self.wrong_time else self._publication.time
        return published, self._first(self._stated(_MODIFIED, "dateModified"))

    @cached_property
    def wrong_time(self) -> str | None:
        """The time of publication that the page states where none of those it states is plausible
        and its day cannot be, or None.
        """
        stated = [*self._publication.stated, *(at for _, at in self._publication.times)]
        if self._first(stated):
            return None
        return next((text for text in stated if self._cannot_be(text)), None)

    def _cannot_be(self, stated: str) -> bool:
        found = _LIKE_A_TIME.match(stated)
        if found is None or found["whole"] is not None:
            return found is not None
        return self._first([found["day"], f"{found['day']} 00:00:00"]) is None

    @cached_property
    def _publication(self) -> Publication:
        return Publication(
            stated=list(self._stated(_PUBLISHED, "datePublished")),
            lines=self._beside,
            times=time_elements(self._tree, self._beside),
            html=self._html,
            url=self._url,
            zone=self._zone,
            now=self._now,
        )

    @cached_property
    def authors(self) -> list[str]:
        """Names of the authors the page states, sorted."""
        names = {
            str(name).strip()
            for place in ("//meta[@name='author']/@content", "//a[@rel='author']/text()")
            for name in self._tree.xpath(place)
        }
        return sorted({*names, *texts(self.data, "author")} - {""})

    @cached_property
    def publisher(self) -> str:
        """Who publishes the page by what it states, empty if unknown."""
        return publisher(self._tree, self.data)

    @cached_property
    def section(self) -> str | None:
        """The section that the page states, or None."""
        return next(iter(texts(self.data, "articleSection")), None) or next(
            self._meta(_SECTION), None
        )

    @cached_property
    def language(self) -> str | None:
        """The language of ``<html lang>`` as two letters, or None."""
        found = re.match(r"[a-z]{2}", str(self._tree.get("lang") or "").lower())
        return found[0] if found else None

    @cached_property
    def stated_body(self) -> str:
        """The text of the article in the JSON-LD, without markup; may be empty or a summary."""
        stated = texts(self.data, "articleBody")
        text = max((t for t in stated if len(t) <= STATED.characters), key=len, default="")
        if not _MARKUP.search(text):
            return text
        try:
            return str(lxml.html.fragment_fromstring(text, create_parent="div").text_content())
        except (ParserError, ValueError):
            return ""

    def kind(self, title: str, characters: int) -> str:
        """Return the kind of the page, one of `KINDS`.

        Other kinds than articles report many events or none and are not compared.

        :param characters: length of its text.
        """
        types, path = (
            " ".join(str(item.get("@type", "")) for item in self.data),
            urlsplit(self.canonical_url).path,
        )
        if "LiveBlog" in types or _LIVE_PATH.search(path) or _LIVE_TITLE.search(title):
            return LIVE_BLOG
        if characters < GALLERY_LIMITS.characters and (
            "Gallery" in types or _GALLERY_PATH.search(path)
        ):
            return GALLERY
        return ROUNDUP if _ROUNDUP_TITLE.search(title) else ARTICLE

    def _stated(self, names: tuple[str, ...], key: str) -> Iterator[str]:
        yield from texts(self.data, key)
        yield from self._meta(names)

    def _meta(self, names: tuple[str, ...]) -> Iterator[str]:
        for meta in self._tree.xpath("//meta[@content]"):
            name = str(
                meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            ).lower()
            if name in names and str(meta.get("content")).strip():
                yield str(meta.get("content")).strip()

    def _first(self, stamps: Iterable[str]) -> datetime | None:
        times = (plausible(parse_time(stamp, self._zone), self._now) for stamp in stamps)
        return next((time for time in times if time), None)
