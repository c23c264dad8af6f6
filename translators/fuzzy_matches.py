"""Fuzzy matches: the translation of a nearly equal sentence, always marked as a suggestion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from rapidfuzz import fuzz, process

from parallax.core.thresholds import thresholds
from parallax.translators.memory import Translation
from parallax.translators.translated_numbers import same_numbers


@thresholds("translate", chosen="by judgement; no set with gold scores suggestions")
@dataclass(frozen=True)
class FuzzyLimits:
    """When a translation is suggested for another sentence."""

    min_percent: Annotated[
        float, "minimum similarity: twice the common characters over those of both sentences"
    ] = 90.0
    compared: Annotated[int, "most similar sentences whose numbers are compared"] = 5


LIMITS = FuzzyLimits()


@dataclass(frozen=True)
class Suggestion:
    """The translation of a similar sentence (in percent); never kept as one of this sentence."""

    like: str
    percent: float
    translation: Translation

    @property
    def says(self) -> str:
        """Its origin, in words for readers."""
        return (
            f"suggestion only: of a sentence {self.percent:.0f} % like this one, "
            f"“{self.like}” ({self.translation.origin})"
        )


def suggest(text: str, language: str, known: Mapping[str, Translation]) -> Suggestion | None:
    """Return the best fuzzy match with the same numbers, or None.

    A sentence that differs only in a number is nearly equal but says something else, so it is not
    suggested.

    :param known: the memory of one language pair, by source text.
    """
    found = process.extract(
        text,
        known.keys(),
        scorer=fuzz.ratio,
        score_cutoff=LIMITS.min_percent,
        limit=LIMITS.compared,
    )
    for like, percent, _ in found:
        if not known[like].flags and same_numbers(text, like, language):
            return Suggestion(like, percent, known[like])
    return None
