"""Cases of whole stories: versions of a few sentences, and which rows and statements are right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
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
    paragraphs: tuple[CleanText, ...]

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
    """A difference of wording between two versions, on one of some axes; where they matter, with
    the value of each (null for any), in the row that has some words, and by markers in others.
    """

    pair: Pair
    one_of: tuple[str, ...]
    values: tuple[str | None, str | None] | None = None
    words: Places = Field(default_factory=dict)
    marks: Places = Field(default_factory=dict)

    def is_in(self, story: Story) -> bool:
        """Tell whether the story has it."""
        return any(
            d.axis in self.one_of
            and self._between(dict(zip(d.pair, d.values, strict=True)))
            and (not self.words or (d.link is not None and _has(story, d.link, self.words)))
            and all(
                any(m.segment == name and _shares(part, m.surface) for m in (*d.left, *d.right))
                for name, part in self.marks.items()
            )
            for d in story.framing
        )

    def _between(self, found: dict[str, str]) -> bool:
        wanted = zip(self.pair, self.values or (None, None), strict=True)
        return all(name in found and value in (None, found[name]) for name, value in wanted)


class LeftOut(Part):
    """What some versions leave out: the row of these words has no sentence of theirs, or says that
    a figure among the words is left out.
    """

    words: Places
    by: tuple[str, ...]

    def is_in(self, story: Story) -> bool:
        """Tell whether the story has it."""
        return any(
            _has(story, place, self.words) and all(self._lacks(story, place, n) for n in self.by)
            for place in range(len(story.links))
        )

    def _lacks(self, story: Story, place: int, name: str) -> bool:
        if name not in story.links[place].members:
            return True
        return any(
            number.link == place
            and name in number.pair
            and any(_shares(self.words.get(n), surface) for n, surface in _surfaces(number).items())
            for number in story.omissions
        )


class StoryWanted(Part):
    """What is right: every key that is given must hold.

    `linked` are versions with a row in common; the words of each of `rows` are in one row, those of
    each of `apart` are not; `whole` are words that stand in one sentence; `no_conflict` allows no
    conflict of figures but a tentative one; `figures`, `left_out` and `differences` must be there,
    `no_figures` and `no_differences` must not.
    """

    linked: tuple[Pair, ...] = ()
    rows: tuple[Places, ...] = ()
    apart: tuple[Places, ...] = ()
    whole: Places = Field(default_factory=dict)
    no_conflict: bool = False
    figures: tuple[FigureWanted, ...] = ()
    no_figures: tuple[FigureWanted, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    differences: tuple[AxisWanted, ...] = ()
    no_differences: tuple[AxisWanted, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> StoryWanted:
        if not self.model_fields_set:
            raise ValueError("the check is empty")
        return self

    def wrong(self, story: Story) -> list[str]:
        """Return the keys that do not hold of a story that was compared."""
        sentences = {text.name: [s.surface for s in text.sentences] for text in story.texts}
        numbers = story.numbers
        right = {
            "linked": all(
                any(set(pair) <= set(link.members) for link in story.links) for pair in self.linked
            ),
            "rows": all(_in_one_row(story, places) for places in self.rows),
            "apart": not any(_in_one_row(story, places) for places in self.apart),
            "whole": all(any(p in s for s in sentences[n]) for n, p in self.whole.items()),
            "no_conflict": not (self.no_conflict and any(map(_sure, story.conflicts))),
            "figures": all(any(_is(one, number) for number in numbers) for one in self.figures),
            "no_figures": not any(_is(one, n) for one in self.no_figures for n in numbers),
            "left_out": all(one.is_in(story) for one in self.left_out),
            "differences": all(one.is_in(story) for one in self.differences),
            "no_differences": not any(one.is_in(story) for one in self.no_differences),
        }
        return [key for key, holds in right.items() if not holds]

    def named(self) -> Iterator[tuple[str, str]]:
        """Yield the words that are named, with their outlet; no words where only it is named."""
        axes = (*self.differences, *self.no_differences)
        pairs = (*self.linked, *(one.pair for one in axes))
        yield from ((name, "") for pair in pairs for name in pair)
        yield from ((name, "") for one in self.left_out for name in one.by)
        worded = [one.words for one in self.left_out]
        worded += [places for one in axes for places in (one.words, one.marks)]
        for places in (*self.rows, *self.apart, self.whole, *worded):
            yield from places.items()
        for one in (*self.figures, *self.no_figures):
            yield from zip(one.pair, (one.left, one.right), strict=True)


def _sure(conflict: NumberDifference) -> bool:
    return conflict.confidence != Confidence.LOW.value


def _in_one_row(story: Story, places: Places) -> bool:
    return any(_has(story, place, places) for place in range(len(story.links)))


def _has(story: Story, place: int, places: Places) -> bool:
    """Tell whether a row has these words."""
    said = story.words(story.links[place])
    return all(part in said.get(name, "") for name, part in places.items())


def _surfaces(number: NumberDifference) -> dict[str, str]:
    sides = zip(number.pair, (number.left, number.right), strict=True)
    return {name: side.surface for name, side in sides if side is not None}


def _shares(part: str | None, surface: str) -> bool:
    return part is not None and (part in surface or surface in part)


def _is(wanted: FigureWanted, found: NumberDifference) -> bool:
    surfaces = _surfaces(found)
    named = zip(wanted.pair, (wanted.left, wanted.right), strict=True)
    return (
        all(part in surfaces.get(name, "") for name, part in named)
        and (not wanted.verdict or found.verdict in wanted.verdict)
        and (not wanted.rule or found.rule in wanted.rule)
    )


@lru_cache(maxsize=8)
def _compared(texts: tuple[Version, ...]) -> Story:
    """Compare the versions; several cases ask of the same."""
    import parallax

    return parallax.compare(
        {version.outlet: version.text for version in texts},
        languages={version.outlet: version.lang for version in texts},
        headlines=True,
    )


class StoryCase(ToldCase[StoryWanted]):
    """Versions of one story."""

    kind: Literal["story", "seed_story"]
    texts: tuple[Version, ...] = Field(min_length=2)

    def fits(self, check: StoryWanted) -> None:
        """Raise a ValueError where the check names outlets or words that are not there."""
        texts = {version.outlet: version.text for version in self.texts}
        for name, part in check.named():
            if name not in texts:
                raise ValueError(f"the check names {name}, which has no text")
            if part not in texts[name]:
                raise ValueError(f"the check names “{part}”, which is not in the text of {name}")

    def read_words(self) -> StoryWanted | None:
        """Return nothing: what is right of a story takes more than a few words."""
        return None

    def score(self) -> Outcome:
        """Compare the versions."""
        wanted = self.asked
        assert wanted is not None
        story = _compared(self.texts)
        wrong = wanted.wrong(story)
        rows = sum(len(link.members) > 1 for link in story.links)
        conflicts = "; ".join(dict.fromkeys(c.why for c in story.conflicts)) or "none"
        said = f"{rows} rows, {len(story.framing)} differences of wording, conflicts: {conflicts}"
        return Outcome(
            not wrong, words(f"not right: {', '.join(wrong)}; {said}" if wrong else said)
        )
