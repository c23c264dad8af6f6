"""What makes beads likelier than the scorer says, or less likely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeVar

from parallax.aligners.beads.arrays import Matrix
from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="by hand: on the sample world, which `bench sample` scores, no wrong pair of headlines "
    "is a bead; on labelled stories of outlets the calibration error of beads stays below .05",
)
@dataclass(frozen=True)
class BeadPriors:
    """What makes beads likelier than the scorer says."""

    part_odds: Annotated[
        float,
        "how much the odds of a part of a sentence are below those of whole sentences as similar; "
        "the scorer was trained with whole ones, and parts are short and many",
        "of 1, .5 and .25 by hand on scenario C4 of a third of the development documents and on "
        "nine collected stories of real outlets (air_india to kryvyirih) with labels of shared "
        "statements",
    ] = 0.25
    headline_odds: Annotated[
        float,
        "how much the odds of two headlines of a story exceed those of other sentences as similar; "
        "the scorer was trained without headlines",
    ] = 3.5
    several_odds: Annotated[
        float,
        "how much the odds of a bead of several sentences or clauses of a text exceed what the "
        "scorer says of it; not in translations, whose paths have odds of their own",
        "of 1, 1.25, 1.35, 1.5, 2 and 3 by hand on C3 and C4 of development documents; there and "
        "on labelled stories of outlets the scorer said too much of single pairs, and not of beads "
        "of several sentences; from 1.4 on links of three texts are worse than the beads they join",
    ] = 1.35


PRIORS = BeadPriors()

Chance = TypeVar("Chance", float, Matrix)


def with_odds(p: Chance, odds: float) -> Chance:
    """Return probabilities with their odds multiplied."""
    return odds * p / (1 + (odds - 1) * p)
