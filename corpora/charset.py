"""Bytes to text, whatever the server claims."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_ASCII = frozenset({"ascii", "us-ascii"})


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

    Bytes that are strictly valid UTF-8 beyond ASCII are UTF-8, whatever is stated: other encodings do not look like it
    by chance. Otherwise the stated encoding is used if it decodes strictly, and detection is the last resort.
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
            return body.decode(stated), stated, stated
        except UnicodeDecodeError:
            pass
    best = from_bytes(body, cp_isolation=["cp1251", "koi8_r", "koi8_u", "cp1252", "iso8859_5"]).best()
    encoding = best.encoding if best else "cp1251"
    return body.decode(encoding, "replace"), encoding, stated
