"""Suggestions of the memory: the translation of a sentence that is nearly the same (a fuzzy match),
always marked as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from parallax.translators.memory import Translation
from parallax.translators.quality_flags import same_numbers

LEAST = 90.0
"""Least likeness, in percent: two times the characters in common over the characters of both
(normalised indel similarity).
"""
_LOOKED_AT = 5


@dataclass(frozen=True)
class Suggestion:
    """A translation of a sentence that is like the one at hand, in percent; never kept as a
    translation of this one.
    """

    like: str
    percent: float
    translation: Translation

    @property
    def says(self) -> str:
        """Whose it is, in words a reader understands."""
        return f"suggestion only: of a sentence {self.percent:.0f} % like this one, “{self.like}” ({self.translation.origin})"


def suggest(text: str, language: str, known: Mapping[str, Translation]) -> Suggestion | None:
    """Return the best fuzzy match with the same numbers, or None.

    A sentence that differs in a number alone is nearly the same and says something else, so it is
    none.

    :param known: the memory of one language pair, by source text.
    """
    found = process.extract(
        text, known.keys(), scorer=fuzz.ratio, score_cutoff=LEAST, limit=_LOOKED_AT
    )
    for like, percent, _ in found:
        if not known[like].flags and same_numbers(text, like, language):
            return Suggestion(like, percent, known[like])
    return None
