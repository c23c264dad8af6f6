"""The text blocks of a page: its words in the order of the document, cut where a browser would begin a new line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_BREAKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
})
_UNSEEN = frozenset({"button", "head", "iframe", "noscript", "object", "script", "select", "style", "svg", "template", "textarea"})
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the text on one line, without invisible characters and direction controls."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def blocks(tree: HtmlElement) -> list[str]:
    """Return the blocks of a page that hold text, cleaned, in order."""
    found: list[str] = []
    parts: list[str] = []
    for piece in _pieces(tree):
        if piece is not None:
            parts.append(piece)
            continue
        if parts and (block := clean("".join(parts))):
            found.append(block)
        parts.clear()
    return found


def _pieces(tree: HtmlElement) -> Iterator[str | None]:
    """Yield texts, and None where a line ends. A loop, not a recursion: pages nest thousands of tags."""
    waiting: list[tuple[HtmlElement, Iterator[HtmlElement]]] = [(tree, iter(tree))]
    yield from _opening(tree)
    while waiting:
        element, children = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
            if element.tag in _BREAKS:
                yield None
            if waiting and element.tail:
                yield element.tail
        elif not isinstance(child.tag, str) or child.tag in _UNSEEN:
            if child.tail:
                yield child.tail
        else:
            yield from _opening(child)
            waiting.append((child, iter(child)))
    yield None


def _opening(element: HtmlElement) -> Iterator[str | None]:
    if element.tag in _BREAKS:
        yield None
    if element.text:
        yield element.text
