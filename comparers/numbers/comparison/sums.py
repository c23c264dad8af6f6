"""Sums: figures of one side that add up to a figure of the other are no conflict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated

from parallax.comparers.confidence import Confidence
from parallax.comparers.numbers.comparison.frame_agreement import families_differ
from parallax.comparers.numbers.comparison.result import Comparison, Verdict
from parallax.comparers.numbers.comparison.units import dimension
from parallax.comparers.numbers.quantity import Quantity
from parallax.core.thresholds import thresholds


@thresholds(
    "compare",
    chosen="by hand on our own development cases (benchmarks/data/number_pairs.tsv), which "
    "`parallax bench numbers` then scores",
)
@dataclass(frozen=True)
class SumLimits:
    """When figures of one side are added up to explain a figure of the other."""

    parts: Annotated[int, "figures that may be added up, at most"] = 4


_LIMITS = SumLimits()


def with_sums(
    comparison: Comparison, left: Sequence[Quantity], right: Sequence[Quantity]
) -> Comparison:
    """Turn a conflict into compatible where parts of one side add up to the other: "seven" and
    "three adults and four children".
    """
    if comparison.verdict is not Verdict.CONFLICT:
        return comparison
    a, b = comparison.left, comparison.right
    assert a is not None
    assert b is not None
    for total, part, side in ((a, b, right), (b, a, left)):
        if found := _parts(total, part, side):
            sum_ = " + ".join(q.surface for q in found)
            why = f"{a.surface} and {b.surface}: {sum_} are {total.surface} together"
            return Comparison(a, b, Verdict.COMPATIBLE, why, "number.sum", Confidence.MEDIUM)
    return comparison


def _parts(total: Quantity, part: Quantity, side: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the quantities of a side, ``part`` among them, that add up to the total exactly, or
    nothing.
    """
    same = [
        q
        for q in side
        if q is not part
        and q.value is not None
        and dimension(q) == dimension(total)
        and q.unit == part.unit
        and not families_differ(q.role, total.role)
    ]
    if (
        total.value is None
        or part.value is None
        or total.unit != part.unit
        or total.kind in ("date", "ordinal")
    ):
        return ()
    for count in range(1, min(len(same), _LIMITS.parts - 1) + 1):
        for others in combinations(same, count):
            if math.isclose(part.value + sum(q.value or 0.0 for q in others), total.value):
                return part, *others
    return ()
