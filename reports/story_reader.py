"""From the lake to the view of a story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Any, TypeVar

import polars as pl

from parallax.comparers.framing import codebook
from parallax.lake.lake import Lake
from parallax.lake.revisions import days_of_articles, oldest_first
from parallax.lake.rows import (
    BeadRow,
    FigureChangeRow,
    FigureRow,
    FramingDifferenceRow,
    LinkRow,
    MarkerRow,
    NumberDifferenceRow,
    OriginRow,
    QuantityRow,
    SentenceRow,
    rows_of,
)
from parallax.lake.schema import (
    ARTICLES,
    BEADS,
    FIGURE_CHANGES,
    FIGURES,
    FRAMING_DIFFERENCES,
    LINKS,
    MARKERS,
    NUMBER_DIFFERENCES,
    ORIGINS,
    QUANTITIES,
    REVISIONS,
    SENTENCES,
)
from parallax.lake.stories import several
from parallax.lake.table import Table
from parallax.languages.detect import NAMES
from parallax.reports.evidence import evidence_of
from parallax.reports.highlights import NUMBER, Span, pieces, sign
from parallax.reports.ribbons import Column, Joined, Ribbons, Sentence, draw
from parallax.reports.statements import (
    Context,
    framing_views,
    number_views,
    shared_figures,
    source_views,
)
from parallax.reports.timelines import edited_figures, figure_views
from parallax.reports.views import Change, Coverage, EditionView, LinkView, SentenceView, StoryView
from parallax.translators.fuzzy_matches import suggest
from parallax.translators.memory import Memory, Translation
from parallax.translators.quality_flags import REASONS
from parallax.translators.translate import missing_package

Row = dict[str, Any]
OfStory = TypeVar(
    "OfStory", LinkRow, BeadRow, NumberDifferenceRow, FigureRow, FramingDifferenceRow, OriginRow
)


class StoryReader:
    """Reads the tables of some days once and builds the views of their stories."""

    def __init__(
        self, lake: Lake, days: Iterable[str], target: str, only: Collection[str] | None = None
    ) -> None:
        """Read the tables: of the days of the stories, and of those of their articles.

        :param only: stories to read; all of the days when None.
        """
        days = list(days)
        self._target = target
        self._stories = several(lake, days)
        if only is not None:
            self._stories = self._stories.filter(pl.col("story_id").is_in(list(only)))
        self._members = {
            (str(day), str(story)): rows
            for (day, story), rows in _groups(self._stories, "day", "story_id")
        }
        wanted = pl.col("article_id").is_in(self._stories["article_id"].unique().to_list())
        reached = days_of_articles(lake, self._stories["article_id"])
        self._articles = {
            row["article_id"]: row
            for row in lake.read(ARTICLES, reached).filter(wanted).iter_rows(named=True)
        }
        self._revisions = {
            row["revision_id"]: row
            for row in lake.read(REVISIONS, reached).filter(wanted).iter_rows(named=True)
        }
        within = pl.col("revision_id").is_in(list(self._revisions))
        self._sentences = _by_revision(
            rows_of(lake.read(SENTENCES, reached).filter(within), SentenceRow)
        )
        self._quantities = {
            row["quantity_id"]: row
            for row in rows_of(lake.read(QUANTITIES, reached).filter(within), QuantityRow)
        }
        self._markers = {
            row["marker_id"]: row
            for row in rows_of(lake.read(MARKERS, reached).filter(within), MarkerRow)
        }
        chosen = pl.col("story_id").is_in(self._stories["story_id"].implode())

        def of_stories(table: Table, kind: type[OfStory]) -> dict[str, list[OfStory]]:
            return _by_story(rows_of(lake.read(table, days).filter(chosen), kind))

        self._links = of_stories(LINKS, LinkRow)
        self._beads = of_stories(BEADS, BeadRow)
        self._numbers = of_stories(NUMBER_DIFFERENCES, NumberDifferenceRow)
        self._figures = of_stories(FIGURES, FigureRow)
        self._framing = of_stories(FRAMING_DIFFERENCES, FramingDifferenceRow)
        self._sources = of_stories(ORIGINS, OriginRow)
        edits = lake.read(FIGURE_CHANGES, reached).filter(
            pl.col("new_revision").is_in(list(self._revisions))
        )
        self._edits: dict[str, list[FigureChangeRow]] = {}
        for edit in rows_of(edits, FigureChangeRow):
            self._edits.setdefault(edit["new_revision"], []).append(edit)
        memory = Memory(lake)
        self._memories = {
            language: memory.lookup(language, target) for language in NAMES if language != target
        }

    def stories(self) -> list[StoryView]:
        """Return the view of every story that several articles report, by day and id."""
        return [self.story(day, story_id) for day, story_id in self.places()]

    def places(self) -> list[tuple[str, str]]:
        """Return (day, id) of every story that several articles report."""
        return list(self._members)

    def story(self, day: str, story_id: str) -> StoryView:
        """Return the view of one story."""
        editions = self._editions(self._members[day, story_id])
        by_revision = {edition.revision_id: edition for edition in editions}
        numbers, framing = self._numbers.get(story_id, []), self._framing.get(story_id, [])
        spans = self._spans(numbers, framing)
        links = [self._link(row, by_revision, spans) for row in self._links.get(story_id, [])]
        links.sort(key=lambda link: _position(link, editions))
        anchors = {
            (revision, sentence.index): link.anchor
            for link in links
            for revision, cell in link.cells.items()
            for sentence in cell
        }
        context = Context(
            by_revision,
            self._quantities,
            self._markers,
            {link.link_id: link.anchor for link in links},
            self._shown(editions),
            self._target,
        )
        return StoryView(
            story_id,
            day,
            editions[0].title_translation or editions[0].title,
            self._target,
            editions,
            links,
            shared_figures(numbers, context),
            number_views(numbers, context),
            framing_views(framing, context),
            sorted(codebook.load().axes),
            self._ribbons(editions, self._beads.get(story_id, []), anchors),
            figure_views(self._figures.get(story_id, []), anchors, context),
            self._changes(editions),
            self._untranslated(editions),
            source_views(self._sources.get(story_id, []), context),
            self._coverage(editions, links),
            evidence_of(numbers, framing, context),
        )

    def _coverage(self, editions: list[EditionView], links: list[LinkView]) -> list[Coverage]:
        """Count the sentences of each edition: shared, only its own, not compared."""
        found = []
        for edition in editions:
            own = [
                (len(link.cells[edition.revision_id]), len(link.cells) > 1)
                for link in links
                if edition.revision_id in link.cells
            ]
            shared, only = (
                sum(n for n, several in own if several is wanted) for wanted in (True, False)
            )
            found.append(
                Coverage(
                    edition,
                    shared,
                    only,
                    len(self._sentences.get(edition.revision_id, [])) - shared - only,
                )
            )
        return found

    def _editions(self, members: list[Row]) -> list[EditionView]:
        rows = [
            (self._articles[member["article_id"]], self._revisions[member["revision_id"]])
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
                self._translation(article["language"], revision["title"]),
                article["url"],
                article["published"],
                revision["modified"],
                revision["retrieved"],
                revision["payload_sha256"],
            )
            for number, (article, revision) in enumerate(rows, 1)
        ]

    def _translation(self, language: str, text: str) -> str | None:
        found = self._known(language, text)
        return found.text or None if found else None

    def _known(self, language: str, text: str) -> Translation | None:
        return self._memories[language].get(text) if language != self._target else None

    def _link(
        self, row: LinkRow, by_revision: dict[str, EditionView], spans: dict[str, list[Span]]
    ) -> LinkView:
        cells = {}
        for member in row["members"]:
            edition = by_revision[member["revision_id"]]
            wanted = set(member["sentences"])
            cells[edition.revision_id] = [
                self._sentence(sentence, spans.get(edition.revision_id, []))
                for sentence in self._sentences.get(edition.revision_id, [])
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
                    for row in self._sentences.get(edition.revision_id, [])
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

    def _shown(self, editions: list[EditionView]) -> dict[tuple[str, int], str]:
        """Return every sentence in the reader's language, or untranslated where no translation is
        known.
        """
        return {
            (edition.revision_id, row["index"]): self._translation(row["language"], row["surface"])
            or row["surface"]
            for edition in editions
            for row in self._sentences.get(edition.revision_id, [])
        }

    def _sentence(self, row: SentenceRow, spans: list[Span]) -> SentenceView:
        marked = pieces(row["surface"], row["start"], spans)
        if row["language"] == self._target:
            return SentenceView(row["index"], row["role"], marked, None, "")
        found = self._known(row["language"], row["surface"])
        if found:
            warnings = tuple(REASONS[flag] for flag in found.flags)
            return SentenceView(
                row["index"], row["role"], marked, found.text or None, found.origin, warnings
            )
        if suggestion := suggest(row["surface"], row["language"], self._memories[row["language"]]):
            return SentenceView(
                row["index"], row["role"], marked, suggestion.translation.text, suggestion.says
            )
        return SentenceView(row["index"], row["role"], marked, None, "not translated")

    def _spans(
        self, numbers: list[NumberDifferenceRow], framing: list[FramingDifferenceRow]
    ) -> dict[str, list[Span]]:
        """Return the spans that are evidence of some comparison, by revision."""
        found: dict[str, list[Span]] = {}
        for number in numbers:
            for name in (*number["left_quantities"], *number["right_quantities"]):
                q = self._quantities[name]
                found.setdefault(q["revision_id"], []).append(
                    Span(q["start"], q["end"], NUMBER, q["kind"])
                )
        for row in framing:
            for name in (
                (*row["left_markers"], *row["right_markers"]) if sign(row["axis"]).shown else ()
            ):
                m = self._markers[name]
                found.setdefault(m["revision_id"], []).append(
                    Span(m["start"], m["end"], m["axis"], m["value"])
                )
        return found

    def _changes(self, editions: list[EditionView]) -> list[Change]:
        """Return what changed between the revisions of each article, oldest first."""
        changes = []
        for edition in editions:
            article = self._revisions[edition.revision_id]["article_id"]
            revisions = oldest_first(
                r for r in self._revisions.values() if r["article_id"] == article
            )
            for old, new in pairwise(revisions):
                before, after = (
                    [s["surface"] for s in self._sentences.get(r["revision_id"], [])]
                    for r in (old, new)
                )
                removed, added = (
                    [s for s in before if s not in after],
                    [s for s in after if s not in before],
                )
                if removed or added:
                    figures = edited_figures(
                        self._edits.get(new["revision_id"], []), self._quantities
                    )
                    changes.append(Change(edition, new["modified"], removed, added, figures))
        return changes

    def _untranslated(self, editions: list[EditionView]) -> list[str]:
        """Say for each language of the story what is not translated, and why."""
        missing = Counter(
            sentence["language"]
            for edition in editions
            for sentence in self._sentences.get(edition.revision_id, [])
            if sentence["language"] != self._target
            and self._known(sentence["language"], sentence["surface"]) is None
        )
        return [
            f"{count} {NAMES[language]} sentences are not translated: "
            f"{missing_package(language, self._target)}"
            for language, count in sorted(missing.items())
        ]


def _position(link: LinkView, editions: list[EditionView]) -> tuple[float, int, str]:
    """Order rows by the average position of their sentences in the articles; the headline row
    first.
    """
    indices = [sentence.index for cell in link.cells.values() for sentence in cell]
    first = min((e.number for e in editions if e.revision_id in link.cells), default=0)
    return (sum(indices) / len(indices) if indices else 0.0), first, link.link_id


def _by_story(rows: Iterable[OfStory]) -> dict[str, list[OfStory]]:
    found: dict[str, list[OfStory]] = {}
    for row in rows:
        found.setdefault(row["story_id"], []).append(row)
    return found


def _by_revision(rows: Iterable[SentenceRow]) -> dict[str, list[SentenceRow]]:
    found: dict[str, list[SentenceRow]] = {}
    for row in rows:
        found.setdefault(row["revision_id"], []).append(row)
    return found


def _groups(frame: pl.DataFrame, *columns: str) -> list[tuple[tuple[Any, ...], list[Row]]]:
    groups = frame.partition_by(columns, as_dict=True, maintain_order=True)
    return [(key, part.to_dicts()) for key, part in groups.items()]
