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
from numpy.typing import NDArray

from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.aligners.beads.candidates import Candidates
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.similarity import (
    SHAPE_SIZES,
    Side,
    SimilarityTables,
    shape_number,
    shape_of,
)
from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="by hand on the scenarios P0, P and C1 and on long translations, of the development "
    "documents of NTREX-128, which `bench align` scores",
)
@dataclass(frozen=True)
class PathPriors:
    """What is added to the margin score of the covering path."""

    skip: Annotated[
        float, "cost of a sentence left out, per unit of the log odds that it has a partner"
    ] = 0.05
    probability: Annotated[float, "added for a candidate of probability 1"] = 0.08
    single: Annotated[
        float, "added to a single pair, per unit of the log odds that beads are single pairs"
    ] = 0.03


PRIORS = PathPriors()
PATH_SHAPES = np.concatenate([SHAPE_SIZES, [(1, 4), (4, 1)]])
"""(left, right) numbers of neighbouring sentences that a step of the path can align."""


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
    cosine = *tables.cosine, *_of_four(tables)
    left, right = tables.left.lengths, tables.right.lengths
    ratio = np.float32(left.sum() / max(right.sum(), 1))
    factors = _one_and_ratios(PATH_SHAPES, left, right * ratio)
    gains = _gains(cosine, PATH_SHAPES, np.log2(factors, out=factors))
    _add_probabilities(
        gains,
        PATH_SHAPES,
        candidates.left,
        candidates.right,
        candidates.sizes,
        PRIORS.probability * probabilities,
    )
    single = sum(len(left) == len(right) == 1 for left, right in found)
    gains[0] += PRIORS.single * math.log((single + 1) / (len(found) - single + 1))
    steps = _steps(gains, PATH_SHAPES, -PRIORS.skip * math.log(partner_odds))
    return [
        (tuple(range(i, i + a)), tuple(range(j, j + b)))
        for i, j, a, b in _walked_back(steps).tolist()[::-1]
    ]


def _of_four(tables: SimilarityTables) -> tuple[Matrix, Matrix]:
    """Return the cosines of one sentence with four joined, and of four with one.

    The joined text is not encoded: its vector is that of both its halves, each weighted with the
    root of its length.
    """
    pairs = shape_number(SHAPE_SIZES, 1, 2), shape_number(SHAPE_SIZES, 2, 1)
    there = _joined_halves(tables.cosine[pairs[0]], *_halves(tables.right))
    back = _joined_halves(tables.cosine[pairs[1]].T, *_halves(tables.left))
    return there, np.ascontiguousarray(back.T)


def _halves(side: Side) -> tuple[Matrix, Matrix, Matrix]:
    """Return the weights of the first and the second two of four sentences, and the length of the
    sum of their vectors.
    """
    pairs = side.vectors[1]
    roots = np.sqrt(side.lengths[:-1] + side.lengths[1:])
    first, second = roots[:-2], roots[2:]
    alike = np.einsum("nd,nd->n", pairs[:-2], pairs[2:])
    return first, second, np.sqrt(first**2 + second**2 + 2 * first * second * alike)


def _joined_halves(cosine: Matrix, first: Matrix, second: Matrix, length: Matrix) -> Matrix:
    """Return the cosines with both halves joined, shape (sentences, runs of four)."""
    both = first * cosine[:, :-2] + second * cosine[:, 2:]
    return np.asarray(both / np.maximum(length, 1e-9), dtype=np.float32)


@compiled
def _one_and_ratios(shapes: Index, left: Matrix, right: Matrix) -> NDArray[np.float64]:
    """Return 1 and the shorter length of both sides of each span by the longer one, shape (shapes,
    left, right); 1 where there is no such span.

    Their logarithms are numpy's, which takes those of several numbers at once.
    """
    made = np.ones((len(shapes), len(left), len(right)))
    left_sums, right_sums = _sums(left), _sums(right)
    for s in range(len(shapes)):
        a, b = shapes[s]
        for i in range(len(left) - a + 1):
            here = left_sums[i + a] - left_sums[i]
            for j in range(len(right) - b + 1):
                other = right_sums[j + b] - right_sums[j]
                made[s, i, j] = 1 + min(here, other) / max(here, other, 1.0)
    return made


@compiled
def _gains(cosine: tuple[Matrix, ...], shapes: Index, factors: NDArray[np.float64]) -> Matrix:
    """Return the score of each span, shape (shapes, left, right); 0 where there is no such span.

    Its cosine minus half of those with its neighbours, times a factor for unequal lengths. Each
    neighbour is a sentence; two of one side count by their mean.
    """
    gains = np.zeros(factors.shape, dtype=np.float32)
    rows, columns = factors.shape[1:]
    for s in range(len(shapes)):
        a, b = shapes[s]
        table, there, back = (
            cosine[s],
            cosine[shape_number(shapes, a, 1)],
            cosine[shape_number(shapes, 1, b)],
        )
        n, m = table.shape
        for i in range(n):
            before, after = i > 0, i + a < rows
            for j in range(m):
                outside = _mean(
                    there[i, j - 1] if j > 0 else np.float32(0),
                    there[i, j + b] if j + b < columns else np.float32(0),
                    j > 0,
                    j + b < columns,
                ) + _mean(
                    back[i - 1, j] if before else np.float32(0),
                    back[i + a, j] if after else np.float32(0),
                    before,
                    after,
                )
                gains[s, i, j] = (table[i, j] - outside / 2) * factors[s, i, j]
    return gains


@compiled
def _sums(lengths: Matrix) -> NDArray[np.float64]:
    """Return the length of the text before each sentence and of all of it."""
    sums = np.zeros(len(lengths) + 1)
    for i in range(len(lengths)):
        sums[i + 1] = sums[i] + lengths[i]
    return sums


@compiled
def _mean(before: np.float32, after: np.float32, has_before: bool, has_after: bool) -> float:
    """Return the mean of those of two values that exist, or 0."""
    return float(before + after) / (2 if has_before and has_after else 1)


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


@compiled
def _walked_back(steps: Index) -> Index:
    """Return the beads of the best path from its end: first sentences and sizes, shape (beads, 4).

    :param steps: see `_steps`.
    """
    i, j = steps.shape[0] - 1, steps.shape[1] - 1
    beads, count = np.zeros((i + j, 4), dtype=np.int64), 0
    while i or j:
        a, b = steps[i, j, 0], steps[i, j, 1]
        i, j = i - a, j - b
        if a and b:
            beads[count, 0], beads[count, 1], beads[count, 2], beads[count, 3] = i, j, a, b
            count += 1
    return beads[:count]
