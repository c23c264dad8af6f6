"""A bead: sentences of two texts that say the same, and its row in the table `beads`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parallax.core.ids import digest

if TYPE_CHECKING:
    from parallax.lake.rows import BeadRow, PartRow


class Part(NamedTuple):
    """A part of a sentence: the sentence's index, and offsets into the sentence or, in a bead of
    texts whose sentences have known places, into the text.
    """

    sentence: int
    start: int
    end: int


class Bead(NamedTuple):
    """Aligned sentences: indices on both sides, cosine of their texts and P(correct).

    A null bead has one empty side and, where the other text has sentences, its best rejected
    partner with the cosine and the probability of that pair. ``left_parts`` are what of the left
    sentences says the same as the right side, in order; empty where they do as a whole.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
    p: float
    rejected: tuple[int, ...] = ()
    left_parts: tuple[Part, ...] = ()
    right_parts: tuple[Part, ...] = ()

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
            "left_parts": [_part_row(part) for part in self.left_parts],
            "right_parts": [_part_row(part) for part in self.right_parts],
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
            _parts(row["left_parts"]),
            _parts(row["right_parts"]),
        )


def _part_row(part: Part) -> PartRow:
    return {"sentence": part.sentence, "start": part.start, "end": part.end}


def _parts(rows: list[PartRow] | None) -> tuple[Part, ...]:
    return tuple(Part(row["sentence"], row["start"], row["end"]) for row in rows or ())
