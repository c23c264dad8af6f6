"""Bytes to clean text, whatever the server claims.

Names of encodings are those of the web (WHATWG Encoding Standard, 4.2): a name of Python's that
turns bytes into something else than text (``hex``, ``rot13``, ``unicode_escape``, ``utf-7``) is
none.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Annotated

from charset_normalizer import from_bytes
from resiliparse.parse.encoding import map_encoding_to_html5

from parallax.core.clean_text import REPLACEMENT, clean_markup
from parallax.core.thresholds import thresholds
from parallax.languages.letters import ONLY_RUSSIAN, UKRAINIAN, both_cases

_META = re.compile(rb"""<meta[^<>]+charset\s*+=\s*+["']?+\s*+([\w-]++)""", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*+=\s*+[\"']?([\w-]++)", re.IGNORECASE)
_CYRILLIC = ("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866")
_WORD = re.compile(f"[{both_cases(UKRAINIAN + ONLY_RUSSIAN)}]{{3,}}")
_ASCII = frozenset({"ascii", "us-ascii"})
_WIDE_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NOT_SEEN = str.maketrans({"\x00": None, "\x0c": " "})
"""What HTML passes over (13.2.5.1) and its one blank that is no character of XML."""


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class EncodingLimits:
    """When decoded text is taken for words."""

    wide: Annotated[
        float,
        "share of zero bytes, at every second place, from which a page is UTF-16: markup is ASCII",
    ] = 0.2
    looked_at: Annotated[int, "bytes at the beginning of a page that are looked at for it"] = 4096
    broken: Annotated[
        float, "share of characters that cannot be read up to which a page of UTF-8 is one"
    ] = 0.01
    like_words: Annotated[
        float, "minimum share of Cyrillic words without a capital after the first letter"
    ] = 0.7


LIMITS = EncodingLimits()


def declared(body: bytes, content_type: str) -> str | None:
    """Return the Python name of the encoding a response states (header before meta), or None."""
    header = _HEADER.search(content_type)
    meta = _META.search(body[: LIMITS.looked_at])
    for name in (header and header[1], meta and meta[1].decode("ascii")):
        if name and name.lower() in _ASCII:
            return "ascii"
        if name and (found := map_encoding_to_html5(name, fallback_utf8=False)):
            return codecs.lookup(found).name
    return None


def decode(body: bytes, content_type: str = "") -> tuple[str, str, str | None]:
    """Return (clean text, encoding used, encoding stated or None).

    A byte order mark decides, then zero bytes at every second place: such a page is UTF-16. Bytes
    that are valid UTF-8 beyond ASCII are UTF-8, whatever is stated: other encodings are not valid
    UTF-8 by chance. Otherwise the stated encoding is used if it decodes strictly, and detection is
    the last resort.
    """
    text, used, stated = _decoded(body, declared(body, content_type))
    return clean_markup(text.translate(_NOT_SEEN)), used, stated


def _decoded(body: bytes, stated: str | None) -> tuple[str, str, str | None]:
    if body.startswith(codecs.BOM_UTF8):
        return body.decode("utf-8-sig", "replace"), "utf-8", stated
    if wide := utf_16_kind(body):
        agrees = stated is None or stated.startswith("utf-16")
        return body.decode(wide, "replace").removeprefix("\ufeff"), wide, None if agrees else stated
    try:
        return body.decode("utf-8"), "utf-8", stated if not body.isascii() else None
    except UnicodeDecodeError:
        pass
    if stated == "utf-8":
        text = body.decode("utf-8", "replace")
        if text.count(REPLACEMENT) <= LIMITS.broken * len(text):
            return text, "utf-8", stated
    elif stated and stated not in _ASCII and not stated.startswith("utf-16"):
        try:
            text = body.decode(stated)
        except UnicodeDecodeError:
            text = ""
        if text and (encoding := _likelier(body, stated, text)) == stated:
            return text, stated, stated
        if text:
            return body.decode(encoding, "replace"), encoding, stated
    best = from_bytes(
        body, cp_isolation=["cp1251", "koi8_r", "koi8_u", "cp1252", "iso8859_5"]
    ).best()
    encoding = best.encoding if best else "cp1251"
    return body.decode(encoding, "replace"), encoding, stated


def utf_16_kind(body: bytes) -> str | None:
    """Return the kind of UTF-16 that bytes are in, or None."""
    for mark, name in _WIDE_MARKS:
        if body.startswith(mark):
            return name
    head = body[: LIMITS.looked_at]
    first, second = head[::2].count(0), head[1::2].count(0)
    if (
        max(first, second) < LIMITS.wide * len(head) / 2
        or min(first, second) > max(first, second) / 4
    ):
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _likelier(body: bytes, stated: str, text: str) -> str:
    """Return the stated encoding, or another Cyrillic one if only that gives words.

    Windows-1251 read as KOI8 decodes without an error, with swapped case ("нОВОСТИ").
    """
    if stated not in _CYRILLIC or _like_words(text) >= LIMITS.like_words:
        return stated
    scores = {name: _like_words(body.decode(name, "replace")) for name in _CYRILLIC}
    best = max(_CYRILLIC, key=lambda name: scores[name])
    return best if scores[best] >= LIMITS.like_words else stated


def _like_words(text: str) -> float:
    """Return the share of Cyrillic words without a capital inside; 1 without words."""
    words = _WORD.findall(text)
    return sum(word[1:].islower() for word in words) / len(words) if words else 1.0
