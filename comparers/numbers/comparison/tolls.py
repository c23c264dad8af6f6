"""Tolls: figures that only grow while a story goes on (the dead, the wounded, houses destroyed).

They are a series, not one figure: "at least 30" at noon and "210" in the evening are both right,
and neither agrees with the other. Which of two came first decides: a larger one later is an update,
two of one hour contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from parallax.comparers.confidence import Confidence, lowest
from parallax.comparers.numbers.comparison.bounds import far_apart
from parallax.comparers.numbers.comparison.frame_agreement import agreement_of, who
from parallax.comparers.numbers.comparison.pair_verdict import BOUND
from parallax.comparers.numbers.comparison.result import Comparison, Verdict
from parallax.comparers.numbers.comparison.units import magnitude
from parallax.comparers.numbers.comparison.verdicts import grows
from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import word_set
from parallax.core.thresholds import thresholds

UPDATE = "number.update"


@thresholds("compare", chosen="by judgement on nine labelled stories of outlets")
@dataclass(frozen=True)
class TollLimits:
    """How far apart two counts of one toll may be."""

    growth: Annotated[float, "a toll grows at most n times while a story is told"] = 10.0
    dead: Annotated[
        int, "fewest dead that, given by two texts alike, say that both are of one hour"
    ] = 2


_LIMITS = TollLimits()


class Order(StrEnum):
    """Which of two texts came first."""

    FIRST = "first"
    SAME = "same"
    LAST = "last"
    UNKNOWN = "unknown"


def order(one: datetime | None, other: datetime | None, lag: timedelta) -> Order:
    """Return when the first text was published, seen from the other.

    A moment at midnight (UTC) is a day without an hour: within one day the order is not known.

    :param lag: moments that are nearer to each other are the same.
    """
    if one is None or other is None:
        return Order.UNKNOWN
    if time(0) in (one.time(), other.time()):
        if one.date() == other.date():
            return Order.UNKNOWN
        return Order.FIRST if one < other else Order.LAST
    if abs(one - other) < lag:
        return Order.SAME
    return Order.FIRST if one < other else Order.LAST


def same_hour(left: Iterable[Quantity], right: Iterable[Quantity]) -> bool:
    """Tell whether two texts give the same number of dead first: so their other tolls are of one
    time.

    Of the wounded that does not hold: the dead are found later.
    """
    mine, theirs = _dead(left), _dead(right)
    return mine is not None and mine == theirs and mine >= _LIMITS.dead


def _dead(text: Iterable[Quantity]) -> float | None:
    """Return the number of dead that a text gives first, of people of any kind."""
    killed = [q for q in text if q.role == "killed" and not q.part and q.kind == "count"]
    people = word_set("things", "people", "groups") | {"people"}
    return next((q.value for q in killed if who(q) in people), None)


def followed(comparison: Comparison, order_: Order, *, one_hour: bool) -> Comparison | None:
    """Return a comparison of two tolls as what the order of their texts makes it; others as they
    are.

    :param order_: of the left text. :param one_hour: the texts give the same number of dead.
    :return: None where the two are too far apart to be one toll.
    """
    a, b = comparison.left, comparison.right
    if a is None or b is None or a.kind != b.kind or not (grows(a) or grows(b)):
        return comparison
    if comparison.verdict is not Verdict.CONFLICT:
        return comparison
    x, y = magnitude(a) or 0.0, magnitude(b) or 0.0
    if not agreement_of(a, b).sure or max(x, y) > _LIMITS.growth * min(x, y):
        return None
    one_hour = one_hour and a.role != "killed" and not far_apart(a, b)
    if order_ is Order.SAME or (order_ is Order.UNKNOWN and one_hour):
        why = "of one hour" if order_ is Order.SAME else "beside the same number of dead"
        return _made(
            comparison, Verdict.CONFLICT, f"{_both(a, b)}: {why}", sure=order_ is Order.SAME
        )
    if order_ is Order.UNKNOWN:
        less, more = sorted((a, b), key=lambda q: magnitude(q) or 0.0)
        why = f"{_both(less, more)}: a figure that grows; which text is later is not known"
        return _made(comparison, Verdict.COMPATIBLE, why)
    earlier, later = (a, b) if order_ is Order.FIRST else (b, a)
    if (magnitude(later) or 0.0) > (magnitude(earlier) or 0.0):
        why = f"{earlier.surface}, later {later.surface}: a figure that grows, told at two times"
        return _made(comparison, Verdict.COMPATIBLE, why)
    if comparison.confidence is not Confidence.HIGH or comparison.rule == BOUND:
        return None  # more likely an older count that the later text repeats
    return _made(comparison, Verdict.CONFLICT, f"{comparison.why}; the later text gives less")


def unsure_if_grown(comparison: Comparison) -> Comparison:
    """Return a conflict of two tolls as one that is not sure, for want of times; others as they
    are.
    """
    a, b = comparison.left, comparison.right
    if comparison.verdict is not Verdict.CONFLICT or not (a and b and grows(a) and grows(b)):
        return comparison
    confidence = lowest((comparison.confidence, Confidence.MEDIUM))
    return replace(comparison, confidence=confidence)


def _both(a: Quantity, b: Quantity) -> str:
    return f"{a.surface} and {b.surface}"


def _made(comparison: Comparison, verdict: Verdict, why: str, *, sure: bool = False) -> Comparison:
    confidence = (
        comparison.confidence if sure else lowest((comparison.confidence, Confidence.MEDIUM))
    )
    if verdict is Verdict.COMPATIBLE:
        return replace(
            comparison, verdict=verdict, why=why, rule=UPDATE, confidence=Confidence.MEDIUM
        )
    return replace(
        comparison, verdict=verdict, why=why, rule="number.conflict", confidence=confidence
    )
