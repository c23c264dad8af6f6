"""Which markers are the outlet's own words, on either side of a comparison.

Words in direct speech are the speaker's. What one side quotes the other may tell in its own words:
it is quoted on both.
"""

from __future__ import annotations

from collections.abc import Sequence

from parallax.comparers.framing.marker import Marker

Said = tuple[str, str, str | None]


def of_both(left: Sequence[Marker], right: Sequence[Marker]) -> list[list[Marker]]:
    """Return the markers of each side that are the outlet's own, and not quoted on the other."""
    return [_own(left, right), _own(right, left)]


def _own(side: Sequence[Marker], other: Sequence[Marker]) -> list[Marker]:
    quoted = {_said(m) for m in other if m.quoted} - {_said(m) for m in other if not m.quoted}
    return [m for m in side if not m.quoted and _said(m) not in quoted]


def _said(marker: Marker) -> Said:
    return marker.axis, marker.value, marker.ref
