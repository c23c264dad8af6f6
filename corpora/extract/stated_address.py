"""Which address a page has: the canonical one that it states, where that can be believed.

A page may state anything. Believed is an address of the web on the page's own site (its registered
domain, or another one of its outlet in the registry) that is not a front page or the section the
page is in: many sites state those on every page, and then all of them would be one article. The
page's own address is taken otherwise. A canonical address on another site says that the text may be
taken over from there; it is kept in the remark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parallax.corpora.fetch.addresses import LIMITS, canonical, host_of, resolved
from parallax.corpora.fetch.sites import (
    Site,
    bare,
    is_front_page,
    is_name,
    is_section_of,
    registered_domain,
)
from parallax.corpora.page_error import PageError

NOT_BELIEVED = "canonical address not believed"


@dataclass(frozen=True)
class PageAddress:
    """The address of a page, and why the one it states is not that; empty where it is."""

    url: str
    doubt: str = ""


def own_address(url: str) -> str:
    """Return the canonical form of the address a page was read from; a local file's as it is."""
    try:
        return canonical(url)
    except PageError:
        return url


def page_address(own: str, stated: str, site: Site) -> PageAddress:
    """Return the address of a page.

    :param own: the address it was read from, or of a local file, whose site is not known.
    :param stated: the canonical address in its markup, which may be relative; empty without one.
    :param site: the site of its outlet.
    """
    if not stated.strip():
        return PageAddress(own)
    base = own if host_of(own) else "https:"  # `//a.example/1` in a saved page
    try:
        url = canonical(resolved(base, stated))
    except PageError as error:
        return PageAddress(own, str(error))
    if url == own or not (doubt := _doubt(own, url, site)):
        return PageAddress(url)
    return PageAddress(own, f"{url[: LIMITS.shown]}: {doubt}")


def _doubt(own: str, url: str, site: Site) -> str:
    if bare(url) == bare(own):
        return ""
    if host_of(own) and not same_site(own, url, site):
        return "another site; the text may be taken over from there"
    if not (host_of(own) or is_name(host_of(url))):
        return "no site of the web"
    if site.is_home(url) or (is_front_page(url) and not _by_query(own, url)):
        return "a front page"
    return "the section of the page" if is_section_of(url, own) else ""


def _by_query(own: str, url: str) -> bool:
    """Tell whether a page and an address are on a site that tells its pages apart by the query:
    ``/?p=123``, ``/index.php?id=5&lang=uk``.
    """
    return is_front_page(own) and "?" in own and "?" in url


def same_site(own: str, url: str, site: Site) -> bool:
    """Tell whether an address is on the site of a page."""
    domain = registered_domain(url)
    return domain == registered_domain(own) or domain in site.domains


def language_versions(address: str, links: Iterable[str], site: Site) -> list[str]:
    """Return the canonical addresses of a page's other language versions, sorted: those on its site
    that are no front page.

    :param links: the addresses that it states for them, which may be relative.
    """
    found = set[str]()
    for link in links:
        try:
            url = canonical(resolved(address, link))
        except PageError:
            continue
        if is_front_page(url) and not _by_query(address, url):
            continue
        if not host_of(address) or same_site(address, url, site):
            found.add(url)
    return sorted(found - {address})
