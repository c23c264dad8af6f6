"""What ends an article: readers' comments, related headlines, a list of dates, the legal footer.

All of them can stand inside an article or beside its headline too, so each ends it only behind
enough of the text, and related headlines only where nothing but such lines follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.core.thresholds import thresholds
from parallax.corpora.extract.blocks import Block
from parallax.corpora.extract.boilerplate import (
    is_legal,
    is_signature,
    opens_comments,
    opens_form,
    opens_related,
)

_SENTENCE_ENDS = re.compile(r"[.!?…][\"'»”’)\]]*\s*$")
_BEGINS_WITH_A_TIME = re.compile(
    r"\s*(?:\d{1,2}:\d{2}|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d{2}-\d{2})(?!\d|\.\d)[\s|:,;)\]–—-]"
)


@thresholds("gather", chosen="on half of the outlets of saved pages, see docs/benchmarks.md")
@dataclass(frozen=True)
class EndLimits:
    """What must stand before a line that ends an article, and behind it."""

    words: Annotated[int, "minimum words before it"] = 60
    before_comments: Annotated[float, "share of the words before a heading of comments"] = 0.25
    signatures: Annotated[int, "lines of a name, a date and a time that are comments"] = 3
    dated: Annotated[int, "headlines with a time before them that are a ticker"] = 3
    legal: Annotated[int, "lines about copyright that are a footer; photos have one each"] = 3
    near: Annotated[int, "lines in which these are counted"] = 12
    rest: Annotated[
        float,
        "maximum share of the words in sentences behind a related heading, or of all words "
        "behind a single line about copyright",
    ] = 0.1


END = EndLimits()


def end_of(page: Sequence[Block], chosen: Sequence[int], lengths: Sequence[int]) -> int:
    """Return the place of the first block behind the article, the end of the page without any.

    :param chosen: places of the blocks that are kept, in order. :param lengths: words of each
        block.
    """
    wanted, before, total = set(chosen), 0, sum(lengths[i] for i in chosen)
    sentences = {i for i in chosen if not _is_headline(page[i])}
    told, prose = 0, sum(lengths[i] for i in sentences)
    signed = _crowded(page, lambda block: is_signature(block.text), END.signatures)
    dated = _crowded(page, _is_dated, END.dated)
    legal = _crowded(page, lambda block: is_legal(block.text), END.legal)
    for i, block in enumerate(page):
        if before >= END.words and (
            (_opens_comments(block) and before >= END.before_comments * total)
            or (i in legal or (is_legal(block.text) and total - before <= END.rest * total))
            or (opens_form(block.text) and not block.is_links)
            or i in signed
            or i in dated
            or (opens_related(block.text) and prose - told <= END.rest * total)
        ):
            return i
        before += lengths[i] if i in wanted else 0
        told += lengths[i] if i in sentences else 0
    return len(page)


def _opens_comments(block: Block) -> bool:
    """Return whether a line is the heading of readers' comments: a link leads to those of another
    page, as behind each item of a digest.
    """
    return opens_comments(block.text) and not block.is_links


def _is_headline(block: Block) -> bool:
    return block.is_links or not _SENTENCE_ENDS.search(block.text)


def _is_dated(block: Block) -> bool:
    return _is_headline(block) and bool(_BEGINS_WITH_A_TIME.match(block.text))


def _crowded(page: Sequence[Block], is_one: Callable[[Block], bool], enough: int) -> frozenset[int]:
    """Return the places of such lines with enough of them near behind, counted from the line."""
    places = [i for i, block in enumerate(page) if is_one(block)]
    return frozenset(
        first
        for first, last in zip(places, places[enough - 1 :], strict=False)
        if last - first < END.near
    )
