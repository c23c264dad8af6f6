"""Comparing the quantities of two sides: intervals in base units, within one dimension, role and
period.

A figure missing on one side is an omission, never a conflict. Parts that add up to the other side's
total are compatible with it. What two paired quantities are is decided in `pair_verdict`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parallax.comparers.confidence import Confidence
from parallax.comparers.numbers.comparison.frame_agreement import families_differ
from parallax.comparers.numbers.comparison.intervals import Rates
from parallax.comparers.numbers.comparison.one_thing import Likeness
from parallax.comparers.numbers.comparison.pair_verdict import compare_pair
from parallax.comparers.numbers.comparison.pairing import pairs
from parallax.comparers.numbers.comparison.result import Comparison, Verdict
from parallax.comparers.numbers.comparison.sums import with_sums
from parallax.comparers.numbers.comparison.sureness import graded
from parallax.comparers.numbers.comparison.whole_texts import given_again
from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import data, word_set

_WINDOW, _ALL = "number.window", "number.all"
_BOTH = frozenset().union(*(word_set("numerals", "both", of) for of in ("uk", "ru", "en")))


def compare(
    left: Sequence[Quantity],
    right: Sequence[Quantity],
    likeness: Likeness | None = None,
    rates: Rates | None = None,
    p: float = 1.0,
) -> list[Comparison]:
    """Pair the quantities of two sides and compare them; what finds no partner is omitted by the
    other side.

    :param likeness: similarity of the contexts of two quantities, where several could be meant or
        the words are not known.
    :param rates: rates of exchange; sums in two currencies without one are not compared.
    :param p: probability that both sides say the same; a conflict is sure only where it is high.
    """
    chosen = pairs(left, right, likeness, rates)
    compared = [
        with_sums(compare_pair(left[i], right[j], rates=rates), left, right) for i, j, _ in chosen
    ]
    compared = [_of_all(comparison, left, right) for comparison in compared]
    if any(pair.rule == "date.conflict" for pair in compared):
        compared = [_of_two_years(pair, left, right) for pair in compared]
    if moments_differ(left, right):
        compared = [_updated(comparison) for comparison in compared]
    compared = [
        made
        for comparison, (_, _, certain) in zip(compared, chosen, strict=True)
        if (made := graded(comparison, p, certain=certain or comparison.rule == _ALL))
    ]
    taken_left, taken_right = {i for i, _, _ in chosen}, {j for _, j, _ in chosen}
    alone = [(q, None) for i, q in enumerate(left) if i not in taken_left]
    alone_right = [(None, q) for j, q in enumerate(right) if j not in taken_right]
    for a, b in (*alone, *alone_right):
        quantity = a or b
        assert quantity is not None
        if any(given_again(quantity, other) for other in (right if a else left)):
            continue
        if quantity.surface.lower() in _BOTH:
            continue  # "both" counts only what was counted before
        rule = _WINDOW if quantity.window else "number.omitted"
        compared.append(
            Comparison(
                a, b, Verdict.OMITTED, f"{quantity.surface}: left out", rule, Confidence.MEDIUM
            )
        )
    return compared


def _of_two_years(
    comparison: Comparison, left: Sequence[Quantity], right: Sequence[Quantity]
) -> Comparison:
    """Make a conflict tentative where each side names another year: its figures are of that year
    ("4 % in 2031" and "7 % in 2029").
    """
    mine, theirs = (
        {(q.date or "")[:4] for q in side if q.kind == "date"} for side in (left, right)
    )
    years = all(year.isdecimal() for year in mine | theirs) and not mine & theirs
    if comparison.verdict is not Verdict.CONFLICT or not years:
        return comparison
    return replace(comparison, confidence=Confidence.LOW)


def _of_all(
    comparison: Comparison, left: Sequence[Quantity], right: Sequence[Quantity]
) -> Comparison:
    """Turn one whole of two sides into a conflict where they give other parts of it: "all 40" or
    "none of the 40" beside "35 of 40".
    """
    a, b = comparison.left, comparison.right
    if comparison.verdict is not Verdict.EQUAL or a is None or b is None:
        return comparison
    mine, theirs = _part_of(a, left), _part_of(b, right)
    if mine is None or theirs is None or mine.value == theirs.value:
        return comparison
    if families_differ(mine.role, theirs.role):
        return comparison
    why = f"{mine.surface} and {theirs.surface} of {a.surface}: other parts of one whole"
    return Comparison(mine, theirs, Verdict.CONFLICT, why, _ALL, Confidence.MEDIUM)


def _part_of(whole: Quantity, side: Sequence[Quantity]) -> Quantity | None:
    """Return the part of a whole that its side gives: the number before "of 40", or all of it."""
    if whole.scope == "all":
        return whole
    if whole.scope != "whole":
        return None
    some = next((q for q in reversed(side) if q.end <= whole.start), None)
    return some if some is not None and some.value is not None else None


def overall(comparisons: Sequence[Comparison]) -> Verdict:
    """Return the verdict over two sides: a conflict if there is one, else compatible unless
    everything is equal.

    A window of time that one side leaves out ("in the past 24 hours") makes no difference; a
    tentative conflict (low confidence: it is not certain which figures belong together) does not
    contradict.
    """
    verdicts = {
        Verdict.COMPATIBLE if comparison.confidence is Confidence.LOW else comparison.verdict
        for comparison in comparisons
        if comparison.rule != _WINDOW
    }
    if Verdict.CONFLICT in verdicts:
        return Verdict.CONFLICT
    return Verdict.EQUAL if verdicts <= {Verdict.EQUAL} else Verdict.COMPATIBLE


def moments_differ(left: Sequence[Quantity], right: Sequence[Quantity]) -> bool:
    """Tell whether two sides say that their figures are of two moments ("as of 9 February", "as of
    11 February").
    """
    mine, theirs = ({q.date for q in side if q.as_of} for side in (left, right))
    return bool(mine and theirs and not mine & theirs)


def _updated(comparison: Comparison) -> Comparison:
    """Turn a conflict of figures that only grow into an update: each may be true at its time."""
    a, b = comparison.left, comparison.right
    if (
        comparison.verdict is not Verdict.CONFLICT
        or a is None
        or b is None
        or not (grows(a) and grows(b))
    ):
        return comparison
    why = f"{a.surface} and {b.surface}: figures of two moments"
    return Comparison(a, b, Verdict.COMPATIBLE, why, "number.update", Confidence.MEDIUM)


def grows(quantity: Quantity) -> bool:
    """Tell whether a figure only grows while a story goes on: the dead, the wounded, houses
    destroyed.
    """
    return quantity.kind == "count" and quantity.role in data("things")["growing"]["roles"]
