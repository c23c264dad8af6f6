"""Whether one text is a translation of the other: nearly every sentence has a mutual best partner, and in one order."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau

Matrix = NDArray[np.float32]

COVERAGE = 0.75
"""Least share of the longer text's sentences with a mutual best partner."""
ORDER = 0.85
"""Least Kendall rank correlation of the partners."""


class Regime(StrEnum):
    """How two texts are aligned."""

    COMPARABLE = "comparable"
    TRANSLATION = "translation"


def regime(pairs: Matrix) -> Regime:
    """Return how two texts should be aligned.

    :param pairs: similarity of every sentence pair, shape (left, right), at least one of each.
    """
    best = pairs.argmax(axis=1)
    mutual = np.flatnonzero(pairs.argmax(axis=0)[best] == np.arange(len(pairs)))
    if len(mutual) < 2 or len(mutual) < COVERAGE * max(pairs.shape):
        return Regime.COMPARABLE
    order = kendalltau(mutual, best[mutual], nan_policy="raise").statistic
    return Regime.TRANSLATION if order >= ORDER else Regime.COMPARABLE
