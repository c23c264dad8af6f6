"""From the lake to the view of a story."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from parallax.comparers.confidence import Confidence
from parallax.comparers.framing import codebook
from parallax.lake.lake import Lake
from parallax.lake.revisions import oldest_first
from parallax.lake.rows import (
    BeadRow,
    ContrastRow,
    FramingDifferenceRow,
    LinkRow,
    NumberDifferenceRow,
    SentenceRow,
)
from parallax.reports import passages
from parallax.reports.addresses import shareable
from parallax.reports.compared import ROLES, coverage, not_compared, side_by_side, strangers
from parallax.reports.evidence import evidence_of
from parallax.reports.highlights import NUMBER, Span, sign
from parallax.reports.reading_language import ReadingLanguage
from parallax.reports.ribbons import Column, Joined, Ribbons, Sentence, draw
from parallax.reports.statements import (
    Context,
    contrast_views,
    experimental_views,
    framing_views,
    number_views,
    shared_figures,
    source_views,
)
from parallax.reports.story_tables import Row, StoryTables
from parallax.reports.timelines import edited_figures, figure_views
from parallax.reports.views import (
    Change,
    EditionView,
    FramingView,
    LinkView,
    NumberView,
    SentenceView,
    StoryView,
)


class StoryReader:
    """Reads the tables of some days once and builds the views of their stories."""

    def __init__(
        self, lake: Lake, days: Iterable[str], target: str, only: Collection[str] | None = None
    ) -> None:
        """Read the tables: of the days of the stories, and of those of their articles.

        :param only: stories to read; all of the days when None.
        """
        self._rows = StoryTables(lake, days, only)
        self._reading = ReadingLanguage(lake, target)

    def stories(self) -> list[StoryView]:
        """Return the view of every story that several articles report, by day and id."""
        return [self.story(day, story_id) for day, story_id in self.places()]

    def places(self) -> list[tuple[str, str]]:
        """Return (day, id) of every story that several articles report."""
        return list(self._rows.members)

    def story(self, day: str, story_id: str) -> StoryView:
        """Return the view of one story."""
        editions = self._editions(self._rows.members[day, story_id])
        by_revision = {edition.revision_id: edition for edition in editions}
        sentences = [
            row for edition in editions for row in self._rows.sentences.get(edition.revision_id, [])
        ]
        numbers = self._rows.numbers.get(story_id, [])
        framing, trial = _by_confidence(self._rows.framing.get(story_id, []))
        contrasts, trial_contrasts = _by_confidence(self._rows.contrasts.get(story_id, []))
        spans = self._spans(numbers, framing)
        links = [self._link(row, by_revision, spans) for row in self._rows.links.get(story_id, [])]
        links.sort(key=lambda link: _position(link, editions))
        beads = self._rows.beads.get(story_id, [])
        anchors = {  # of a sentence in several rows, the row of most editions
            (revision, sentence.index): link.anchor
            for link in sorted(links, key=lambda link: len(link.cells))
            for revision, cell in link.cells.items()
            for sentence in cell
        }
        context = Context(
            by_revision,
            self._rows.quantities,
            self._rows.markers,
            {link.link_id: link.anchor for link in links},
            self._reading.shown(sentences),
            self._reading.target,
            self._rows.judgements,
            passages.of(
                numbers,
                self._rows.quantities,
                self._rows.sentences,
                lambda row: self._reading.sentence(row, spans.get(row["revision_id"], [])),
                anchors,
            ),
        )
        figures, wordings = number_views(numbers, context), framing_views(framing, context)
        experimental = experimental_views(trial, trial_contrasts, context)
        findings: list[NumberView | FramingView] = [*figures, *wordings, *experimental]
        return StoryView(
            story_id,
            day,
            editions[0].title_translation or editions[0].title,
            self._reading.target,
            editions,
            links,
            shared_figures(numbers, context),
            figures,
            wordings,
            sorted(name for name, axis in codebook.load().axes.items() if not axis.experimental),
            self._ribbons(editions, beads, anchors),
            figure_views(self._rows.figures.get(story_id, []), anchors, context),
            self._changes(editions),
            self._reading.untranslated(sentences),
            source_views(self._rows.sources.get(story_id, []), context),
            coverage(
                editions, links, {name: len(rows) for name, rows in self._rows.sentences.items()}
            ),
            evidence_of(
                numbers,
                [*framing, *trial],
                context,
                {name: one.judged for one in findings for name in one.differences},
            ),
            contrast_views(contrasts, context),
            experimental,
            not_compared(editions, links),
            side_by_side(editions, self._prominent(editions, spans), beads),
            strangers(
                editions, beads, {name: len(rows) for name, rows in self._rows.sentences.items()}
            ),
        )

    def sentences(self, revision: str) -> list[SentenceRow]:
        """Return the sentences of a revision, in order."""
        return self._rows.sentences.get(revision, [])

    def translation(self, sentence: SentenceRow) -> str | None:
        """Return a sentence in the reader's language, None where none is needed or known."""
        return self._reading.translation(sentence["language"], sentence["surface"])

    def _editions(self, members: list[Row]) -> list[EditionView]:
        rows = [
            (self._rows.articles[member["article_id"]], self._rows.revisions[member["revision_id"]])
            for member in members
        ]
        rows.sort(
            key=lambda r: (
                r[0]["published"] is None,
                r[0]["published"],
                r[0]["edition"],
                r[0]["article_id"],
            )
        )
        return [
            EditionView(
                number,
                revision["revision_id"],
                article["edition"],
                article["outlet"],
                article["language"],
                revision["title"],
                self._reading.translation(article["language"], revision["title"]),
                shareable(article["url"]),
                article["published"],
                revision["modified"],
                revision["retrieved"],
                revision["payload_sha256"],
            )
            for number, (article, revision) in enumerate(rows, 1)
        ]

    def _prominent(
        self, editions: list[EditionView], spans: dict[str, list[Span]]
    ) -> dict[str, list[SentenceView]]:
        """Return headline and lead of each edition, by revision."""
        return {
            edition.revision_id: [
                self._reading.sentence(row, spans.get(edition.revision_id, []))
                for row in self._rows.sentences.get(edition.revision_id, [])
                if row["role"] in ROLES
            ]
            for edition in editions
        }

    def _link(
        self, row: LinkRow, by_revision: dict[str, EditionView], spans: dict[str, list[Span]]
    ) -> LinkView:
        cells = {}
        for member in row["members"]:
            edition = by_revision[member["revision_id"]]
            wanted = set(member["sentences"])
            cells[edition.revision_id] = [
                self._reading.sentence(sentence, spans.get(edition.revision_id, []))
                for sentence in self._rows.sentences.get(edition.revision_id, [])
                if sentence["index"] in wanted
            ]
        return LinkView(row["link_id"], row["kind"], row["p"], cells)

    def _ribbons(
        self,
        editions: list[EditionView],
        aligned: list[BeadRow],
        anchors: dict[tuple[str, int], str],
    ) -> Ribbons:
        columns = [
            Column(
                edition.number,
                edition.edition,
                edition.revision_id,
                [
                    Sentence(
                        row["index"],
                        row["end"] - row["start"],
                        row["surface"],
                        anchors.get((edition.revision_id, row["index"])),
                    )
                    for row in self._rows.sentences.get(edition.revision_id, [])
                    if row["role"] != "caption"
                ],
            )
            for edition in editions
        ]
        beads: dict[tuple[str, str], list[Joined]] = {}
        for row in aligned:
            if row["left_sentences"] and row["right_sentences"]:
                beads.setdefault((row["left"], row["right"]), []).append(
                    (row["left_sentences"], row["right_sentences"], row["p"])
                )
        return draw(columns, beads)

    def _spans(
        self, numbers: list[NumberDifferenceRow], framing: list[FramingDifferenceRow]
    ) -> dict[str, list[Span]]:
        """Return the spans that are evidence of some comparison, by revision."""
        found: dict[str, list[Span]] = {}
        for number in numbers:
            for name in (*number["left_quantities"], *number["right_quantities"]):
                q = self._rows.quantities[name]
                found.setdefault(q["revision_id"], []).append(
                    Span(q["start"], q["end"], NUMBER, q["kind"])
                )
        for row in framing:
            for name in (
                (*row["left_markers"], *row["right_markers"]) if sign(row["axis"]).shown else ()
            ):
                m = self._rows.markers[name]
                found.setdefault(m["revision_id"], []).append(
                    Span(m["start"], m["end"], m["axis"], m["value"])
                )
        return found

    def _changes(self, editions: list[EditionView]) -> list[Change]:
        """Return what changed between the revisions of each article, oldest first."""
        changes = []
        for edition in editions:
            article = self._rows.revisions[edition.revision_id]["article_id"]
            revisions = oldest_first(
                r for r in self._rows.revisions.values() if r["article_id"] == article
            )
            for old, new in pairwise(revisions):
                before, after = (
                    [s["surface"] for s in self._rows.sentences.get(r["revision_id"], [])]
                    for r in (old, new)
                )
                removed, added = (
                    [s for s in before if s not in after],
                    [s for s in after if s not in before],
                )
                if removed or added:
                    figures = edited_figures(
                        self._rows.edits.get(new["revision_id"], []), self._rows.quantities
                    )
                    changes.append(Change(edition, new["modified"], removed, added, figures))
        return changes


def _position(link: LinkView, editions: list[EditionView]) -> tuple[float, int, str]:
    """Order rows by the average position of their sentences in the articles; the headline row
    first.
    """
    indices = [sentence.index for cell in link.cells.values() for sentence in cell]
    first = min((e.number for e in editions if e.revision_id in link.cells), default=0)
    return (sum(indices) / len(indices) if indices else 0.0), first, link.link_id


Compared = TypeVar("Compared", FramingDifferenceRow, ContrastRow)


def _by_confidence(rows: Sequence[Compared]) -> tuple[list[Compared], list[Compared]]:
    """Return the rows that are shown, and those that are folded: what is not of high confidence,
    and so all of experimental axes and of axes that have not earned their place. Judged by hand on
    real stories, four of five of high confidence are right, and two of five of the others.
    """
    return (
        [row for row in rows if row["confidence"] == Confidence.HIGH],
        [row for row in rows if row["confidence"] != Confidence.HIGH],
    )
