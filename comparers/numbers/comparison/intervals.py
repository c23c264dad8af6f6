"""What a quantity says as an interval in base units, how far it may be rounded, and whether two
intervals meet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from parallax.comparers.numbers.quantity import OPEN_LOW, Quantity
from parallax.comparers.numbers.read.lexicon import SHARES, currencies
from parallax.core.thresholds import thresholds

if TYPE_CHECKING:
    import pint

Rates = Mapping[str, float]
"""``{"USD/UAH": 41.5}``: how much of the second currency one of the first is."""

_TEMPERATURES = {"degree_Celsius": (1.0, 0.0), "degree_Fahrenheit": (5 / 9, -32 * 5 / 9)}
_OWN_NAMES = {"decade": "ten_years"}
"""A decade of pint is a power of ten."""
_POINTS = frozenset({"percentage_point", "basis_point"})
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0}
_PERCENT = {"percent": 1.0, "percentage_point": 1.0, "basis_point": 0.01}


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
    bound: Annotated[float, "times beyond a bound (at least 30) another figure still agrees"] = 1.5
    rounding: Annotated[
        float, 'largest share of the value that half a last digit is ("1 million")'
    ] = 0.10
    plain_rounding: Annotated[float, 'the same of digits written out ("1,700")'] = 0.03
    plain_least: Annotated[float, "smallest value written out that may be rounded"] = 1000
    converted: Annotated[float, "largest share of the value by which a conversion is rounded"] = (
        0.03
    )
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


def dimension(quantity: Quantity) -> str:
    """Return what can be compared with what: the kind, or the dimensionality of the unit."""
    if quantity.concept == "times":
        return "times"
    if quantity.unit in _POINTS:
        return "points"
    if quantity.concept == "share" or quantity.unit in SHARES:
        return "percent"
    if quantity.unit is None or quantity.kind in ("money", "ordinal"):
        return quantity.kind
    return "temperature" if quantity.unit in _TEMPERATURES else _dimensionality(quantity.unit)


def interval(
    quantity: Quantity, other: Quantity | None = None, rates: Rates | None = None
) -> Interval:
    """Return the interval of a quantity.

    :param other: the quantity it is compared with; money is converted to its currency where a rate
        is given.
    """
    factor, shift = _to_base(quantity)
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


def period_factor(period: str | None) -> float | None:
    """Return how many days the period of a rate has, None where it is no time."""
    return _DAYS.get(period or "")


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


def converted_alike(a: Quantity, b: Quantity) -> bool:
    """Tell whether two figures in two units are one: either is a rounding of the other's
    conversion ("250 kg" and "550 pounds", which are 249.5 kg).

    A converted figure is rounded to its final zeros, or to fives.
    """
    if a.unit == b.unit or None in (a.value, b.value) or "money" in (a.kind, b.kind):
        return False
    (mine, my_shift), (theirs, their_shift) = _to_base(a), _to_base(b)
    gap = abs((a.value or 0) * mine + my_shift - (b.value or 0) * theirs - their_shift)
    return gap <= max(_converted_half(a) * mine, _converted_half(b) * theirs)


def converted_exactly(a: Quantity, b: Quantity) -> bool:
    """Tell whether one figure is exactly the other in another unit: 1.5 km and 1,500 m."""
    x, y = magnitude(a), magnitude(b)
    return x is not None and y is not None and math.isclose(x, y, rel_tol=1e-6)


def _converted_half(quantity: Quantity) -> float:
    """Return half of what a figure that may be converted is rounded to, in its unit."""
    value, step = abs(quantity.value or 0.0), quantity.step
    if value == int(value) and step >= 1:
        while step * 10 <= value and value % (step * 10) == 0:
            step *= 10
        if value % (step * 5) == 0:
            step *= 5
    return min(step / 2, _TOLERANCES.converted * value)


def beyond_bound(a: Quantity, b: Quantity, rates: Rates | None = None) -> bool:
    """Tell whether a figure lies so far beyond the bound of another that they do not say the same,
    though one contains the other: "at least 30" and "210".
    """
    for bound, other in ((a, b), (b, a)):
        if bound.modifier not in ("more_than", "at_least", "up_to", "at_most", "less_than"):
            continue
        x, y = interval(bound, other, rates), interval(other, rates=rates)
        ends = [end for end in (y.low, y.high) if math.isfinite(end)]
        mine = x.low if math.isfinite(x.low) else x.high
        if not ends or min(*ends, mine) <= 0 or other.modifier == "vague":
            continue
        nearest = min(ends) if math.isfinite(x.low) else max(ends)
        ratio = nearest / mine if math.isfinite(x.low) else mine / nearest
        if ratio > _TOLERANCES.bound:
            return True
    return False


def alike(a: Interval, b: Interval) -> bool:
    """Tell whether two intervals have the same ends, rounding allowed for."""
    slack = max(a.slack, b.slack)
    return all(
        x == y or math.isclose(x, y, rel_tol=1e-9) or abs(x - y) <= slack * (1 + 1e-9)
        for x, y in ((a.low, b.low), (a.high, b.high))
    )


def converted(left: Quantity, right: Quantity, rates: Rates | None = None) -> str:
    """Return how the right quantity reads in the unit of the left one, or nothing where the units
    are one.
    """
    if left.unit == right.unit or right.value is None or dimension(left) != dimension(right):
        return ""
    if left.kind == right.kind == "money":
        found = rate(right.unit, left.unit, rates)
        return (
            f" ({right.surface} is {_four_digits(right.value * found)} {left.unit}"
            " at the rate given)"
            if found
            else ""
        )
    (mine, my_shift), (theirs, their_shift) = _to_base(left), _to_base(right)
    value = (right.value * theirs + their_shift - my_shift) / mine
    return f" ({right.surface} is {_four_digits(value)} in the unit of {left.surface})"


def _four_digits(value: float) -> str:
    return f"{float(f'{value:.4g}'):,.12g}"


def magnitude(quantity: Quantity) -> float | None:
    """Return a number in base units that represents the quantity, or None where it has none
    (dates).
    """
    numbers = [x for x in (quantity.value, quantity.low, quantity.high) if x is not None]
    if not numbers or quantity.kind == "date":
        return None
    factor, shift = _to_base(quantity)
    return numbers[0] * factor + shift


def bounds_like(quantity: Quantity, other: Quantity) -> tuple[float | None, float | None]:
    """Return low and high of a quantity in the unit of another, None for an open end.

    :raises ValueError: when they have no scale in common: other dimensions, or sums in different
        currencies.
    """
    if dimension(quantity) != dimension(other) or (
        quantity.kind == "money" and quantity.unit != other.unit
    ):
        raise ValueError(f"{quantity.surface} and {other.surface} have no scale in common")
    (factor, shift), (theirs, offset) = _to_base(quantity), _to_base(other)
    low, high = (
        None if end is None else (end * factor + shift - offset) / theirs
        for end in (quantity.low, quantity.high)
    )
    return low, high


def unit_name(unit: str | None) -> str:
    """Return a unit as people usually write it ("metre**2" is m²), an empty text for None.

    Currencies and shares keep their name.
    """
    if not unit or unit in currencies() or unit in SHARES or unit in _PERCENT:
        return (unit or "").replace("_", " ")
    return f"{_registry().parse_units(unit):~P}"


def _rounding(quantity: Quantity, other: Quantity | None) -> float:
    """Return half the last significant digit, as far as the writing shows that the figure may be
    rounded.
    """
    value = max(
        (abs(x) for x in (quantity.value, quantity.low, quantity.high) if x is not None),
        default=0.0,
    )
    half = quantity.step / 2
    if quantity.unit in _TEMPERATURES:
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


def _to_base(quantity: Quantity) -> tuple[float, float]:
    """Return (factor, shift) that take a value to base units: SI, degrees Celsius, percent; money
    and counts stay.
    """
    if quantity.concept == "share":
        return 100.0, 0.0
    unit = quantity.unit
    if unit in _TEMPERATURES and quantity.change == "by":
        return _TEMPERATURES[unit][0], 0.0
    if unit is None or unit in currencies():
        return 1.0, 0.0
    if unit in _PERCENT:
        return _PERCENT[unit], 0.0
    return _TEMPERATURES.get(unit) or (_factor(unit), 0.0)


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry[Any]:
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry()
    registry.define("centner = 100 * kilogram")
    registry.define("ten_years = 10 * year")
    return registry


@lru_cache(maxsize=256)
def _factor(unit: str) -> float:
    return float(_registry().Quantity(1.0, _OWN_NAMES.get(unit, unit)).to_base_units().magnitude)


@lru_cache(maxsize=256)
def _dimensionality(unit: str) -> str:
    return str(_registry().get_dimensionality(_OWN_NAMES.get(unit, unit)))
