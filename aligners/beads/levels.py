"""Which beads a user wants: as many as are right, only sure ones, or all that were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="on labelled stories of outlets held out and on the folds of NTREX-128, as printed by "
    "benchmarks/train_beads.py",
)
@dataclass(frozen=True)
class Levels:
    """Least probability of a bead; the balanced one is the setting `bead_probability`."""

    precise: Annotated[float, "of sure beads: about nine of ten are right"] = 0.8
    everything: Annotated[float, "of all beads worth a look: most are wrong", "by judgement"] = 0.1


LEVELS = Levels()
