"""What whole texts say of figures that linked sentences do not agree in: a figure that a text gives
in another sentence, or with another value, is not left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from parallax.comparers.numbers.comparison.frame_agreement import (
    agreement_of,
    cognates,
    families_differ,
    who,
)
from parallax.comparers.numbers.comparison.one_thing import may_be_one
from parallax.comparers.numbers.comparison.pair_verdict import compare_pair
from parallax.comparers.numbers.comparison.result import Comparison, Verdict
from parallax.comparers.numbers.comparison.units import dimension, magnitude
from parallax.comparers.numbers.quantity import Quantity
from parallax.core.thresholds import thresholds


@thresholds("compare", chosen="by judgement")
@dataclass(frozen=True)
class WholeTextLimits:
    """When a figure of another sentence is taken for one that is sought."""

    converted: Annotated[
        float, "share by which two measures may differ, of which one is a rounded conversion"
    ] = 0.05


_LIMITS = WholeTextLimits()
_NO_FACTS = frozenset({"date", "ordinal", "duration"})
_ANYBODY = "people"
"""The concept that says least of who is counted."""


def both_held(comparison: Comparison, left: Sequence[Quantity], right: Sequence[Quantity]) -> bool:
    """Tell whether two figures contradict each other only beside other sentences of their texts:
    each text gives both, or one gives both and the other only one of them.

    :param left: all quantities of the left text; :param right: of the right one.
    """
    a, b = comparison.left, comparison.right
    if comparison.verdict is not Verdict.CONFLICT or a is None or b is None or a.kind == "date":
        return False
    return any(is_one(b, q) for q in left) or any(is_one(a, q) for q in right)


def left_out(quantity: Quantity, text: Sequence[Quantity]) -> bool:
    """Tell whether a text leaves a figure out: none of its quantities can be the same, by value or
    by what is counted and what happened.

    What is no statement of fact alone is not left out: dates, ordinals, lengths of time; one ("a
    man was killed" says it in other words); and a bare number of which nothing is said (an age
    between commas, a score).

    :param text: all quantities of the other text.
    """
    if quantity.kind in _NO_FACTS or quantity.value == 1:
        return False
    if dimension(quantity) == "count" and who(quantity) is None and quantity.role is None:
        return False
    return not any(_can_be(quantity, other) for other in text)


class Carriers:
    """How many texts of a story give a figure; each figure is looked for once."""

    def __init__(self, editions: Mapping[str, Sequence[Quantity]]) -> None:
        """Take all quantities of each text of the story."""
        self._editions = editions
        self._given: dict[Quantity, int] = {}

    def told(self, omission: Comparison) -> Comparison:
        """Return an omission that says how many texts of the story give its figure."""
        quantity = omission.left or omission.right
        assert quantity is not None
        if quantity not in self._given:
            texts = self._editions.values()
            self._given[quantity] = sum(any(_gives(q, quantity) for q in text) for text in texts)
        given, all_ = self._given[quantity], len(self._editions)
        return replace(
            omission, why=f"{omission.why}; {given} of {all_} texts of the story give it"
        )


def _gives(one: Quantity, other: Quantity) -> bool:
    """Tell whether a quantity gives the figure of another: as much, of the same thing."""
    frames = agreement_of(one, other)
    named = bool(frames.same) or one.unit is not None
    return one.kind == other.kind and named and not frames.differing and _agree(one, other)


def is_one(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities of texts are the same figure of the same thing."""
    return (
        one.kind == other.kind
        and one.unit == other.unit
        and compare_pair(one, other).verdict is Verdict.EQUAL
        and not agreement_of(one, other).differing
        and (one.role, one.part) == (other.role, other.part)
    )


def given_again(one: Quantity, other: Quantity) -> bool:
    """Tell whether the other side has a figure all the same, though it is paired with none: the
    same number of what may be the same.
    """
    same = one.value is not None and one.value == other.value
    same = same and dimension(one) == dimension(other) and one.kind != "date"
    return same and may_be_one(one, other, None, agree=True)


def _agree(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities can be the same figure, by their values."""
    if families_differ(one.role, other.role) or "date" in (one.kind, other.kind):
        return False
    if dimension(one) != dimension(other):  # the unit may be left out
        return one.value is not None and one.value == other.value
    if given_again(one, other):
        return True
    x, y = magnitude(one), magnitude(other)
    if one.kind == "measure" and x and y and abs(x - y) <= _LIMITS.converted * abs(x):
        return True
    return compare_pair(one, other).verdict in (Verdict.EQUAL, Verdict.COMPATIBLE)


def _can_be(one: Quantity, other: Quantity) -> bool:
    """Tell whether a quantity of the other text can be this one: by its value, or with another one
    by what happened or by what is counted.
    """
    if _agree(one, other):
        return True
    if dimension(one) != dimension(other) or one.kind != other.kind:
        return False
    frames = agreement_of(one, other)
    if frames.differing:
        return False
    if one.role is not None and one.role == other.role:
        return True
    mine = who(one)
    if mine is not None and mine != _ANYBODY:
        return mine == who(other)
    nothing_happened = one.role is None and other.role is None
    return bool(
        nothing_happened and one.counted and other.counted and cognates(one.counted, other.counted)
    )
