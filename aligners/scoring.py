"""Scores of beads against gold: strict and lax, links, sentences without a partner, calibration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from parallax.aligners.beads.arrays import Spans
from parallax.aligners.beads.bead import Bead


@dataclass(frozen=True)
class Score:
    """Counts of right, invented and missed items."""

    right: int
    invented: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of found items that are right."""
        return self.right / (self.right + self.invented) if self.right + self.invented else 1.0

    @property
    def recall(self) -> float:
        """Share of gold items that are found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Counted:
    """Counts over many pairs of texts; null beads are only in `nulls`.

    ``strict`` counts a bead as right if it is in gold; ``lax`` if one of its links is in gold, like
    Vecalign and Bertalign; ``links`` counts sentence pairs; ``nulls`` sentences without a partner;
    ``judged`` holds the probability of each bead and whether it is right.
    """

    strict: Score = field(default_factory=lambda: Score(0, 0, 0))
    lax_found: Score = field(default_factory=lambda: Score(0, 0, 0))
    lax_gold: Score = field(default_factory=lambda: Score(0, 0, 0))
    links: Score = field(default_factory=lambda: Score(0, 0, 0))
    nulls: Score = field(default_factory=lambda: Score(0, 0, 0))
    judged: list[tuple[float, bool]] = field(default_factory=list)
    sentences: int = 0
    pairs: int = 0
    seconds: float = 0.0

    def add(self, found: dict[Spans, float], gold: Iterable[Spans], sizes: tuple[int, int]) -> None:
        """Count one pair of texts.

        :param found: found beads with their probabilities.
        :param sizes: number of sentences on both sides.
        """
        right = set(gold)
        self.strict = _added(self.strict, set(found), right)
        found_links, gold_links = _links(found), _links(right)
        self.links = _added(self.links, found_links, gold_links)
        touching = {bead for bead in found if not gold_links.isdisjoint(_links([bead]))}
        touched = {bead for bead in right if not found_links.isdisjoint(_links([bead]))}
        self.lax_found = _added(self.lax_found, set(found), touching)
        self.lax_gold = _added(self.lax_gold, touched, right)
        self.nulls = _added(self.nulls, _alone(found, sizes), _alone(right, sizes))
        self.judged += [(p, bead in right) for bead, p in found.items()]
        self.sentences += sum(sizes)
        self.pairs += 1

    @property
    def lax_f1(self) -> float:
        """Harmonic mean of lax precision and lax recall."""
        precision, recall = self.lax_found.precision, self.lax_gold.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    @property
    def noise(self) -> float:
        """Beads per 100 sentences."""
        return 100 * len(self.judged) / max(self.sentences, 1)


def score_beads(found: Sequence[Bead], gold: Sequence[Bead]) -> Counted:
    """Score the beads of one pair of texts; null beads of both say how long the texts are."""
    everything = [*found, *gold]
    sizes = (
        max((i for bead in everything for i in bead.left), default=-1) + 1,
        max((j for bead in everything for j in bead.right), default=-1) + 1,
    )
    counted = Counted()
    counted.add(
        {(b.left, b.right): b.p for b in found if b.left and b.right},
        {(b.left, b.right) for b in gold if b.left and b.right},
        sizes,
    )
    return counted


def expected_calibration_error(judged: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Return the mean distance of probability and precision over equal bins (Naeini 2015)."""
    if not judged:
        return 0.0
    grouped: dict[int, list[tuple[float, bool]]] = {}
    for p, right in judged:
        grouped.setdefault(min(int(p * bins), bins - 1), []).append((p, right))
    return sum(
        abs(sum(p for p, _ in part) - sum(right for _, right in part)) for part in grouped.values()
    ) / len(judged)


def _links(beads: Iterable[Spans]) -> set[tuple[int, int]]:
    return {(i, j) for left, right in beads for i in left for j in right}


def _alone(beads: Iterable[Spans], sizes: tuple[int, int]) -> set[tuple[int, int]]:
    matched = {(side, i) for bead in beads for side in (0, 1) for i in bead[side]}
    return {(side, i) for side in (0, 1) for i in range(sizes[side])} - matched


def _added(score: Score, found: set[Any], gold: set[Any]) -> Score:
    return Score(
        score.right + len(found & gold),
        score.invented + len(found - gold),
        score.missed + len(gold - found),
    )
