"""What a page says about itself: address, language versions, times, authors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from htmldate import find_date
from lxml.html import HtmlElement

from corpora.feeds import canonical

_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "pubdate", "date")
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")


def canonical_url(tree: HtmlElement, url: str) -> str:
    """Return the canonical address the page states, without tracking parameters; ``url`` where it states none."""
    stated = tree.xpath("string(//link[@rel='canonical']/@href)") or tree.xpath("string(//meta[@property='og:url']/@content)")
    return canonical(urljoin(url, str(stated)) if stated else url)


def siblings(tree: HtmlElement, url: str) -> list[str]:
    """Return the canonical addresses of the page's other language versions (hreflang), sorted."""
    found = {
        canonical(urljoin(url, link.get("href")))
        for link in tree.xpath("//link[@rel='alternate'][@hreflang][@href]")
        if link.get("hreflang") != "x-default"
    }
    return sorted(found - {canonical_url(tree, url)})


def times(tree: HtmlElement, html: str, url: str) -> tuple[datetime | None, datetime | None]:
    """Return (published, modified) in UTC; None where the page does not say. A day alone is its first second."""
    published, modified = _first(_stated(tree, _PUBLISHED, "datePublished")), _first(_stated(tree, _MODIFIED, "dateModified"))
    if published is None:
        published = _first(str(t) for t in tree.xpath("//article//time/@datetime | //time/@datetime"))
    if published is None and (day := find_date(html, url=url, original_date=True)):
        published = parse_time(day)
    return published, modified


def authors(tree: HtmlElement) -> list[str]:
    """Return the names of the authors the page states, sorted."""
    names = {str(name).strip() for name in tree.xpath("//meta[@name='author']/@content | //a[@rel='author']/text()")}
    for item in linked_data(tree):
        stated = item.get("author", [])
        for one in stated if isinstance(stated, list) else [stated]:
            names.add(str(one.get("name", "") if isinstance(one, dict) else one).strip())
    return sorted(names - {""})


def stated_language(tree: HtmlElement) -> str | None:
    """Return the language of ``<html lang>`` as two letters, or None."""
    found = re.match(r"[a-z]{2}", str(tree.get("lang") or "").lower())
    return found[0] if found else None


def linked_data(tree: HtmlElement) -> list[dict[str, Any]]:
    """Return the JSON-LD objects of the page that describe an article; broken ones are passed over."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(str(script))
        except json.JSONDecodeError:
            continue
        items = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
        found += [item for item in items if isinstance(item, dict) and "Article" in str(item.get("@type", ""))]
    return found


def parse_time(text: str) -> datetime | None:
    """Read an ISO 8601 time; one without zone counts as UTC. None when it is not such a time."""
    try:
        stamp = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC)


def _stated(tree: HtmlElement, names: tuple[str, ...], key: str) -> Iterator[str]:
    for item in linked_data(tree):
        if item.get(key):
            yield str(item[key])
    for meta in tree.xpath("//meta[@content]"):
        name = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in names:
            yield meta.get("content")


def _first(stamps: Iterator[str]) -> datetime | None:
    return next((found for found in map(parse_time, stamps) if found), None)
