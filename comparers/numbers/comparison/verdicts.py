"""Comparing the quantities of two sides: intervals in base units, within one dimension, role and
period.

A figure missing on one side is an omission, never a conflict. Tolerance is half the last
significant digit of the less precise side; a bound that contains the other value is compatible;
parts that add up to the other side's total are compatible with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from parallax.comparers.confidence import Confidence
from parallax.comparers.numbers.comparison.intervals import (
    Rates,
    alike,
    converted,
    dimension,
    interval,
    meet,
)
from parallax.comparers.numbers.comparison.pairing import (
    Likeness,
    dates_agree,
    pairs,
)
from parallax.comparers.numbers.comparison.result import Comparison, Verdict
from parallax.comparers.numbers.comparison.sums import with_sums
from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import data

_WINDOW = "number.window"


def compare(
    left: Sequence[Quantity],
    right: Sequence[Quantity],
    likeness: Likeness | None = None,
    rates: Rates | None = None,
) -> list[Comparison]:
    """Pair the quantities of two sides and compare them; what finds no partner is omitted by the
    other side.

    :param likeness: similarity of the contexts of two quantities, where several could be meant or
        the words are not known.
    :param rates: rates of exchange; sums in two currencies without one are not compared.
    """
    chosen = pairs(left, right, likeness, rates)
    compared = [
        with_sums(compare_pair(left[i], right[j], certain=certain, rates=rates), left, right)
        for i, j, certain in chosen
    ]
    if moments_differ(left, right):
        compared = [_updated(comparison) for comparison in compared]
    taken_left, taken_right = {i for i, _, _ in chosen}, {j for _, j, _ in chosen}
    alone = [(q, None) for i, q in enumerate(left) if i not in taken_left]
    alone_right = [(None, q) for j, q in enumerate(right) if j not in taken_right]
    for a, b in (*alone, *alone_right):
        quantity = a or b
        assert quantity is not None
        rule = _WINDOW if quantity.window else "number.omitted"
        compared.append(
            Comparison(
                a, b, Verdict.OMITTED, f"{quantity.surface}: left out", rule, Confidence.MEDIUM
            )
        )
    return compared


def overall(comparisons: Sequence[Comparison]) -> Verdict:
    """Return the verdict over two sides: a conflict if there is one, else compatible unless
    everything is equal.

    A window of time that one side leaves out ("in the past 24 hours") makes no difference; a
    tentative conflict (low confidence: it is not certain which figures belong together) does not
    contradict.
    """
    verdicts = {
        Verdict.COMPATIBLE if comparison.confidence is Confidence.LOW else comparison.verdict
        for comparison in comparisons
        if comparison.rule != _WINDOW
    }
    if Verdict.CONFLICT in verdicts:
        return Verdict.CONFLICT
    return Verdict.EQUAL if verdicts <= {Verdict.EQUAL} else Verdict.COMPATIBLE


def compare_pair(
    left: Quantity, right: Quantity, *, certain: bool = True, rates: Rates | None = None
) -> Comparison:
    """Compare two quantities that were paired; a conflict between a pair that is not certain is
    tentative (low confidence).
    """
    if left.kind == "date" and right.kind == "date":
        return _compare_dates(left, right, certain=certain)
    both = f"{left.surface} and {right.surface}"
    if dimension(left) != dimension(right):
        return Comparison(
            left,
            right,
            Verdict.COMPATIBLE,
            f"{both}: one leaves the currency out",
            "number.unit",
            Confidence.MEDIUM,
        )
    a, b = interval(left, right, rates), interval(right, rates=rates)
    if any(math.isnan(x) for x in (a.low, a.high)):
        why = f"{both}: two currencies and no rate given, not compared"
        return Comparison(
            left, right, Verdict.COMPATIBLE, why, "number.currency", Confidence.MEDIUM
        )
    in_one_unit = converted(left, right, rates)
    if left.modifier == right.modifier and alike(a, b):
        exact = left.value == right.value and left.unit == right.unit
        why = "the same" if exact or left.unit != right.unit else "the same within rounding"
        return Comparison(left, right, Verdict.EQUAL, f"{both}: {why}{in_one_unit}", "number.equal")
    if in_fahrenheit := _in_fahrenheit(left, right):
        why = f"{both}: the same if {in_fahrenheit.surface} is in Fahrenheit"
        return Comparison(left, right, Verdict.COMPATIBLE, why, "number.scale", Confidence.MEDIUM)
    if meet(a, b):
        return Comparison(
            left,
            right,
            Verdict.COMPATIBLE,
            f"{both}: {_why_compatible(left, right)}{in_one_unit}",
            "number.interval",
        )
    return Comparison(
        left,
        right,
        Verdict.CONFLICT,
        f"{both}: do not meet{in_one_unit}",
        "number.conflict",
        Confidence.HIGH if certain else Confidence.LOW,
    )


def moments_differ(left: Sequence[Quantity], right: Sequence[Quantity]) -> bool:
    """Tell whether two sides say that their figures are of two moments ("as of 9 February", "as of
    11 February").
    """
    mine, theirs = ({q.date for q in side if q.as_of} for side in (left, right))
    return bool(mine and theirs and not mine & theirs)


def _updated(comparison: Comparison) -> Comparison:
    """Turn a conflict of figures that only grow into an update: each may be true at its time."""
    a, b = comparison.left, comparison.right
    if (
        comparison.verdict is not Verdict.CONFLICT
        or a is None
        or b is None
        or not (grows(a) and grows(b))
    ):
        return comparison
    why = f"{a.surface} and {b.surface}: figures of two moments"
    return Comparison(a, b, Verdict.COMPATIBLE, why, "number.update", Confidence.MEDIUM)


def grows(quantity: Quantity) -> bool:
    """Tell whether a figure only grows while a story goes on: the dead, the wounded, houses
    destroyed.
    """
    return quantity.kind == "count" and quantity.role in data("things")["growing"]["roles"]


def _in_fahrenheit(left: Quantity, right: Quantity) -> Quantity | None:
    """Return the side that names no scale of temperature and agrees with the other if it is in
    degrees Fahrenheit.
    """
    for one, other in ((left, right), (right, left)):
        bare = one.unit == "degree_Celsius" and one.surface.endswith(("degree", "degrees"))
        if (
            bare
            and other.unit == "degree_Celsius"
            and alike(interval(replace(one, unit="degree_Fahrenheit")), interval(other))
        ):
            return one
    return None


def _why_compatible(left: Quantity, right: Quantity) -> str:
    for one, other in ((left, right), (right, left)):
        if (
            one.modifier
            and one.modifier != "about"
            and (one.low is None or one.high is None or one.modifier in ("range", "vague"))
        ):
            return f"the bound of '{one.surface}' contains '{other.surface}'"
    return "the same within what is left open"


def _compare_dates(left: Quantity, right: Quantity, *, certain: bool) -> Comparison:
    both = f"{left.surface} and {right.surface}"
    if left.as_of and right.as_of and left.date != right.date:
        return Comparison(
            left,
            right,
            Verdict.COMPATIBLE,
            f"{both}: figures of two moments",
            "date.moment",
            Confidence.MEDIUM,
        )
    if left.date == right.date:
        return Comparison(left, right, Verdict.EQUAL, f"{both}: the same date", "date.equal")
    if dates_agree(left.date or "", right.date or ""):
        return Comparison(
            left, right, Verdict.COMPATIBLE, f"{both}: one is more exact", "date.precision"
        )
    return Comparison(
        left,
        right,
        Verdict.CONFLICT,
        f"{both}: not the same date",
        "date.conflict",
        Confidence.MEDIUM if certain else Confidence.LOW,
    )
