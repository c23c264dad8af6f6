"""What a quantity says as an interval in base units, how far it may be rounded, and whether two
intervals meet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.numbers.comparison.units import TEMPERATURES, to_base
from parallax.comparers.numbers.quantity import OPEN_LOW, Quantity
from parallax.core.thresholds import thresholds

Rates = Mapping[str, float]
"""``{"USD/UAH": 41.5}``: how much of the second currency one of the first is."""


@thresholds(
    "compare",
    chosen="by hand on our own development cases (benchmarks/data/number_pairs.tsv), which "
    "`parallax bench numbers` then scores",
)
@dataclass(frozen=True)
class Tolerances:
    """How far two figures may differ and still say the same."""

    about: Annotated[float, 'share of the value by which "about" may be off'] = 0.10
    almost: Annotated[float, 'share of the value that "almost" reaches at least'] = 0.75
    vague: Annotated[
        float, "times below its usual bounds before an indefinite amount contradicts a figure"
    ] = 2.0
    vague_above: Annotated[float, "times above them"] = 1.6
    rounding: Annotated[
        float, 'largest share of the value that half a last digit is ("1 million")'
    ] = 0.10
    plain_rounding: Annotated[float, 'the same of digits written out ("1,700")'] = 0.03
    plain_least: Annotated[float, "smallest value written out that may be rounded"] = 1000
    exchange: Annotated[float, "share by which sums converted with one rate may differ"] = 0.03


_TOLERANCES = Tolerances()


@dataclass(frozen=True)
class Interval:
    """An interval in base units; an open end does not belong to it.

    ``slack`` is the tolerance of rounding; an interval that is ``loose`` in itself ("about",
    "hundreds") has no slack.
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False
    slack: float = 0.0
    loose: bool = False


def interval(
    quantity: Quantity, other: Quantity | None = None, rates: Rates | None = None
) -> Interval:
    """Return the interval of a quantity.

    :param other: the quantity it is compared with; money is converted to its currency where a rate
        is given.
    """
    factor, shift = to_base(quantity)
    extra = 0.0
    if other is not None and quantity.kind == other.kind == "money" and quantity.unit != other.unit:
        factor, extra = rate(quantity.unit, other.unit, rates) or math.nan, _TOLERANCES.exchange
    low = -math.inf if quantity.low is None else quantity.low * factor + shift
    high = math.inf if quantity.high is None else quantity.high * factor + shift
    largest = max((abs(x) for x in (low, high) if math.isfinite(x)), default=0.0)
    slack = max(_rounding(quantity, other) * factor, extra * largest)
    modifier = quantity.modifier
    if modifier == "about" and low == high and not _at_bound(quantity, other):
        reach = _TOLERANCES.about * abs(low)
        return Interval(low - reach, high + reach, slack=slack, loose=True)
    if modifier == "almost":
        return Interval(
            high - (1 - _TOLERANCES.almost) * abs(high), high, high_open=True, slack=slack
        )
    if modifier == "vague":
        return Interval(low / _TOLERANCES.vague, high * _TOLERANCES.vague_above, loose=True)
    return Interval(low, high, modifier == "more_than", modifier == "less_than", slack)


def _at_bound(quantity: Quantity, other: Quantity | None) -> bool:
    """Tell whether "about 450" stands beside an upper bound below it: "up to 405" does not hold it,
    though 10 % less would be 405.
    """
    return (
        other is not None
        and other.modifier in OPEN_LOW
        and other.high is not None
        and quantity.value is not None
        and quantity.unit == other.unit
        and quantity.value > other.high
    )


def rate(source: str | None, target: str | None, rates: Rates | None) -> float | None:
    """Return how much of the target currency one of the source is, either way round, or None where
    no rate is given.
    """
    if rates is None:
        return None
    if found := rates.get(f"{source}/{target}"):
        return found
    inverse = rates.get(f"{target}/{source}")
    return 1 / inverse if inverse else None


def meet(a: Interval, b: Interval) -> bool:
    """Tell whether two intervals have something in common, rounding allowed for."""
    slack = 0.0 if a.loose or b.loose else max(a.slack, b.slack)
    for one, other in ((a, b), (b, a)):
        gap = one.low - other.high
        tolerance = (
            0.0 if math.isfinite(other.low) and one.low_open and other.low == other.high else slack
        )
        if gap > tolerance + 1e-9 * max(1.0, abs(one.low) if math.isfinite(one.low) else 1.0):
            return False
        if gap == 0 and one.low_open and other.high_open | (other.low == -math.inf):
            return False
    return True


def alike(a: Interval, b: Interval) -> bool:
    """Tell whether two intervals have the same ends, rounding allowed for."""
    slack = max(a.slack, b.slack)
    return all(
        x == y or math.isclose(x, y, rel_tol=1e-9) or abs(x - y) <= slack * (1 + 1e-9)
        for x, y in ((a.low, b.low), (a.high, b.high))
    )


def _rounding(quantity: Quantity, other: Quantity | None) -> float:
    """Return half the last significant digit, as far as the writing shows that the figure may be
    rounded.
    """
    value = max(
        (abs(x) for x in (quantity.value, quantity.low, quantity.high) if x is not None),
        default=0.0,
    )
    half = quantity.step / 2
    if quantity.unit in TEMPERATURES:
        return half
    if quantity.written or quantity.concept == "share":
        return min(half, _TOLERANCES.rounding * value)
    if quantity.kind in ("measure", "percent") or (
        quantity.kind == "duration" and other is not None and other.unit != quantity.unit
    ):
        return min(half, _TOLERANCES.rounding * value)
    if value >= _TOLERANCES.plain_least and quantity.step >= 100:
        return min(half, _TOLERANCES.plain_rounding * value)
    return 0.0
