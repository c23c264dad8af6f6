"""Whether one text is a translation of the other: most sentences have a partner, in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import numpy as np

from parallax.aligners.beads.arrays import Index, Spans
from parallax.aligners.beads.compiled import compiled
from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="by hand on the development documents of NTREX-128, which `bench align` scores",
)
@dataclass(frozen=True)
class RegimeLimits:
    """When a pair of texts counts as a translation."""

    min_coverage: Annotated[float, "minimum share of sentences in beads, on both sides"] = 0.75
    min_order: Annotated[float, "minimum rank correlation (Kendall's tau) of the beads"] = 0.85


LIMITS = RegimeLimits()


class Regime(StrEnum):
    """How two texts are aligned."""

    COMPARABLE = "comparable"
    TRANSLATION = "translation"


def regime(beads: Sequence[Spans], shape: tuple[int, int]) -> Regime:
    """Return how two texts should be aligned, by the disjoint beads of the order-free choice.

    :param shape: the number of sentences on both sides, at least one.
    """
    if len(beads) < 2 or any(
        covered < LIMITS.min_coverage * size
        for covered, size in zip(_covered(beads), shape, strict=True)
    ):
        return Regime.COMPARABLE
    places = np.array([right[0] for _, right in sorted(beads)])
    return Regime.TRANSLATION if rank_correlation(places) >= LIMITS.min_order else Regime.COMPARABLE


def partner_odds(beads: Sequence[Spans], shape: tuple[int, int]) -> float:
    """Return the odds that a sentence of a translation has a partner, by the covered sentences."""
    return min(
        (covered + 1) / (size - covered + 1)
        for covered, size in zip(_covered(beads), shape, strict=True)
    )


def _covered(beads: Sequence[Spans]) -> tuple[int, int]:
    """Return the number of sentences in beads on both sides."""
    return sum(len(left) for left, _ in beads), sum(len(right) for _, right in beads)


@compiled
def rank_correlation(places: Index) -> float:
    """Return Kendall's tau of distinct numbers with their order: 1 if they rise, -1 if they fall.

    ``scipy.stats.kendalltau`` takes longer than the whole alignment of two news articles.
    """
    rising = 0
    for k in range(len(places)):
        for later in range(k + 1, len(places)):
            rising += places[later] > places[k]
    pairs = len(places) * (len(places) - 1) / 2
    return 2 * rising / pairs - 1 if pairs else 1.0
