"""News sitemaps and indexes of them: which pages a site lists, and when they changed.

The protocol of sitemaps.org with Google's news extension; gzipped files too.
"""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from parallax.core.notices import Notice
from parallax.core.times import parse_time
from parallax.corpora.discover.listing import Entry, Listing, entries_of
from parallax.corpora.discover.markup import Entries, name_of, text_of
from parallax.corpora.discover.roots import Root
from parallax.corpora.fetch.addresses import resolved
from parallax.corpora.page_error import PageError

_NEWS = "google.com/schemas/sitemap-news/"
_Row = tuple[str, datetime | None]


def parse(root: Root, url: str) -> Listing:
    """Return what a sitemap lists, or the sitemaps of an index.

    :raises PageError: when it is broken before its first entry.
    """
    rows: dict[str, list[_Row]] = {"url": [], "sitemap": []}
    found = Entries(root, rows)
    for name, element in found:
        if name.space == found.root.space and (row := _row(element, name.space)):
            rows[name.local].append(row)
    if found.fault and not any(rows.values()):
        raise found.nothing("broken XML")
    entries, notices = entries_of(rows["url"], url)
    further, refused = _addresses(rows["sitemap"], url)
    if found.cut:
        notices = (*notices, Notice.warning(url, "sitemap too long", found.cut))
    return Listing("sitemap", entries, further, (*notices, *refused))


def _row(element: etree._Element, own: str) -> _Row | None:
    """Return address and time of an entry by the children of the sitemap's own namespace, and of
    the news extension; those of others (image, video, xhtml) never stand for them, and the first of
    a name counts.
    """
    found: dict[str, str] = {}
    for child in element:
        name = name_of(child)
        if name.space == own:
            found.setdefault(name.local, text_of(child))
        elif name.local == "news" and (_NEWS in name.space or name.space == "news"):
            for part in child:
                if name_of(part).local == "publication_date":
                    found.setdefault("published", text_of(part))
    if not found.get("loc"):
        return None
    stamps = (found.get("published"), found.get("lastmod"))
    return found["loc"], next((t for s in stamps if s and (t := parse_time(s))), None)


def _addresses(rows: list[_Row], source: str) -> tuple[tuple[Entry, ...], tuple[Notice, ...]]:
    """Return the sitemaps of an index, whose addresses are kept as they are, and a failure for each
    that has none.
    """
    found, refused = list[Entry](), list[Notice]()
    for stated, changed in rows:
        try:
            found.append(Entry(resolved(source, stated), changed))
        except PageError as error:
            refused.append(error.notice(source))
    return tuple(found), tuple(refused)
