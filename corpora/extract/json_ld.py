"""The JSON-LD objects of a page that describe an article (schema.org), read once a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from parallax.core.clean_text import clean

Item = dict[str, Any]
_ABOUT_ARTICLES = ("Article", "BlogPosting", "ImageGallery", "MediaGallery", "Report")


def linked_data(tree: HtmlElement) -> list[Item]:
    """Return the objects of the page that describe an article, in order, without broken ones."""
    return [
        item
        for item in _objects(tree)
        if any(kind in str(item.get("@type", "")) for kind in _ABOUT_ARTICLES)
    ]


def texts(items: list[Item], key: str) -> list[str]:
    """Return the clean, stripped texts that the objects state under a key, without empty ones."""
    found = []
    for item in items:
        stated = item.get(key)
        for one in stated if isinstance(stated, list) else [stated]:
            text = one.get("name", "") if isinstance(one, dict) else one
            if isinstance(text, str) and text.strip():
                found.append(clean(text.strip()))
    return found


def _objects(tree: HtmlElement) -> Iterator[Item]:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(str(script), strict=False)  # pages have bare line ends in strings
        except (ValueError, RecursionError):  # ValueError: also a number of 5,000 digits
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict):
                graph = item.get("@graph")
                yield from (
                    one
                    for one in (graph if isinstance(graph, list) else [item])
                    if isinstance(one, dict)
                )
