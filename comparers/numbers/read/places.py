"""Where a figure is said to be: the places named right after "in" in its clause, countries as ISO
3166 codes, others by the sound of their names (`~krkv` is Kharkiv, Харків, Харькове).

Figures of different countries are never compared: "17,000 in Turkey" says nothing against "3,000 in
Syria". The names are those of CLDR (through babel) in the language of the text; only their stems
are matched, for they are inflected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parallax.comparers.numbers.read.lexicon import data, phrases, word_list, word_set
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.languages.fold import fold
from parallax.languages.tokens import TokenizedText

_IN = {
    language: frozenset(words.split())
    for language, words in data("grammar")["places"]["in"].items()
}
_AND = word_set("grammar", "places", "and")
_ENDS = frozenset({";", ":", "—", "–", "(", ")", "«", "»", "."})
SOUND = "~"
"""Before the sound of a place that is no country."""
_SOUNDS = str.maketrans("cwzq", "kvsk")
_VOWELS = data("grammar")["places"]["vowels"]
_ENDING = re.compile(rf"[{_VOWELS}]*(?:{'|'.join(word_list('grammar', 'places', 'endings'))})?")
_ONE_SOUND: dict[str, str] = data("grammar")["places"]["sounds"]
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
    if first > 0 and s.capitalised(first - 1) and (owner := country(s.language, s.word(first - 1))):
        return frozenset({owner})
    for at in range(1, len(s)):
        if (
            s.capitalised(at)
            and _led(s, at)
            and (code := country(s.language, s.word(at)) or _sound(s, at))
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


def owner(s: TokenizedText, first: int) -> frozenset[str]:
    """Return the country that a loss is of: the one named last before it in its clause."""
    for at in range(first - 1, -1, -1):
        if s.word(at) in _ENDS or s.word(at) == ",":
            break
        if s.capitalised(at) and (code := country(s.language, s.word(at))):
            return frozenset({code})
    return frozenset()


def _led(s: TokenizedText, at: int) -> bool:
    """Tell whether "in" or "in the" is before the token."""
    before = at - 1 - (s.language == "en" and s.word(at - 1) == "the")
    return s.word(before) in _IN[s.language]


def _sound(s: TokenizedText, at: int) -> str | None:
    """Return the consonants of a name as they sound in each of the languages, None where the
    capitalised word is a month, a possessive or too short.
    """
    word = s.word(at)
    if (
        s.kind(at) != "word"
        or word.endswith("'s")
        or phrases("months", s.language).match(s.words, at)
        or s.surface(at).isupper()
    ):
        return None
    return sound_of(word)


@lru_cache(maxsize=65536)
def sound_of(word: str) -> str | None:
    """Return the sound of a name: its consonants in Latin letters, each once in a row."""
    from anyascii import anyascii

    letters = re.sub("[^a-z]|[aeiouyjhg]", "", anyascii(word).lower().replace("x", "ks"))
    plain = letters.translate(_SOUNDS)
    sound = re.sub(r"(.)\1+", r"\1", plain)
    return SOUND + _ONE_SOUND.get(sound, sound) if len(sound) > 1 else None


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
