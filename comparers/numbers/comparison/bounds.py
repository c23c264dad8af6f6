"""How far beyond an open bound another figure still agrees with it: "at least 30" holds 210, and
says nothing of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.numbers.comparison.intervals import Rates, interval
from parallax.comparers.numbers.comparison.units import dimension, magnitude
from parallax.comparers.numbers.quantity import Quantity
from parallax.core.thresholds import thresholds


@thresholds("compare", chosen="by judgement, after 6 tolls of 20 real stories: see the fields")
@dataclass(frozen=True)
class BoundLimits:
    """When two figures are near each other."""

    reach: Annotated[
        float,
        "largest share by which a figure may be beyond an open bound and still agree with it, and "
        "by which two counts of one thing may differ and be near each other",
        "a quarter, by judgement: “at least 30” held 210",
    ] = 0.25


_LIMITS = BoundLimits()
_BOUNDS = frozenset({"more_than", "at_least", "up_to", "at_most", "less_than"})


def far_apart(a: Quantity, b: Quantity) -> bool:
    """Tell whether one of two counts or shares is larger than the other by more than a quarter."""
    if dimension(a) != dimension(b) or dimension(a) not in ("count", "percent"):
        return False
    x, y = magnitude(a), magnitude(b)
    return bool(x and y and max(x / y, y / x) > 1 + _LIMITS.reach)


def beyond_bound(a: Quantity, b: Quantity, rates: Rates | None = None) -> bool:
    """Tell whether a figure lies so far beyond the bound of another that they do not say the same,
    though one contains the other: "at least 30" and "210".
    """
    for bound, other in ((a, b), (b, a)):
        if bound.modifier not in _BOUNDS:
            continue
        x, y = interval(bound, other, rates), interval(other, rates=rates)
        ends = [end for end in (y.low, y.high) if math.isfinite(end)]
        mine = x.low if math.isfinite(x.low) else x.high
        if not ends or min(*ends, mine) <= 0 or other.modifier == "vague":
            continue
        nearest = min(ends) if math.isfinite(x.low) else max(ends)
        ratio = nearest / mine if math.isfinite(x.low) else mine / nearest
        if ratio > (1 + _LIMITS.reach) * (1 + _rounded(bound)):
            return True
    return False


def _rounded(bound: Quantity) -> float:
    """Return by what share a bound may be rounded: "more than a hundred" beside 130."""
    value = abs(bound.value or 0.0)
    return min(_LIMITS.reach, bound.step / 2 / value) if value else 0.0
