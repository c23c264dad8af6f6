"""Which quantity of one side is about the same thing as which of the other: by dimension, role,
counted thing and period.

Not by order. An assignment over all pairs at once (Kuhn 1955); quantities of different things are
never paired.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from parallax.comparers.numbers.comparison.frames import (
    PERIOD,
    agreement_of,
    cognates,
    families_differ,
    who,
)
from parallax.comparers.numbers.comparison.intervals import (
    Rates,
    alike,
    dimension,
    interval,
    magnitude,
    meet,
)
from parallax.comparers.numbers.comparison.senses import factor_of_change, one_numeral, sense
from parallax.comparers.numbers.comparison.where import places_differ
from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import currencies, word_set
from parallax.core.thresholds import thresholds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Likeness = Callable[[Quantity, Quantity], float]
"""Similarity of the contexts of two quantities, from 0 to 1."""


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
    same_context: Annotated[
        float,
        "smallest cosine of contexts at which nouns the word lists do not know may be one",
        "by hand: 5 % of right pairs were below it; which pairs was not recorded",
    ] = 0.4
    bounds: Annotated[
        float,
        "largest share by which a count may be beyond an open bound and still agree with it",
        "a quarter, by judgement, after 6 tolls of 20 real stories: “at least 30” held 210",
    ] = 0.25
    durations: Annotated[float, "largest ratio of two lengths of time that are one"] = 6.0
    measures: Annotated[float, "largest ratio of two measures that are one"] = 100.0


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
    agree = agreement(a, b, rates)
    near = agree is not None and not far_apart(a, b)
    if not may_be_one(a, b, likeness, agree=near):
        return _NEVER
    score = (
        _WEIGHTS.base
        + _WEIGHTS.unit * (a.unit is not None)
        + _WEIGHTS.period * (a.period is not None and a.period == b.period)
        + (agree or 0.0)
    )
    score += _WEIGHTS.role * (a.role is not None and a.role == b.role) + _WEIGHTS.concept * (
        a.concept is not None and a.concept == b.concept
    )
    if a.places and b.places:
        apart = places_differ(a.places, b.places, agree=False)
        score += -(1 - _WEIGHTS.elsewhere) * (agree or 0.0) if apart else _WEIGHTS.place
    score += _WEIGHTS.part * (a.part == b.part)
    if several and likeness is not None and a.kind != "date":
        score += _WEIGHTS.context * likeness(a, b)
    x, y = magnitude(a), magnitude(b)
    if x and y and x * y > 0:
        score -= min(_WEIGHTS.magnitude, abs(math.log10(x / y)))
    return score


def agreement(a: Quantity, b: Quantity, rates: Rates | None = None) -> float | None:
    """Return how well two quantities of one dimension agree, None where they do not."""
    if (a.kind == "date") != (b.kind == "date"):
        return None
    if a.kind == "date":
        return (
            _WEIGHTS.equal
            if a.date == b.date
            else _WEIGHTS.meeting
            if dates_agree(a.date or "", b.date or "")
            else None
        )
    if dimension(a) != dimension(b):
        named = _unit_left_out(a, b) or _named_apart(a, b)
        return _WEIGHTS.meeting if named else None
    if (
        a.kind == b.kind == "money"
        and a.unit != b.unit
        and math.isnan(interval(a, b, rates).low + interval(a, b, rates).high)
    ):
        return None
    x, y = interval(a, b, rates), interval(b, rates=rates)
    return _WEIGHTS.equal if alike(x, y) else _WEIGHTS.meeting if meet(x, y) else None


def far_apart(a: Quantity, b: Quantity) -> bool:
    """Tell whether an open bound holds the other count only because it is open: "at least seven"
    holds 90, and says nothing of it.
    """
    return not all(map(_closed, (a, b))) and beyond_a_quarter(a, b)


def beyond_a_quarter(a: Quantity, b: Quantity) -> bool:
    """Tell whether one of two counts or shares is larger than the other by more than a quarter."""
    if dimension(a) != dimension(b) or dimension(a) not in ("count", "percent"):
        return False
    x, y = magnitude(a), magnitude(b)
    return bool(x and y and max(x / y, y / x) > 1 + _WEIGHTS.bounds)


def _closed(quantity: Quantity) -> bool:
    return quantity.low is not None and quantity.high is not None


def dates_agree(one: str, other: str) -> bool:
    """Tell whether one date holds the other: ``2024-04`` and ``2024-04-03``, ``--04-03`` and
    ``2024-04-03``, an interval and its ends.
    """
    if "/" in one or "/" in other:
        return (
            any(dates_agree(x, y) for x in one.split("/") for y in other.split("/"))
            or _within(one, other)
            or _within(other, one)
        )
    a, b = sorted((one, other), key=lambda iso: (len(iso), not iso.endswith("X")))
    if a.startswith("--"):
        return b.endswith(a[1:])
    if a.endswith("X"):
        return b.startswith(a.rstrip("X"))
    if "Q" in a and "Q" not in b and len(b) >= len("2024-04"):
        return b[:4] == a[:4] and (int(b[5:7]) + 2) // 3 == int(a[-1])
    return b.startswith(a)


def _within(whole: str, part: str) -> bool:
    ends = whole.split("/")
    return (
        len(ends) == 2
        and ends[0] <= part.split("/", maxsplit=1)[0]
        and part.rsplit("/", maxsplit=1)[-1] <= ends[1]
    )


def may_be_one(a: Quantity, b: Quantity, likeness: Likeness | None, *, agree: bool) -> bool:
    """Tell whether two quantities can be about one thing; where they agree, less must be known of
    it.
    """
    if dimension(a) != dimension(b):
        return agree
    if a.kind == "date":
        return agree or (
            a.as_of == b.as_of
            and len(a.date or "") == len(b.date or "")
            and "/" not in f"{a.date}{b.date}"
        )
    if a.period != b.period and (
        _rates_apart(a, b) or (None in (a.period, b.period) and not agree)
    ):
        return False
    if families_differ(a.role, b.role) or places_differ(a.places, b.places, agree=agree):
        return False
    # Periods were compared above: rates per two periods may be one rate.
    if not agree and set(agreement_of(a, b).differing) - {PERIOD}:
        return False
    if not _same_thing(a, b, likeness, agree=agree):
        return False
    if agree or a.modifier == b.modifier == "vague":
        return True
    farthest = {"duration": _WEIGHTS.durations, "measure": _WEIGHTS.measures}.get(a.kind)
    x, y = magnitude(a), magnitude(b)
    return not (farthest and x and y and max(x / y, y / x) > farthest)


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


def _rates_apart(a: Quantity, b: Quantity) -> bool:
    """Tell whether rates per two periods are of different things: neither the numeral nor the rate
    is the same.
    """
    if a.period is None or b.period is None:
        return False
    difference = sense(a, b, meeting=True)
    return not (one_numeral(a, b) or (difference is not None and difference.same))


def _same_thing(a: Quantity, b: Quantity, likeness: Likeness | None, *, agree: bool) -> bool:
    """Tell whether the counted nouns may name one thing."""
    if a.unit or b.unit or dimension(a) in ("percent", "times"):
        return True
    mine, theirs = who(a), who(b)
    if mine is None or theirs is None:
        return agree or (a.role is not None and a.role == b.role)
    if a.concept and b.concept and a.concept != b.concept:
        people = {a.concept, b.concept}
        groups = people & word_set("things", "people", "groups")
        if 0 in (a.value, b.value) and "people" in people:
            return bool(groups)  # nobody is no child either
        return agree and bool(people & {"people", "prisoners"}) and bool(groups)
    if mine == theirs or cognates(mine, theirs):
        return True
    if a.concept or b.concept:
        return agree
    if likeness is not None:
        return agree or likeness(a, b) >= _WEIGHTS.same_context
    return agree or a.kind != "ordinal"


def _unit_left_out(a: Quantity, b: Quantity) -> bool:
    """Tell whether a sum of money lacks its currency on one side: "17 млрд" beside "€17 млрд"."""
    bare, sum_ = (a, b) if a.kind == "count" else (b, a)
    named = (
        sum_.unit in currencies() and bare.kind == "count" and bare.written and bare.counted is None
    )
    return named and bare.value is not None and bare.value == sum_.value


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
