"""Figures of whole texts of which no linked sentences hold both: a toll, a turnout or a speed that
two texts give in sentences that nothing joins.

Without a link only the words tell that two figures are of one thing. So who is counted and what
happened to them must be read on both sides and be the same, and nothing that is read may differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from parallax.comparers.numbers.comparison.frame_agreement import agreement_of, who
from parallax.comparers.numbers.comparison.pair_verdict import compare_pair
from parallax.comparers.numbers.comparison.result import Comparison
from parallax.comparers.numbers.comparison.sums import with_sums
from parallax.comparers.numbers.comparison.sureness import graded
from parallax.comparers.numbers.comparison.units import dimension, magnitude
from parallax.comparers.numbers.comparison.verdicts import grows
from parallax.comparers.numbers.comparison.whole_texts import is_one
from parallax.comparers.numbers.quantity import Quantity

_COMPARED = frozenset({"count", "percent", "measure", "money"})
"""Kinds of quantities that state a fact by themselves."""


class Frame(NamedTuple):
    """What a figure of a text is of; figures of one frame are comparable."""

    dimension: str
    who: str | None
    happened: str
    part: bool
    period: str | None
    scope: str | None
    negated: bool


class Told(NamedTuple):
    """A figure of a text with all of its sentence."""

    quantity: Quantity
    sentence: Sequence[Quantity]


Figures = Mapping[Frame, Sequence[Told]]
"""The figures of a text, by frame, in its order."""


def by_frame(sentences: Iterable[Sequence[Quantity]]) -> Figures:
    """Return the figures of a text that can be told by their words, by frame.

    :param sentences: the quantities of each of its sentences, in its order.
    """
    found: dict[Frame, list[Told]] = {}
    for sentence in sentences:
        for quantity in sentence:
            if frame := _frame(quantity):
                found.setdefault(frame, []).append(Told(quantity, sentence))
    return found


def _frame(quantity: Quantity) -> Frame | None:
    """Return the frame of a figure; None where its words do not tell what it is of."""
    if quantity.kind not in _COMPARED or quantity.role is None:
        return None
    counted = who(quantity)
    known = quantity.concept is not None or counted == "people"
    if quantity.kind == "count" and not known:
        return None  # a noun of one language: it has no name that another one knows
    return Frame(
        dimension(quantity),
        counted if known else None,
        quantity.role,
        quantity.part,
        quantity.period,
        quantity.scope,
        quantity.negated,
    )


def across(left: Figures, right: Figures) -> Iterator[Comparison]:
    """Compare what two texts give in each frame that both have: of a figure that grows the one at
    which the text stands, of others the only one.

    A text that gives the other's figure, too, knows of both: nothing is said then.
    """
    for frame in sorted(left.keys() & right.keys(), key=str):
        mine, theirs = _standing(left[frame]), _standing(right[frame])
        if mine is None or theirs is None:
            continue
        a, b = mine.quantity, theirs.quantity
        if not agreement_of(a, b).sure or _gives_too(right[frame], a, b):
            continue
        if _gives_too(left[frame], b, a):
            continue
        compared = with_sums(compare_pair(a, b), mine.sentence, theirs.sentence)
        if made := graded(compared, None):
            yield made


def _gives_too(figures: Sequence[Told], sought: Quantity, standing: Quantity) -> bool:
    """Tell whether a text gives a figure beside the one at which it stands."""
    return any(is_one(sought, told.quantity) for told in figures if told.quantity is not standing)


def _standing(figures: Sequence[Told]) -> Told | None:
    """Return the figure at which a text stands: of tolls the first, as news gives first what it is
    about, or what it has risen to since; of others the only value.
    """
    first = figures[0]
    if all(grows(told.quantity) for told in figures):
        risen = [
            told
            for told in figures
            if told.quantity.direction == "up"
            and (magnitude(told.quantity) or 0.0) > (magnitude(first.quantity) or 0.0)
        ]
        return max([first, *risen], key=lambda told: magnitude(told.quantity) or 0.0)
    alike = all(is_one(first.quantity, told.quantity) for told in figures[1:])
    return first if alike else None
