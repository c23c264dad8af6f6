"""Bytes to text, whatever the server claims."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Annotated

from charset_normalizer import from_bytes

from parallax.core.thresholds import thresholds
from parallax.languages.letters import ONLY_RUSSIAN, UKRAINIAN, both_cases

_META = re.compile(rb"""<meta[^<>]+charset\s*+=\s*+["']?+\s*+([\w-]++)""", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*+=\s*+[\"']?([\w-]++)", re.IGNORECASE)
_CYRILLIC = ("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866")
_WORD = re.compile(f"[{both_cases(UKRAINIAN + ONLY_RUSSIAN)}]{{3,}}")
_ASCII = frozenset({"ascii", "us-ascii"})


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class EncodingLimits:
    """When decoded text is taken for words."""

    like_words: Annotated[
        float, "minimum share of Cyrillic words without a capital after the first letter"
    ] = 0.7


LIMITS = EncodingLimits()


def declared(body: bytes, content_type: str) -> str | None:
    """Return the Python name of the encoding a response states (header before meta), or None."""
    header = _HEADER.search(content_type)
    meta = _META.search(body[:4096])
    for name in (header and header[1], meta and meta[1].decode("ascii")):
        if name:
            try:
                return codecs.lookup(name).name
            except LookupError:
                continue
    return None


def decode(body: bytes, content_type: str = "") -> tuple[str, str, str | None]:
    """Return (text, encoding used, encoding stated or None).

    Bytes that are valid UTF-8 beyond ASCII are UTF-8, whatever is stated: other encodings are not
    valid UTF-8 by chance. Otherwise the stated encoding is used if it decodes strictly, and
    detection is the last resort.
    """
    stated = declared(body, content_type)
    if body.startswith(codecs.BOM_UTF8):
        return body.decode("utf-8-sig", "replace"), "utf-8", stated
    try:
        return body.decode("utf-8"), "utf-8", stated if not body.isascii() else None
    except UnicodeDecodeError:
        pass
    if stated and stated not in _ASCII and stated != "utf-8":
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
