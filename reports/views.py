"""What a story page shows, gathered from the tables of the lake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parallax.comparers.confidence import Confidence
from parallax.reports.highlights import Piece
from parallax.reports.judged import NOBODY, Judged, standing
from parallax.reports.ribbons import Ribbons


@dataclass(frozen=True)
class EditionView:
    """A column of the page: one article in its latest revision."""

    number: int
    revision_id: str
    edition: str
    outlet: str
    language: str
    title: str
    title_translation: str | None
    url: str
    published: datetime | None
    modified: datetime | None
    retrieved: datetime
    text_hash: str


@dataclass(frozen=True)
class SentenceView:
    """A sentence in a cell: marked pieces of the original, and a translation with its source or the
    reason for none.

    ``warnings`` say what is visibly wrong with the translation.
    """

    index: int
    role: str
    pieces: list[Piece]
    translation: str | None
    origin: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class LinkView:
    """A row of the page: the sentences of each edition that say the same thing; an edition without
    one is absent.

    `p` is the lowest probability of the beads that made it.
    """

    link_id: str
    kind: str
    p: float | None
    cells: dict[str, list[SentenceView]]

    @property
    def anchor(self) -> str:
        """Fragment of the row's address."""
        return f"row-{self.link_id[:8]}"


@dataclass(frozen=True)
class SideBySide:
    """The headlines or the leads of all editions, laid side by side for reading; nothing is claimed
    of those that are not linked.

    ``linked`` are the editions whose sentences a bead joins, with its probability.
    """

    role: str
    cells: dict[str, list[SentenceView]]
    linked: list[tuple[EditionView, EditionView, float]]


@dataclass(frozen=True)
class Statement:
    """Who says one thing: the editions, with the exact words of each, and where in the text of a
    revision these stand.
    """

    value: str
    words: list[tuple[EditionView, str]]
    spans: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class NumberView:
    """A figure on which editions differ, meet, or are silent.

    One of whole texts has no row of the page: `anchor` is empty.
    """

    verdict: str
    confidence: Confidence
    left: Statement
    right: Statement
    why: list[str]
    rule: str
    anchor: str
    topic: str
    differences: tuple[str, ...] = ()
    """ids of the rows it groups"""
    judged: Judged = NOBODY
    passages: list[tuple[EditionView, SentenceView, str | None]] = field(default_factory=list)
    """of whole texts, which no row holds: the sentences of both, each with its own row"""


@dataclass(frozen=True)
class FramingView:
    """An axis on which editions word one thing differently; a statement for each value.

    One of whole texts has no row of the page: `anchor` is empty.
    """

    axis: str
    ref: str | None
    statements: list[Statement]
    rule: str
    confidence: Confidence
    codebook: str
    anchor: str
    topic: str
    habits: list[tuple[EditionView, str]] = field(default_factory=list)
    """editions whose habit is known, with `house` where they keep to it and `story` where they
    chose otherwise
    """
    differences: tuple[str, ...] = ()
    """ids of the rows it groups"""
    judged: Judged = NOBODY


@dataclass(frozen=True)
class SourceView:
    """One source that several editions quote for linked sentences: one origin, however many
    quote it.
    """

    kind: str
    words: list[tuple[EditionView, str]]
    anchor: str
    topic: str


@dataclass(frozen=True)
class SharedFigure:
    """A figure that several editions give alike."""

    value: str
    words: list[tuple[EditionView, str]]
    anchor: str
    topic: str


@dataclass(frozen=True)
class Mention:
    """An edition giving a figure: when, in which words, and what that is to the mentions before it.

    `low` and `high` are its bounds in the unit of the figure; None for an open end, both None where
    it has no place on the scale.
    """

    edition: EditionView
    when: datetime | None
    words: str
    change: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class FigureView:
    """A figure of the story over time; `unit` is what the bounds of its mentions count, empty where
    that is not known.
    """

    topic: str
    mentions: list[Mention]
    anchor: str | None
    unit: str = ""

    @property
    def contested(self) -> bool:
        """Tell whether a mention contradicts an earlier one."""
        return any(mention.change == "conflict" for mention in self.mentions)


@dataclass(frozen=True)
class Change:
    """Sentences of an article that differ between two of its revisions, old and new, and what that
    did to its figures.
    """

    edition: EditionView
    when: datetime | None
    removed: list[str]
    added: list[str]
    figures: list[str]


@dataclass(frozen=True)
class Evidence:
    """One span that a difference rests on, as it goes into the files that a page offers.
    ``text[start:end]`` of the revision is `words`.

    `subject` is the kind of a figure or an axis of wording; `verdict` that of figures, or `worded
    differently`; `value` the meaning of the span; `judged` what people said of the finding that
    the page makes of it, with how many did, empty where nobody judged.
    """

    difference_id: str
    subject: str
    verdict: str
    rule: str
    confidence: str
    why: str
    edition: EditionView
    value: str
    start: int
    end: int
    words: str
    judged: str = ""


@dataclass(frozen=True)
class Coverage:
    """How many sentences of an edition others report too, how many only it reports, and how many
    are not compared (captions, boilerplate, all of an edition that no link joins with another).
    """

    edition: EditionView
    shared: int
    only: int
    apart: int


@dataclass(frozen=True)
class StoryView:
    """A whole page. `numbers` and `framing` are all findings, those included that people judged
    false or not interesting; `conflicts`, `compatible`, `omitted` and `worded` are what is left.
    """

    story_id: str
    day: str
    title: str
    target: str
    editions: list[EditionView]
    links: list[LinkView]
    shared_figures: list[SharedFigure]
    numbers: list[NumberView]
    framing: list[FramingView]
    axes_checked: list[str]
    ribbons: Ribbons
    figures: list[FigureView] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)
    sources: list[SourceView] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    contrasts: list[FramingView] = field(default_factory=list)
    """how whole texts name things, where they never use the same name"""
    experimental: list[FramingView] = field(default_factory=list)
    """findings of the axes that are not measured yet; they are folded and counted nowhere"""
    not_compared: list[tuple[EditionView, EditionView]] = field(default_factory=list)
    """pairs of editions of which no sentence could be linked"""
    side_by_side: list[SideBySide] = field(default_factory=list)
    strangers: list[list[EditionView]] = field(default_factory=list)
    """groups of editions that do not look like one story; empty where all do"""

    @property
    def pairs(self) -> int:
        """Number of pairs of editions."""
        return len(self.editions) * (len(self.editions) - 1) // 2

    @property
    def apart(self) -> list[tuple[EditionView, list[EditionView]]]:
        """Editions with those later on the page that they are not compared with."""
        found: dict[EditionView, list[EditionView]] = {}
        for one, other in self.not_compared:
            found.setdefault(one, []).append(other)
        return list(found.items())

    def alone(self, link: LinkView) -> bool:
        """Tell whether a row is of one edition that was compared with no other."""
        return len(link.cells) == 1 and all(
            not self.silent(link, edition)
            for edition in self.editions
            if edition.revision_id not in link.cells
        )

    def silent(self, link: LinkView, edition: EditionView) -> bool:
        """Tell whether an edition that is absent from a row was compared with one of the row, so
        that its absence says something.
        """
        unknown = {
            other.revision_id if one is edition else one.revision_id
            for one, other in self.not_compared
            if edition in (one, other)
        }
        return not unknown.issuperset(link.cells)

    @property
    def conflicts(self) -> list[NumberView]:
        """Number differences of verdict `conflict`."""
        return standing(n for n in self.numbers if n.verdict == "conflict")

    @property
    def compatible(self) -> list[NumberView]:
        """Figures given differently that agree."""
        return standing(n for n in self.numbers if n.verdict == "compatible")

    @property
    def omitted(self) -> list[NumberView]:
        """Figures a side leaves out of a sentence the other has."""
        return standing(n for n in self.numbers if n.verdict == "omitted")

    @property
    def worded(self) -> list[FramingView]:
        """Passages worded differently."""
        return standing(self.framing)

    @property
    def file_name(self) -> str:
        """Name of the page's file."""
        return f"{self.day}-{self.story_id}.html"
