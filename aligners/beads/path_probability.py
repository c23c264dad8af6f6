"""P(correct) of a bead on the path through a translation.

The scorer judges a bead as if the texts were two outlets' news. Where nearly all sentences have a
partner in one order, a bead that fills a gap of the path is right much more often than it says: the
fewer sentences are left over, the likelier. So the beads of a path have a calibration of their own:
a logistic regression on the scorer's logit and the log odds that a sentence has a partner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from parallax.aligners.beads.arrays import Matrix
from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="fitted by `python -m benchmarks.path_calibration` on the scenarios P0, P and C1 and on "
    "long translations, of the development documents of NTREX-128",
)
@dataclass(frozen=True)
class PathCalibration:
    """Coefficients of the logistic regression, and when a whole path is kept."""

    slope: Annotated[float, "of the logit of the scorer's probability"] = 0.618
    coverage: Annotated[float, "of the log odds that a sentence has a partner"] = 0.935
    offset: Annotated[float, "constant"] = 0.361
    extreme: Annotated[
        float, "probabilities nearer to 0 or 1 count as this far from it", "by judgement"
    ] = 1e-3
    sure_odds: Annotated[
        float,
        "from these odds that a sentence has a partner, the whole path is kept",
        "by hand on the same texts: above, every bead of a path shares a link with a right one",
    ] = 6.0


CALIBRATION = PathCalibration()


def on_path(probabilities: Matrix, odds: float) -> Matrix:
    """Return P(correct) of beads on a path.

    :param probabilities: what the scorer says, shape (beads,).
    :param odds: the odds that a sentence of the two texts has a partner.
    """
    p = np.clip(probabilities, CALIBRATION.extreme, 1 - CALIBRATION.extreme)
    logits = (
        CALIBRATION.slope * np.log(p / (1 - p))
        + CALIBRATION.coverage * math.log(odds)
        + CALIBRATION.offset
    )
    return np.asarray(np.round(1 / (1 + np.exp(-logits)), 4), dtype=np.float32)
