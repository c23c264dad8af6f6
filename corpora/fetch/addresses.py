"""Addresses of pages: one for each page, however it was reached."""

from __future__ import annotations

import re

from courlan import clean_url

_AMP_PATH = re.compile(r"(?:/amp/?|/index\.amp|\.amp)(?=$|[?#])")
_AMP_QUERY = re.compile(r"([?&])(?:amp(?:=[^&#]*)?|outputType=amp)(?=$|[&#])")


def canonical(url: str) -> str:
    """Return an address without fragment, tracking parameters and AMP; unchanged if that fails."""
    return str(clean_url(_without_amp(url)) or url)


def _without_amp(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    folded = _AMP_PATH.sub("/" if path.endswith(("index.amp", "/amp/")) else "", f"{slash}{path}")
    kept = _AMP_QUERY.sub(lambda found: found[1] if found[1] == "?" else "", folded)
    return f"{scheme}{separator}{host}{kept.replace('?&', '?').removesuffix('?')}"
