"""The headline of a page: its only heading, or the heading that the page's own metadata confirm.

Pages put the name of the site or section into ``h1``, and that of the site after the headline in
``title``; the text in two places is the headline. Where there is one heading long enough, it is
what readers see, and metadata that differ are written for search engines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Annotated

from lxml.html import HtmlElement

from parallax.core.thresholds import thresholds
from parallax.corpora.extract.blocks import blocks, clean
from parallax.corpora.extract.json_ld import Item, texts
from parallax.corpora.extract.title_parts import (
    count_words,
    longest_part,
    names_site,
    plain,
    site_names,
    unions,
    without_section,
    without_site,
)

_WORD = re.compile(r"\w+")
_TIME_BEHIND = re.compile(
    r"(?:[\s,|/–—-]+(?:\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})|\d{1,2}:\d{2}))+\s*$"
)


@thresholds("gather", chosen="on half of the outlets of saved pages, see docs/benchmarks.md")
@dataclass(frozen=True)
class TitleLimits:
    """When a text is the headline."""

    agreement: Annotated[
        float, "minimum agreement of a heading with the metadata, see `_agreement`"
    ] = 0.8
    min_words: Annotated[int, "minimum words of a headline"] = 3
    only_words: Annotated[int, "minimum words of an only heading that needs no agreement"] = 4
    letters: Annotated[int, "minimum letters of a word that it shares with the metadata"] = 4
    stem: Annotated[int, "first letters of such a word that must be equal"] = 5
    characters: Annotated[int, "a stated title is cut there; a longer heading is none"] = 300
    headings: Annotated[int, "headings of a page that are looked at"] = 100
    lines: Annotated[int, "lines of those headings that are compared with the metadata"] = 500
    stated: Annotated[int, "titles stated by the metadata that are looked at"] = 10


LIMITS = TitleLimits()


def title(tree: HtmlElement, data: list[Item], url: str = "") -> str:
    """Return the headline of a page; empty when it has no heading and no title.

    :param data: the page's JSON-LD objects about articles. :param url: its address, which names
        the site.
    """
    stated, shown = _stated(tree, data), _cut(str(tree.xpath("string(//title)")))
    names = site_names(url, tree.xpath("//meta[@property='og:site_name']/@content")[:1])
    if only := _only_heading(tree, [text for text in (*stated, shown) if text], names):
        return only
    scored = [
        (max((_agreement(heading, text) for text in (*stated, shown)), default=0.0), -at, heading)
        for at, heading in enumerate(islice(_headings(tree), LIMITS.lines))
    ]
    if scored and (best := max(scored))[0] >= LIMITS.agreement:
        return _TIME_BEHIND.sub("", best[2])
    for text in (
        *(without_site(text, names) for text in stated),
        _repeated(shown, tree),
        without_section(shown, names),
    ):
        if count_words(text) >= LIMITS.min_words:
            return text
    first = tree.xpath("//h1")
    return (_cut(first[0].text_content()) if first else "") or shown


def _only_heading(tree: HtmlElement, stated: Sequence[str], names: Collection[str]) -> str:
    """Return the headline in the only ``h1`` that is long enough for one; empty without.

    None is one that names the site, and one that shares no word with any stated title. Of its
    lines, the headline is the first that is a part of a stated title; the others are a deck.
    """
    found: dict[str, HtmlElement] = {}
    for heading in islice(tree.iter("h1"), LIMITS.headings):
        text = clean(heading.text_content())
        if count_words(text) >= LIMITS.only_words and len(text) <= LIMITS.characters:
            found.setdefault(plain(text), heading)
    if len(found) != 1:
        return ""
    (heading,) = found.values()
    whole = clean(heading.text_content())
    if stated and not _begin_alike(whole, map(longest_part, stated)):
        return ""
    lines = [*(block.text for block in islice(blocks(heading), LIMITS.lines)), whole]
    parts = {plain(part) for text in stated for part in unions(text)}
    titles = {plain(text) for text in stated}
    for line in lines:
        headline = _TIME_BEHIND.sub("", line)
        if count_words(headline) >= LIMITS.only_words and plain(headline) in parts:
            return "" if names_site(headline, names) and plain(headline) not in titles else headline
    for part in chain(unions(whole, strong=True), _glued(whole, stated)):
        if count_words(part) >= LIMITS.only_words and plain(part) in titles:
            return part
    return _TIME_BEHIND.sub("", whole)


def _begin_alike(heading: str, stated: Iterable[str]) -> bool:
    """Return whether a heading shares a longer word, whatever its ending, with a stated title."""
    own, theirs = (
        {word[: LIMITS.stem] for word in _WORD.findall(text.lower()) if len(word) >= LIMITS.letters}
        for text in (heading, " ".join(stated))
    )
    return bool(own & theirs)


def _glued(heading: str, stated: Iterable[str]) -> Iterator[str]:
    """Yield the stated titles that a heading begins with, and more without a blank between: the
    number of comments, a deck.
    """
    for text in stated:
        if heading.startswith(text) and heading[len(text) :][:1].isalnum():
            yield text


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
    lowered = shown.lower()
    lines = {
        line: None
        for block in blocks(tree)
        if not block.is_links and (line := block.text.lower()) in lowered
    }
    if not lines:
        return ""
    parts = {part.lower(): part for part in unions(shown)}
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
    headline = without_site(stated)
    if len(own) < LIMITS.min_words:
        return float(heading.lower() == headline.lower())
    both = sum(word in theirs for word in own) / len(own)
    covered = sum(word in own for word in _WORD.findall(headline.lower())) / max(
        1, count_words(headline)
    )
    return both * (0.5 + 0.5 * covered)
