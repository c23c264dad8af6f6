"""Addresses of pages: one for each page, however it was reached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from courlan import clean_url

from parallax.core.thresholds import thresholds
from parallax.corpora.page_error import PageError

_AMP_PATH = re.compile(r"(?:/amp/?|/index\.amp|\.amp)(?=$|[?#])")
_AMP_QUERY = re.compile(r"([?&])(?:amp(?:=[^&#]*)?|outputType=amp)(?=$|[&#])")


@thresholds("gather", chosen="sitemaps.org allows 2,048 characters; longer ones cost minutes")
@dataclass(frozen=True)
class AddressLimits:
    """What is taken for the address of a page."""

    characters: Annotated[int, "a longer address is refused"] = 2000


LIMITS = AddressLimits()


def web_address(text: str) -> str:
    """Return an address with its outer blanks removed, if it is one of the web: http or https, a
    host, a port that exists, no longer than the limit.

    :raises PageError: when it is not.
    """
    address = text.strip()
    if len(address) > LIMITS.characters:
        raise PageError("address too long", f"{address[:60]}… has {len(address):,} characters")
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or not address.isprintable():
        raise PageError("not a web address", address[:200])
    return address


def canonical(url: str) -> str:
    """Return an address without fragment, tracking parameters and AMP; unchanged if that fails."""
    return str(clean_url(_without_amp(url)) or url)


def _without_amp(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    folded = _AMP_PATH.sub("/" if path.endswith(("index.amp", "/amp/")) else "", f"{slash}{path}")
    kept = _AMP_QUERY.sub(lambda found: found[1] if found[1] == "?" else "", folded)
    return f"{scheme}{separator}{host}{kept.replace('?&', '?').removesuffix('?')}"
