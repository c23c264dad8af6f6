"""Whom labels mean over whole texts: all names of one side are one family.

"Russia", "the Russians", "Russian forces", «російські окупанти» are Russia in one text or another:
which of them a sentence has is chance, what a text calls the side is not. "The military" without a
side is nobody in particular, and is not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from parallax.comparers.framing.marker import Marker

SIDED = frozenset({"military", "government", "leader"})
"""Kinds of referents that are somebody only with a side ("ru_military")."""
_AXIS = "actor_label"


def of_families(markers: Iterable[Marker]) -> list[Marker]:
    """Return the markers of a whole text with each side as one referent ("ru"), without labels
    whose side is not told.

    A label whose side is not told is of the one side that the text gives the same word elsewhere:
    «російські окупанти … окупанти».
    """
    found = list(markers)
    told: dict[str, set[str]] = {}
    for one in found:
        if family := _family(one):
            told.setdefault(one.rule, set()).add(family)
    made = []
    for one in found:
        family = _family(one)
        if family is None and len(sides := told.get(one.rule, set())) == 1:
            [family] = sides
        if family is not None:
            made.append(replace(one, ref=family) if family else one)
    return made


def _family(marker: Marker) -> str | None:
    """Return the side a label means, nothing for other markers, None for a label of nobody."""
    if marker.axis != _AXIS:
        return ""
    if not marker.ref or marker.ref in SIDED:
        return None
    return next(iter(sides_of([marker.ref])), "")


def apart(
    left: Sequence[Marker], right: Sequence[Marker]
) -> Iterator[tuple[str | None, list[Marker], list[Marker]]]:
    """Yield (referent, markers, markers) where two sides have no value of a referent in common."""
    for ref in sorted({m.ref for m in left} & {m.ref for m in right}, key=str):
        a, b = ([m for m in side if m.ref == ref] for side in (left, right))
        if not {m.value for m in a} & {m.value for m in b}:
            yield ref, a, b


def sides_of(refs: Iterable[str | None]) -> set[str]:
    """Return the sides that some referents name: of "ru_military" it is "ru"."""
    parts = (ref.partition("_") for ref in refs if ref)
    return {side for side, _, kind in parts if kind in SIDED}
