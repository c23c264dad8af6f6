"""How sure a difference is: one scale for numbers and wording, in every table, page and feed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Confidence(StrEnum):
    """How sure a difference is, best first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the highest; to sort by."""
        return list(Confidence).index(self)


def lowest(levels: Iterable[str]) -> Confidence:
    """Return the lowest of some levels.

    :raises ValueError: when there are none, or one is not a level.
    """
    return max(map(Confidence, levels), key=lambda level: level.rank)
