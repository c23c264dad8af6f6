"""A finding: what a page shows as one difference, with all that a person needs to judge it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, groupby, pairwise

from parallax.core.ids import digest
from parallax.languages.pairs import pair_of
from parallax.reports.views import EditionView

_WORD = re.compile(r"\S+")
NUMBER = "number"
"""The subject of findings about figures; the others have an axis of wording."""


class Kind(StrEnum):
    """What a finding says."""

    CONFLICT = "conflict"
    """Figures that cannot both be right."""
    COMPATIBLE = "compatible"
    """Figures given differently that agree."""
    OMITTED = "omitted"
    """A figure that one side leaves out."""
    WORDING = "wording"
    """Linked sentences that are worded differently."""
    CONTRAST = "contrast"
    """Whole texts that name a thing differently."""


@dataclass(frozen=True)
class Passage:
    """A sentence of a side. ``marks`` are the words it rests on, as offsets into `text`;
    ``translation`` is None where none is needed or known.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    translation: str | None

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text cut into pieces, each with whether the finding rests on it."""
        cuts = sorted({0, len(self.text), *(place for mark in self.marks for place in mark)})
        return [
            (self.text[start:end], any(a <= start and end <= b for a, b in self.marks))
            for start, end in pairwise(cuts)
        ]

    def around(self, words: int) -> Passage:
        """Return what stands around the marks, at most so many words on each side; the beginning
        where nothing is marked. What is left out is an ellipsis.
        """
        places = [found.span() for found in _WORD.finditer(self.text)]
        if self.marks:
            first, last = self.marks[0][0], self.marks[-1][1]
            before = [start for start, end in places if end <= first]
            after = [end for start, end in places if start >= last]
        else:
            before, after = [], [end for _, end in places]
            words *= 2
        start = before[-words] if len(before) > words else 0
        end = after[words - 1] if len(after) > words else len(self.text)
        head, tail = "… " if start else "", " …" if end < len(self.text) else ""
        moved = len(head) - start
        marks = tuple((one + moved, other + moved) for one, other in self.marks)
        return Passage(head + self.text[start:end] + tail, marks, self.translation)


@dataclass(frozen=True)
class Side:
    """What one edition says: `value` in our terms, `words` verbatim, empty where our rules find
    none.

    ``spans`` are offsets of the words into the text of the revision; ``statement`` numbers what is
    said alike: sides of one number agree.
    """

    edition: EditionView
    statement: int
    value: str
    words: str
    spans: tuple[tuple[int, int], ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Finding:
    """What a page shows as one difference.

    ``differences`` are the ids of the rows that it groups; ``p`` is the probability of the link it
    stands on, None where whole texts are compared.
    """

    differences: tuple[str, ...]
    story_id: str
    day: str
    title: str
    kind: Kind
    subject: str
    ref: str | None
    rule: str
    confidence: str
    p: float | None
    topic: str
    why: str
    sides: tuple[Side, ...]
    anchor: str

    @property
    def id(self) -> str:
        """Hash of its differences, so of content: the same finding has it in every run."""
        return digest("finding", *sorted(self.differences))

    @property
    def page(self) -> str:
        """The row on the page of its story, from the folder of pages: file and fragment."""
        row = f"#{self.anchor}" if self.anchor else ""
        return f"stories/{self.day}-{self.story_id}.html{row}"

    @property
    def stratum(self) -> tuple[str, str]:
        """What samples are drawn from evenly: (kind, subject)."""
        return self.kind.value, self.subject

    @property
    def statements(self) -> list[list[Side]]:
        """The sides that say one thing together, in order."""
        return [list(sides) for _, sides in groupby(self.sides, key=lambda side: side.statement)]

    @property
    def languages(self) -> tuple[str, ...]:
        """The pairs of languages between which it says something, as ``ru-uk``, sorted."""
        pairs = {
            pair_of(one.edition.language, other.edition.language) for one, other in self._opposed()
        }
        return tuple(sorted(pairs))

    def _opposed(self) -> Iterator[tuple[Side, Side]]:
        for one, other in combinations(self.sides, 2):
            if one.statement != other.statement:
                yield one, other


def sampled(findings: Sequence[Finding], count: int, seed: int) -> list[Finding]:
    """Return a random sample that takes as many of each kind and axis as there are, at most evenly.

    A larger count gives the same findings and more; new findings change the order of the others
    nowhere.
    """
    strata: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: digest("sample", seed, f.id)):
        strata.setdefault(finding.stratum, []).append(finding)
    rounds = (
        finding
        for place in range(max(map(len, strata.values()), default=0))
        for _, drawn in sorted(strata.items())
        for finding in drawn[place : place + 1]
    )
    return [finding for _, finding in zip(range(count), rounds, strict=False)]
