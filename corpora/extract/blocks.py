"""The text blocks of a page, in order, cut where a browser would begin a new line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from lxml.html import HtmlElement

from parallax.core.thresholds import thresholds
from parallax.corpora.extract.boilerplate import is_caption, looks_like_chrome

_BREAKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    }
)
_UNSEEN = frozenset(
    {
        "button",
        "head",
        "iframe",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"\s+")


@thresholds(
    "gather",
    chosen="by hand on saved pages of other projects' tests, among them those that `bench bodies` "
    "scores",
)
@dataclass(frozen=True)
class LinkDensity:
    """When a block is a menu or a list of headlines."""

    share: Annotated[float, "share of a block's characters inside links"] = 0.6


LINKS = LinkDensity()


@dataclass(frozen=True)
class Block:
    """A line of text as a browser would show it.

    `linked` is the share of its characters inside links; `frames` holds the numbers of the elements
    around it that do not look like part of an article; `is_caption` tells whether one of these is
    the caption of a picture.
    """

    text: str
    linked: float
    frames: tuple[int, ...]
    is_caption: bool = False

    @property
    def is_links(self) -> bool:
        """Whether it is mostly links: a menu, a list of headlines."""
        return self.linked > LINKS.share


@dataclass(frozen=True)
class _Surroundings:
    """What is around an element's text."""

    linked: bool = False
    frames: tuple[int, ...] = ()
    caption: bool = False


_Piece = tuple[str, _Surroundings] | None
"""A text and what is around it; None at the end of a line."""


def clean(text: str) -> str:
    """Return the text on one line, without invisible characters and direction controls."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def blocks(tree: HtmlElement) -> list[Block]:
    """Return the blocks of a page with text, cleaned, in order."""
    found: list[Block] = []
    parts: list[tuple[str, _Surroundings]] = []
    for piece in _pieces(tree):
        if piece is not None:
            parts.append(piece)
            continue
        if text := clean("".join(part for part, _ in parts)):
            sizes = [(len(part.strip()), around) for part, around in parts if part.strip()]
            linked = sum(length for length, around in sizes if around.linked) / max(
                1, sum(length for length, _ in sizes)
            )
            first = sizes[0][1] if sizes else _Surroundings()
            found.append(Block(text, linked, first.frames, first.caption))
        parts.clear()
    return found


def _pieces(tree: HtmlElement) -> Iterator[_Piece]:
    """Yield texts, and None at line ends; without recursion, as pages nest thousands of tags."""
    frames = 0
    around = _Surroundings()
    waiting: list[tuple[HtmlElement, Iterator[HtmlElement], _Surroundings]] = [
        (tree, iter(tree), around)
    ]
    yield from _opening(tree, around)
    while waiting:
        element, children, around = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
            if element.tag in _BREAKS:
                yield None
            if waiting and element.tail:
                yield element.tail, waiting[-1][2]
        elif not isinstance(child.tag, str) or child.tag in _UNSEEN:
            if child.tail:
                yield child.tail, around
        else:
            within = around
            if child.tag == "a":
                within = _Surroundings(True, around.frames, around.caption)
            elif looks_like_chrome(child):
                frames += 1
                within = _Surroundings(
                    around.linked, (*around.frames, frames), around.caption or is_caption(child)
                )
            yield from _opening(child, within)
            waiting.append((child, iter(child), within))
    yield None


def _opening(element: HtmlElement, around: _Surroundings) -> Iterator[_Piece]:
    if element.tag in _BREAKS:
        yield None
    if element.text:
        yield element.text, around
