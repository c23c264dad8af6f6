"""The verdict over two quantities that were paired: their intervals meet, or they contradict.

Tolerance is half the last significant digit of the less precise side; a bound that contains the
other value is compatible.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from parallax.comparers.confidence import Confidence
from parallax.comparers.numbers.comparison.agreement import agreement
from parallax.comparers.numbers.comparison.bounds import beyond_bound
from parallax.comparers.numbers.comparison.conversion import (
    converted,
    converted_alike,
    converted_exactly,
)
from parallax.comparers.numbers.comparison.dates import dates_agree
from parallax.comparers.numbers.comparison.intervals import Rates, alike, interval, meet
from parallax.comparers.numbers.comparison.result import Comparison, Verdict
from parallax.comparers.numbers.comparison.senses import Sense, one_numeral, sense
from parallax.comparers.numbers.comparison.units import dimension
from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.frames import opposed

BOUND, APART = "number.bound", "number.conflict"
"""The rules of a figure far beyond the bound of another, and of two that do not meet."""
VALUES = frozenset({BOUND, APART})
"""The rules by which values conflict, not what is said beside them."""


def compare_pair(left: Quantity, right: Quantity, *, rates: Rates | None = None) -> Comparison:
    """Compare two quantities that were paired.

    The confidence is the highest that the kind of difference allows; `sureness` lowers it by what
    is read of both.
    """
    if left.kind == "date" and right.kind == "date":
        return _compare_dates(left, right)
    both = f"{left.surface} and {right.surface}"
    meeting = one_numeral(left, right) or agreement(left, right, rates) is not None
    if found := sense(left, right, meeting=meeting):
        return _of_sense(left, right, found)
    if dimension(left) != dimension(right):
        return Comparison(
            left,
            right,
            Verdict.COMPATIBLE,
            f"{both}: one leaves the currency out",
            "number.unit",
            Confidence.MEDIUM,
        )
    a, b = interval(left, right, rates), interval(right, left, rates)
    if right.kind == "money":
        b = interval(right, rates=rates)
    if any(math.isnan(x) for x in (a.low, a.high)):
        why = f"{both}: two currencies and no rate given, not compared"
        return Comparison(
            left, right, Verdict.COMPATIBLE, why, "number.currency", Confidence.MEDIUM
        )
    in_one_unit = converted(left, right, rates)
    if left.modifier == right.modifier and alike(a, b) and not _only_near(left, right):
        exact = left.value == right.value and left.unit == right.unit
        why = "the same" if exact or left.unit != right.unit else "the same within rounding"
        return Comparison(left, right, Verdict.EQUAL, f"{both}: {why}{in_one_unit}", "number.equal")
    if in_fahrenheit := _in_fahrenheit(left, right):
        why = f"{both}: the same if {in_fahrenheit.surface} is in Fahrenheit"
        return Comparison(left, right, Verdict.COMPATIBLE, why, "number.scale", Confidence.MEDIUM)
    if meet(a, b) and not beyond_bound(left, right, rates):
        return Comparison(
            left,
            right,
            Verdict.COMPATIBLE,
            f"{both}: {_why_compatible(left, right)}{in_one_unit}",
            "number.interval",
        )
    if converted_alike(left, right):
        why = f"{both}: the same, converted and rounded{in_one_unit}"
        return Comparison(left, right, Verdict.COMPATIBLE, why, "number.conversion")
    return Comparison(
        left,
        right,
        Verdict.CONFLICT,
        f"{both}: {'far beyond the bound' if meet(a, b) else 'do not meet'}{in_one_unit}",
        BOUND if meet(a, b) else APART,
    )


def _of_sense(left: Quantity, right: Quantity, found: Sense) -> Comparison:
    why = f"{left.surface} and {right.surface}: {found.why}"
    if found.same:
        return Comparison(left, right, Verdict.EQUAL, why, found.rule)
    return Comparison(left, right, Verdict.CONFLICT, why, found.rule, Confidence.MEDIUM)


def _only_near(left: Quantity, right: Quantity) -> bool:
    """Tell whether two figures in two units agree but are not one figure: both are approximate
    ("almost 11 °C", "nearly 20 °F"), or one is written down to the inch.
    """
    if left.unit == right.unit or "money" in (left.kind, right.kind):
        return False
    approximate = left.modifier in ("about", "almost")
    inches = any(q.unit == "foot" and 0 < q.step < 1 for q in (left, right))
    return (approximate or inches) and not converted_exactly(left, right)


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


def _compare_dates(left: Quantity, right: Quantity) -> Comparison:
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
    same = left.date == right.date
    if same and opposed(left.direction, right.direction):
        found = Sense(False, f"{left.direction} and {right.direction}", "date.direction")
        return _of_sense(left, right, found)
    if same:
        return Comparison(left, right, Verdict.EQUAL, f"{both}: the same date", "date.equal")
    if left.date in _other_readings(right) or right.date in _other_readings(left):
        why = f"{both}: the same if the month stands first"
        return Comparison(left, right, Verdict.COMPATIBLE, why, "date.order", Confidence.MEDIUM)
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
        Confidence.MEDIUM,
    )


def _other_readings(date: Quantity) -> tuple[str, ...]:
    """Return the date with day and month changed places, where it is written 01/06/2026."""
    if not re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", date.surface) or date.date is None:
        return ()
    year, month, day = date.date.split("-")
    return (f"{year}-{day}-{month}",)
