"""The parts of a stated title: headline, section, and the name of the site."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Annotated

from parallax.core.thresholds import thresholds
from parallax.corpora.fetch.addresses import host_of
from parallax.corpora.fetch.sites import registered_domain
from parallax.languages.transliterate import sound

# Titles are clean: they have single blanks.
_SEPARATOR = re.compile(r" ?:{2,} ?| (?:[|»·•:/>›→-]|//|[–—]) | ?[|] ?")
_ANY_SEPARATOR = re.compile(r" [|»·•/–—-] | ?[|»] ?|[:.] | ?:{2,} ?| // ")
_AROUND = " |·•:/–—-"
_WORD = re.compile(r"\w+")


@thresholds("gather", chosen="on half of the outlets of saved pages, see docs/benchmarks.md")
@dataclass(frozen=True)
class PartLimits:
    """When a part of a title is no headline."""

    min_words: Annotated[int, "minimum words of a headline"] = 3
    site_words: Annotated[int, "maximum words of the name of a site or section"] = 4
    named_words: Annotated[int, "the same of a part that names the host"] = 8
    name_letters: Annotated[int, "minimum letters of a name that is looked for in the parts"] = 3
    cuts: Annotated[int, "separators of a title that are looked at"] = 40


PARTS = PartLimits()


def count_words(text: str) -> int:
    """Return the number of words and numbers of a text."""
    return len(_WORD.findall(text))


def plain(text: str) -> str:
    """Return the words of a text in lower case, one blank between them, to compare titles."""
    return " ".join(_WORD.findall(text.lower()))


def site_names(url: str, stated: Collection[str]) -> frozenset[str]:
    """Return the names of a page's site as they sound: that of its host and those it states."""
    domain = registered_domain(url) if host_of(url) else ""
    names = {sound(domain.split(".")[0]), sound(domain), *map(sound, stated)}
    return frozenset(name for name in names if len(name) >= PARTS.name_letters)


def names_site(part: str, names: Collection[str]) -> bool:
    """Return whether words of a part of a title, one or several, are a name of the site."""
    found = [sound(word) for word in _WORD.findall(part)]
    return len(found) <= PARTS.named_words and any(
        "".join(found[a:b]) in names
        for a in range(len(found))
        for b in range(a + 1, len(found) + 1)
    )


def unions(text: str, *, strong: bool = False) -> Iterator[str]:
    """Yield the parts of a title between any two of its separators.

    :param strong: not at colons and full stops, which headlines have too.
    """
    separator = _SEPARATOR if strong else _ANY_SEPARATOR
    cuts = [found.span() for found in islice(separator.finditer(text), PARTS.cuts)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    yield from (text[a:b].strip() for a in starts for b in ends if a < b)


def longest_part(text: str) -> str:
    """Return the longest part of a title between separators: most likely the headline."""
    return max((_part(text, span) for span in _spans(text)), key=len, default="").strip()


def without_site(text: str, names: Collection[str] = ()) -> str:
    """Return a title without site and section at its end, which are short parts, shorter than the
    rest, and without parts at either end that name the site.
    """
    spans = _spans(text)
    for end in (0, -1):
        while len(spans) > 1 and names_site(_part(text, spans[end]), names):
            rest = spans[1:] if end == 0 else spans[:-1]
            if count_words(text[rest[0][0] : rest[-1][1]]) < PARTS.min_words:
                break
            spans = rest
    while len(spans) > 1 and _ends_with_section(text, spans):
        spans.pop()
    return text[spans[0][0] : spans[-1][1]].rstrip(_AROUND).lstrip(f"{_AROUND}»")


def without_section(text: str, names: Collection[str] = ()) -> str:
    """Return a title without the site's name and without a short section before the headline."""
    kept = without_site(text, names)
    spans = _spans(kept)
    if len(spans) < 2 or count_words(_part(kept, spans[0])) >= PARTS.min_words:
        return kept
    return kept[spans[1][0] :]


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where the parts of a title are."""
    cuts = [found.span() for found in islice(_SEPARATOR.finditer(text), PARTS.cuts)]
    return [(a, b) for (_, a), (b, _) in pairwise([(0, 0), *cuts, (len(text), len(text))])]


def _part(text: str, span: tuple[int, int]) -> str:
    return text[slice(*span)]


def _ends_with_section(text: str, spans: list[tuple[int, int]]) -> bool:
    last, *rest = (_part(text, span) for span in reversed(spans))
    return count_words(last) <= PARTS.site_words and len(last) < len(max(rest, key=len))
