"""Guard rails: what is visibly wrong with a translation, without knowing the right one.

Networks repeat themselves, leave a sentence as it was, run on, say nothing, or change a number.
Each is a flag on the row; the text is kept and shown with the flag, and does not help to align
sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.extract import extract
from parallax.languages.detect import LANGUAGES, detect

EMPTY, UNTRANSLATED, REPEATED, LONG, NUMBERS = (
    "empty",
    "untranslated",
    "repeated",
    "long",
    "numbers",
)
REASONS = {
    EMPTY: "the translation is empty",
    UNTRANSLATED: "the translation is in the language of the original",
    REPEATED: "the translation repeats itself",
    LONG: "the translation is far longer than the original",
    NUMBERS: "numbers differ from the original",
}
"""What each flag says to a reader."""

_LETTERS = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_LONGER, _LONGER_BY = 3, 40
"""A translation longer than so many times the original and so many characters more runs on."""
_ENOUGH_LETTERS = 20
"""Shorter texts of one script are names as often as sentences: their language is not asked."""
_RUNS = {1: 4, 2: 3, 3: 3, 4: 2, 5: 2, 6: 2}
"""So many times a run of so many words may not stand one after the other, unless the original does
it too.
"""
_SCATTERED = 3
_NAMED_RANKS = 3
"""Ranks up to this are put in other words as often as not."""
"""So many times four words may not come back anywhere."""


def flags(text: str, translation: str, source: str, target: str) -> list[str]:
    """Return what is wrong with a translation, in the order of `REASONS`; languages are ISO 639-1
    codes.

    Numbers are read in the languages Parallax reads; in others this flag is never raised.
    """
    if not translation.strip():
        return [EMPTY] if text.strip() else []
    readable = {source, target} <= set(LANGUAGES)
    found = {
        UNTRANSLATED: readable and _in_language_of(text, translation, source, target),
        REPEATED: _repeats(translation) and not _repeats(text),
        LONG: len(translation) > _LONGER * len(text) + _LONGER_BY,
        NUMBERS: readable and _numbers(text, source) != _numbers(translation, target),
    }
    return [name for name in REASONS if found.get(name)]


def same_numbers(one: str, other: str, language: str) -> bool:
    """Tell whether two texts of one language have the same numbers."""
    return _numbers(one, language) == _numbers(other, language)


def _in_language_of(text: str, translation: str, source: str, target: str) -> bool:
    """Tell whether a translation is in the source language: by its script, between uk and ru by its
    letters and words.
    """
    if "en" in (source, target):
        return _mostly_cyrillic(text) is (source != "en") and _mostly_cyrillic(translation) is (
            source != "en"
        )
    return len(_LETTERS.findall(translation)) >= _ENOUGH_LETTERS and detect(translation) == source


def _mostly_cyrillic(text: str) -> bool | None:
    """Tell whether most letters of a text are Cyrillic; None where it has none at all."""
    letters = len(_LETTERS.findall(text))
    return 2 * len(_CYRILLIC.findall(text)) > letters if letters else None


def _repeats(text: str) -> bool:
    words = re.findall(r"\w+", text.lower())
    for size, limit in _RUNS.items():
        for start in range(len(words) - size * limit + 1):
            run = words[start : start + size]
            if all(
                words[start + k * size : start + (k + 1) * size] == run for k in range(1, limit)
            ):
                return True
    fours = Counter(zip(*(islice(words, k, None) for k in range(4)), strict=False))
    return max(fours.values(), default=0) >= _SCATTERED


def _numbers(text: str, language: str) -> Counter[tuple[object, ...]]:
    """Return the values of a text's quantities, and the figures outside them (designations, times),
    however they are grouped.
    """
    quantities = extract(text, language)
    found: Counter[tuple[object, ...]] = Counter(
        _value(q) for q in quantities if not _in_other_words(q)
    )
    for figure in _DIGITS.finditer(text):
        if not any(q.start < figure.end() and figure.start() < q.end for q in quantities):
            found[re.sub(r"\D", "", figure[0]),] += 1
    return found


def _in_other_words(quantity: Quantity) -> bool:
    """Tell whether right translations put a number in other words: "one", "a half", "twice", "the
    third time".
    """
    small = quantity.value is not None and abs(quantity.value) < 2
    return (
        small
        or quantity.concept in ("share", "times")
        or (quantity.kind == "ordinal" and (quantity.value or 0) <= _NAMED_RANKS)
    )


def _value(quantity: Quantity) -> tuple[object, ...]:
    """Return what a quantity amounts to, whatever its unit and modifier: words may put these
    differently.
    """
    if quantity.kind == "date":
        return (quantity.date,)
    return (quantity.value,) if quantity.value is not None else (quantity.low, quantity.high)
