"""Comparing the linked sentences of one story: rows of the tables of differences, of figures over
time and of origins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TypeVar

from parallax.comparers.annotate import Found, Place
from parallax.comparers.framing.fidelity import Encode
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing_rows import Wording
from parallax.comparers.number_timelines import Timeline
from parallax.comparers.numbers import Comparison, Quantity, Verdict, compare
from parallax.comparers.numbers.comparison.across_texts import across, by_frame
from parallax.comparers.numbers.comparison.one_thing import Likeness
from parallax.comparers.numbers.comparison.whole_texts import Carriers, both_held, left_out
from parallax.comparers.said_once import numbers_once, wording_once
from parallax.core.settings import Settings
from parallax.lake.rows import (
    BeadRow,
    ContrastRow,
    FigureRow,
    FramingDifferenceRow,
    LinkRow,
    MemberRow,
    NumberDifferenceRow,
    OriginRow,
    PairRow,
    PartRow,
    TextsRow,
)

Item = TypeVar("Item", Quantity, Marker)
Parts = list[PartRow] | None


@dataclass(frozen=True)
class Statement:
    """Sentences of a revision, and the parts of them that are compared; all of them without any."""

    sentences: list[int]
    parts: Parts = None

    def of(
        self, found: dict[Place, list[Item]], revision: str, also: frozenset[str] = frozenset()
    ) -> list[Item]:
        """Return what was found in it.

        :param also: axes of markers that count wherever in its sentences they are.
        """
        return [
            item
            for index in self.sentences
            for item in found.get((revision, index), [])
            if self._has(item) or (isinstance(item, Marker) and item.axis in also)
        ]

    def _has(self, item: Quantity | Marker) -> bool:
        return not self.parts or any(
            part["start"] < item.end and item.start < part["end"] for part in self.parts
        )


OF_WHOLE_SENTENCES = frozenset({"sourcing", "attribution", "certainty"})
"""Axes of who says something, and how surely: said once for all of a sentence."""
Unit = tuple[Statement, Statement, float]
"""What of two revisions is compared with each other, and the probability that it says the same."""


@dataclass
class Compared:
    """Rows of the tables of a story; those of wording still without house style."""

    numbers: list[NumberDifferenceRow] = field(default_factory=list)
    figures: list[FigureRow] = field(default_factory=list)
    framing: list[FramingDifferenceRow] = field(default_factory=list)
    contrasts: list[ContrastRow] = field(default_factory=list)
    origins: list[OriginRow] = field(default_factory=list)


def compare_story(
    links: Sequence[LinkRow],
    beads: Sequence[BeadRow],
    revisions: Sequence[str],
    found: Found,
    timeline: Timeline,
    settings: Settings,
    likeness: Likeness | None,
    encode: Encode | None = None,
) -> Compared:
    """Compare the texts of a story.

    :param links: its rows of `links`; :param beads: its rows of `beads`; :param revisions: its
        texts.
    :param likeness: says which figures are about one thing where words do not (`Surroundings` of an
        encoder).
    :param encode: texts to vectors, by which quotations are aligned across languages.
    """
    made = Compared()
    by_pair = _beads_by_pair(beads)
    everywhere: dict[str, list[Quantity]] = {}
    for (revision, _), quantities in sorted(found.quantities.items()):
        everywhere.setdefault(revision, []).extend(quantities)
    carriers = Carriers(everywhere)
    languages = {place[0]: row["language"] for place, row in found.sentences.items()}
    wording = Wording(timeline.editions, found.markers, languages)
    for link in links:
        for a, b in combinations(link["members"], 2):
            left, right = a["revision_id"], b["revision_id"]
            pair: PairRow = {
                "story_id": link["story_id"],
                "link_id": link["link_id"],
                "left": left,
                "right": right,
                "day": link["day"],
            }
            for mine, theirs, p in _units(by_pair.get((left, right), []), a, b, link["p"]):
                compared = compare(
                    mine.of(found.quantities, left),
                    theirs.of(found.quantities, right),
                    likeness=likeness,
                    rates=settings.compare.rates,
                    p=p,
                )
                texts = everywhere.get(left, []), everywhere.get(right, [])
                compared = [
                    made_of
                    for one in compared
                    if not both_held(one, *texts)
                    and (made_of := timeline.explained(one, left, right))
                ]
                compared = _omissions_that_are(compared, *texts, carriers)
                made.numbers += [one.to_row(pair, link["link_id"]) for one in compared]
                made.framing += wording.compare(
                    pair,
                    mine.of(found.markers, left, OF_WHOLE_SENTENCES),
                    theirs.of(found.markers, right, OF_WHOLE_SENTENCES),
                    1.0 if p is None else p,
                )
        members = [(m["revision_id"], index) for m in link["members"] for index in m["sentences"]]
        made.origins += wording.quoted(
            link,
            [(place[0], marker) for place in members for marker in found.markers.get(place, [])],
        )
    made.numbers = numbers_once(made.numbers, links)
    if links:
        made.numbers += _across_texts(links[0], revisions, made.numbers, timeline)
    made.framing = wording_once(made.framing, links)
    made.figures = timeline.figures(made.numbers)
    if links:
        made.contrasts = wording.contrasts(
            links[0]["story_id"], links[0]["day"], revisions, found, encode
        )
    return made


def _across_texts(
    of: LinkRow, revisions: Sequence[str], known: Sequence[NumberDifferenceRow], timeline: Timeline
) -> list[NumberDifferenceRow]:
    """Return what figures of whole texts say of each other that no link has compared.

    :param of: any link of the story. :param known: what the links say.
    """
    compared = {
        (row["left"], row["right"], name)
        for row in known
        if row["left_quantities"] and row["right_quantities"]
        for name in (*row["left_quantities"], *row["right_quantities"])
    }
    figures = {name: by_frame(timeline.of_the_event(name)) for name in revisions}
    made = []
    for left, right in combinations(sorted(revisions), 2):
        for one in across(figures[left], figures[right]):
            explained = timeline.explained(one, left, right)
            if explained is None:
                continue
            texts: TextsRow = {
                "story_id": of["story_id"],
                "left": left,
                "right": right,
                "day": of["day"],
            }
            why = f"{explained.why}; in sentences that no link joins"
            row = replace(explained, why=why).to_row(texts, None)
            names = (*row["left_quantities"], *row["right_quantities"])
            if not any(
                pair in compared
                for name in names
                for pair in ((left, right, name), (right, left, name))
            ):
                made.append(row)
    return made


def compared_quantities(links: Sequence[LinkRow], found: Found) -> list[Quantity]:
    """Return the quantities that have some of another text to be compared with."""
    chosen = []
    for link in links:
        sides = [
            Statement(member["sentences"]).of(found.quantities, member["revision_id"])
            for member in link["members"]
        ]
        if sum(map(bool, sides)) > 1:
            chosen += [quantity for side in sides for quantity in side]
    return chosen


def _beads_by_pair(beads: Sequence[BeadRow]) -> dict[tuple[str, str], list[Unit]]:
    """Return the beads of each pair of revisions, both ways round; null beads left out."""
    found: dict[tuple[str, str], list[Unit]] = {}
    for row in beads:
        if row["left_sentences"] and row["right_sentences"]:
            left = Statement(row["left_sentences"], row["left_parts"])
            right = Statement(row["right_sentences"], row["right_parts"])
            found.setdefault((row["left"], row["right"]), []).append((left, right, row["p"]))
            found.setdefault((row["right"], row["left"]), []).append((right, left, row["p"]))
    return found


def _units(beads: Sequence[Unit], left: MemberRow, right: MemberRow, p: float | None) -> list[Unit]:
    """Return what of a link is compared for two of its revisions: each of their own beads inside
    the link.

    A long link may hold two neighbouring statements, because one outlet reports both in one
    sentence; the beads of a pair keep them apart, and of a sentence that says more than the other
    text only the part that both say is compared. A pair without a bead of its own is compared as
    a whole, with the probability of the link, which is its weakest bead's.
    """
    own = [
        (a, b, of_bead)
        for a, b, of_bead in beads
        if set(a.sentences) <= set(left["sentences"])
        and set(b.sentences) <= set(right["sentences"])
    ]
    return own or [(Statement(left["sentences"]), Statement(right["sentences"]), p or 0.0)]


def _omissions_that_are(
    compared: Sequence[Comparison],
    left: Sequence[Quantity],
    right: Sequence[Quantity],
    carriers: Carriers,
) -> list[Comparison]:
    """Return the comparisons without omissions of what the whole other text does give; those that
    stay say how many texts of the story give the figure.
    """
    kept = []
    for one in compared:
        if one.verdict is not Verdict.OMITTED:
            kept.append(one)
        elif (one.left and left_out(one.left, right)) or (one.right and left_out(one.right, left)):
            kept.append(carriers.told(one))
    return kept
