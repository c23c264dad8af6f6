"""Comparing how strong the words of two sides are, on the axes of degree.

Degree is compared between two words of one scale: "devastated" beside "destroyed" is a difference,
"devastated" beside neither is not compared, for how the other side says it was not found. Words of
no scale ("cynically", "probably") have no plainer word that could stand in their place. They differ
from silence only where they show a stance wherever they stand (strength 2) and the other side has
no word above plain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.framing.codebook import Axis
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.ledger import Member
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.trust import Method
from parallax.core.thresholds import thresholds

_PLAIN = Member("", "", 0)


@thresholds("compare", chosen="by the meaning of the three strengths of a concept")
@dataclass(frozen=True)
class DegreeGap:
    """When two words of one scale differ in degree."""

    differs: Annotated[int, "steps from a plain word to one that shows a stance"] = 2


_GAP = DegreeGap().differs


@dataclass(frozen=True)
class _Word:
    """A marker with what its concept says of it."""

    marker: Marker
    member: Member

    @property
    def strength(self) -> int:
        return self.member.strength


def compare(axis: Axis, left: Sequence[Marker], right: Sequence[Marker]) -> Iterator[Difference]:
    """Yield the differences of degree of two sides: one for each scale on which both have a word;
    without any, one where a word of one side stands beside silence.
    """
    sides = [_words(axis, side) for side in (left, right)]
    found = [
        _of_scale(axis, scale, one, other)
        for scale in sorted({w.member.scale for w in sides[0]} & {w.member.scale for w in sides[1]})
        if _differ(one := _strongest(sides[0], scale), other := _strongest(sides[1], scale))
    ]
    yield from found
    if not found:
        yield from _beside_silence(axis, *sides)


def _words(axis: Axis, markers: Sequence[Marker]) -> list[_Word]:
    return [_Word(marker, axis.members.get(marker.rule, _PLAIN)) for marker in markers]


def _strongest(words: Sequence[_Word], scale: str) -> _Word:
    return max((w for w in words if w.member.scale == scale), key=lambda word: word.strength)


def _differ(one: _Word, other: _Word) -> bool:
    """Tell whether two words differ by two steps, or point two ways ("surely", "hardly")."""
    return abs(one.strength - other.strength) >= _GAP or (
        one.marker.value != other.marker.value and min(one.strength, other.strength) >= _GAP
    )


def _of_scale(axis: Axis, scale: str, one: _Word, other: _Word) -> Difference:
    return Difference(
        axis.name,
        None if scale == axis.name else scale,
        one.marker.value,
        other.marker.value,
        (one.marker,),
        (other.marker,),
        f"{axis.name}.same_scale",
        Method.LEXICAL,
    )


def _beside_silence(
    axis: Axis, left: Sequence[_Word], right: Sequence[_Word]
) -> Iterator[Difference]:
    plain = {member.scale for member in axis.members.values() if member.strength == 0}
    said = [
        tuple(w.marker for w in side if w.strength >= _GAP and w.member.scale not in plain)
        for side in (left, right)
    ]
    silent = [all(word.strength == 0 for word in side) for side in (left, right)]
    if (said[0] and silent[1]) or (said[1] and silent[0]):
        values = [markers[0].value if markers else axis.default for markers in said]
        yield Difference(
            axis.name,
            None,
            values[0],
            values[1],
            said[0],
            said[1],
            f"{axis.name}.beside_silence",
            Method.RULE,
        )
