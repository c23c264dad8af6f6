"""Whether a translation says other numbers than its original.

Figures are compared as in a story (`comparers.numbers`), but a translation is held to more: a sum
in another currency is wrong, and so is a figure that is missing. What right translations word
otherwise is not missing: "one", "a half", "both", a time of day, "in 24 hours" for "per day".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from parallax.comparers.numbers.comparison.conversion import converted_alike
from parallax.comparers.numbers.comparison.result import Comparison, Verdict
from parallax.comparers.numbers.comparison.units import period_factor
from parallax.comparers.numbers.comparison.verdicts import compare
from parallax.comparers.numbers.quantity import OPEN_HIGH, OPEN_LOW, Quantity
from parallax.comparers.numbers.read.extract import extract
from parallax.comparers.numbers.read.frames import opposed
from parallax.core.thresholds import thresholds
from parallax.languages.fold import fold
from parallax.translators.clock_times import clock_times, words

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_TOKENS = re.compile(r"\w+")
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_MULTIPLES = ("times", "share")
_OTHER_CURRENCY = "number.currency"


@thresholds("translate", chosen="by judgement; `bench cases` scores warnings of 35 translations")
@dataclass(frozen=True)
class TranslatedNumberLimits:
    """What a translation may word otherwise."""

    spelled_ranks: Annotated[
        int, "ordinals up to this may be missing: right translations often reword them"
    ] = 3
    small: Annotated[float, "counts below this may be missing: one, a half"] = 2
    near: Annotated[int, "words beside “twice” among which “more” or “fewer” is looked for"] = 3


LIMITS = TranslatedNumberLimits()


@dataclass(frozen=True)
class _Side:
    """A text with all its quantities, those that are still to be compared, and the digits that are
    in none (identifiers, times).
    """

    text: str
    language: str
    said: tuple[Quantity, ...]
    quantities: tuple[Quantity, ...]
    digits: Counter[str]

    @classmethod
    def of(cls, text: str, language: str) -> _Side:
        quantities = tuple(extract(text, language))
        outside = Counter(_digits_outside(text, quantities))
        return cls(text, language, quantities, quantities, outside)

    def without(self, quantities: Iterable[Quantity], digits: Counter[str]) -> _Side:
        gone = {id(quantity) for quantity in quantities}
        left = tuple(q for q in self.quantities if id(q) not in gone)
        return replace(self, quantities=left, digits=self.digits - digits)


def same_numbers(one: str, other: str, language: str) -> bool:
    """Return whether two texts of one language have the same numbers, written anyhow."""
    mine, theirs = _Side.of(one, language), _Side.of(other, language)
    return mine.digits == theirs.digits and Counter(map(_key, mine.quantities)) == Counter(
        map(_key, theirs.quantities)
    )


def numbers_differ(text: str, translation: str, source: str, target: str) -> bool:
    """Return whether a translation says another number, unit, currency or bound, or leaves a
    number out or adds one.

    :param source: ISO 639-1 code of a language that Parallax reads. :param target: likewise.
    """
    mine, theirs = _Side.of(text, source), _Side.of(translation, target)
    if _other_turn(mine, theirs) or _other_occurrence(mine, theirs):
        return True
    mine, theirs = _without_times(mine, theirs)
    mine, theirs = _without_same(mine, theirs)
    theirs, mine = _without_designations(*_without_designations(mine, theirs)[::-1])
    if mine.digits != theirs.digits:
        return True
    compared = compare(mine.quantities, theirs.quantities)
    alone = [c for c in compared if c.verdict is Verdict.OMITTED]
    return any(
        _wrong(comparison, mine, theirs)
        for comparison in compared
        if not any(_unit_implied(comparison, other) for other in alone)
    )


def _wrong(comparison: Comparison, mine: _Side, theirs: _Side) -> bool:
    a, b = comparison.left, comparison.right
    if a is not None and b is not None:
        return (
            comparison.verdict is Verdict.CONFLICT
            or comparison.rule == _OTHER_CURRENCY
            or (a.modifier in OPEN_LOW and b.modifier in OPEN_HIGH)
            or (a.modifier in OPEN_HIGH and b.modifier in OPEN_LOW)
            or _another_numeral(a, b)
        )
    alone, other = (a, theirs) if a is not None else (b, mine)
    assert alone is not None
    own = mine if a is not None else theirs
    return not (
        _in_other_words(alone, own, other)
        or _is_period(alone, other)
        or any(q is not alone and converted_alike(q, alone) for q in own.said)
    )


def _unit_implied(comparison: Comparison, other: Comparison) -> bool:
    """Return whether two figures without a partner are one whose unit only one side says: "aged
    18", "18 років".
    """
    a, b = comparison.left or other.left, comparison.right or other.right
    if comparison.verdict is not Verdict.OMITTED or a is None or b is None:
        return False
    return a.value is not None and a.value == b.value and None in (a.unit, b.unit)


def _another_numeral(a: Quantity, b: Quantity) -> bool:
    """Return whether two figures meet only because one is a bound or rounded: "over 100" and "150",
    "44.3 million" and "44 million".
    """
    if a.value is None or b.value is None or a.unit != b.unit or "times" in (a.concept, b.concept):
        return False
    return not math.isclose(a.value, b.value)


def _in_other_words(quantity: Quantity, own: _Side, other: _Side) -> bool:
    """Return whether right translations often reword a number: "one", "a half", "twice", "both"."""
    value = quantity.value
    if value is not None and abs(value) < LIMITS.small:
        return value != 0 or not any(q.value == 1 for q in other.quantities)
    if quantity.concept in _MULTIPLES:
        return True
    if quantity.kind == "ordinal":
        return (value or 0) <= LIMITS.spelled_ranks
    return value == LIMITS.small and (
        fold(quantity.surface) in words()[own.language]["both"].split()
        or bool(_said(other) & set(words()[other.language]["both"].split()))
    )


def _is_period(quantity: Quantity, other: _Side) -> bool:
    """Return whether a length of time is one period that the other side says in a word: "24 hours"
    of "a day".
    """
    days, value = period_factor(quantity.unit), quantity.value
    if quantity.kind != "duration" or value is None or days is None:
        return False
    names = {q.period for q in other.said}
    for name, forms in words()[other.language]["periods"].items():
        if not _said(other).isdisjoint(forms.split()):
            names.add(name)
    return any(name and period_factor(name) == days * value for name in names)


def _said(side: _Side) -> set[str]:
    return set(_WORDS.findall(fold(side.text)))


def _other_turn(mine: _Side, theirs: _Side) -> bool:
    """Return whether one side multiplies where the other divides: "twice as many", "half as
    many".
    """
    turns = [_turns(side) for side in (mine, theirs)]
    return len(turns[0]) == len(turns[1]) == 1 and turns[0] != turns[1]


def _turns(side: _Side) -> list[bool]:
    """Return for each multiple of a side whether it makes more of something."""
    listed, found = words()[side.language], []
    for quantity in side.quantities:
        if quantity.concept not in _MULTIPLES or not quantity.value:
            continue
        around = [
            *_WORDS.findall(fold(side.text[: quantity.start]))[-LIMITS.near :],
            *_WORDS.findall(fold(side.text[quantity.end :]))[: LIMITS.near],
        ]
        fewer = not set(listed["fewer"].split()).isdisjoint(around)
        more = not set(listed["more"].split()).isdisjoint(around)
        if quantity.direction in ("up", "down"):
            found.append(quantity.direction == "up")
        elif fewer != more:
            found.append(more and quantity.value > 1)
    return found


def _other_occurrence(mine: _Side, theirs: _Side) -> bool:
    """Return whether one side says that it was the first time, and the other that it was a later
    one.
    """
    return any(
        _first_time(one) and _later_time(other) and not _first_time(other)
        for one, other in ((mine, theirs), (theirs, mine))
    )


def _first_time(side: _Side) -> bool:
    text = f" {' '.join(_WORDS.findall(fold(side.text)))} "
    return any(f" {phrase} " in text for phrase in words()[side.language]["first_time"])


def _later_time(side: _Side) -> bool:
    """Return whether a side counts an occurrence: "for the third time"."""
    later = words()[side.language]["later_times"].split()
    return any(
        q.kind == "ordinal"
        and (q.value or 0) > 1
        and (q.concept == "times" or fold(q.surface) in later)
        for q in side.quantities
    )


def _without_times(mine: _Side, theirs: _Side) -> tuple[_Side, _Side]:
    """Return both sides without the digits of times of day that both have."""
    left = clock_times(fold(mine.text), mine.language)
    right = clock_times(fold(theirs.text), theirs.language)
    gone = Counter[str](), Counter[str]()
    for one in left:
        other = next((time for time in right if time.same(one)), None)
        if other is None:
            continue
        right.remove(other)
        for digits, side, time in ((gone[0], mine, one), (gone[1], theirs, other)):
            digits.update(_bare(fold(side.text)[time.start : time.end]))
    return mine.without((), gone[0]), theirs.without((), gone[1])


def _without_same(mine: _Side, theirs: _Side) -> tuple[_Side, _Side]:
    """Return both sides without the figures that both write alike: no other pairing parts them."""
    left, right = list(mine.quantities), list(theirs.quantities)
    gone: list[Quantity] = []
    for quantity in left:
        same = next((q for q in right if _written_alike(q, quantity)), None)
        if same is not None:
            right.remove(same)
            gone += [quantity, same]
    return mine.without(gone, Counter()), theirs.without(gone, Counter())


def _written_alike(a: Quantity, b: Quantity) -> bool:
    return _key(a) == _key(b) and not opposed(a.direction, b.direction)


def _without_designations(mine: _Side, theirs: _Side) -> tuple[_Side, _Side]:
    """Return both sides without figures that the other side writes as digits which are no quantity:
    the number of a unit, a model.
    """
    gone, digits = list[Quantity](), mine.digits & theirs.digits
    mine, standing = mine.without((), digits), _TOKENS.findall(theirs.text)
    for quantity in mine.quantities:
        written = quantity.date if quantity.kind == "date" else f"{quantity.value or 0:.0f}"
        if written and written in standing and theirs.digits[written] > digits[written]:
            gone.append(quantity)
            digits[written] += 1
    return mine.without(gone, Counter()), theirs.without((), digits)


def _key(quantity: Quantity) -> tuple[object, ...]:
    """Return what two quantities share that are the same, whatever is counted."""
    if quantity.kind == "date":
        return (quantity.date,)
    return (
        quantity.kind in ("money", "percent", "measure", "duration") and quantity.kind,
        quantity.unit,
        quantity.value,
        quantity.low,
        quantity.high,
        quantity.negated,
    )


def _digits_outside(text: str, quantities: Sequence[Quantity]) -> list[str]:
    """Return digits outside quantities, without their grouping."""
    return [
        re.sub(r"\D", "", digits[0])
        for digits in _DIGITS.finditer(text)
        if not any(q.start < digits.end() and digits.start() < q.end for q in quantities)
    ]


def _bare(text: str) -> list[str]:
    return _digits_outside(text, ())
