"""Interstitials: a consent wall, a captcha or a paywall in place of an article (status 200)."""

from __future__ import annotations

from parallax.corpora.extract import page_words

_SIGNS = {name: page_words.pattern("", name) for name in ("captcha", "consent_wall", "paywall")}


def wall(html: str) -> str | None:
    """Return what hides a page's text: `captcha`, `consent wall`, `paywall`, or None.

    Only for pages without an article: articles may mention captchas, and most pages have a consent
    banner.
    """
    found = next((name for name, sign in _SIGNS.items() if sign.search(html)), None)
    return found and found.replace("_", " ")
