"""Comparing the quantities of two sides: intervals in base units, within one dimension, role and period.

A figure missing on one side is an omission, never a conflict. Tolerance is half the last significant digit of the less
precise side; a bound that contains the other value is compatible.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from comparers.numbers.lexicon import SHARES, currencies
from comparers.numbers.quantity import Quantity

if TYPE_CHECKING:
    import pint

ABOUT = 0.05
"""Share of the value by which "about" may be off."""
_FORBIDDEN = -1e6
_LEAST_PAIRING = 1.0


class Verdict(StrEnum):
    """What two quantities, or two sides, say of each other."""

    EQUAL = "equal"
    COMPATIBLE = "compatible"
    CONFLICT = "conflict"
    OMITTED = "omitted"


@dataclass(frozen=True)
class Comparison:
    """Two quantities, or one that the other side leaves out, with the verdict and the arithmetic in words."""

    left: Quantity | None
    right: Quantity | None
    verdict: Verdict
    why: str
    rule: str
    tier: str = "A"


def compare(left: Sequence[Quantity], right: Sequence[Quantity]) -> list[Comparison]:
    """Pair the quantities of two sides and compare them; what finds no partner is omitted by the other side."""
    comparisons = []
    pairs = _pairs(left, right)
    for i, j, certain in pairs:
        comparisons.append(compare_pair(left[i], right[j], certain=certain))
    taken_left, taken_right = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    alone = [(q, None) for i, q in enumerate(left) if i not in taken_left]
    alone_right = [(None, q) for j, q in enumerate(right) if j not in taken_right]
    for a, b in (*alone, *alone_right):
        quantity = a or b
        assert quantity is not None
        comparisons.append(Comparison(a, b, Verdict.OMITTED, f"{quantity.surface}: left out", "number.omitted", "B"))
    return comparisons


def overall(comparisons: Sequence[Comparison]) -> Verdict:
    """Return the verdict over two sides: a conflict if there is one, else compatible unless everything is equal."""
    verdicts = {comparison.verdict for comparison in comparisons}
    if Verdict.CONFLICT in verdicts:
        return Verdict.CONFLICT
    return Verdict.EQUAL if verdicts <= {Verdict.EQUAL} else Verdict.COMPATIBLE


def compare_pair(left: Quantity, right: Quantity, *, certain: bool = True) -> Comparison:
    """Compare two quantities that were paired; a conflict between a pair that is not certain is tentative (tier C)."""
    if left.kind == "date":
        return _compare_dates(left, right)
    if left.unit in currencies() and right.unit in currencies() and left.unit != right.unit:
        why = f"{left.surface} and {right.surface}: two currencies and no rate given, not compared"
        return Comparison(left, right, Verdict.COMPATIBLE, why, "number.currency", "B")
    a, b = _interval(left), _interval(right)
    slack = max(_tolerance(left), _tolerance(right))
    both = f"{left.surface} and {right.surface}"
    converted = _converted(left, right)
    if _exactly_equal(left, right, a, b):
        return Comparison(left, right, Verdict.EQUAL, f"{both}: the same{converted}", "number.equal")
    if a[0] <= b[1] + slack and b[0] <= a[1] + slack:
        return Comparison(left, right, Verdict.COMPATIBLE, f"{both}: {_why_compatible(left, right)}{converted}", "number.interval")
    why = f"{both}: do not meet{converted}"
    return Comparison(left, right, Verdict.CONFLICT, why, "number.conflict", "A" if certain else "C")


def _pairs(left: Sequence[Quantity], right: Sequence[Quantity]) -> list[tuple[int, int, bool]]:
    """Return the best assignment as (left, right, certain); pairs of other dimension, role or period are not made."""
    if not left or not right:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    table = np.array([[_affinity(a, b) for b in right] for a in left])
    rows, columns = linear_sum_assignment(table, maximize=True)
    chosen = [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if table[i, j] >= _LEAST_PAIRING]
    return [(i, j, _certain(left, right, i, j)) for i, j in chosen]


def _affinity(a: Quantity, b: Quantity) -> float:
    if _dimension(a) != _dimension(b) or a.period != b.period:
        return _FORBIDDEN
    if a.role and b.role and a.role != b.role:
        return _FORBIDDEN
    if a.concept and b.concept and a.concept != b.concept:
        return _FORBIDDEN
    score = 1.0 + bool(a.unit) + bool(a.period)
    score += 1.5 * bool(a.role and a.role == b.role) + 1.5 * bool(a.concept and a.concept == b.concept)
    if a.kind == "date":
        return score + 4 * (a.date == b.date) - 2 * (a.date != b.date and not _dates_agree(a, b))
    verdict_like = compare_pair(a, b).verdict
    score += {Verdict.EQUAL: 4.0, Verdict.COMPATIBLE: 2.0}.get(verdict_like, 0.0)
    ratio = _ratio(a, b)
    return score - min(1.0, abs(math.log10(ratio))) if ratio else score


def _certain(left: Sequence[Quantity], right: Sequence[Quantity], i: int, j: int) -> bool:
    """A pair is certain when its words say that both are about one thing and nothing else on either side may be meant."""
    a, b = left[i], right[j]
    if a.role and b.role and a.role == b.role and (a.concept == b.concept or a.unit is not None):
        return True
    evidence = a.unit is not None or a.period is not None or (a.concept is not None and a.concept == b.concept)
    return evidence and all(sum(_may_be_meant(q, x) for q in side) == 1 for x, side in ((a, left), (b, right)))


def _may_be_meant(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities of one side are of one kind, so that a partner may belong to either."""
    same_thing = one.concept is None or other.concept is None or one.concept == other.concept
    return _dimension(one) == _dimension(other) and one.period == other.period and same_thing


def _dimension(quantity: Quantity) -> str:
    if quantity.unit is None or quantity.kind in ("money", "percent"):
        return quantity.kind
    return str(_registry().get_dimensionality(quantity.unit))


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry[Any]:
    import pint

    return pint.UnitRegistry()


@lru_cache(maxsize=256)
def _factor(unit: str | None) -> float:
    """Return how many base units one unit is; 1 for counts, percent and money."""
    if unit is None or unit in currencies() or unit.startswith("percent"):
        return 1.0
    quantity = _registry().Quantity(1.0, unit)
    return float(quantity.to_base_units().magnitude)


def _interval(quantity: Quantity) -> tuple[float, float]:
    factor = _factor(quantity.unit)
    low = quantity.low * factor if quantity.low is not None else 0.0
    high = quantity.high * factor if quantity.high is not None else math.inf
    return low, high


def _tolerance(quantity: Quantity) -> float:
    slack = quantity.step / 2 if quantity.step > 1 or quantity.unit or quantity.step < 1 else 0.0
    if quantity.modifier == "about" and quantity.value is not None:
        slack = max(slack, ABOUT * quantity.value)
    return slack * _factor(quantity.unit)


def _exactly_equal(left: Quantity, right: Quantity, a: tuple[float, float], b: tuple[float, float]) -> bool:
    same_bounds = all(math.isclose(x, y, rel_tol=1e-9) for x, y in zip(a, b, strict=True))
    return same_bounds and (left.modifier == right.modifier)


def _ratio(a: Quantity, b: Quantity) -> float | None:
    values = [q.value if q.value is not None else q.high for q in (a, b)]
    if not values[0] or not values[1]:
        return None
    return (values[0] * _factor(a.unit)) / (values[1] * _factor(b.unit))


def _converted(left: Quantity, right: Quantity) -> str:
    if left.unit == right.unit or right.value is None or left.unit is None or right.unit is None:
        return ""
    value = right.value * _factor(right.unit) / _factor(left.unit)
    return f" ({right.surface} is {value:,.4g} in the unit of {left.surface})"


def _why_compatible(left: Quantity, right: Quantity) -> str:
    for one, other in ((left, right), (right, left)):
        if one.modifier and one.modifier != "about" and (one.low is None or one.high is None or one.modifier == "range"):
            return f"the bound of '{one.surface}' contains '{other.surface}'"
    return "the same within rounding"


def _compare_dates(left: Quantity, right: Quantity) -> Comparison:
    both = f"{left.surface} and {right.surface}"
    if left.date == right.date:
        return Comparison(left, right, Verdict.EQUAL, f"{both}: the same day", "date.equal")
    if _dates_agree(left, right):
        return Comparison(left, right, Verdict.COMPATIBLE, f"{both}: one is more exact", "date.precision")
    return Comparison(left, right, Verdict.CONFLICT, f"{both}: not the same date", "date.conflict", "C")


def _dates_agree(left: Quantity, right: Quantity) -> bool:
    """Tell whether one date holds the other: ``2024-04`` and ``2024-04-03``, ``--04-03`` and ``2024-04-03``."""
    a, b = sorted((left.date or "", right.date or ""), key=len)
    return b.startswith(a) or (a.startswith("--") and b.endswith(a[1:]))
