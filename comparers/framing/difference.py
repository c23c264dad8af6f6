"""A difference of wording between two sides, and its rows in the tables of the lake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parallax.comparers.confidence import Confidence
from parallax.comparers.framing.marker import Marker, marker_id
from parallax.comparers.framing.trust import Method, confidence
from parallax.core.ids import digest

if TYPE_CHECKING:
    from parallax.lake.rows import ContrastRow, FramingDifferenceRow, PairRow, TextsRow


@dataclass(frozen=True)
class Difference:
    """One axis (and referent) on which two sides' wording differs, and the markers that show it."""

    axis: str
    ref: str | None
    left_value: str
    right_value: str
    left: tuple[Marker, ...]
    right: tuple[Marker, ...]
    rule: str
    method: Method
    p: float | None = None
    """How likely it is right (`parallax.comparers.framing_probability`); None before that is
    known."""

    @property
    def confidence(self) -> Confidence:
        """How sure the difference is."""
        return confidence(self.method, self.p)

    @property
    def experimental(self) -> bool:
        """Tell whether it is of an axis that is not measured yet."""
        return self.method is Method.EXPERIMENTAL

    def swapped(self) -> Difference:
        """Return it with its sides exchanged."""
        return replace(
            self,
            left_value=self.right_value,
            right_value=self.left_value,
            left=self.right,
            right=self.left,
        )

    def to_row(self, pair: PairRow, codebook: str) -> FramingDifferenceRow:
        """Return the difference as a row of `framing_differences`, without house style.

        :param pair: the two texts, whose offsets the markers have, and their link.
        :param codebook: name and version.
        """
        texts: TextsRow = {
            "story_id": pair["story_id"],
            "left": pair["left"],
            "right": pair["right"],
            "day": pair["day"],
        }
        row = self._row("framing", texts, codebook)
        return {**row, "link_id": pair["link_id"]}

    def to_contrast_row(self, texts: TextsRow, codebook: str) -> ContrastRow:
        """Return the difference of two whole texts as a row of `framing_contrasts`, without house
        style.
        """
        return self._row("contrast", texts, codebook)

    def _row(self, what: str, texts: TextsRow, codebook: str) -> ContrastRow:
        left, right = texts["left"], texts["right"]
        # Not of the link or story, nor of which side is left: what people judged keeps its id when
        # a story is clustered or aligned again.
        sides = sorted(
            (revision, value, [(m.start, m.end) for m in found])
            for revision, value, found in (
                (left, self.left_value, self.left),
                (right, self.right_value, self.right),
            )
        )
        return {
            **texts,
            "difference_id": digest(what, self.axis, self.ref, sides),
            "axis": self.axis,
            "ref": self.ref,
            "left_value": self.left_value,
            "right_value": self.right_value,
            "left_markers": [marker_id(left, m) for m in self.left],
            "right_markers": [marker_id(right, m) for m in self.right],
            "rule": self.rule,
            "method": self.method.value,
            "p": self.p,
            "confidence": self.confidence.value,
            "left_style": None,
            "right_style": None,
            "codebook": codebook,
        }

    @classmethod
    def from_row(
        cls, row: FramingDifferenceRow | ContrastRow, markers: Mapping[str, Marker]
    ) -> Difference:
        """Return the difference of a row of either table.

        :param markers: those of both texts, by id.
        """
        left, right = (
            tuple(markers[name] for name in names)
            for names in (row["left_markers"], row["right_markers"])
        )
        return cls(
            row["axis"],
            row["ref"],
            row["left_value"],
            row["right_value"],
            left,
            right,
            row["rule"],
            Method(row["method"]),
            row["p"],
        )
