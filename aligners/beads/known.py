"""What is known of two texts before beads are chosen: candidates, each with its probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.special import expit, logit

from parallax.aligners.beads import long_texts
from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.candidates import (
    Candidates,
    as_candidates,
    raise_pairs,
)
from parallax.aligners.beads.features import bead_features
from parallax.aligners.beads.near import find_candidates
from parallax.aligners.beads.priors import with_odds
from parallax.aligners.beads.scorer import Scorer
from parallax.aligners.beads.similarity import Side, SimilarityTables


@dataclass(frozen=True)
class Known:
    """What is known of two texts.

    Candidates with probability and cosine; the best partner of each sentence of both sides and its
    cosine; the similarity of all sentence pairs, the tables and the features, None for long texts.
    """

    candidates: Candidates
    probabilities: Matrix
    cosines: Matrix
    partners: tuple[Index, Index]
    nearness: tuple[Matrix, Matrix]
    similarity: Matrix | None
    tables: SimilarityTables | None
    features: Matrix | None

    def at_least(self, least: float) -> list[tuple[Spans, float, float]]:
        """Return the candidates of at least a probability, with cosine and probability."""
        found, rows = self.candidates, np.flatnonzero(self.probabilities >= least)
        return [
            (
                (tuple(found.left[k, :a].tolist()), tuple(found.right[k, :b].tolist())),
                round(float(self.cosines[k]), 4),
                round(float(self.probabilities[k]), 4),
            )
            for k, (a, b) in zip(rows.tolist(), found.sizes[rows].tolist(), strict=True)
        ]

    def with_beads(self, beads: list[Spans], cosines: Matrix, probabilities: Matrix) -> Known:
        """Return a copy with further candidates, which replace equal ones in `singles`."""
        return replace(
            self,
            candidates=self.candidates.followed_by(as_candidates(beads)),
            probabilities=np.concatenate([self.probabilities, probabilities]),
            cosines=np.concatenate([self.cosines, cosines]),
            features=None,
        )

    def scored(self, beads: list[Spans], scorer: Scorer, languages: str) -> tuple[Matrix, Matrix]:
        """Return cosine and probability of disjoint beads, also of those that are no candidates."""
        numbers = self.candidates.numbers_of(as_candidates(beads))
        cosines, probabilities = self.cosines[numbers], self.probabilities[numbers]
        others = np.flatnonzero(numbers < 0)
        if len(others) and self.tables is not None and self.features is not None:
            new = as_candidates([beads[k] for k in others])
            rows = bead_features(self.tables, new)
            everything = self.candidates.followed_by(new)
            p = scorer.probabilities(
                np.vstack([self.features, rows]), everything, self.tables.shape, languages
            )
            cosines[others], probabilities[others] = rows[:, 0], p[-len(others) :]
        return cosines, probabilities

    def with_likelier(self, beads: list[Spans], odds: float) -> Known:
        """Return a copy with the odds of some beads multiplied; other beads than candidates are
        ignored.
        """
        numbers = [self.candidates.number[bead] for bead in beads if bead in self.candidates.number]
        p = self.probabilities.copy()
        p[numbers] = with_odds(p[numbers], odds)
        return replace(self, probabilities=p)

    def with_likelier_several(self, odds: float) -> Known:
        """Return a copy with the odds of beads of several sentences of a text multiplied."""
        several = self.candidates.sizes.max(axis=1, initial=1) > 1
        p = np.where(several, with_odds(self.probabilities, odds), self.probabilities)
        return replace(self, probabilities=p)

    def shifted(self, by: Matrix) -> Known:
        """Return a copy with other log odds of the candidates."""
        sure = 1e-6  # a probability of 0 or 1 would never move
        odds = logit(np.clip(self.probabilities, sure, 1 - sure))
        return replace(self, probabilities=expit(odds + by).astype(self.probabilities.dtype))

    def likeliest(self, shape: tuple[int, int]) -> Matrix:
        """Return the highest probability of a candidate for each pair of sentences it joins."""
        found = np.zeros(shape, dtype=np.float32)
        made = self.candidates
        raise_pairs(found, made.left, made.right, made.sizes, self.probabilities)
        return found

    def as_beads(self, chosen: Sequence[Spans]) -> list[Bead]:
        """Return disjoint candidates as beads."""
        numbers = self.candidates.numbers_of(as_candidates(chosen))
        return as_beads(chosen, self.cosines[numbers], self.probabilities[numbers])

    @cached_property
    def singles(self) -> dict[tuple[int, int], float]:
        """Probability of each candidate that is a pair of sentences, rounded to four digits."""
        numbers = np.flatnonzero(self.candidates.sizes.sum(axis=1) == 2)
        sides = (
            side[numbers, 0].tolist() for side in (self.candidates.left, self.candidates.right)
        )
        return dict(
            zip(zip(*sides, strict=True), rounded(self.probabilities[numbers]), strict=True)
        )


def as_beads(chosen: Sequence[Spans], cosines: Matrix, probabilities: Matrix) -> list[Bead]:
    """Return beads with cosine and probability rounded to four digits."""
    return [
        Bead(left, right, cosine, p)
        for (left, right), cosine, p in zip(
            chosen, rounded(cosines), rounded(probabilities), strict=True
        )
    ]


def rounded(values: Matrix) -> list[float]:
    """Return numbers rounded to four digits."""
    digits: list[float] = values.astype(np.float64).round(4).tolist()
    return digits


def of_short(left: Side, right: Side, scorer: Scorer, languages: str) -> Known:
    """Return what is known of two texts of usual length, from all their sentences."""
    tables = SimilarityTables(left, right)
    found = find_candidates(tables)
    features = bead_features(tables, found)
    probabilities = scorer.probabilities(features, found, tables.shape, languages)
    pairs, cosine = tables.pairs, tables.cosine[0]
    partners = pairs.argmax(axis=1), pairs.argmax(axis=0)
    nearness = cosine[np.arange(len(left)), partners[0]], cosine[partners[1], np.arange(len(right))]
    return Known(found, probabilities, features[:, 0], partners, nearness, pairs, tables, features)


def of_long(left: Side, right: Side, scorer: Scorer, languages: str) -> Known:
    """Return what is known of two long texts, from the surroundings of their nearest sentences."""
    nearest = long_texts.seeds(left, right)
    found = long_texts.find_long(left, right, nearest, scorer, languages)
    return Known(
        *found,
        (nearest.of_left, nearest.of_right),
        (nearest.near_left, nearest.near_right),
        None,
        None,
        None,
    )
