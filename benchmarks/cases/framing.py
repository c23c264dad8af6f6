"""Cases of wording: axes on which texts differ, or must not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from pydantic import Field, model_validator

from benchmarks.cases.case import Case, CleanText, Found, Given, Language, Outcome, Part, words
from parallax import wording
from parallax.aligners.scoring import Score
from parallax.comparers.framing import codebook
from parallax.wording import Framing


class SegmentGiven(Given):
    """A passage of one version."""

    seg: str
    text: CleanText
    lang: Language | None = None
    position: str | None = None


Segments = list[SegmentGiven]


def read(segments: Segments) -> Framing:
    """Find the markers of passages and where their wording differs, as the command does."""
    keys = {"seg", "text", "lang", "position"}
    return wording.read(wording.segments_of([s.model_dump(include=keys) for s in segments]))


def said(found: Framing) -> str:
    """Return the differences in one line."""
    differences = [*found.differences, *found.experimental]
    return words("; ".join(map(str, differences)) or "no difference")


class SegmentsInput(Given):
    """The passages that are compared."""

    segments: Segments = Field(min_length=2)


class AxesWanted(Part):
    """Axes on which there must be a difference, and on which there must be none."""

    difference_on: tuple[str, ...] = ()
    no_difference_on: tuple[str, ...] = ()


class AxesCase(Case):
    """Passages, and on which axes their wording differs."""

    command: Literal["framing"]
    input: SegmentsInput
    expected: AxesWanted

    @property
    def label(self) -> str:
        """The kind as the table names it."""
        return f"framing: {self.kind}"

    def score(self) -> Outcome:
        """Compare the passages."""
        found = read(self.input.segments)
        axes = {difference.axis for difference in found.differences}
        wanted = self.expected
        right = not axes & set(wanted.no_difference_on) and set(wanted.difference_on) <= axes
        return Outcome(right, said(found))


class AxisDifference(Given):
    """A difference between two passages."""

    axis: str
    pair: tuple[str, str]


class Differing(Protocol):
    """A difference on an axis, between two passages."""

    @property
    def axis(self) -> str:
        """The axis."""

    @property
    def pair(self) -> tuple[str, str]:
        """The names of the passages."""


class TripleCase(Case):
    """Versions in three languages with every difference between them on the measured axes, and on
    those of `new_axes`; what of these the codebook has not is not scored.

    An experimental axis is scored where a case names it, and on faithful versions: nobody looked at
    it in the others.
    """

    segments: Segments = Field(min_length=2)
    diffs: list[AxisDifference]
    new_axes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_passages(self) -> TripleCase:
        names = {segment.seg for segment in self.segments}
        for difference in self.diffs:
            if unknown := sorted(set(difference.pair) - names):
                raise ValueError(f"diffs name the segment {unknown[0]}, which is not there")
        return self

    @property
    def label(self) -> str:
        """The kind as the table names it: faithful versions have no difference."""
        return "framing triple" if self.diffs else "framing faithful"

    @property
    def unscored_axes(self) -> tuple[str, ...]:
        """New axes of its differences that the codebook has not."""
        axes = {difference.axis for difference in self.diffs}
        return tuple(sorted(axes & set(self.new_axes) - codebook.load().axes.keys()))

    def score(self) -> Outcome:
        """Compare the passages; the differences found must be those that are to be found."""
        found = read(self.segments)
        gold, got = (
            self._scored(self.diffs),
            self._scored([*found.differences, *found.experimental]),
        )
        counts = Score(len(gold & got), len(got - gold), len(gold - got))
        return Outcome(gold == got, said(found), counts)

    def _scored(self, differences: Iterable[Differing]) -> Found:
        axes = codebook.load().axes
        scored = {
            name
            for name, axis in axes.items()
            if not axis.experimental or name in self.new_axes or not self.diffs
        }
        return frozenset((d.axis, *sorted(d.pair)) for d in differences if d.axis in scored)
