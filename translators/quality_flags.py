"""Quality flags: what is visibly wrong with a translation, without knowing the right one.

Networks repeat themselves, copy the original, write too much or nothing, or change a number. Each
is a flag on the row; the text is kept and shown with the flag, and is not used to align sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Annotated

from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.extract import extract
from parallax.core.thresholds import thresholds
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
"""The text of each flag for readers."""


@thresholds("translate", chosen="by judgement; no set with gold scores the flags")
@dataclass(frozen=True)
class FlagLimits:
    """When a translation is flagged."""

    longer: Annotated[float, "too long: more characters than this multiple of the original and"] = 3
    longer_by: Annotated[int, "this number of characters more"] = 40
    min_letters: Annotated[
        int,
        "shorter texts are often names, so their language is not detected; between Ukrainian and "
        "Russian only",
    ] = 20
    repetitions: Annotated[
        Mapping[int, int],
        "flagged from this number of consecutive repetitions, by n-gram length, unless the "
        "original is too",
    ] = field(default_factory=lambda: MappingProxyType({1: 4, 2: 3, 3: 3, 4: 2, 5: 2, 6: 2}))
    scattered: Annotated[int, "flagged from this number of occurrences of the same four words"] = 3
    spelled_ranks: Annotated[
        int, "ordinals up to this are not compared: right translations often reword them"
    ] = 3


LIMITS = FlagLimits()

_LETTERS = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")


def flags(text: str, translation: str, source: str, target: str) -> list[str]:
    """Return what is wrong with a translation, in the order of `REASONS`; languages are ISO 639-1
    codes.

    Numbers and the language are checked only for the languages that Parallax reads.
    """
    if not translation.strip():
        return [EMPTY] if text.strip() else []
    readable = {source, target} <= set(LANGUAGES)
    found = {
        UNTRANSLATED: readable and _in_language_of(text, translation, source, target),
        REPEATED: _repeats(translation) and not _repeats(text),
        LONG: len(translation) > LIMITS.longer * len(text) + LIMITS.longer_by,
        NUMBERS: readable and _numbers(text, source) != _numbers(translation, target),
    }
    return [name for name in REASONS if found.get(name)]


def same_numbers(one: str, other: str, language: str) -> bool:
    """Return whether two texts of one language have the same numbers."""
    return _numbers(one, language) == _numbers(other, language)


def _in_language_of(text: str, translation: str, source: str, target: str) -> bool:
    """Return whether a translation is in the source language.

    Decided by its script, between Ukrainian and Russian by its letters and words.
    """
    if "en" in (source, target):
        return _mostly_cyrillic(text) is (source != "en") and _mostly_cyrillic(translation) is (
            source != "en"
        )
    return (
        len(_LETTERS.findall(translation)) >= LIMITS.min_letters and detect(translation) == source
    )


def _mostly_cyrillic(text: str) -> bool | None:
    """Return whether most letters of a text are Cyrillic; None without letters."""
    letters = len(_LETTERS.findall(text))
    return 2 * len(_CYRILLIC.findall(text)) > letters if letters else None


def _repeats(text: str) -> bool:
    words = re.findall(r"\w+", text.lower())
    for size, limit in LIMITS.repetitions.items():
        for start in range(len(words) - size * limit + 1):
            run = words[start : start + size]
            if all(
                words[start + k * size : start + (k + 1) * size] == run for k in range(1, limit)
            ):
                return True
    fours = Counter(zip(*(islice(words, k, None) for k in range(4)), strict=False))
    return max(fours.values(), default=0) >= LIMITS.scattered


def _numbers(text: str, language: str) -> Counter[tuple[object, ...]]:
    """Return the values of a text's quantities, and the digits outside them (identifiers, times).

    Digits are compared without their grouping.
    """
    quantities = extract(text, language)
    found: Counter[tuple[object, ...]] = Counter(
        _value(q) for q in quantities if not _in_other_words(q)
    )
    for digits in _DIGITS.finditer(text):
        if not any(q.start < digits.end() and digits.start() < q.end for q in quantities):
            found[re.sub(r"\D", "", digits[0]),] += 1
    return found


def _in_other_words(quantity: Quantity) -> bool:
    """Return whether right translations often reword a number: "one", "a half", "twice"."""
    small = quantity.value is not None and abs(quantity.value) < 2
    return (
        small
        or quantity.concept in ("share", "times")
        or (quantity.kind == "ordinal" and (quantity.value or 0) <= LIMITS.spelled_ranks)
    )


def _value(quantity: Quantity) -> tuple[object, ...]:
    """Return the value of a quantity without unit and modifier, which are worded differently."""
    if quantity.kind == "date":
        return (quantity.date,)
    return (quantity.value,) if quantity.value is not None else (quantity.low, quantity.high)
