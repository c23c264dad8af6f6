"""Feeds (RSS 0.9 to 2.0, Atom, JSON Feed 1): which pages an edition lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice, pairwise
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from parallax.core.notices import Notice
from parallax.core.times import parse_time
from parallax.corpora.discover.listing import Listing, entries_of
from parallax.corpora.discover.markup import LIMITS, Entries, Name, escaped, name_of, text_of
from parallax.corpora.discover.roots import Root
from parallax.corpora.page_error import PageError

_FEED = (
    "http://www.w3.org/2005/atom",
    "http://purl.org/atom/",
    "http://purl.org/rss/",
    "http://purl.org/net/rss",
    "http://my.netscape.com/",
    "http://channel.netscape.com/",
    "http://backend.userland.com/",
    "http://blogs.law.harvard.edu/",
    "atom",
    "a10",
    "rss",
)
"""Beginnings of the namespaces of feeds, lower case, and the prefixes that are used where none is
declared; RSS 0.91 to 2.0 has none.
"""
_DATES = ("http://purl.org/dc/", "dc", "dcterms")
_PUBLISHED = ("pubDate", "published", "issued", "date", "created")
_CHANGED = ("updated", "modified")
_HTML = ("", "text/html", "application/xhtml+xml")
_RELATIONS = "http://www.iana.org/assignments/relation/"
"""What may stand before the name of a relation (RFC 4287, 4.2.7.2)."""
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1", re.IGNORECASE)
_ENTRIES = ("item", "entry")
_TAG = re.compile(rb"</?(?:[A-Za-z_][\w.-]*+:)?+([A-Za-z][\w.-]*+)[^<>]*+>")
_KNOWN = frozenset(
    name.encode() for name in (*_ENTRIES, *_PUBLISHED, *_CHANGED, "link", "guid", "id", "source")
)
_BEGIN = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)(?=[\s>])")
_WEB = ("http://", "https://")
_Row = tuple[str, datetime | None]


def parse(root: Root, url: str) -> Listing:
    """Return what an RSS or Atom feed lists, in its order.

    :param url: the address of the feed, which its links may be relative to.
    :raises PageError: when no entry of it has a link.
    """
    found = Entries(root, _ENTRIES)
    rows = [
        _row(element)
        for name, element in found
        if name.space == found.root.space or _of_feeds(name.space)
    ]
    if found.fault:  # an element that is not closed moves all that follow it
        alone = [_row(element) for element in _one_by_one(root.xml)]
        rows = max(rows, alone, key=lambda several: sum(bool(link) for link, _ in several))
    if not any(link for link, _ in rows):
        raise found.nothing("feed without entries")
    return _listing(rows, url, found.cut)


def _one_by_one(xml: bytes) -> Iterator[etree._Element]:
    """Yield the entries of a broken feed, each read without the others."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    begins = [found.start() for found in islice(_BEGIN.finditer(xml), LIMITS.entries)]
    for start, end in pairwise([*begins, len(xml)]):
        text = xml[start : min(end, start + LIMITS.entry_bytes)]
        with suppress(etree.XMLSyntaxError):
            element = etree.fromstring(_TAG.sub(_known, escaped(text)), parser)
            if element is not None:
                yield element


def _known(tag: re.Match[bytes]) -> bytes:
    """Return a tag if it may be one of the feed's own, a blank for one of the text."""
    return tag[0] if tag[1] in _KNOWN else b" "


def parse_json(feed: dict[str, Any], url: str) -> Listing:
    """Return what a JSON Feed lists, in its order.

    :raises PageError: when no entry of it has a link.
    """
    items = feed.get("items")
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    rows = [
        (_json_link(item), _first_time([item.get("date_published"), item.get("date_modified")]))
        for item in islice(found, LIMITS.entries)
    ]
    if not any(link for link, _ in rows):
        raise PageError("feed without entries")
    cut = f"the first {LIMITS.entries:,} entries are read" if len(found) > LIMITS.entries else ""
    return _listing(rows, url, cut)


def json_feed(body: bytes) -> dict[str, Any] | None:
    """Return the object of a response that is a JSON Feed (jsonfeed.org, version 1), or None."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        # numbers as text: none of a feed matters, and a huge one would take long
        found = json.loads(body.decode("utf-8-sig", "replace"), parse_int=str, strict=False)
    except (ValueError, RecursionError):
        return None
    version = found.get("version")
    return found if isinstance(version, str) and _JSON_FEED.match(version) else None


def _listing(rows: list[_Row], url: str, cut: str) -> Listing:
    entries, notices = entries_of(rows, url)
    if cut:
        notices = (*notices, Notice.warning(url, "feed too long", cut))
    return Listing("feed", entries, notices=notices)


def _of_feeds(space: str) -> bool:
    return not space or space.lower().startswith(_FEED)


def _row(entry: etree._Element) -> _Row:
    """Return the link to an entry's page and its time, from the entry's own elements: those of
    other namespaces (media, itunes) are about pictures and sounds.
    """
    own = name_of(entry).space
    links, names, times = list[str](), list[str](), dict[str, str]()
    for child in entry:
        name = name_of(child)
        if name.space != own and not _of_feeds(name.space):
            if name.local in _PUBLISHED + _CHANGED and name.space.lower().startswith(_DATES):
                times.setdefault(name.local, text_of(child))
        elif name.local == "link":
            links.append(_link(child))
        elif name.local == "id" or (
            name.local == "guid" and child.get("isPermaLink", "true").lower() != "false"
        ):
            names.append(text_of(child))
        else:
            times.setdefault(name.local, text_of(child))
    names.append(entry.get(_ABOUT, ""))
    link = next(filter(None, links), "") or _hidden_link(entry, own)
    stated = link or next((name for name in names if name.startswith(_WEB)), "")
    return stated, _first_time([times.get(name) for name in (*_PUBLISHED, *_CHANGED)])


def _hidden_link(entry: etree._Element, own: str) -> str:
    """Return the link of an entry in which an element before it is not closed."""
    below = (e for e in entry.iter() if name_of(e) == Name(own, "link"))
    return next(filter(None, map(_link, below)), "")


def _link(element: etree._Element) -> str:
    """Return the page that a link leads to: not the feed itself, nor a picture or sound."""
    href = element.get("href", "").strip()
    if not href:
        return text_of(element)
    if element.get("rel", "alternate").lower().removeprefix(_RELATIONS) != "alternate":
        return ""
    if element.get("type", "").partition(";")[0].strip().lower() not in _HTML:
        return ""
    try:
        return urljoin(element.base or "", href)  # xml:base, which may be relative as well
    except ValueError:
        return href


def _json_link(item: dict[str, Any]) -> str:
    """Return the link of an entry; its id may be one."""
    link, name = item.get("url"), item.get("id")
    if isinstance(link, str) and link:
        return link
    return name if isinstance(name, str) and name.startswith(_WEB) else ""


def _first_time(stated: Iterable[object]) -> datetime | None:
    times = (parse_time(text) for text in stated if isinstance(text, str) and text)
    return next(filter(None, times), None)
