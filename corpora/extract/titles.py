"""The headline of a page: the heading that the page's own metadata confirm.

Pages put their site's name or a section into ``h1``, and the site's name behind the headline in
``title``; what two places say is the headline.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from parallax.corpora.extract.blocks import blocks, clean
from parallax.corpora.extract.json_ld import Item, texts

_SEPARATOR = re.compile(r"\s+[|»·•]\s+|\s+[-–—]\s+|\s*[|]\s*")
_ANY_SEPARATOR = re.compile(r"\s+[|»·•/–—-]\s+|\s*[|»]\s*|[:.]\s+|\s+::\s+")
_WORD = re.compile(r"\w+")
_AGREES = 0.8
"""Share of a heading's words that the metadata must have for it to be the headline."""
_LEAST_WORDS = 3
_SITE_WORDS = 4


def title(tree: HtmlElement, data: list[Item]) -> str:
    """Return the headline of a page; empty when it has no heading and no title.

    :param data: the page's JSON-LD objects about articles.
    """
    stated, shown = _stated(tree, data), clean(str(tree.xpath("string(//title)")))
    headings = [
        line
        for h in tree.xpath("//article//h1 | //main//h1 | //h1 | //article//h2 | //main//h2")
        for line in dict.fromkeys((clean(h.text_content()), *(block.text for block in blocks(h))))
    ]
    scored = [
        (max((_agreement(heading, text) for text in (*stated, shown)), default=0.0), -at, heading)
        for at, heading in enumerate(headings)
        if heading
    ]
    if scored and (best := max(scored))[0] >= _AGREES:
        return best[2]
    for text in (*map(_without_site, stated), _repeated(shown, tree), _without_section(shown)):
        if len(_WORD.findall(text)) >= _LEAST_WORDS:
            return text
    first = tree.xpath("//h1")
    return (clean(first[0].text_content()) if first else "") or shown


def _repeated(shown: str, tree: HtmlElement) -> str:
    """Return the longest part of what the browser shows that is a line of the page itself; empty
    where none is.

    Old pages have no heading: their headline is a line in bold, and the title puts site and section
    around it in any way.
    """
    cuts = [found.span() for found in _ANY_SEPARATOR.finditer(shown)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(shown)]
    parts = {shown[a:b].strip().lower(): shown[a:b].strip() for a in starts for b in ends if a < b}
    lines = [block.text.lower() for block in blocks(tree) if not block.is_links]
    return max((parts[line] for line in lines if line in parts), key=len, default="")


def _stated(tree: HtmlElement, data: list[Item]) -> list[str]:
    """Return the titles the page's metadata state."""
    found = [
        clean(str(text))
        for text in tree.xpath(
            "//meta[@property='og:title' or @name='og:title' or @name='twitter:title']/@content"
        )
    ]
    found += [clean(text) for text in texts(data, "headline")]
    return [text for text in found if text]


def _agreement(heading: str, stated: str) -> float:
    """Return how much of a heading a stated title says, 0 to 1; a heading of a word or two must be
    all of a part of it.
    """
    own, theirs = _WORD.findall(heading.lower()), _WORD.findall(stated.lower())
    if not own:
        return 0.0
    if len(own) < _LEAST_WORDS:
        return float(heading.lower() == _without_site(stated).lower())
    both = sum(word in theirs for word in own) / len(own)
    covered = sum(word in own for word in _WORD.findall(_without_site(stated).lower())) / max(
        1, len(_WORD.findall(_without_site(stated)))
    )
    return both * (0.5 + 0.5 * covered)


def _without_site(text: str) -> str:
    """Return a title without the names of site and section at its end: parts of a few words,
    shorter than what is left.
    """
    parts = _SEPARATOR.split(text)
    while (
        len(parts) > 1
        and len(_WORD.findall(parts[-1])) <= _SITE_WORDS
        and len(parts[-1]) < len(max(parts[:-1], key=len))
    ):
        parts.pop()
    return text[: text.rfind(parts[-1]) + len(parts[-1])] if parts else text


def _without_section(text: str) -> str:
    """Return what the browser shows without the site's name and without a section of a word or two
    before the headline.
    """
    kept = _without_site(text)
    first, *rest = _SEPARATOR.split(kept)
    return (
        kept
        if not rest or len(_WORD.findall(first)) >= _LEAST_WORDS
        else kept[len(first) :].lstrip(" |»·•-–—")
    )
