"""The body of an article: a vote of extractors over the blocks of the page.

No extractor is enough alone; they fail on different pages. Each votes for the blocks it contains
(by four-word shingles, so that it may cut blocks elsewhere), and a block with half of the votes is
kept. readability has more weight, as the best of them on old pages; the text that the page's own
JSON-LD states has most. A block inside a box that does not look like part of an article, or one
that is all links, needs more votes. A short block must have a kept neighbour and not be a link,
since its words occur anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from itertools import takewhile
from statistics import median
from typing import Annotated

import lxml.html
from lxml.etree import LxmlError

from parallax.core.thresholds import thresholds
from parallax.corpora.extract.article_end import end_of
from parallax.corpora.extract.article_run import article_run
from parallax.corpora.extract.blocks import Block, blocks, clean
from parallax.languages.shingles import Shingles, shingles, words


@thresholds(
    "gather",
    chosen="by hand on saved pages of other projects' tests, among them those that `bench bodies` "
    "scores",
)
@dataclass(frozen=True)
class VoteWeights:
    """How the votes of extractors are counted."""

    trafilatura: Annotated[float, "weight of its vote"] = 1.0
    readability: Annotated[float, "weight of its vote; the best of them on old pages"] = 1.5
    resiliparse: Annotated[float, "weight of its vote"] = 1.0
    baseline: Annotated[float, "weight of the vote of trafilatura's baseline"] = 0.5
    stated: Annotated[float, "weight of the text that the page states in its JSON-LD"] = 2.0
    stated_words: Annotated[int, "minimum words of a stated text that is not a summary"] = 60
    stated_part: Annotated[float, "minimum share of the voters' median length; less is a lead"] = (
        0.4
    )
    shingle: Annotated[int, "words of a shingle"] = 4
    held: Annotated[float, "share of a block's shingles that a voter's text must have"] = 0.6
    majority: Annotated[float, "share of the votes that keeps a block"] = 0.5
    in_a_box: Annotated[float, "share of the votes taken from a block in a box"] = 0.3
    in_a_caption: Annotated[float, "the same from one in the box of a picture's caption"] = 1.0
    all_links: Annotated[float, "share of the votes taken from a block of links"] = 0.25
    own_box: Annotated[
        float, "a box with this share of the page's voted words is the article's own"
    ] = 0.4
    failed: Annotated[
        float, "a voter with less than this share of the others' median length has no vote"
    ] = 0.25
    agreed: Annotated[
        float, "with this share of its shingles in a better extractor's text it has not failed"
    ] = 0.6
    agreed_words: Annotated[int, "minimum words of such a text"] = 60
    before: Annotated[float, "share of the votes taken from a block before the article's run"] = 0.1
    behind: Annotated[float, "the same behind it"] = 0.3
    short: Annotated[int, "blocks of fewer words are short"] = 4
    many_blocks: Annotated[int, "a page of more blocks is read without jusText"] = 4000
    all_voters: Annotated[float, "share of the votes for a short block that needs no long one"] = (
        0.99
    )
    reach: Annotated[int, "blocks to a kept neighbour that a short block needs"] = 2


WEIGHTS = VoteWeights()
_VERSION = 3
Vote = tuple[float, tuple[Shingles, ...]]
"""A weight, and the runs of one word, two, and so on up to a shingle that a text has."""


@lru_cache
def version() -> str:
    """Name the vote and its extractors with their versions."""
    names = " ".join(
        f"{name} {metadata.version(name)}"
        for name in ("trafilatura", "readability-lxml", "resiliparse")
    )
    return f"vote {_VERSION}: {names}"


def paragraphs(html: str, page: Sequence[Block], stated: str = "") -> list[str]:
    """Return the blocks of the article's body, in order; none if no extractor finds a body.

    :param html: the page.
    :param page: its blocks, see `blocks`.
    :param stated: the text that its JSON-LD states, if any.
    """
    votes = _votes(html, stated, many=len(page) > WEIGHTS.many_blocks)
    if not votes or not page:
        return []
    has_stated = any(weight == WEIGHTS.stated for weight, _ in votes)
    total = sum(weight for weight, _ in votes)
    lengths = [len(words(block.text)) for block in page]
    shares = [_support(block.text, votes) / total for block in page]
    return [page[i].text for i in _chosen(page, lengths, shares, has_stated=has_stated)]


def _chosen(
    page: Sequence[Block], lengths: Sequence[int], shares: Sequence[float], *, has_stated: bool
) -> list[int]:
    """Return the places of the blocks that are the body, in order."""
    inside = Counter[int]()
    for block, length, share in zip(page, lengths, shares, strict=True):
        if share >= WEIGHTS.majority:
            inside.update(dict.fromkeys(block.frames, length))
    voted = sum(
        length for length, share in zip(lengths, shares, strict=True) if share >= WEIGHTS.majority
    )
    run = range(len(page)) if has_stated else article_run(page, lengths, shares, WEIGHTS.majority)
    kept = [
        share - _doubt(block, inside, voted) - _outside(i, run) >= WEIGHTS.majority
        for i, (block, share) in enumerate(zip(page, shares, strict=True))
    ]
    long = [length >= WEIGHTS.short for length in lengths]
    chosen = [i for i in range(len(page)) if kept[i] and long[i]]
    chosen = sorted({*chosen, *_short(page, run, kept, long, shares)})
    end = end_of(page, chosen, lengths)
    return list(takewhile(lambda i: i < end, chosen))


def _outside(at: int, run: range) -> float:
    if at in run:
        return 0.0
    return WEIGHTS.before if at < run.start else WEIGHTS.behind


def _votes(html: str, stated: str, *, many: bool) -> list[Vote]:
    voters = MANY_BLOCKS_VOTERS if many else VOTERS
    found = [(weight, text) for weight, extractor in voters if (text := _words(extractor, html))]
    if found:
        minimum = WEIGHTS.failed * median(len(text) for _, text in found)
        best = [text for weight, text in found if weight >= WEIGHTS.trafilatura]
        found = [
            (weight, text)
            for weight, text in found
            if len(text) >= minimum or _agrees(text, [other for other in best if other is not text])
        ]
    usual = median(len(text) for _, text in found) if found else 0
    if len(own := words(clean(stated))) >= max(WEIGHTS.stated_words, WEIGHTS.stated_part * usual):
        found.append((WEIGHTS.stated, own))
    lengths = range(1, WEIGHTS.shingle + 1)
    return [(weight, tuple(shingles(text, n) for n in lengths)) for weight, text in found]


def _agrees(text: list[str], others: Sequence[list[str]]) -> bool:
    """Return whether a short text is one that another voter holds too."""
    own = shingles(text, WEIGHTS.shingle)
    return len(text) >= WEIGHTS.agreed_words and any(
        len(text) >= WEIGHTS.failed * len(other)
        and len(own & shingles(other, WEIGHTS.shingle)) >= WEIGHTS.agreed * len(own)
        for other in others
    )


def _support(block: str, votes: Sequence[Vote]) -> float:
    written = words(block)
    if not written:
        return 0.0
    if len(written) < WEIGHTS.shingle:
        return sum(weight for weight, runs in votes if tuple(written) in runs[len(written) - 1])
    own = shingles(written, WEIGHTS.shingle)
    return sum(weight for weight, runs in votes if len(own & runs[-1]) >= WEIGHTS.held * len(own))


def _doubt(block: Block, inside: Counter[int], voted: int) -> float:
    boxed = any(inside[frame] < WEIGHTS.own_box * voted for frame in block.frames)
    box = WEIGHTS.in_a_caption if block.is_caption else WEIGHTS.in_a_box
    return box * boxed + WEIGHTS.all_links * block.is_links


def _short(
    page: Sequence[Block],
    run: range,
    kept: Sequence[bool],
    long: Sequence[bool],
    shares: Sequence[float],
) -> set[int]:
    """Return the places of the short blocks that belong to the body: near a kept long one, or in a
    chain of short ones in the article's run that all voters hold, as those of a list.
    """
    wanted = {i for i, is_kept in enumerate(kept) if is_kept and not (long[i] or page[i].is_links)}
    found = {
        i
        for i in wanted
        if any(
            kept[j] and long[j]
            for j in range(max(0, i - WEIGHTS.reach), min(len(page), i + WEIGHTS.reach + 1))
        )
    }
    sure = {i for i in wanted if i in run and shares[i] >= WEIGHTS.all_voters}
    for places in (sorted(sure), sorted(sure, reverse=True)):
        last: int | None = None
        for i in places:
            if i in found or (last is not None and abs(i - last) <= WEIGHTS.reach):
                found.add(i)
                last = i
    return found


def _words(extractor: Callable[[str], str], html: str) -> list[str]:
    """Return the words an extractor finds, none if it fails on the page: the others still vote."""
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
    import trafilatura

    return trafilatura.extract(html, include_comments=False, include_tables=False) or ""


def _trafilatura_alone(html: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_comments=False, include_tables=False, fast=True) or ""


def _readability(html: str) -> str:
    from readability import Document

    return "\n".join(
        block.text
        for block in blocks(
            lxml.html.document_fromstring(Document(html).summary(html_partial=True))
        )
    )


def _resiliparse(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(
        extract_plain_text(html, main_content=True, alt_texts=False, links=False, form_fields=False)
    )


def _baseline(html: str) -> str:
    import trafilatura

    return str(trafilatura.baseline(html)[1])


VOTERS: tuple[tuple[float, Callable[[str], str]], ...] = (
    (WEIGHTS.trafilatura, _trafilatura),
    (WEIGHTS.readability, _readability),
    (WEIGHTS.resiliparse, _resiliparse),
    (WEIGHTS.baseline, _baseline),
)
"""The extractors that vote, with their weights."""
MANY_BLOCKS_VOTERS = ((WEIGHTS.trafilatura, _trafilatura_alone), *VOTERS[1:])
"""Those for a page of very many blocks: trafilatura without asking jusText, which takes the square
of their number.
"""
