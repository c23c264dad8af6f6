"""Units below the sentence: the clauses of two texts are aligned beside their sentences.

One outlet says in one sentence what another says in three, and a sentence that says more than its
partner looks unlike it. So candidates are sought twice, among the sentences and among their
clauses; both compete as sets of clauses, and what is chosen is joined to beads of sentences again.
Texts that are translations of each other, sentence by sentence, need none of this. What of a
sentence was aligned is kept as parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import numpy as np

from parallax.aligners.beads.arrays import Index, Spans
from parallax.aligners.beads.bead import Bead, Part
from parallax.core.thresholds import thresholds
from parallax.languages.clauses import alphabet, clauses
from parallax.languages.split import split

if TYPE_CHECKING:
    from parallax.aligners.beads.similarity import Side


@thresholds("align", chosen="by judgement")
@dataclass(frozen=True)
class UnitLimits:
    """How clauses are joined to beads of sentences."""

    widest: Annotated[
        int, "sentences of a side that clauses may bring into one bead; later beads are left out"
    ] = 6


LIMITS = UnitLimits()


def cut(texts: Sequence[str]) -> list[list[list[Part]]]:
    """Return the clauses of each sentence of each given text, in order, at least one of each.

    What is given as one sentence may be several.
    """
    language = alphabet(texts)
    return [
        [
            [Part(i, start, end) for start, end in clauses(text, begin, stop, language)]
            for begin, stop in split(text)
        ]
        or [[Part(i, 0, len(text))]]
        for i, text in enumerate(texts)
    ]


@dataclass(frozen=True)
class Units:
    """The clauses of a text as a text of its own, where each is, and its sentences as a text.

    ``sentence`` is the number of each unit's sentence, counted through the text; of a text given by
    sentences that of its place.
    """

    side: Side
    places: tuple[Part, ...]
    sentences: Side
    sentence: tuple[int, ...]

    @classmethod
    def of_sentences(cls, side: Side) -> Units:
        """Return a text whose given sentences are its units."""
        lengths = enumerate(side.lengths.astype(int).tolist())
        places = tuple(Part(i, 0, length) for i, length in lengths)
        return cls(side, places, side, tuple(range(len(side))))

    @cached_property
    def of_sentence(self) -> list[tuple[int, ...]]:
        """The units of each sentence."""
        return _grouped(self.sentence)

    @cached_property
    def of_given(self) -> list[tuple[int, ...]]:
        """The units of each sentence as given."""
        return _grouped([place.sentence for place in self.places])

    @cached_property
    def given(self) -> list[int]:
        """The given sentence that each sentence is in."""
        return [self.places[units[0]].sentence for units in self.of_sentence]

    def units(self, sentences: Sequence[int]) -> tuple[int, ...]:
        """Return the units of sentences."""
        return tuple(unit for i in sentences for unit in self.of_sentence[i])

    def whole(self, units: Sequence[int]) -> bool:
        """Return whether units are whole sentences."""
        return len(self.units(sorted({self.sentence[unit] for unit in units}))) == len(units)

    def parts(self, units: set[int]) -> tuple[Part, ...]:
        """Return where units are, neighbours of a sentence as one; nothing for whole sentences."""
        parts: list[Part] = []
        last = -1
        for unit in sorted(units):
            place = self.places[unit]
            if unit == last + 1 and parts and parts[-1].sentence == place.sentence:
                parts[-1] = Part(place.sentence, parts[-1].start, place.end)
            else:
                parts.append(place)
            last = unit
        given = {part.sentence for part in parts}
        whole = all(units.issuperset(self.of_given[i]) for i in given)
        return () if whole else tuple(parts)


def _grouped(owners: Sequence[int]) -> list[tuple[int, ...]]:
    found: list[list[int]] = [[] for _ in range(owners[-1] + 1)]
    for unit, owner in enumerate(owners):
        found[owner].append(unit)
    return [tuple(units) for units in found]


def units_of(left: Side, right: Side) -> tuple[Units, Units] | None:
    """Return the units of both texts; None where no sentence of either is cut."""
    if left.units is None and right.units is None:
        return None
    return (
        left.units or Units.of_sentences(left),
        right.units or Units.of_sentences(right),
    )


def sizes(beads: Sequence[Spans], units: tuple[Units, Units]) -> Index:
    """Return of how many sentences, or parts of them, each bead of units is on both sides."""
    return np.array(
        [
            [
                len({side.sentence[unit] for unit in indices})
                for side, indices in zip(units, bead, strict=True)
            ]
            for bead in beads
        ],
        dtype=np.int64,
    ).reshape(-1, 2)


@dataclass(frozen=True)
class Joined:
    """A bead of sentences: the beads of units that it was made from, and their units."""

    sentences: Spans
    made_of: tuple[Spans, ...]
    parts: tuple[tuple[Part, ...], tuple[Part, ...]]

    def bead(self, measured: Mapping[Spans, tuple[float, float]]) -> Bead:
        """Return the bead with the mean cosine of those it is made of, and as likely as the least
        likely of them, because it is right only if all are.

        :param measured: cosine and probability of beads of units.
        """
        values = [measured[one] for one in self.made_of]
        score = round(sum(cosine for cosine, _ in values) / len(values), 4)
        return Bead(*self.sentences, score, min(p for _, p in values), (), *self.parts)


def join(beads: Sequence[Spans], units: tuple[Units, Units]) -> list[Joined]:
    """Return disjoint beads of sentences: beads of units that share a sentence become one.

    :param beads: disjoint beads of units, the best first. One that would make a bead of too many
        sentences is left out.
    """
    made: list[tuple[Spans, list[Spans]]] = []
    for bead in beads:
        own = _given(units[0], bead[0]), _given(units[1], bead[1])
        touching = [one for one in made if any(not own[k].isdisjoint(one[0][k]) for k in (0, 1))]
        left, right = (own[k].union(*(one[0][k] for one in touching)) for k in (0, 1))
        if touching and max(len(left), len(right)) > LIMITS.widest:
            continue
        made = [one for one in made if one not in touching]
        sentences = tuple(sorted(left)), tuple(sorted(right))
        made.append((sentences, [*(b for one in touching for b in one[1]), bead]))
    return [
        Joined(
            sentences,
            tuple(of),
            (
                units[0].parts({unit for bead in of for unit in bead[0]}),
                units[1].parts({unit for bead in of for unit in bead[1]}),
            ),
        )
        for sentences, of in made
    ]


def _given(text: Units, units: Sequence[int]) -> set[int]:
    return {text.places[unit].sentence for unit in units}
