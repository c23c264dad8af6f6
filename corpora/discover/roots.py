"""What a response is, by its first element: a feed, a sitemap or a page.

XML as servers send it: packed, in any encoding, behind comments, declarations and what PHP writes
when it warns. No XML parser looks at it, since what comes before the first element is often not
XML; the time is proportional to the length.
"""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass
from typing import Annotated, Literal

from parallax.core.plain_words import DAMAGED
from parallax.core.thresholds import thresholds
from parallax.corpora.page_error import PageError

Kind = Literal["feed", "sitemap"]
_KINDS: dict[bytes, Kind] = {
    b"rss": "feed",
    b"feed": "feed",
    b"rdf": "feed",
    b"urlset": "sitemap",
    b"sitemapindex": "sitemap",
}
_TYPES: dict[str, Kind] = {
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
}
_WARNING = frozenset(b"b br font hr i p pre table tbody td th tr".split())
"""Elements of a warning that PHP or a proxy writes before the first element."""
_MARKUP = re.compile(
    rb"<(?:!--|\?|!\[CDATA\[|!(?P<doctype>)|/?(?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?))"
)
_DOCTYPE = re.compile(rb"""[^\[>]*(?:\[(?:[^\]"']|"[^"]*"|'[^']*')*+\]\s*)?>""")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_HEADER = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_GZIP = b"\x1f\x8b"


@thresholds("gather", chosen="by judgement; sitemaps.org allows 50 MB a file")
@dataclass(frozen=True)
class RootLimits:
    """How much of a response is read to see what it is."""

    unpacked_bytes: Annotated[int, "largest list, unpacked, against decompression bombs"] = (
        52_428_800
    )
    warnings: Annotated[int, "elements passed over before the first one that counts"] = 200


LIMITS = RootLimits()


@dataclass(frozen=True)
class Root:
    """The first element of a list: its kind, its name with prefix, the text in UTF-8 from there."""

    kind: Kind
    name: str
    xml: bytes


def root_of(body: bytes, content_type: str = "") -> Root | None:
    """Return the first element of a feed or sitemap, None for every other response.

    :param content_type: as the server states it; it decides only where there is no element, and
        says the encoding where the text does not.
    :raises PageError: when it is packed and cannot be unpacked within the limit.
    """
    text = as_utf8(unpacked(body), content_type)
    place, passed = 0, 0
    while passed < LIMITS.warnings and (found := _MARKUP.search(text, place)):
        name = found["name"]
        if name is None:
            place = _end(text, found)
            continue
        if kind := _KINDS.get(name.rpartition(b":")[2].lower()):
            return Root(kind, name.decode("ascii", "replace"), text[found.start() :])
        if name.lower() not in _WARNING:
            return None
        passed, place = passed + 1, found.end()
    stated = _TYPES.get(content_type.partition(";")[0].strip().lower())
    return Root(stated, "", text) if stated else None


def _end(text: bytes, found: re.Match[bytes]) -> int:
    """Return where a comment, declaration or CDATA section ends."""
    if found["doctype"] is not None:
        ends = _DOCTYPE.match(text, found.end())
        return ends.end() if ends else found.end()
    ending = {b"<!--": b"-->", b"<?": b">", b"<![CDATA[": b"]]>"}[found[0]]
    end = text.find(ending, found.end())
    return len(text) if end < 0 else end + len(ending)


def unpacked(body: bytes) -> bytes:
    """Return a body, unpacked if it is a gzip file; what follows the first member is left out.

    :raises PageError: when it is damaged before its end or larger than the limit.
    """
    if not body.startswith(_GZIP):
        return body
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = stream.decompress(body, LIMITS.unpacked_bytes + 1)
    except zlib.error as error:
        raise PageError("cannot be decompressed", DAMAGED) from error
    if len(text) > LIMITS.unpacked_bytes:
        raise PageError("page too long", f"a list of more than {LIMITS.unpacked_bytes:,} bytes")
    if not stream.eof:
        raise PageError("cannot be decompressed", "the file ends early")
    return text


def as_utf8(body: bytes, content_type: str = "") -> bytes:
    """Return the text of an XML file in UTF-8, without byte order mark.

    Its mark comes first, then its own declaration, then the server's (RFC 7303). What is valid
    UTF-8 is UTF-8, whatever is stated.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").lstrip("\ufeff").encode("utf-8", "replace")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.match(body)
        header = _HEADER.search(content_type)
        stated = declared[1].decode("ascii") if declared else header[1] if header else ""
        return body.decode(_text_encoding(stated), "replace").encode("utf-8")
    return body


def _text_encoding(name: str) -> str:
    """Return a stated encoding if it is one of text whose letters are bytes, or else Latin-1, in
    which at least the addresses are right.
    """
    try:
        if name and b"<a>".decode(name) == "<a>":
            return "utf-8" if name.lower() in ("utf8", "utf-8", "ascii", "us-ascii") else name
    except (LookupError, ValueError, TypeError):
        pass
    return "cp1252"
