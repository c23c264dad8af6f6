"""Addresses as pages that are made to be shared show them."""

from __future__ import annotations

from urllib.parse import unquote

_WEB = ("https://", "http://")


def shareable(url: str) -> str:
    """Return an address of the web as it is, and of a local file its name alone: its path leads
    nobody else anywhere and is nobody else's business.
    """
    return url if url.startswith(_WEB) else unquote(url).replace("\\", "/").rpartition("/")[2]
