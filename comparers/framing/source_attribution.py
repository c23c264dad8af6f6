"""How many independent origins a statement has: one wire text or one post that five outlets quote
is one.

After the field's warning that copies are no corroboration (wire copies, one official's post). Only
what the words show is counted: a source without a name may be the named one of its kind, so the
number is the least that could be independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parallax.comparers.framing.marker import Marker

if TYPE_CHECKING:
    from parallax.lake.rows import OriginRow

AXIS = "sourcing"


@dataclass(frozen=True)
class Origin:
    """A source and the editions that quote it."""

    kind: str
    name: str | None
    editions: tuple[str, ...]
    markers: tuple[str, ...]

    def to_row(self, story: str, link: str, day: str) -> OriginRow:
        """Return the origin as a row of `origins`."""
        return {
            "story_id": story,
            "link_id": link,
            "kind": self.kind,
            "name": self.name or "",
            "editions": list(self.editions),
            "markers": list(self.markers),
            "day": day,
        }

    @classmethod
    def from_row(cls, row: OriginRow) -> Origin:
        """Return the origin of a row."""
        return cls(row["kind"], row["name"] or None, tuple(row["editions"]), tuple(row["markers"]))


def independent(quoted: Iterable[tuple[str, Marker, str]]) -> list[Origin]:
    """Return the origins behind the words of several editions, by kind and name.

    A source without a name joins the only named one of its kind, if there is just one.

    :param quoted: (edition, marker of the axis `sourcing`, id of the marker).
    """
    given = [(edition, m, name) for edition, m, name in quoted if m.axis == AXIS]
    named = {
        kind: sorted({m.ref for _, m, _ in given if m.value == kind and m.ref})
        for kind in {m.value for _, m, _ in given}
    }
    groups: dict[tuple[str, str | None], list[tuple[str, str]]] = {}
    for edition, marker, name in given:
        names = named[marker.value]
        ref = marker.ref or (names[0] if len(names) == 1 else None)
        groups.setdefault((marker.value, ref), []).append((edition, name))
    return [_origin(kind, ref, rows) for (kind, ref), rows in sorted(groups.items(), key=str)]


def _origin(kind: str, name: str | None, rows: Sequence[tuple[str, str]]) -> Origin:
    return Origin(
        kind,
        name,
        tuple(sorted({edition for edition, _ in rows})),
        tuple(sorted({marker for _, marker in rows})),
    )
