"""Where a figure is said to be: the countries named right after "in" in its clause, as ISO 3166
codes.

Figures of different countries are never compared: "17,000 in Turkey" says nothing against "3,000 in
Syria". The names are those of CLDR (through babel) in the language of the text; only their stems
are matched, for they are inflected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parallax.comparers.numbers.read.lexicon import data, word_list, word_set
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.languages.fold import fold
from parallax.languages.tokens import TokenizedText

_IN = {
    language: frozenset(words.split())
    for language, words in data("grammar")["places"]["in"].items()
}
_AND = word_set("grammar", "places", "and")
_ENDS = frozenset({";", ":", "—", "–", "(", ")", "«", "»", "."})
_VOWELS = data("grammar")["places"]["vowels"]
_ENDING = re.compile(rf"[{_VOWELS}]*(?:{'|'.join(word_list('grammar', 'places', 'endings'))})?")
_NAMES: dict[str, str] = {
    name: code
    for code, names in data("grammar")["places"]["names"].items()
    for name in names.split()
}
"""Short and usual names beside those of CLDR."""


def places(
    s: TokenizedText, first: int, last: int, others: Sequence[tuple[int, int]]
) -> frozenset[str]:
    """Return the countries of the clause around the tokens first..last, as far as no other figure
    is nearer to them.

    :param others: the spans of the other figures of the sentence.
    """
    found: dict[int, str] = {}
    for at in range(1, len(s)):
        if (
            s.capitalised(at)
            and s.word(at - 1) in _IN[s.language]
            and (code := country(s.language, s.word(at)))
        ):
            found[at] = code
            if (
                s.word(at + 1) in _AND
                and s.capitalised(at + 2)
                and (also := country(s.language, s.word(at + 2)))
            ):
                found[at + 2] = also
    return frozenset(
        code
        for at, code in found.items()
        if not any(_between(s, at, first, last, sign) for sign in _ENDS)
        and all(_distance(at, first, last) <= _distance(at, *other) for other in others)
    )


def _distance(at: int, first: int, last: int) -> int:
    return max(first - at, at - last, 0)


def _between(s: TokenizedText, at: int, first: int, last: int, sign: str) -> bool:
    low, high = (at, first) if at < first else (last, at)
    return sign in s.words[low + 1 : high]


@lru_cache(maxsize=65536)
def country(language: str, word: str) -> str | None:
    """Return the ISO 3166 code of a country's name in any case, or None."""
    if word in _NAMES:
        return _NAMES[word]
    stems = _stems(language)
    if language == "en":
        return stems.get(word)
    fitting = (
        n
        for n in range(len(word), LIMITS.country_stem - 1, -1)
        if word[:n] in stems and _ENDING.fullmatch(word[n:])
    )
    return next((stems[word[:n]] for n in fitting), None)


@lru_cache
def _stems(language: str) -> dict[str, str]:
    """Return the beginnings of the names of countries that are one word."""
    from babel import Locale

    names = {
        fold(name): code
        for code, name in Locale(language).territories.items()
        if len(code) == 2
        and code.isalpha()
        and " " not in name
        and len(name) >= LIMITS.country_stem
    }
    if language == "en":
        return names
    return {
        stem: code
        for name, code in names.items()
        if len(stem := name.rstrip(_VOWELS)) >= LIMITS.country_stem
    }
