"""What a text tells anywhere, so that a sentence without it does not leave it out.

Who says it, who did it and who was hurt are told once for several sentences: in the lead, in the
sentence before, or after ("Об этом сообщает ведомство"). A headline has its source in the lead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from parallax.comparers.framing.agency import AGENT
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.victims import IDENTITIES


def _kinds(markers: Iterable[Marker]) -> frozenset[str]:
    return frozenset(marker.value for marker in markers)


def _agents(markers: Iterable[Marker]) -> frozenset[str]:
    return _kinds(markers) & {AGENT}


def _victims(markers: Iterable[Marker]) -> frozenset[str]:
    return frozenset(
        said
        for marker in markers
        for said in ("casualties", *(("identity",) if marker.value in IDENTITIES else ()))
    )


_TOLD: Mapping[str, Callable[[Iterable[Marker]], frozenset[str]]] = {
    "sourcing": _kinds,
    "agency": _agents,
    "victims": _victims,
}


def is_told(difference: Difference, left: Iterable[Marker], right: Iterable[Marker]) -> bool:
    """Tell whether each side of a difference tells elsewhere in its text what the other has here.

    :param left: the markers of the whole text on the left. :param right: of the one on the right.
    """
    if difference.axis not in _TOLD:
        return False
    told = _TOLD[difference.axis]
    of_left, of_right = (
        told(marker for marker in text if marker.axis == difference.axis) for text in (left, right)
    )
    return told(difference.left) <= of_right and told(difference.right) <= of_left
