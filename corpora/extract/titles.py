"""The headline of a page: the heading that the page's own metadata confirm.

Pages put the name of the site or section into ``h1``, and that of the site after the headline in
``title``; the text in two places is the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

from lxml.html import HtmlElement

from parallax.core.thresholds import thresholds
from parallax.corpora.extract.blocks import blocks, clean
from parallax.corpora.extract.json_ld import Item, texts

_SEPARATOR = re.compile(r"\s+[|»·•]\s+|\s+[-–—]\s+|\s*[|]\s*")
_ANY_SEPARATOR = re.compile(r"\s+[|»·•/–—-]\s+|\s*[|»]\s*|[:.]\s+|\s+::\s+")
_WORD = re.compile(r"\w+")


@thresholds("gather", chosen="by hand on saved pages; no bench scores headlines")
@dataclass(frozen=True)
class TitleLimits:
    """When a text is the headline."""

    agreement: Annotated[
        float, "minimum agreement of a heading with the metadata, see `_agreement`"
    ] = 0.8
    min_words: Annotated[int, "minimum words of a headline"] = 3
    site_words: Annotated[int, "maximum words of the name of a site or section"] = 4
    characters: Annotated[int, "a stated title is cut there; a longer heading is none"] = 300
    headings: Annotated[int, "headings of a page that are looked at"] = 100
    lines: Annotated[int, "lines of those headings that are compared with the metadata"] = 500
    stated: Annotated[int, "titles stated by the metadata that are looked at"] = 10


LIMITS = TitleLimits()


def title(tree: HtmlElement, data: list[Item]) -> str:
    """Return the headline of a page; empty when it has no heading and no title.

    :param data: the page's JSON-LD objects about articles.
    """
    stated, shown = _stated(tree, data), _cut(str(tree.xpath("string(//title)")))
    scored = [
        (max((_agreement(heading, text) for text in (*stated, shown)), default=0.0), -at, heading)
        for at, heading in enumerate(islice(_headings(tree), LIMITS.lines))
    ]
    if scored and (best := max(scored))[0] >= LIMITS.agreement:
        return best[2]
    for text in (*map(_without_site, stated), _repeated(shown, tree), _without_section(shown)):
        if len(_WORD.findall(text)) >= LIMITS.min_words:
            return text
    first = tree.xpath("//h1")
    return (_cut(first[0].text_content()) if first else "") or shown


def _headings(tree: HtmlElement) -> Iterator[str]:
    """Yield the texts of the first headings, each whole and line by line."""
    # not an XPath with `|`: libxml2 compares every node of one side with every node of the other
    found = (h for h in tree.iter("h1", "h2") if h.tag == "h1" or _in_article(h))
    for heading in islice(found, LIMITS.headings):
        whole = clean(heading.text_content())
        for line in dict.fromkeys((whole, *(block.text for block in blocks(heading)))):
            if 0 < len(line) <= LIMITS.characters:
                yield line


def _in_article(element: HtmlElement) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _repeated(shown: str, tree: HtmlElement) -> str:
    """Return the longest part of the title that is a line of the page, empty without any.

    Old pages have no heading: their headline is a bold line, and the title has site and section
    around it in any order.
    """
    cuts = [found.span() for found in _ANY_SEPARATOR.finditer(shown)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(shown)]
    lowered = shown.lower()
    lines = {
        line: None
        for block in blocks(tree)
        if not block.is_links and (line := block.text.lower()) in lowered
    }
    if not lines:
        return ""
    parts = {shown[a:b].strip().lower(): shown[a:b].strip() for a in starts for b in ends if a < b}
    return max((parts[line] for line in lines if line in parts), key=len, default="")


def _stated(tree: HtmlElement, data: list[Item]) -> list[str]:
    """Return the titles the page's metadata state."""
    found = [
        *tree.xpath(
            "//meta[@property='og:title' or @name='og:title' or @name='twitter:title']/@content"
        )[: LIMITS.stated],
        *texts(data, "headline")[: LIMITS.stated],
    ]
    return [title for text in found if (title := _cut(str(text)))]


def _cut(text: str) -> str:
    """Return a stated title on one line: a longer text than a headline's is cut."""
    return clean(text)[: LIMITS.characters].strip()


def _agreement(heading: str, stated: str) -> float:
    """Return the agreement of a heading with a stated title, 0 to 1.

    A heading of a word or two must be the whole title, without the site.
    """
    own, theirs = _WORD.findall(heading.lower()), _WORD.findall(stated.lower())
    if not own:
        return 0.0
    if len(own) < LIMITS.min_words:
        return float(heading.lower() == _without_site(stated).lower())
    both = sum(word in theirs for word in own) / len(own)
    headline = _without_site(stated)
    covered = sum(word in own for word in _WORD.findall(headline.lower())) / max(
        1, len(_WORD.findall(headline))
    )
    return both * (0.5 + 0.5 * covered)


def _without_site(text: str) -> str:
    """Return a title without site and section at its end: short parts, shorter than the rest."""
    parts = _SEPARATOR.split(text)
    while (
        len(parts) > 1
        and len(_WORD.findall(parts[-1])) <= LIMITS.site_words
        and len(parts[-1]) < len(max(parts[:-1], key=len))
    ):
        parts.pop()
    return text[: text.rfind(parts[-1]) + len(parts[-1])] if parts else text


def _without_section(text: str) -> str:
    """Return a title without the site's name and without a short section before the headline."""
    kept = _without_site(text)
    first, *rest = _SEPARATOR.split(kept)
    return (
        kept
        if not rest or len(_WORD.findall(first)) >= LIMITS.min_words
        else kept[len(first) :].lstrip(" |»·•-–—")
    )
