"""Whom labels mean over whole texts: all names of one side are one family.

"Russia", "the Russians", "Russian forces", «російські окупанти» are Russia in one text or another:
which of them a sentence has is chance, what a text calls the side is not. "The military" without a
side is nobody in particular, and is not compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from parallax.comparers.framing.marker import Marker

SIDED = frozenset({"military", "government", "leader"})
"""Kinds of referents that are somebody only with a side ("ru_military")."""
_AXIS = "actor_label"


def of_families(markers: Iterable[Marker]) -> list[Marker]:
    """Return the markers of a whole text with each side as one referent ("ru"), without labels
    whose side is not told.
    """
    return [
        replace(one, ref=family) if family else one
        for one in markers
        if (family := _family(one)) is not None
    ]


def _family(marker: Marker) -> str | None:
    """Return the side a label means, nothing for other markers, None for a label of nobody."""
    if marker.axis != _AXIS or not marker.ref:
        return ""
    if marker.ref in SIDED:
        return None
    side, _, kind = marker.ref.partition("_")
    return side if kind in SIDED else ""
