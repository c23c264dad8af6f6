"""The findings of the stories of a lake, as their pages show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from parallax.judging.finding import NUMBER, Finding, Kind, Passage, Side
from parallax.lake.lake import Lake
from parallax.lake.rows import SentenceRow
from parallax.lake.stories import days_of
from parallax.reports.story_reader import StoryReader
from parallax.reports.views import FramingView, NumberView, Statement, StoryView


class FindingReader:
    """Reads the tables of some days once, and yields the findings of their stories."""

    def __init__(
        self,
        lake: Lake,
        days: Iterable[str] | None,
        target: str,
        only: Collection[str] | None = None,
    ) -> None:
        """Read the tables.

        :param days: of stories; all when None. :param target: language of the reader.
        :param only: stories to read; all of the days when None.
        """
        self._reader = StoryReader(lake, days_of(lake, days), target, only)

    def places(self) -> list[tuple[str, str]]:
        """Return (day, id) of the stories."""
        return self._reader.places()

    def findings(self) -> Iterator[Finding]:
        """Yield the findings of all stories, by day, story and page."""
        for day, story in self.places():
            yield from self.of_story(day, story)

    def of_story(self, day: str, story_id: str) -> list[Finding]:
        """Return the findings of a story as its page orders them: figures, wording, whole texts."""
        view = self._reader.story(day, story_id)
        return [
            *(self._number(view, one) for one in view.numbers),
            *(self._wording(view, one, Kind.WORDING) for one in view.framing),
            *(self._wording(view, one, Kind.CONTRAST) for one in view.contrasts),
            *(
                self._wording(view, one, Kind.WORDING if one.anchor else Kind.CONTRAST)
                for one in view.experimental
            ),
        ]

    def _number(self, view: StoryView, one: NumberView) -> Finding:
        return Finding(
            one.differences,
            view.story_id,
            view.day,
            view.title,
            Kind(one.verdict),
            NUMBER,
            None,
            one.rule,
            one.confidence.value,
            _p(view, one.anchor),
            one.topic,
            "; ".join(one.why),
            self._sides(view, [one.left, one.right], one.anchor),
            one.anchor,
        )

    def _wording(self, view: StoryView, one: FramingView, kind: Kind) -> Finding:
        return Finding(
            one.differences,
            view.story_id,
            view.day,
            view.title,
            kind,
            one.axis,
            one.ref,
            one.rule,
            one.confidence.value,
            _p(view, one.anchor),
            one.topic,
            "",
            self._sides(view, one.statements, one.anchor),
            one.anchor,
        )

    def _sides(
        self, view: StoryView, statements: Sequence[Statement], anchor: str
    ) -> tuple[Side, ...]:
        linked = {
            revision: {sentence.index for sentence in cell}
            for link in view.links
            if link.anchor == anchor
            for revision, cell in link.cells.items()
        }
        return tuple(
            Side(
                edition,
                number,
                statement.value,
                words,
                spans := tuple(statement.spans.get(edition.revision_id, ())),
                self._passages(edition.revision_id, spans, linked.get(edition.revision_id)),
            )
            for number, statement in enumerate(statements)
            for edition, words in statement.words
        )

    def _passages(
        self, revision: str, spans: Sequence[tuple[int, int]], linked: set[int] | None
    ) -> tuple[Passage, ...]:
        """Return the linked sentences; of whole texts those with the words."""
        return tuple(
            Passage(row["surface"], marks, self._reader.translation(row))
            for row in self._reader.sentences(revision)
            if (marks := _marks(row, spans)) or (linked and row["index"] in linked)
        )


def _marks(row: SentenceRow, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(
        (start - row["start"], end - row["start"])
        for start, end in spans
        if row["start"] <= start and end <= row["end"]
    )


def _p(view: StoryView, anchor: str) -> float | None:
    return next((link.p for link in view.links if link.anchor == anchor), None)
