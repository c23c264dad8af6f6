"""Wording of one story: differences in links and between whole texts, and the origins behind a
statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from parallax.comparers.annotate import Place, marker_id
from parallax.comparers.framing import codebook as codebooks
from parallax.comparers.framing import differences, source_attribution
from parallax.comparers.framing.marker import Marker
from parallax.core.ids import digest

NAMING = frozenset({"named", "referent", "facet", "concept"})
"""Rules of the axes on which a text has to choose a name, so that silence says nothing."""
Row = dict[str, Any]


class Wording:
    """Compares markers; its rows are without house style, which the stage adds
    (`parallax.comparers.house_styles`).
    """

    def __init__(self, editions: Mapping[str, str]) -> None:
        """Take the edition of each revision."""
        self._codebook = codebooks.load()
        self._editions = editions

    def compare(self, base: Row, left: Sequence[Marker], right: Sequence[Marker]) -> list[Row]:
        """Compare the markers of two linked texts; rows of `framing_differences`.

        :param base: story, link, both revisions and the day of the story.
        """
        return [
            self._row(base, ("framing", base["link_id"]), one)
            for one in differences.compare(left, right, self._codebook)
        ]

    def quoted(self, link: Row, markers: Iterable[tuple[str, Marker]]) -> list[Row]:
        """Count the origins of a link; rows of `origins`.

        :param markers: (revision, marker) of all its sentences.
        """
        found = source_attribution.independent(
            (self._editions[revision], m, marker_id(revision, m)) for revision, m in markers
        )
        return [
            {
                "story_id": link["story_id"],
                "link_id": link["link_id"],
                "kind": one.kind,
                "name": one.name or "",
                "editions": list(one.editions),
                "markers": list(one.markers),
                "day": link["day"],
            }
            for one in found
        ]

    def contrasts(
        self,
        story: str,
        day: str,
        revisions: Sequence[str],
        markers: Mapping[Place, Sequence[Marker]],
    ) -> list[Row]:
        """Compare how whole texts name things; rows of `framing_contrasts`."""
        texts: dict[str, list[Marker]] = {}
        for (revision, _), found in sorted(markers.items(), key=lambda item: item[0]):
            texts.setdefault(revision, []).extend(
                m for m in found if self._codebook.axes[m.axis].rule in NAMING
            )
        rows = []
        for left, right in combinations(sorted(revisions), 2):
            base = {"story_id": story, "left": left, "right": right, "day": day}
            rows += [
                self._row(base, ("contrast", story), one)
                for one in differences.compare(
                    texts.get(left, []), texts.get(right, []), self._codebook
                )
            ]
        return rows

    def _row(self, base: Row, kind: Sequence[str], d: differences.Difference) -> Row:
        left, right = base["left"], base["right"]
        spans = [(m.start, m.end) for m in (*d.left, *d.right)]
        return {
            **base,
            "difference_id": digest(*kind, left, right, d.axis, d.ref, spans),
            "axis": d.axis,
            "ref": d.ref,
            "left_value": d.left_value,
            "right_value": d.right_value,
            "left_markers": [marker_id(left, m) for m in d.left],
            "right_markers": [marker_id(right, m) for m in d.right],
            "rule": d.rule,
            "method": d.method.value,
            "confidence": d.confidence.value,
            "left_style": None,
            "right_style": None,
            "codebook": self._codebook.version,
        }
