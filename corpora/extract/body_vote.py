"""The body of an article: a vote of extractors over the blocks of the page.

No extractor is enough alone; they err on different pages. Each votes for the blocks it holds
(four-word shingles, so that it may cut a block elsewhere), and a block stays that has half of the
votes. readability weighs more: it is the best of them on old pages; what the page's own JSON-LD
gives as its text weighs most. A block inside a box that looks like no part of an article, or one
that is all links, needs more votes. A short block must have a kept neighbour and not be a link,
since its words occur anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import metadata
from itertools import takewhile
from statistics import median

import lxml.html
import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement
from readability import Document
from resiliparse.extract.html2text import extract_plain_text

from parallax.corpora.extract.blocks import Block, blocks, clean
from parallax.corpora.extract.boilerplate import opens_comments
from parallax.languages.shingles import Shingles, shingles, words

_SHINGLE = 4
_HELD = 0.6
"""Share of a block's shingles that an extractor's text must have."""
_HALF = 0.5
_IN_A_BOX, _ALL_LINKS = 0.3, 0.25
"""Share of the votes that a box, or a block of links, takes from a block."""
_MOST_OF_IT = 0.4
"""A box that holds this much of the page's voted words is the article's own."""
_FAILED = 0.25
"""An extractor that finds less than this share of what the others find has failed on the page and
has no vote.
"""
_STATED, _STATED_WORDS = 2.0, 60
"""Weight of the text the page states in its JSON-LD, and the least length of one that is no
summary.
"""
_ARTICLE, _LEAD = 60, 0.25
"""Words, and share of the page's chosen words, that stand before the heading of the comments."""
_SHORT = 4
_REACH = 2
_VERSION = 2
Vote = tuple[float, str, Shingles]


@lru_cache
def version() -> str:
    """Name the vote and its extractors with their versions."""
    names = " ".join(
        f"{name} {metadata.version(name)}"
        for name in ("trafilatura", "readability-lxml", "resiliparse")
    )
    return f"vote {_VERSION}: {names}"


def paragraphs(html: str, tree: HtmlElement, stated: str = "") -> list[str]:
    """Return the blocks of the article's body, in order; none where no extractor finds a body.

    :param html: the page; :param tree: the same, parsed; it is not changed. :param stated: the text
        its JSON-LD gives, if any.
    """
    page = blocks(tree)
    votes = _votes(html, stated)
    if not votes or not page:
        return []
    total = sum(weight for weight, _, _ in votes)
    lengths = [len(words(block.text)) for block in page]
    shares = [_support(block.text, votes) / total for block in page]
    inside = Counter[int]()
    for block, length, share in zip(page, lengths, shares, strict=True):
        if share >= _HALF:
            inside.update(dict.fromkeys(block.frames, length))
    voted = sum(length for length, share in zip(lengths, shares, strict=True) if share >= _HALF)
    kept = [
        share - _doubt(block, inside, voted) >= _HALF
        for block, share in zip(page, shares, strict=True)
    ]
    long = [length >= _SHORT for length in lengths]
    chosen = [
        i
        for i in range(len(page))
        if kept[i] and (long[i] or (not page[i].is_links and _has_neighbour(i, kept, long)))
    ]
    end = _comments(page, chosen, lengths)
    return [page[i].text for i in takewhile(lambda i: i < end, chosen)]


def _votes(html: str, stated: str) -> list[Vote]:
    found = [(weight, text) for weight, extractor in VOTERS if (text := _words(extractor, html))]
    if found:
        least = _FAILED * median(len(text) for _, text in found)
        found = [(weight, text) for weight, text in found if len(text) >= least]
    if len(own := words(clean(stated))) >= _STATED_WORDS:
        found.append((_STATED, own))
    return [(weight, f" {' '.join(text)} ", shingles(text, _SHINGLE)) for weight, text in found]


def _support(block: str, votes: Sequence[Vote]) -> float:
    written = words(block)
    if not written:
        return 0.0
    if len(written) < _SHINGLE:
        phrase = f" {' '.join(written)} "
        return sum(weight for weight, text, _ in votes if phrase in text)
    own = shingles(written, _SHINGLE)
    return sum(weight for weight, _, held in votes if len(own & held) >= _HELD * len(own))


def _doubt(block: Block, inside: Counter[int], voted: int) -> float:
    boxed = any(inside[frame] < _MOST_OF_IT * voted for frame in block.frames)
    return _IN_A_BOX * boxed + _ALL_LINKS * block.is_links


def _has_neighbour(at: int, kept: Sequence[bool], long: Sequence[bool]) -> bool:
    near = range(max(0, at - _REACH), min(len(kept), at + _REACH + 1))
    return any(kept[i] and long[i] for i in near)


def _comments(page: Sequence[Block], chosen: Sequence[int], lengths: Sequence[int]) -> int:
    """Return where the readers' comments begin: a heading of them behind an article's worth of
    chosen words; the end of the page for none.

    A line of the same words beside the headline, or behind the lead, is a link to them.
    """
    least, told, wanted = max(_ARTICLE, _LEAD * sum(lengths[i] for i in chosen)), 0, set(chosen)
    for i, block in enumerate(page):
        if told >= least and opens_comments(block.text):
            return i
        told += lengths[i] if i in wanted else 0
    return len(page)


def _words(extractor: Callable[[str], str], html: str) -> list[str]:
    """Return the words an extractor finds; none where the page is too broken for it: the others
    still vote.
    """
    try:
        return words(clean(extractor(html)))
    except (
        LxmlError,
        ValueError,
        RecursionError,
        AttributeError,
        TypeError,
        KeyError,
        AssertionError,
    ):
        return []


def _trafilatura(html: str) -> str:
    return trafilatura.extract(html, include_comments=False, include_tables=False) or ""


def _readability(html: str) -> str:
    return "\n".join(
        block.text
        for block in blocks(
            lxml.html.document_fromstring(Document(html).summary(html_partial=True))
        )
    )


def _resiliparse(html: str) -> str:
    return str(
        extract_plain_text(html, main_content=True, alt_texts=False, links=False, form_fields=False)
    )


def _baseline(html: str) -> str:
    return str(trafilatura.baseline(html)[1])


VOTERS: tuple[tuple[float, Callable[[str], str]], ...] = (
    (1.0, _trafilatura),
    (1.5, _readability),
    (1.0, _resiliparse),
    (0.5, _baseline),
)
"""The extractors that vote, with their weights."""
