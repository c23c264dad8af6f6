"""Whether one text is a translation of the other: nearly every sentence has a partner, and partners
come in one order.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from parallax.aligners.beads.arrays import Index, Spans
from parallax.aligners.beads.compiled import compiled

COVERAGE = 0.75
"""Least share of sentences in beads, of the text that has fewer of them there."""
ORDER = 0.85
"""Least Kendall rank correlation of the beads."""


class Regime(StrEnum):
    """How two texts are aligned."""

    COMPARABLE = "comparable"
    TRANSLATION = "translation"


def regime(beads: Sequence[Spans], shape: tuple[int, int]) -> Regime:
    """Return how two texts should be aligned, by the disjoint beads an order-free choice finds.

    :param shape: the number of sentences on both sides, at least one.
    """
    if len(beads) < 2 or any(
        covered < COVERAGE * size for covered, size in zip(_covered(beads), shape, strict=True)
    ):
        return Regime.COMPARABLE
    places = np.array([right[0] for _, right in sorted(beads)])
    return Regime.TRANSLATION if rank_correlation(places) >= ORDER else Regime.COMPARABLE


def partner_odds(beads: Sequence[Spans], shape: tuple[int, int]) -> float:
    """Return the odds that a sentence of a translation has a partner, by how many sentences the
    found beads cover.
    """
    return min(
        (covered + 1) / (size - covered + 1)
        for covered, size in zip(_covered(beads), shape, strict=True)
    )


def _covered(beads: Sequence[Spans]) -> tuple[int, int]:
    """Return how many sentences of both sides are in beads."""
    return sum(len(left) for left, _ in beads), sum(len(right) for _, right in beads)


@compiled
def rank_correlation(places: Index) -> float:
    """Return Kendall's tau of distinct numbers with their order: 1 where they rise, -1 where they
    fall.

    ``scipy.stats.kendalltau`` takes longer than the whole alignment of two news articles.
    """
    rising = 0
    for k in range(len(places)):
        for later in range(k + 1, len(places)):
            rising += places[later] > places[k]
    pairs = len(places) * (len(places) - 1) / 2
    return 2 * rising / pairs - 1 if pairs else 1.0
