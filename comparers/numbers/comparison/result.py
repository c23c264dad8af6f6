"""What a comparison of two quantities says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from parallax.comparers.confidence import Confidence
from parallax.comparers.numbers.quantity import Quantity, quantity_id
from parallax.core.ids import digest

if TYPE_CHECKING:
    from parallax.lake.rows import NumberDifferenceRow, TextsRow


class Verdict(StrEnum):
    """What two quantities, or two sides, say of each other."""

    EQUAL = "equal"
    COMPATIBLE = "compatible"
    CONFLICT = "conflict"
    OMITTED = "omitted"


@dataclass(frozen=True)
class Comparison:
    """Two quantities, or one that the other side leaves out, with the verdict and the arithmetic in
    words.
    """

    left: Quantity | None
    right: Quantity | None
    verdict: Verdict
    why: str
    rule: str
    confidence: Confidence = Confidence.HIGH

    @property
    def kind(self) -> str:
        """The kind of its quantities: that of the left one, if there is one."""
        quantity = self.left or self.right
        assert quantity is not None
        return quantity.kind

    def to_row(self, texts: TextsRow, link: str | None) -> NumberDifferenceRow:
        """Return the comparison as a row of `number_differences`.

        :param texts: the two texts, whose offsets the quantities have. :param link: that of their
            sentences; None where whole texts were compared.
        """
        left = [quantity_id(texts["left"], self.left)] if self.left else []
        right = [quantity_id(texts["right"], self.right)] if self.right else []
        # Not of the link, nor of which side is left: what people judged keeps its id when a story
        # is aligned again.
        sides = sorted([(texts["left"], left), (texts["right"], right)])
        return {
            "story_id": texts["story_id"],
            "left": texts["left"],
            "right": texts["right"],
            "day": texts["day"],
            "link_id": link,
            "difference_id": digest("number", self.verdict.value, sides),
            "left_quantities": left,
            "right_quantities": right,
            "kind": self.kind,
            "verdict": self.verdict.value,
            "why": self.why,
            "rule": self.rule,
            "confidence": self.confidence.value,
        }

    @classmethod
    def from_row(cls, row: NumberDifferenceRow, quantities: Mapping[str, Quantity]) -> Comparison:
        """Return the comparison of a row.

        :param quantities: those of both texts, by id.
        """
        left, right = (
            quantities[names[0]] if names else None
            for names in (row["left_quantities"], row["right_quantities"])
        )
        return cls(
            left,
            right,
            Verdict(row["verdict"]),
            row["why"],
            row["rule"],
            Confidence(row["confidence"]),
        )
