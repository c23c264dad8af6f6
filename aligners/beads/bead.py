"""A bead: sentences of two texts that say the same, and its row in the table `beads`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parallax.core.ids import digest

if TYPE_CHECKING:
    from parallax.lake.rows import BeadRow


class Bead(NamedTuple):
    """Aligned sentences: indices on both sides, cosine of their texts and P(correct).

    A null bead has one empty side and, where the other text has sentences, its best rejected
    partner with the cosine and the probability of that pair.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
    p: float
    rejected: tuple[int, ...] = ()

    def to_row(
        self, revisions: tuple[str, str], regime: str, story: str, made_of: str, day: str
    ) -> BeadRow:
        """Return the bead as a row of `beads`.

        :param revisions: the texts whose sentences its indices count. :param made_of: hash of what
            the story was aligned from.
        """
        left, right = revisions
        return {
            "bead_id": digest(left, right, self.left, self.right),
            "story_id": story,
            "left": left,
            "right": right,
            "left_sentences": list(self.left),
            "right_sentences": list(self.right),
            "score": self.score,
            "p": self.p,
            "rejected": list(self.rejected),
            "regime": str(regime),
            "made_of": made_of,
            "day": day,
        }

    @classmethod
    def from_row(cls, row: BeadRow) -> Bead:
        """Return the bead of a row."""
        return cls(
            tuple(row["left_sentences"]),
            tuple(row["right_sentences"]),
            row["score"],
            row["p"],
            tuple(row["rejected"]),
        )
