"""Two figures in two units: whether one is a rounding of the other, converted, and how one reads in
the unit of the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.numbers.comparison.intervals import Rates, rate
from parallax.comparers.numbers.comparison.units import dimension, magnitude, to_base
from parallax.comparers.numbers.quantity import Quantity
from parallax.core.thresholds import thresholds


@thresholds(
    "compare",
    chosen="by hand on our own development cases (benchmarks/data/number_pairs.tsv), which "
    "`parallax bench numbers` then scores",
)
@dataclass(frozen=True)
class ConversionLimits:
    """How far a converted figure may be rounded."""

    rounded: Annotated[float, "largest share of the value by which a conversion is rounded"] = 0.03


_LIMITS = ConversionLimits()


def converted_alike(a: Quantity, b: Quantity) -> bool:
    """Tell whether two figures in two units are one: either is a rounding of the other's
    conversion ("250 kg" and "550 pounds", which are 249.5 kg).

    A converted figure is rounded to its final zeros, or to fives.
    """
    if a.unit == b.unit or None in (a.value, b.value) or "money" in (a.kind, b.kind):
        return False
    (mine, my_shift), (theirs, their_shift) = to_base(a), to_base(b)
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
    return min(step / 2, _LIMITS.rounded * value)


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
    (mine, my_shift), (theirs, their_shift) = to_base(left), to_base(right)
    value = (right.value * theirs + their_shift - my_shift) / mine
    return f" ({right.surface} is {_four_digits(value)} in the unit of {left.surface})"


def _four_digits(value: float) -> str:
    return f"{float(f'{value:.4g}'):,.12g}"
