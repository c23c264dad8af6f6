"""Who an address belongs to: the registered domain, and whether it is a front page."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from courlan import extract_domain

from parallax.corpora.fetch.addresses import host_of

_SHARED = frozenset(
    {
        "at.ua",
        "blogspot.ru",
        "cdn.ampproject.org",
        "ghost.io",
        "jimdo.com",
        "jimdofree.com",
        "livejournal.com",
        "medium.com",
        "narod.ru",
        "substack.com",
        "tilda.ws",
        "tumblr.com",
        "ucoz.com",
        "ucoz.net",
        "ucoz.org",
        "ucoz.ru",
        "ucoz.ua",
        "weebly.com",
        "wordpress.com",
    }
)
"""Domains whose names have owners of their own and that the Public Suffix List lacks."""
_FRONT = re.compile(
    r"/*(?:(?:[a-z]{2}(?:[-_][a-z]{2})?|eng|rus|ukr)(?:/+|$))?"
    r"(?:(?:index|default|home|main)(?:\.[a-z]{2,5})?/*)?",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?:/(?:[a-z]{2}|eng|rus|ukr))?/[^\W\d_]+", re.IGNORECASE)


@dataclass(frozen=True)
class Site:
    """What belongs to one outlet, by the registry: registered domains, and the front pages of its
    editions without scheme and ``www.``.
    """

    domains: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()

    def is_home(self, url: str) -> bool:
        """Tell whether an address is the front page of an edition."""
        return bare(url) in self.homes


UNKNOWN_SITE = Site()


def bare(url: str) -> str:
    """Return host and path of an address as far as they tell pages apart: without scheme, ``www.``
    and the last slash; what follows the scheme where there is no host.
    """
    host = host_of(url)
    rest = url.partition("://")[2]
    path = rest[len(rest.partition("/")[0]) :] if host else rest
    return f"{host.removeprefix('www.')}{path}".rstrip("/")


def registered_domain(url: str) -> str:
    """Return what its owner registered of an address's host: ``pravda.com.ua`` of
    ``www.pravda.com.ua``, ``a.github.io`` of itself; a number as it is, empty without a host.

    By the Public Suffix List with its private part, as it is installed; nothing is fetched.
    """
    host = host_of(url)
    labels = host.split(".")
    if host.startswith("[") or labels[-1].isdecimal():
        return host
    for size in (2, 3):
        if ".".join(labels[-size:]) in _SHARED:
            return ".".join(labels[-size - 1 :])
    # a suffix that the list does not know has one label (publicsuffix.org, "the default rule")
    return str(extract_domain(f"https://{host}/") or ".".join(labels[-2:])) if host else ""


def is_name(host: str) -> bool:
    """Tell whether a host is named on the web: no number, and more than one label."""
    return "." in host and not host.startswith("[") and not host.rpartition(".")[2].isdecimal()


def is_front_page(url: str) -> bool:
    """Tell whether an address is a site's front page, or that of one of its languages: no path or
    ``/index.html``, ``/uk/``, ``/ukr``, whatever the query.
    """
    path = _path(url)
    return path is not None and _FRONT.fullmatch(path) is not None


def is_section_of(url: str, page: str) -> bool:
    """Tell whether an address is the section that a page is in: one word, ``/news/`` of
    ``/news/2024/1.html``, behind a language or not.
    """
    stated, own = _path(url), _path(page)
    if stated is None or own is None or _SECTION.fullmatch(stated) is None:
        return False
    return own.startswith(f"{stated}/")


def _path(url: str) -> str | None:
    """Return the path of an address without escapes, dots and the last slash, as servers read it;
    None where it cannot be read.
    """
    try:
        return posixpath.normpath(f"/{unquote(urlsplit(url).path).lstrip('/')}")
    except ValueError:
        return None
