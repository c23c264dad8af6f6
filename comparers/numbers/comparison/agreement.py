"""How well the values of two quantities agree."""

from __future__ import annotations

import math
from enum import Enum, auto

from parallax.comparers.numbers.comparison.dates import dates_agree
from parallax.comparers.numbers.comparison.intervals import Rates, alike, interval, meet
from parallax.comparers.numbers.comparison.senses import factor_of_change, one_numeral
from parallax.comparers.numbers.comparison.units import dimension
from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import currencies


class Agreed(Enum):
    """Two values that say the same, or of which one may be the other."""

    EQUAL = auto()
    MEETING = auto()


def agreement(a: Quantity, b: Quantity, rates: Rates | None = None) -> Agreed | None:
    """Return how well the values of two quantities of one dimension agree, None where they do
    not.
    """
    if (a.kind == "date") != (b.kind == "date"):
        return None
    if a.kind == "date":
        return (
            Agreed.EQUAL
            if a.date == b.date
            else Agreed.MEETING
            if dates_agree(a.date or "", b.date or "")
            else None
        )
    if dimension(a) != dimension(b):
        named = _unit_left_out(a, b) or _named_apart(a, b)
        return Agreed.MEETING if named else None
    if (
        a.kind == b.kind == "money"
        and a.unit != b.unit
        and math.isnan(interval(a, b, rates).low + interval(a, b, rates).high)
    ):
        return None
    x, y = interval(a, b, rates), interval(b, rates=rates)
    return Agreed.EQUAL if alike(x, y) else Agreed.MEETING if meet(x, y) else None


def _named_apart(a: Quantity, b: Quantity) -> bool:
    """Tell whether two figures of two dimensions are told apart by name: percent and percentage
    points with one numeral, "doubled" and "up 100 %".
    """
    kinds = {dimension(a), dimension(b)}
    if kinds == {"percent", "points"}:
        return one_numeral(a, b) and a.direction is not None and a.direction == b.direction
    return (
        kinds == {"percent", "times"}
        and a.direction == b.direction
        and factor_of_change(a) is not None
        and factor_of_change(b) is not None
    )


def _unit_left_out(a: Quantity, b: Quantity) -> bool:
    """Tell whether a sum of money lacks its currency on one side: "17 млрд" beside "€17 млрд"."""
    bare, sum_ = (a, b) if a.kind == "count" else (b, a)
    named = (
        sum_.unit in currencies() and bare.kind == "count" and bare.written and bare.counted is None
    )
    return named and bare.value is not None and bare.value == sum_.value
