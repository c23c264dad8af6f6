"""What of the facts that readers noted is found: differences they would report, look-alikes that
must not be told as a conflict, and shared statements that stand in one row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import polars as pl

from benchmarks.story_labels import Label, Said, StoryLabels
from parallax.aligners.scoring import Score
from parallax.comparers.framing import codebook
from parallax.judging.claims import Claim, Place, Texts
from parallax.judging.finding import Kind
from parallax.lake.lake import Lake
from parallax.lake.rows import LinkRow, rows_of
from parallax.lake.schema import LINKS, SENTENCES

_FIGURES = {"conflict": {Kind.CONFLICT}}
"""Kinds that report a difference of figures; of others than conflicts also that they agree."""
_AGREE = {Kind.CONFLICT, Kind.COMPATIBLE}
ALIKE = ("equal", "compatible", "not_comparable")
"""What two figures are that must not be told as a conflict."""


@dataclass
class LabelScore:
    """By part and verdict or axis: labels to report, and those of them that a finding reports; by
    verdict: pairs of figures that are no conflict, and those of them that are told as one.
    """

    listed: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    alike: Counter[str] = field(default_factory=Counter)
    accused: Counter[str] = field(default_factory=Counter)


def score(stories: Iterable[StoryLabels], claims: Sequence[Claim]) -> LabelScore:
    """Score the labels of stories against all findings of today."""
    of_text: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for name in claim.texts:
            of_text[name].append(claim)
    axes = set(codebook.load().axes)
    made = LabelScore()
    for story in stories:
        own = list({id(claim): claim for name in story.texts for claim in of_text[name]}.values())
        for label in story.labels:
            if label.report:
                key = (label.part, label.what)
                made.listed[key] += 1
                made.found[key] += any(reports(claim, label, axes) for claim in own)
            elif label.part == "numbers" and label.what in ALIKE:
                made.alike[label.what] += 1
                made.accused[label.what] += any(
                    claim.kind == Kind.CONFLICT and _between(claim, label.said) for claim in own
                )
    return made


def reports(claim: Claim, label: Label, axes: Collection[str]) -> bool:
    """Tell whether a finding reports what a reader noted: between two of its texts, at its words.

    :param axes: those of the codebook; what a reader noted on another is found on any.
    """
    if label.part == "numbers":
        return claim.kind in _FIGURES.get(label.what, _AGREE) and _between(claim, label.said)
    if label.part == "left_out":
        return claim.kind == Kind.OMITTED and any(
            _hit(one, label.said) and not other.spans and other.text in label.silent
            for one, other in _both_ways(claim)
        )
    if claim.kind not in (Kind.WORDING, Kind.CONTRAST):
        return False
    if label.what in axes and claim.subject != label.what:
        return False
    texts = {said.text for said in label.said} | set(label.silent)
    return any(_hit(one, label.said) and other.text in texts for one, other in _both_ways(claim))


def _between(claim: Claim, said: Sequence[Said]) -> bool:
    """Tell whether a claim opposes words that are pointed at in two texts."""
    return any(_hit(one, said) and _hit(other, said) for one, other in claim.opposed())


def _hit(place: Place, said: Sequence[Said]) -> bool:
    return any(
        place.text == one.text and start < one.end and one.start < end
        for one in said
        for start, end in place.spans
    )


def _both_ways(claim: Claim) -> Iterator[tuple[Place, Place]]:
    for one, other in claim.opposed():
        yield one, other
        yield other, one


def linked(stories: Iterable[StoryLabels], lake: Lake, texts: Texts) -> Score:
    """Score the rows of a lake: pairs of sentences of two texts that say the same.

    Of a statement that takes several sentences of a text each pair counts, as of a row of the lake.

    :param texts: name of the text of each revision.
    """
    labelled = {name for story in stories for name in story.texts}
    gold = {pair for story in stories for bead in story.beads for pair in _pairs(bead)}
    wanted = pl.col("revision_id").is_in([r for r, name in texts.items() if name in labelled])
    places: Mapping[tuple[str, int], Said] = {
        (revision, index): Said(texts[revision], start, end)
        for revision, index, start, end in lake.columns(
            SENTENCES, ["revision_id", "index", "start", "end"]
        )
        .filter(wanted)
        .iter_rows()
    }
    found = {
        pair for link in rows_of(lake.read(LINKS), LinkRow) for pair in _pairs(_said(link, places))
    }
    return Score(len(gold & found), len(found - gold), len(gold - found))


def _said(link: LinkRow, places: Mapping[tuple[str, int], Said]) -> list[Said]:
    keys = [
        (member["revision_id"], index)
        for member in link["members"]
        for index in member["sentences"]
    ]
    return [places[key] for key in keys if key in places]


def _pairs(members: Iterable[Said]) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """Yield pairs of sentences of different texts, each by its text and beginning."""
    ordered = sorted((said.text, said.start) for said in members)
    for one, other in combinations(ordered, 2):
        if one[0] != other[0]:
            yield one, other
