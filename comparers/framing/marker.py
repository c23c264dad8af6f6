"""A framing mention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parallax.core.ids import digest

if TYPE_CHECKING:
    from parallax.lake.rows import MarkerRow
    from parallax.languages.phrases import Word

DIRECT, INDIRECT = "direct", "indirect"
PRESENT, ABSENT = "present", "absent"


@dataclass(frozen=True)
class Marker:
    """A framing mention: ``text[start:end]`` carries `value` on `axis`.

    `speech` is `direct` or `indirect` where it is in somebody's words, `speaker` who that is, as
    the sentence names them.
    """

    axis: str
    start: int
    end: int
    surface: str
    value: str
    ref: str | None
    rule: str
    speech: str | None = None
    speaker: str | None = None

    @classmethod
    def over(
        cls,
        text: str,
        words: Sequence[Word],
        span: tuple[int, int],
        axis: str,
        value: str,
        ref: str | None,
        rule: str,
    ) -> Marker:
        """Return a marker over some words of a sentence.

        :param span: its first and last word, both included.
        """
        start, end = words[span[0]].start, words[span[1]].end
        return cls(axis, start, end, text[start:end], value, ref, rule)

    @property
    def quoted(self) -> bool:
        """Tell whether it is in direct speech: the speaker's words, not the outlet's."""
        return self.speech == DIRECT

    def to_row(self, revision: str, sentence: int, day: str, codebook: str) -> MarkerRow:
        """Return the marker as a row of `markers`; its offsets are those of the revision.

        :param sentence: index of its sentence. :param day: of the revision. :param codebook: name
            and version.
        """
        return {
            "marker_id": marker_id(revision, self),
            "revision_id": revision,
            "sentence": sentence,
            "start": self.start,
            "end": self.end,
            "surface": self.surface,
            "axis": self.axis,
            "value": self.value,
            "ref": self.ref,
            "quoted": self.quoted,
            "speech": self.speech,
            "speaker": self.speaker,
            "rule": self.rule,
            "codebook": codebook,
            "day": day,
        }

    @classmethod
    def from_row(cls, row: MarkerRow) -> Marker:
        """Return the marker of a row."""
        return cls(
            axis=row["axis"],
            start=row["start"],
            end=row["end"],
            surface=row["surface"],
            value=row["value"],
            ref=row["ref"],
            rule=row["rule"],
            speech=row["speech"],
            speaker=row["speaker"],
        )


def marker_id(revision: str, marker: Marker) -> str:
    """Return the id of a marker with offsets into its revision."""
    return digest("marker", revision, marker.start, marker.end, marker.axis, marker.rule)
