"""Where an article begins and ends among the blocks of a page: the run that is worth most.

Teasers, tickers and footers have votes too, but fewer than an article's own paragraphs, and menus
lie between. Each block is worth its words times what its share of the votes has above a limit, so
that a block below it costs; the article is the run of blocks with the largest sum (Bentley 1984,
"Programming Pearls: algorithm design techniques").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.core.thresholds import thresholds
from parallax.corpora.extract.blocks import Block
from parallax.corpora.extract.boilerplate import is_legal


@thresholds("gather", chosen="on half of the outlets of saved pages, see docs/benchmarks.md")
@dataclass(frozen=True)
class RunLimits:
    """How the run of an article's blocks is found."""

    share: Annotated[float, "share of the votes above which a block adds to the run"] = 0.7
    weak_share: Annotated[float, "the same where the votes agree on too few words"] = 0.5
    all_links: Annotated[float, "share of the votes taken from a block of links"] = 0.25
    words: Annotated[int, "words that are enough for a run"] = 60
    part: Annotated[float, "so is this share of the words that most votes hold"] = 0.5


RUN = RunLimits()


def article_run(
    page: Sequence[Block], lengths: Sequence[int], shares: Sequence[float], majority: float
) -> range:
    """Return the places of the blocks from the article's first to its last; the whole page where
    the votes agree nowhere.

    :param lengths: words of each block. :param shares: share of the votes for each block.
    :param majority: share of the votes that keeps a block.
    """
    voted = sum(n for n, share in zip(lengths, shares, strict=True) if share >= majority)
    footer = [is_legal(block.text) for block in page]
    for limit in (RUN.share, RUN.weak_share):
        run = largest_run(
            length * (share * (not legal) - RUN.all_links * block.is_links - limit)
            for block, length, share, legal in zip(page, lengths, shares, footer, strict=True)
        )
        held = sum(lengths[i] for i in run if shares[i] >= majority)
        if held >= min(RUN.words, RUN.part * voted):
            return run
    return range(len(page))


def largest_run(worths: Iterable[float]) -> range:
    """Return the places of the run of numbers with the largest sum; empty where none is above 0.

    Of several the first, and the shortest of those.

    >>> largest_run([1, -3, 4, -1, 2, -5, 3])
    range(2, 5)
    """
    best, best_sum, start, total = range(0), 0.0, 0, 0.0
    for i, worth in enumerate(worths):
        if total <= 0:
            start, total = i, 0.0
        total += worth
        if total > best_sum:
            best, best_sum = range(start, i + 1), total
    return best
