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

from parallax.core.thresholds import thresholds
from parallax.languages.detect import LANGUAGES, detect
from parallax.translators.translated_numbers import numbers_differ

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
    ] = field(default_factory=lambda: MappingProxyType({1: 3, 2: 3, 3: 3, 4: 2, 5: 2, 6: 2}))
    scattered: Annotated[int, "flagged from this number of occurrences of the same four words"] = 3


LIMITS = FlagLimits()

_LETTERS = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_UNITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*|\w+")
"""Words and numbers; the groups of a number are no words."""


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
        NUMBERS: readable and numbers_differ(text, translation, source, target),
    }
    return [name for name in REASONS if found.get(name)]


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
    words = _UNITS.findall(text.lower())
    for size, limit in LIMITS.repetitions.items():
        for start in range(len(words) - size * limit + 1):
            run = words[start : start + size]
            if all(
                words[start + k * size : start + (k + 1) * size] == run for k in range(1, limit)
            ):
                return True
    fours = Counter(zip(*(islice(words, k, None) for k in range(4)), strict=False))
    return max(fours.values(), default=0) >= LIMITS.scattered
