"""Cases of whole stories: versions of a few sentences, and which rows and statements are right."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from benchmarks.cases.case import CleanText, Given, Language, Outcome, Part, words
from benchmarks.cases.story_figures import PairVerdict
from benchmarks.cases.story_shape import ToldCase
from parallax.comparers.confidence import Confidence
from parallax.story import NumberDifference, Story

Pair = tuple[str, str]
Places = dict[str, str]
"""Words of versions, by the outlet."""


class Version(Given):
    """A version: its headline and its paragraphs."""

    outlet: str
    lang: Language
    title: CleanText
    paragraphs: list[CleanText]

    @property
    def text(self) -> str:
        """The whole text, the headline first."""
        return "\n".join([self.title, *self.paragraphs])


class FigureWanted(Part):
    """Two figures of two versions, by their words, with the verdicts or rules that are meant."""

    pair: Pair
    left: str
    right: str
    verdict: tuple[PairVerdict, ...] = ()
    rule: tuple[str, ...] = ()


class AxisWanted(Part):
    """A difference of wording between two versions, on one of some axes."""

    pair: Pair
    one_of: tuple[str, ...]


class StoryWanted(Part):
    """What is right: every key that is given must hold.

    `linked` are versions with a row in common; the words of each of `rows` are in one row, those of
    each of `apart` are not; `whole` are words that stand in one sentence; `no_conflict` allows no
    conflict of figures but a tentative one; `figures` and `differences` must be there.
    """

    linked: tuple[Pair, ...] = ()
    rows: tuple[Places, ...] = ()
    apart: tuple[Places, ...] = ()
    whole: Places = Field(default_factory=dict)
    no_conflict: bool = False
    figures: tuple[FigureWanted, ...] = ()
    differences: tuple[AxisWanted, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> StoryWanted:
        if not self.model_fields_set:
            raise ValueError("the check is empty")
        return self

    def holds(self, story: Story) -> bool:
        """Tell whether a story that was compared is right."""
        members = [set(link.members) for link in story.links]
        sentences = {text.name: [s.surface for s in text.sentences] for text in story.texts}
        wording = {(frozenset(d.pair), d.axis) for d in story.framing}
        return (
            all(any(set(pair) <= names for names in members) for pair in self.linked)
            and all(_in_one_row(story, places) for places in self.rows)
            and not any(_in_one_row(story, places) for places in self.apart)
            and all(any(p in s for s in sentences[name]) for name, p in self.whole.items())
            and not (self.no_conflict and any(map(_sure, story.conflicts)))
            and all(any(_is(one, number) for number in story.numbers) for one in self.figures)
            and all(
                any((frozenset(one.pair), axis) in wording for axis in one.one_of)
                for one in self.differences
            )
        )

    def named(self) -> list[tuple[str, str]]:
        """Return the words that are named, with their outlet; no words where none are."""
        return [
            *((name, "") for pair in self.linked for name in pair),
            *(
                place
                for places in (*self.rows, *self.apart, self.whole)
                for place in places.items()
            ),
            *(
                place
                for one in self.figures
                for place in zip(one.pair, (one.left, one.right), strict=True)
            ),
            *((name, "") for one in self.differences for name in one.pair),
        ]


def _sure(conflict: NumberDifference) -> bool:
    return conflict.confidence != Confidence.LOW.value


def _in_one_row(story: Story, places: Places) -> bool:
    return any(
        all(part in said.get(name, "") for name, part in places.items())
        for said in map(story.words, story.links)
    )


def _is(wanted: FigureWanted, found: NumberDifference) -> bool:
    surfaces = {
        name: side.surface
        for name, side in zip(found.pair, (found.left, found.right), strict=True)
        if side is not None
    }
    named = zip(wanted.pair, (wanted.left, wanted.right), strict=True)
    return (
        all(part in surfaces.get(name, "") for name, part in named)
        and (not wanted.verdict or found.verdict in wanted.verdict)
        and (not wanted.rule or found.rule in wanted.rule)
    )


class StoryCase(ToldCase[StoryWanted]):
    """Versions of one story."""

    kind: Literal["story"]
    texts: list[Version] = Field(min_length=2)

    def fits(self, check: StoryWanted) -> None:
        """Raise a ValueError where the check names outlets or words that are not there."""
        texts = {version.outlet: version.text for version in self.texts}
        for name, part in check.named():
            if part not in texts.get(name, "\0") and part:
                raise ValueError(f"the check names “{part}”, which is not in the text of {name}")
            if name not in texts:
                raise ValueError(f"the check names {name}, which has no text")

    def read_words(self) -> StoryWanted | None:
        """Return nothing: what is right of a story takes more than a few words."""
        return None

    def score(self) -> Outcome:
        """Compare the versions."""
        import parallax

        wanted = self.asked
        assert wanted is not None
        story = parallax.compare(
            {version.outlet: version.text for version in self.texts},
            languages={version.outlet: version.lang for version in self.texts},
            headlines=True,
        )
        rows = sum(len(link.members) > 1 for link in story.links)
        conflicts = "; ".join(c.why for c in story.conflicts)
        return Outcome(
            wanted.holds(story),
            words(f"{rows} rows, {len(story.conflicts)} conflicts ({conflicts or 'none'})"),
        )
