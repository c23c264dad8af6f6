"""Two figures with one numeral that do not say the same: a rise and a fall, by and to, per day and
per week, percent and percentage points, an act and its denial; and two that say it in other words
(doubled, up 100 %).

Each difference has a rule of its own, so that a reader sees what differs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.numbers.comparison.units import dimension, period_factor
from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.frames import opposed
from parallax.core.thresholds import thresholds


@thresholds("compare", chosen="by judgement")
@dataclass(frozen=True)
class SenseLimits:
    """When two amounts that are said in other words are the same."""

    rung: Annotated[
        float, "times by which two indefinite amounts differ at least: dozens and hundreds"
    ] = 3.0
    same: Annotated[float, "share by which two rates, or two factors of change, may differ"] = 0.03


_LIMITS = SenseLimits()


@dataclass(frozen=True)
class Sense:
    """How two figures relate beside their values: whether they say the same, why, and the rule."""

    same: bool
    why: str
    rule: str


def sense(left: Quantity, right: Quantity, *, meeting: bool) -> Sense | None:
    """Return how what is said of two figures differs or agrees beside their values, or None.

    :param meeting: whether the values agree.
    """
    if changed := _multiples(left, right):
        return changed
    if _rungs_differ(left, right):
        return Sense(False, "amounts of another order", "number.vague")
    if left.period != right.period and left.period and right.period:
        return _rates(left, right)
    if not meeting:
        return None
    if left.per and right.per and left.per != right.per:
        return Sense(False, f"per {left.per} and per {right.per}", "number.rate")
    if opposed(left.direction, right.direction):
        return Sense(False, f"{left.direction} and {right.direction}", "number.direction")
    if left.change and right.change and left.change != right.change:
        return Sense(False, f"{left.change} and {right.change} the figure", "number.change")
    if left.role and left.role == right.role and left.negated != right.negated:
        return Sense(False, "one side denies it", "number.negated")
    if {dimension(left), dimension(right)} == {"percent", "points"}:
        return Sense(False, "percent and percentage points", "number.points")
    return None


def one_numeral(left: Quantity, right: Quantity) -> bool:
    """Tell whether two figures are the same number."""
    return left.value is not None and left.value == right.value


def factor_of_change(quantity: Quantity) -> float | None:
    """Return by what a change multiplies: 2 of "doubled" and "up 100 %", 0.5 of "halved"."""
    if quantity.value is None or quantity.direction not in ("up", "down"):
        return None
    up = quantity.direction == "up"
    if quantity.concept == "times":
        return quantity.value if up else 1 / quantity.value if quantity.value else None
    if dimension(quantity) == "percent" and quantity.change in ("by", None):
        share = quantity.value / (100 if quantity.unit == "percent" else 1)
        return 1 + share if up else 1 - share
    return None


def _multiples(left: Quantity, right: Quantity) -> Sense | None:
    a, b = factor_of_change(left), factor_of_change(right)
    if (
        a is None
        or b is None
        or (left.concept == "times") == (right.concept == "times")
        or left.direction != right.direction
    ):
        return None
    same = math.isclose(a, b, rel_tol=_LIMITS.same)
    return Sense(
        same, f"times {a:g} and times {b:g}", "number.equal" if same else "number.multiple"
    )


def _rungs_differ(left: Quantity, right: Quantity) -> bool:
    """Tell whether two indefinite amounts are of two orders: hundreds and thousands."""
    if left.modifier != "vague" or right.modifier != "vague" or not left.low or not right.low:
        return False
    return max(left.low / right.low, right.low / left.low) >= _LIMITS.rung


def _rates(left: Quantity, right: Quantity) -> Sense:
    mine, theirs = period_factor(left.period), period_factor(right.period)
    if mine and theirs and left.value and right.value:
        ratio = (left.value / mine) / (right.value / theirs)
        if math.isclose(ratio, 1, rel_tol=_LIMITS.same):
            return Sense(True, "the same rate", "number.equal")
    return Sense(False, f"per {left.period} and per {right.period}", "number.rate")
