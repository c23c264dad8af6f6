"""Whether one text is a translation of the other: nearly every sentence has a mutual best partner, and in one order."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from aligners.arrays import Index

COVERAGE = 0.75
"""Least share of the longer text's sentences with a mutual best partner."""
ORDER = 0.85
"""Least Kendall rank correlation of the partners."""


class Regime(StrEnum):
    """How two texts are aligned."""

    COMPARABLE = "comparable"
    TRANSLATION = "translation"


def regime(best_right: Index, best_left: Index) -> Regime:
    """Return how two texts should be aligned.

    :param best_right: the most similar right sentence of each left one, at least one; ``best_left`` the other way round.
    """
    mutual = np.flatnonzero(best_left[best_right] == np.arange(len(best_right)))
    if len(mutual) < 2 or len(mutual) < COVERAGE * max(len(best_right), len(best_left)):
        return Regime.COMPARABLE
    return Regime.TRANSLATION if rank_correlation(best_right[mutual]) >= ORDER else Regime.COMPARABLE


def rank_correlation(places: Index) -> float:
    """Return Kendall's tau of distinct numbers with their order: 1 where they rise, -1 where they fall.

    ``scipy.stats.kendalltau`` takes longer than the whole alignment of two news articles.
    """
    rising = sum(int((places[k + 1 :] > place).sum()) for k, place in enumerate(places))
    pairs = len(places) * (len(places) - 1) / 2
    return 2 * rising / pairs - 1 if pairs else 1.0
