"""Where a page shows the day of its article: beside the headline, or right behind the text.

Elsewhere on a page are its clock, lists of other articles and the days of readers' comments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from lxml.html import HtmlElement

from parallax.core.thresholds import thresholds
from parallax.core.times import parse_time, plausible
from parallax.corpora.extract import page_words
from parallax.corpora.extract.blocks import Block, blocks, clean
from parallax.corpora.extract.title_parts import plain
from parallax.corpora.extract.written_days import written


@thresholds("gather", chosen="on half of the outlets of saved pages, see docs/benchmarks.md")
@dataclass(frozen=True)
class DatelineLimits:
    """Where a date is looked for."""

    words: Annotated[int, "maximum words of a line that is a dateline"] = 12
    sentence_words: Annotated[int, "the same of one that ends like a sentence"] = 6
    text_words: Annotated[int, "minimum words of a line of text, where no body is known"] = 20
    headline: Annotated[int, "lines before the body in which the headline is looked for"] = 40
    before: Annotated[int, "lines before the headline"] = 8
    behind: Annotated[int, "lines behind the body"] = 6
    same_day: Annotated[int, "days between a day that is shown and its time in any zone"] = 2


LIMITS = DatelineLimits()
Times = Sequence[tuple[str, str]]
_SENTENCE_END = re.compile(r"[.!?…]\W*+$")
_OTHER_DAY = page_words.pattern(rf"\b(?:{page_words.any_of('print_issue')}|", "updated", ")")
_PRINTED = page_words.pattern(r"\b(?:", "print_issue", ")")


@dataclass(frozen=True)
class Beside:
    """The short lines around an article, the likeliest to show its day first: those between its
    headline and its text, those before the headline, and those right behind the text.
    """

    below: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    @property
    def headline(self) -> tuple[str, ...]:
        """Those on either side of the headline, the likeliest first."""
        return _likeliest((*self.below, *self.above))

    @property
    def printed(self) -> tuple[str, ...]:
        """Those that show the day of a printed issue, often one to come."""
        return tuple(line for line in self.headline if _PRINTED.search(line))

    @property
    def sure(self) -> tuple[str, ...]:
        """Those that cannot be the page's clock, nor say when the page was changed."""
        return tuple(line for line in self.below if not _OTHER_DAY.search(line))


def lines_beside(page: Sequence[Block], headline: str, body: Sequence[str]) -> Beside:
    """Return the short lines between a headline and its text, before the headline, and behind the
    text; lines that are links do not count.

    :param body: the paragraphs of the article; the first long line counts where there are none.
    """
    first, last = _ends(page, body)
    title = _place(page, headline, first)

    def short(places: range) -> tuple[str, ...]:
        blocks = [page[i] for i in places]
        return _likeliest([block.text for block in blocks if _is_short(block)])

    return Beside(
        short(range(title, first)),
        short(range(title - 1, max(-1, title - 1 - LIMITS.before), -1)),
        short(range(last + 1, min(len(page), last + 1 + LIMITS.behind))),
    )


def _likeliest(lines: Sequence[str]) -> tuple[str, ...]:
    """Return lines in their order, what shows the day of a change or of a printed issue last."""
    return tuple(sorted(lines, key=lambda line: bool(_OTHER_DAY.search(line))))


def days_beside(lines: Beside, times: Times, zone: str, now: datetime | None) -> list[datetime]:
    """Return the days, with the hour if stated, that such lines show, in UTC: as ``<time>`` states
    them where it agrees with what its line shows; not those of a printed issue.

    :param times: what is shown and stated by the page's ``<time>``, see `time_elements`.
    """
    found = []
    printed = lines.printed
    for line in (line for line in lines.headline if line not in printed):
        shown = written(line, zone, now)
        for text, stated in times:
            time = plausible(parse_time(stated, zone), now) if text in line else None
            if time and (shown is None or abs(time - shown) < timedelta(days=LIMITS.same_day)):
                shown = time
                break
        found += [shown] if shown else []
    return found + [day for line in lines.text if (day := written(line, zone, now))]


def time_elements(tree: HtmlElement, lines: Beside) -> list[tuple[str, str]]:
    """Return what ``<time>`` shows and what it states, of those shown in the lines beside a
    headline. One that shows nothing counts when it is the only one of the page.
    """
    found = [
        (clean(element.text_content()), str(element.get("datetime")).strip())
        for element in tree.xpath("//time[@datetime]")
    ]
    if len(found) == 1 and not found[0][0]:
        return found
    return [(text, at) for text, at in found if text and any(text in x for x in lines.headline)]


def beside_first_heading(tree: HtmlElement) -> Beside:
    """Return the lines beside a page's first heading and its first long line, where no article is
    known yet.
    """
    headings = (clean(heading.text_content()) for heading in tree.iter("h1"))
    return lines_beside(blocks(tree), next(headings, ""), ())


def _ends(page: Sequence[Block], body: Sequence[str]) -> tuple[int, int]:
    """Return the places of the first and the last block of the text."""
    known = {line for line in body if len(line.split()) > LIMITS.words} or set(body)
    places = [i for i, block in enumerate(page) if block.text in known]
    if not places:
        long = (i for i, block in enumerate(page) if _is_text(block))
        first = next(long, len(page))
        return first, first
    return places[0], places[-1]


def _is_short(block: Block) -> bool:
    most = LIMITS.sentence_words if _SENTENCE_END.search(block.text) else LIMITS.words
    return not block.is_links and len(block.text.split()) <= most


def _is_text(block: Block) -> bool:
    return not block.is_links and len(block.text.split()) >= LIMITS.text_words


def _place(page: Sequence[Block], headline: str, first: int) -> int:
    """Return the place of the headline before the text, that of the text where it is not there."""
    wanted = plain(headline)
    for i in range(min(first, len(page) - 1), max(-1, first - 1 - LIMITS.headline), -1):
        if wanted and wanted in plain(page[i].text):
            return i
    return first
