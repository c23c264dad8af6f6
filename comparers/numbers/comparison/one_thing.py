"""Whether two quantities can be about one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.numbers.comparison.frame_agreement import (
    PERIOD,
    agreement_of,
    cognates,
    families_differ,
    who,
)
from parallax.comparers.numbers.comparison.senses import one_numeral, sense
from parallax.comparers.numbers.comparison.units import dimension, magnitude
from parallax.comparers.numbers.comparison.where import places_differ
from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import word_set
from parallax.core.thresholds import thresholds

Likeness = Callable[[Quantity, Quantity], float]
"""Similarity of the contexts of two quantities, from 0 to 1."""


@thresholds(
    "compare",
    chosen="by hand on our own development cases (benchmarks/data/number_pairs.tsv), which "
    "`parallax bench numbers` then scores",
)
@dataclass(frozen=True)
class OneThingLimits:
    """When two quantities that do not agree may be one."""

    same_context: Annotated[
        float,
        "smallest cosine of contexts at which nouns the word lists do not know may be one",
        "by hand: 5 % of right pairs were below it; which pairs was not recorded",
    ] = 0.4
    durations: Annotated[float, "largest ratio of two lengths of time that are one"] = 6.0
    measures: Annotated[float, "largest ratio of two measures that are one"] = 100.0


_LIMITS = OneThingLimits()


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
    farthest = {"duration": _LIMITS.durations, "measure": _LIMITS.measures}.get(a.kind)
    x, y = magnitude(a), magnitude(b)
    return not (farthest and x and y and max(x / y, y / x) > farthest)


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
        return agree or likeness(a, b) >= _LIMITS.same_context
    return agree or a.kind != "ordinal"
