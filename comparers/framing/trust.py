"""How sure a difference of wording is, by its probability."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from parallax.comparers.confidence import Confidence
from parallax.core.thresholds import thresholds


class Method(StrEnum):
    """How a difference of wording was found."""

    LEXICAL = "lexical"
    """The words alone say it."""
    RULE = "rule"
    """A rule over words decides it."""
    EXPERIMENTAL = "experimental"
    """A rule that has not earned its place: not measured yet, or too seldom useful."""


@thresholds(
    "compare",
    chosen="by judgement, before the findings were judged that `bench findings` scores by "
    "confidence: high is right about twice as often as the rest, medium no more than low",
)
@dataclass(frozen=True)
class WordingTrust:
    """What a probability of wording is made of, and what is called how sure."""

    one_side: Annotated[float, "what remains where one side alone is marked"] = 0.7
    unknown: Annotated[float, "false discovery rate of a rule that no decoy has shown"] = 0.5
    high: Annotated[float, "least probability of high confidence"] = 0.6
    medium: Annotated[float, "least probability of medium confidence"] = 0.3


TRUST = WordingTrust()


def confidence(method: Method, p: float | None) -> Confidence:
    """Return how sure a difference is: by its probability, and low where its rule has not earned
    its place; by the method alone in rows that are older than probabilities.
    """
    if method is Method.EXPERIMENTAL:
        return Confidence.LOW
    if p is None:
        return Confidence.HIGH if method is Method.LEXICAL else Confidence.MEDIUM
    if p >= TRUST.high:
        return Confidence.HIGH
    return Confidence.MEDIUM if p >= TRUST.medium else Confidence.LOW
