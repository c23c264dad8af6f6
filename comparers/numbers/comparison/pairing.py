"""Which quantity of one side is about the same thing as which of the other: by dimension, role,
counted thing and period.

Not by order. An assignment over all pairs at once (Kuhn 1955); quantities of different things are
never paired.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from parallax.comparers.numbers.comparison.agreement import Agreed, agreement
from parallax.comparers.numbers.comparison.bounds import beyond_bound
from parallax.comparers.numbers.comparison.frame_agreement import who
from parallax.comparers.numbers.comparison.intervals import Rates
from parallax.comparers.numbers.comparison.one_thing import Likeness, may_be_one
from parallax.comparers.numbers.comparison.units import dimension, magnitude
from parallax.comparers.numbers.comparison.where import places_differ
from parallax.comparers.numbers.quantity import Quantity
from parallax.core.thresholds import thresholds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@thresholds(
    "compare",
    chosen="by hand on our own development cases (benchmarks/data/number_pairs.tsv), which "
    "`parallax bench numbers` then scores",
)
@dataclass(frozen=True)
class PairingWeights:
    """What speaks for two quantities being about one thing; a pair scores the sum."""

    least: Annotated[float, "a pair that scores less is not made"] = 1.0
    base: Annotated[float, "of any two quantities that may be one"] = 1.0
    equal: Annotated[float, "added where the two are equal"] = 4.0
    meeting: Annotated[float, "added where their intervals meet"] = 2.0
    place: Annotated[float, "added for the same place"] = 1.5
    elsewhere: Annotated[float, "times what agreement adds, for towns that sound different"] = 0.1
    unit: Annotated[float, "added where the left one has a unit"] = 1.0
    period: Annotated[float, "added for the same period of a rate"] = 1.0
    role: Annotated[float, "added where the same happened to what is counted"] = 1.5
    concept: Annotated[float, "added for the same known noun"] = 1.5
    part: Annotated[float, "added where both or neither are parts of a total"] = 0.5
    context: Annotated[
        float, "times the cosine of their contexts, where several could be meant"
    ] = 2.0
    magnitude: Annotated[float, "most that is subtracted for each power of ten between them"] = 1.0


_WEIGHTS = PairingWeights()
_NEVER = -1e6
"""Score of two quantities that are of different things."""


def pairs(
    left: Sequence[Quantity],
    right: Sequence[Quantity],
    likeness: Likeness | None = None,
    rates: Rates | None = None,
) -> list[tuple[int, int, bool]]:
    """Return the best assignment as (left, right, certain), in the order of the left side.

    A pair is certain when the words say that both are about one thing, or nothing else on either
    side may be meant.
    """
    if not left or not right:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    several = len(left) > 1 or len(right) > 1
    table = np.array(
        [[_affinity(a, b, likeness, rates, several=several) for b in right] for a in left]
    )
    rows, columns = linear_sum_assignment(table, maximize=True)
    chosen = [
        (int(i), int(j))
        for i, j in zip(rows, columns, strict=True)
        if table[i, j] >= _WEIGHTS.least
    ]
    return [(i, j, _certain(left, right, i, j, table)) for i, j in chosen]


def _affinity(
    a: Quantity, b: Quantity, likeness: Likeness | None, rates: Rates | None, *, several: bool
) -> float:
    agreed = agreement(a, b, rates)
    near = agreed is not None and not beyond_bound(a, b, rates)
    if not may_be_one(a, b, likeness, agree=near):
        return _NEVER
    agree = {None: 0.0, Agreed.EQUAL: _WEIGHTS.equal, Agreed.MEETING: _WEIGHTS.meeting}[agreed]
    score = (
        _WEIGHTS.base
        + _WEIGHTS.unit * (a.unit is not None)
        + _WEIGHTS.period * (a.period is not None and a.period == b.period)
        + agree
    )
    score += _WEIGHTS.role * (a.role is not None and a.role == b.role) + _WEIGHTS.concept * (
        a.concept is not None and a.concept == b.concept
    )
    if a.places and b.places:
        apart = places_differ(a.places, b.places, agree=False)
        score += -(1 - _WEIGHTS.elsewhere) * agree if apart else _WEIGHTS.place
    score += _WEIGHTS.part * (a.part == b.part)
    if several and likeness is not None and a.kind != "date":
        score += _WEIGHTS.context * likeness(a, b)
    x, y = magnitude(a), magnitude(b)
    if x and y and x * y > 0:
        score -= min(_WEIGHTS.magnitude, abs(math.log10(x / y)))
    return score


def _certain(
    left: Sequence[Quantity], right: Sequence[Quantity], i: int, j: int, table: NDArray[np.float64]
) -> bool:
    a, b = left[i], right[j]
    if a.role and a.role == b.role and (a.concept == b.concept or a.unit is not None):
        return True
    others = [table[k, j] for k in range(len(left)) if k != i] + [
        table[i, k] for k in range(len(right)) if k != j
    ]
    open_ = [q for side, at in ((left, i), (right, j)) for k, q in enumerate(side) if k != at]
    return all(bool(score < _WEIGHTS.least) for score in others) and not any(
        dimension(q) == dimension(a) and who(q) is None and q.role is None for q in open_
    )
