"""Stable ids: hashes of content or canonical URL, never run numbers, so the same input gives the
same bytes.
"""

from __future__ import annotations

import hashlib

_SEPARATOR = "\x1f"


def digest(*parts: object, length: int = 16) -> str:
    """Return the first ``length`` hexadecimal digits of the SHA-256 of the parts."""
    joined = _SEPARATOR.join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def bytes_digest(data: bytes) -> str:
    """Return the whole SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
