"""Whether two figures are of two places: countries by their codes, others by how they sound."""

from __future__ import annotations

from collections.abc import Set

from parallax.comparers.numbers.read.places import SOUND


def places_differ(one: Set[str], other: Set[str], *, agree: bool) -> bool:
    """Tell whether two figures are of different places.

    Two countries always are; a town and a country, or two towns whose names sound different, only
    where the figures differ too: a town may be named in one text by its country.
    """
    if not one or not other:
        return False
    mine, theirs = (frozenset(p for p in side if not p.startswith(SOUND)) for side in (one, other))
    if mine and theirs:
        return mine != theirs
    if agree:
        return False
    if mine or theirs:
        return True
    return not any(_sound_alike(a, b) for a in one for b in other)


def _sound_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
