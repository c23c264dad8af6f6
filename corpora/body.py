"""The body of an article: a vote of extractors over the blocks of the page.

No extractor is enough alone; they err on different pages. Each votes for the blocks it holds (four-word shingles, so that it may cut a
block elsewhere), and a block stays that has half of the votes. readability weighs more: it is the best of them on old pages; a short
block must have a kept neighbour, since its words occur anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import metadata

import lxml.html
import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement
from readability import Document
from resiliparse.extract.html2text import extract_plain_text

from corpora.blocks import blocks, clean
from corpora.shingles import Shingles, shingles, words

_SHINGLE = 4
_HELD = 0.6
"""Share of a block's shingles that an extractor's text must have."""
_HALF = 0.5
_SHORT = 4
_REACH = 2
_VERSION = 1


@lru_cache
def version() -> str:
    """Name the vote and its extractors with their versions."""
    names = " ".join(f"{name} {metadata.version(name)}" for name in ("trafilatura", "readability-lxml", "resiliparse"))
    return f"vote {_VERSION}: {names}"


def paragraphs(html: str, tree: HtmlElement) -> list[str]:
    """Return the blocks of the article's body, in order; none where no extractor finds a body.

    :param html: the page; :param tree: the same, parsed; it is not changed.
    """
    page = blocks(tree)
    votes = [(weight, found) for weight, extractor in _VOTERS if (found := _words(extractor, html))]
    if not votes or not page:
        return []
    total = sum(weight for weight, _ in votes)
    sets = [(weight, f" {' '.join(found)} ", shingles(found, _SHINGLE)) for weight, found in votes]
    kept = [_support(block, sets) >= _HALF * total for block in page]
    long = [len(words(block)) >= _SHORT for block in page]
    return [block for i, block in enumerate(page) if kept[i] and (long[i] or _has_neighbour(i, kept, long))]


def _support(block: str, votes: Sequence[tuple[float, str, Shingles]]) -> float:
    written = words(block)
    if not written:
        return 0.0
    if len(written) < _SHINGLE:
        phrase = f" {' '.join(written)} "
        return sum(weight for weight, text, _ in votes if phrase in text)
    own = shingles(written, _SHINGLE)
    return sum(weight for weight, _, held in votes if len(own & held) >= _HELD * len(own))


def _has_neighbour(at: int, kept: Sequence[bool], long: Sequence[bool]) -> bool:
    near = range(max(0, at - _REACH), min(len(kept), at + _REACH + 1))
    return any(kept[i] and long[i] for i in near)


def _words(extractor: Callable[[str], str], html: str) -> list[str]:
    """Return the words an extractor finds; none where the page is too broken for it: the others still vote."""
    try:
        return words(clean(extractor(html)))
    except (LxmlError, ValueError, RecursionError, AttributeError, TypeError, KeyError, AssertionError):
        return []


def _trafilatura(html: str) -> str:
    return trafilatura.extract(html, include_comments=False, include_tables=False) or ""


def _readability(html: str) -> str:
    return "\n".join(blocks(lxml.html.document_fromstring(Document(html).summary(html_partial=True))))


def _resiliparse(html: str) -> str:
    return str(extract_plain_text(html, main_content=True, alt_texts=False, links=False, form_fields=False))


def _baseline(html: str) -> str:
    return str(trafilatura.baseline(html)[1])


_VOTERS: tuple[tuple[float, Callable[[str], str]], ...] = ((1.0, _trafilatura), (1.5, _readability), (1.0, _resiliparse), (0.5, _baseline))
