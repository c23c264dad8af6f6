"""Feeds (RSS, Atom): which pages an edition lists."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from urllib.parse import urljoin

import feedparser

from parallax.corpora.discover.listing import Listing, entries_of
from parallax.corpora.page_error import PageError


def parse(body: bytes, url: str) -> Listing:
    """Return what an RSS or Atom feed lists, in its order.

    :raises PageError: when it is not a feed, is too broken to be read, or lists nothing.
    """
    feed = feedparser.parse(
        body, response_headers={"content-location": url, "content-type": "application/xml"}
    )
    links = [entry for entry in feed.entries if entry.get("link")]
    if not links:
        if feed.bozo and not feed.version:
            raise PageError("not a feed", str(feed.bozo_exception))
        if feed.bozo:
            raise PageError("broken XML", str(feed.bozo_exception))
        raise PageError("feed without entries")
    entries, notices = entries_of(
        ((urljoin(url, entry.link), _published(entry)) for entry in links), url
    )
    return Listing("feed", entries, notices=notices)


def _published(entry: feedparser.FeedParserDict) -> datetime | None:
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    return datetime.fromtimestamp(calendar.timegm(stamp), UTC) if stamp else None


def looks_like_feed(body: bytes) -> bool:
    """Return whether a response is a feed, not a page."""
    head = body[:2048].lstrip().lower()
    return any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf")) and b"<html" not in head
