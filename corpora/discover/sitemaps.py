"""News sitemaps and indexes of them: which pages a site lists, and when they changed.

The protocol of sitemaps.org with Google's news extension; gzipped files too. No tree is built of a
file: each entry is freed once it is read.
"""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from lxml import etree

from parallax.core.thresholds import thresholds
from parallax.corpora.discover.listing import Entry, Listing, entries_of
from parallax.corpora.extract.dates import parse_time
from parallax.corpora.page_error import PageError

_GZIP = b"\x1f\x8b"


@thresholds("gather", chosen="by judgement; sitemaps.org allows 50 MB a file")
@dataclass(frozen=True)
class SitemapLimits:
    """How much of a site's sitemaps is read."""

    unpacked_bytes: Annotated[int, "largest file, unpacked, against decompression bombs"] = (
        100_000_000
    )


LIMITS = SitemapLimits()


def looks_like_sitemap(body: bytes) -> bool:
    """Return whether a response is a sitemap or an index of sitemaps."""
    head = _unpacked(body, 4096)[:4096].lower()
    return b"<urlset" in head or b"<sitemapindex" in head


def parse(body: bytes, url: str) -> Listing:
    """Return what a sitemap lists, or the sitemaps of an index.

    :raises PageError: when it is not a sitemap, is broken before its first entry, or is too large.
    """
    unpacked = _unpacked(body, LIMITS.unpacked_bytes + 1)
    if len(unpacked) > LIMITS.unpacked_bytes:
        raise PageError("page too long", f"a sitemap of more than {LIMITS.unpacked_bytes:,} bytes")
    pages = list[tuple[str, datetime | None]]()
    children = list[tuple[str, datetime | None]]()
    try:
        for _, element in etree.iterparse(
            io.BytesIO(unpacked),
            events=("end",),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        ):
            name = etree.QName(element).localname
            if name in ("url", "sitemap"):
                if stated := _stated(element):
                    (pages if name == "url" else children).append(stated)
                element.clear()
    except etree.XMLSyntaxError as error:
        if not pages and not children:
            raise PageError("broken XML", str(error)) from error
    entries, notices = entries_of(pages, url)
    further = tuple(Entry(child, changed) for child, changed in children)
    return Listing("sitemap", entries, further, notices)


def _stated(element: etree._Element) -> tuple[str, datetime | None] | None:
    texts = {
        etree.QName(e).localname: (e.text or "").strip()
        for e in element.iter()
        if isinstance(e.tag, str)
    }
    if not texts.get("loc"):
        return None
    stamp = texts.get("publication_date") or texts.get("lastmod")
    return texts["loc"], parse_time(stamp) if stamp else None


def _unpacked(body: bytes, most: int) -> bytes:
    """Return the unpacked bytes, at most ``most``, against decompression bombs."""
    if not body.startswith(_GZIP):
        return body[:most]
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            return file.read(most)
    except (OSError, EOFError) as error:
        raise PageError("cannot be decompressed", str(error)) from error
