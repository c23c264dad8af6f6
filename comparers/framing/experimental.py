"""The experimental axes: what each reads in a sentence, and how two linked sentences are compared.

What they find is marked `experimental`, folded on a page and counted in no summary, until their
precision is measured. Those of whole texts are compared in `whole_texts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from parallax.comparers.framing import blame, fidelity, referents
from parallax.comparers.framing.codebook import Axis, Codebook, Label
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.harm_doers import ENEMY
from parallax.comparers.framing.harm_frames import ASSERTS, REPORTS
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.qualified import causes, people, statuses
from parallax.comparers.framing.quotes import Quoted
from parallax.comparers.framing.trust import Method
from parallax.languages.phrases import Match, Word

ANSWER = "answer"


def read(
    axis: Axis,
    text: str,
    language: str,
    words: Sequence[Word],
    matches: Mapping[str, Sequence[Match[Label]]],
    quoted: Sequence[Quoted],
) -> Iterator[Marker]:
    """Yield the markers of a sentence on an experimental axis.

    :param matches: the phrases of the sentence on every axis.
    """
    if axis.rule == "blame":
        yield from blame.read(text, language, words, matches, axis)
    elif axis.rule == "quote_fidelity":
        yield from fidelity.read(text, axis, quoted)
    elif axis.rule == "causation":
        yield from causes(axis, text, words, matches[axis.name])
    elif axis.rule == "status":
        yield from statuses(axis, text, language, words, matches[axis.name])
    elif axis.rule in ("naming_people", ANSWER, "headline_body"):
        yield from people(axis, text, words, matches[axis.name])


def compare(
    left: Sequence[Marker], right: Sequence[Marker], codebook: Codebook
) -> list[Difference]:
    """Compare the markers of two linked sentences on the experimental axes.

    Swapping the sides swaps left and right in each difference and changes nothing else.
    """
    found: list[Difference] = []
    for axis in codebook.axes.values():
        own = [[m for m in side if m.axis == axis.name] for side in (left, right)]
        rule = _RULES.get(axis.rule) if axis.experimental else None
        if rule and all(own):
            found += rule(axis, own[0], own[1])
    return found


def difference(
    axis: str,
    ref: str | None,
    values: tuple[str, str],
    left: Sequence[Marker],
    right: Sequence[Marker],
    rule: str,
) -> Difference:
    """Return a difference that is marked experimental."""
    return Difference(
        axis,
        ref,
        values[0],
        values[1],
        tuple(left),
        tuple(right),
        f"{axis}.{rule}",
        Method.EXPERIMENTAL,
    )


def apart(
    axis: Axis, left: Sequence[Marker], right: Sequence[Marker]
) -> Iterator[tuple[str | None, list[Marker], list[Marker]]]:
    """Yield (referent, markers, markers) where two sides have no value of one referent in common;
    what is quoted is the speaker's.
    """
    sides = [[m for m in side if m.axis == axis.name and not m.quoted] for side in (left, right)]
    yield from referents.apart(*sides)


def _named(axis: Axis, left: Sequence[Marker], right: Sequence[Marker]) -> list[Difference]:
    return [
        difference(axis.name, ref, (a[0].value, b[0].value), a, b, "same_referent")
        for ref, a, b in apart(axis, left, right)
    ]


def _causes(axis: Axis, left: Sequence[Marker], right: Sequence[Marker]) -> list[Difference]:
    """Cause against sequence of one thing; an act of somebody against an accident."""
    found = _named(axis, left, right)
    kinds = [{_kind(m): m for m in side} for side in (left, right)]
    names = [{m.ref for m in side} for side in (left, right)]
    pair = set(kinds[0]) | set(kinds[1])
    if (
        not found
        and pair == {"hostile", "accident"}
        and not names[0] & names[1]
        and len(kinds[0]) == len(kinds[1]) == 1
    ):
        values = next(iter(kinds[0])), next(iter(kinds[1]))
        found.append(difference(axis.name, None, values, left, right, "other_cause"))
    return found


def _kind(marker: Marker) -> str:
    return marker.rule.rsplit(".", 1)[-1]


def _blame(axis: Axis, left: Sequence[Marker], right: Sequence[Marker]) -> list[Difference]:
    """Two sides named as the doer in two linked sentences, one in each."""
    named = [
        {m.ref: m for m in side if m.ref and m.value in (ASSERTS, REPORTS)}
        for side in (left, right)
    ]
    enemy = f"{ENEMY}_{blame.DOER}"
    if enemy in named[0] or enemy in named[1] or len(named[0]) != 1 or len(named[1]) != 1:
        return []
    [(one, a)], [(other, b)] = named[0].items(), named[1].items()
    if one == other:
        return []
    values = blame.said(a), blame.said(b)
    return [difference(axis.name, None, values, [a], [b], "other_side")]


_RULES: dict[str, Callable[[Axis, Sequence[Marker], Sequence[Marker]], list[Difference]]] = {
    "blame": _blame,
    "causation": _causes,
    "status": _named,
    "naming_people": _named,
    "quote_fidelity": fidelity.of_linked,
}
