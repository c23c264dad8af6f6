"""Alignment of translations: the monotone path that covers both texts with beads of neighbours.

A dynamic programme over whole tables (Gale and Church 1993), with the margin score of Bertalign
(Liu and Zhu 2023): the cosine of a bead minus its cosines with the sentences just outside, times a
factor for unequal lengths. P(correct) of the candidates is added, and the share of beads of these
two texts that are single pairs (the prior of Gale and Church, estimated per text pair). A sentence
left out costs a little, so that nearly all are aligned.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.aligners.beads.candidates import Candidates
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.similarity import (
    SHAPE_SIZES,
    SimilarityTables,
    shape_number,
    shape_of,
)
from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="by hand on the scenarios P and P0 of the development documents of NTREX-128, which "
    "`bench align` scores",
)
@dataclass(frozen=True)
class PathPriors:
    """What is added to the margin score of the covering path."""

    skip: Annotated[
        float, "cost of a sentence left out, per unit of the log odds that it has a partner"
    ] = 0.1
    probability: Annotated[float, "added for a candidate of probability 1"] = 0.08
    single: Annotated[
        float, "added to a single pair, per unit of the log odds that beads are single pairs"
    ] = 0.02


PRIORS = PathPriors()


def cover(
    tables: SimilarityTables,
    candidates: Candidates,
    probabilities: Matrix,
    found: Sequence[Spans],
    partner_odds: float,
) -> list[Spans]:
    """Return the beads of the best covering path; they need not be among the candidates.

    :param found: the beads of the order-free choice; they estimate the share of single pairs.
    :param partner_odds: the odds that a sentence has a partner, at least 1.
    """
    gains = _margins(tables.cosine, SHAPE_SIZES)
    gains *= np.log2(1 + _length_ratios(tables.left.lengths, tables.right.lengths, SHAPE_SIZES))
    _add_probabilities(
        gains,
        SHAPE_SIZES,
        candidates.left,
        candidates.right,
        candidates.sizes,
        PRIORS.probability * probabilities,
    )
    single = sum(len(left) == len(right) == 1 for left, right in found)
    gains[0] += PRIORS.single * math.log((single + 1) / (len(found) - single + 1))
    steps = _steps(gains, SHAPE_SIZES, -PRIORS.skip * math.log(partner_odds))
    beads: list[Spans] = []
    i, j = tables.shape
    while i or j:
        a, b = steps[i, j].tolist()
        if a and b:
            beads.append((tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
    return beads[::-1]


@compiled
def _length_ratios(left: Matrix, right: Matrix, shapes: Index) -> Matrix:
    """Return the shorter side of each span over the longer one, shape (shapes, left, right).

    0 where there is no such span.
    """
    ratios = np.zeros((len(shapes), len(left), len(right)), dtype=np.float32)
    for s in range(len(shapes)):
        a, b = shapes[s]
        for i in range(len(left) - a + 1):
            here = left[i : i + a].sum()
            for j in range(len(right) - b + 1):
                there = right[j : j + b].sum()
                ratios[s, i, j] = min(here, there) / max(here, there, np.float32(1))
    return ratios


@compiled
def _margins(cosine: tuple[Matrix, ...], shapes: Index) -> Matrix:
    """Return the cosine of each span minus half of those with its neighbours.

    Shape (shapes, left, right). Each neighbour is a sentence; two of one side count by their mean.
    """
    gains = np.zeros((len(shapes), *cosine[0].shape), dtype=np.float32)
    for s in range(len(shapes)):
        a, b = shapes[s]
        table, there, back = (
            cosine[s],
            cosine[shape_number(shapes, a, 1)],
            cosine[shape_number(shapes, 1, b)],
        )
        for i in range(table.shape[0]):
            for j in range(table.shape[1]):
                outside = _mean_beside(there[i], j, b) + _mean_beside(back[:, j], i, a)
                gains[s, i, j] = table[i, j] - outside / 2
    return gains


@compiled
def _mean_beside(line: Matrix, at: int, width: int) -> float:
    """Return the mean of the values just before and after a place that exist, or 0."""
    before, after = at > 0, at + width < len(line)
    if before and after:
        return float((line[at - 1] + line[at + width]) / 2)
    return float(line[at - 1] if before else line[at + width] if after else 0)


@compiled
def _add_probabilities(
    gains: Matrix, shapes: Index, lefts: Index, rights: Index, sizes: Index, weights: Matrix
) -> None:
    """Add its weight to each candidate whose sentences follow one another."""
    for k in range(len(sizes)):
        a, b = sizes[k]
        s = shape_of(shapes, lefts[k], rights[k], a, b)
        if s >= 0:
            gains[s, lefts[k, 0], rights[k, 0]] += weights[k]


@compiled
def _steps(gains: Matrix, shapes: Index, skip: float) -> Index:
    """Return the sizes of the last step of the best path to each pair of places.

    Shape (left + 1, right + 1, 2).
    """
    n, m = gains.shape[1:]
    best = np.full((n + 1, m + 1), -1e9)
    steps = np.zeros((n + 1, m + 1, 2), dtype=np.int64)
    best[0, 0] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            if i and best[i - 1, j] + skip > best[i, j]:
                best[i, j] = best[i - 1, j] + skip
                steps[i, j, 0], steps[i, j, 1] = 1, 0
            if j and best[i, j - 1] + skip > best[i, j]:
                best[i, j] = best[i, j - 1] + skip
                steps[i, j, 0], steps[i, j, 1] = 0, 1
            for s in range(len(shapes)):
                a, b = shapes[s]
                if a <= i and b <= j:
                    value = best[i - a, j - b] + gains[s, i - a, j - b]
                    if value > best[i, j]:
                        best[i, j] = value
                        steps[i, j, 0], steps[i, j, 1] = a, b
    return steps
