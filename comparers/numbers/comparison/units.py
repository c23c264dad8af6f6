"""What makes two quantities comparable: their dimension, and a number in base units."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import SHARES, currencies

if TYPE_CHECKING:
    import pint

TEMPERATURES = {"degree_Celsius": (1.0, 0.0), "degree_Fahrenheit": (5 / 9, -32 * 5 / 9)}
"""Factor and shift to degrees Celsius."""
_OWN_NAMES = {"decade": "ten_years"}
"""A decade of pint is a power of ten."""
_POINTS = frozenset({"percentage_point", "basis_point"})
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0}
_PERCENT = {"percent": 1.0, "percentage_point": 1.0, "basis_point": 0.01}


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
    return "temperature" if quantity.unit in TEMPERATURES else _dimensionality(quantity.unit)


def period_factor(period: str | None) -> float | None:
    """Return how many days the period of a rate has, None where it is no time."""
    return _DAYS.get(period or "")


def magnitude(quantity: Quantity) -> float | None:
    """Return a number in base units that represents the quantity, or None where it has none
    (dates).
    """
    numbers = [x for x in (quantity.value, quantity.low, quantity.high) if x is not None]
    if not numbers or quantity.kind == "date":
        return None
    factor, shift = to_base(quantity)
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
    (factor, shift), (theirs, offset) = to_base(quantity), to_base(other)
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


def to_base(quantity: Quantity) -> tuple[float, float]:
    """Return (factor, shift) that take a value to base units: SI, degrees Celsius, percent; money
    and counts stay.
    """
    if quantity.concept == "share":
        return 100.0, 0.0
    unit = quantity.unit
    if unit in TEMPERATURES and quantity.change == "by":
        return TEMPERATURES[unit][0], 0.0
    if unit is None or unit in currencies():
        return 1.0, 0.0
    if unit in _PERCENT:
        return _PERCENT[unit], 0.0
    return TEMPERATURES.get(unit) or (_factor(unit), 0.0)


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
