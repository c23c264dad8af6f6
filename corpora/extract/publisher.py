"""Who publishes a page, by what it states: ``og:site_name``, the publisher of its JSON-LD, the
name of the application, or the site that most of its links lead to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain, islice
from typing import Annotated

from lxml.html import HtmlElement

from parallax.core.clean_text import clean
from parallax.core.thresholds import thresholds
from parallax.corpora.extract.json_ld import Item, texts
from parallax.corpora.fetch.addresses import host_of
from parallax.corpora.fetch.sites import is_name, registered_domain

_NAMES = ("og:site_name", "application-name", "dc.publisher", "publisher", "twitter:domain")


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class PublisherLimits:
    """What is taken for the name of a publisher."""

    characters: Annotated[int, "maximum length of a stated name"] = 60
    links: Annotated[int, "links of a page that are looked at"] = 2000
    share: Annotated[float, "minimum share of the absolute links that lead to the site"] = 0.5


LIMITS = PublisherLimits()


def publisher(tree: HtmlElement, data: list[Item]) -> str:
    """Return the name of a page's publisher, of one line; empty where it states none.

    :param data: the page's JSON-LD objects about articles.
    """
    metas = {
        str(meta.get("property") or meta.get("name") or "").lower(): str(meta.get("content"))
        for meta in reversed(tree.xpath("//meta[@content]"))
    }
    stated = chain(
        (metas.get(name, "") for name in _NAMES[:1]),
        texts(data, "publisher"),
        (metas.get(name, "") for name in _NAMES[1:]),
    )
    for text in stated:
        name = " ".join(clean(text).split())
        host = host_of(name)
        if name and len(name) <= LIMITS.characters:
            return host.removeprefix("www.") if host else name
    return _linked_site(tree)


def _linked_site(tree: HtmlElement) -> str:
    """Return the site that most absolute links of a page lead to, empty where none has enough."""
    links = islice(tree.xpath("//a[@href]/@href"), LIMITS.links)
    hosts = [host for link in links if is_name(host := host_of(str(link)))]
    sites = Counter(registered_domain(f"https://{host}/") for host in hosts)
    for site, count in sites.most_common(1):
        if count >= LIMITS.share * len(hosts):
            return site
    return ""
