"""Alignment of translations: the monotone path that covers both texts with beads of neighbours.

A dynamic programme over whole tables (Gale and Church 1993), with the margin score of Bertalign (Liu and Zhu 2023): the cosine
of a bead less its cosines with the sentences just outside, times a factor for unequal lengths. P(correct) of the candidates
adds to it. A sentence left out costs a little, so that nearly all find their place.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aligners.arrays import Index, Matrix, Spans
from aligners.candidates import Candidates
from aligners.compiled import compiled
from aligners.tables import SHAPE_SIZES, SHAPES, Tables, shape_number

_SKIP = -0.1
_PROBABILITY = 0.12
"""What a probability of 1 adds to the score. Chosen on P and P0 of the development documents."""


def cover(tables: Tables, candidates: Candidates, probabilities: Matrix) -> list[Spans]:
    """Return the beads of the best covering path; they need not be among the candidates."""
    added = np.zeros((len(SHAPES), *tables.shape), dtype=np.float32)
    number = {shape: s for s, shape in enumerate(SHAPES)}
    for k, (a, b) in enumerate(candidates.sizes.tolist()):
        left, right = candidates.left[k], candidates.right[k]
        if (a, b) in number and left[a - 1] - left[0] == a - 1 and right[b - 1] - right[0] == b - 1:
            added[number[a, b], left[0], right[0]] = _PROBABILITY * probabilities[k]
    steps = _steps(tables.cosine, SHAPE_SIZES, tables.left.lengths, tables.right.lengths, added, np.array(tables.shape))
    found: list[Spans] = []
    i, j = tables.shape
    while i or j:
        a, b = steps[i, j].tolist()
        if a and b:
            found.append((tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
    return found[::-1]


@compiled
def _steps(
    cosine: tuple[Matrix, ...], shapes: Index, left: Matrix, right: Matrix, added: NDArray[np.float32], sizes: Index
) -> Index:
    """Return the sizes of the last step of the best path to each pair of places, shape (left + 1, right + 1, 2)."""
    n, m = sizes
    best = np.full((n + 1, m + 1), -1e9)
    steps = np.zeros((n + 1, m + 1, 2), dtype=np.int64)
    best[0, 0] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            if i and best[i - 1, j] + _SKIP > best[i, j]:
                best[i, j] = best[i - 1, j] + _SKIP
                steps[i, j, 0], steps[i, j, 1] = 1, 0
            if j and best[i, j - 1] + _SKIP > best[i, j]:
                best[i, j] = best[i, j - 1] + _SKIP
                steps[i, j, 0], steps[i, j, 1] = 0, 1
            for s in range(len(shapes)):
                a, b = shapes[s]
                if a <= i and b <= j:
                    value = best[i - a, j - b] + _score(cosine, shapes, s, i - a, j - b, left, right) + added[s, i - a, j - b]
                    if value > best[i, j]:
                        best[i, j] = value
                        steps[i, j, 0], steps[i, j, 1] = a, b
    return steps


@compiled
def _score(cosine: tuple[Matrix, ...], shapes: Index, s: int, i: int, j: int, left: Matrix, right: Matrix) -> float:
    """Return the margin score of the span at (i, j), its neighbours compared sentence by sentence."""
    a, b = shapes[s]
    there, back = shape_number(shapes, a, 1), shape_number(shapes, 1, b)
    outside = _mean_of(cosine[there], i, j - 1, i, j + b) + _mean_of(cosine[back], i - 1, j, i + a, j)
    here, other = left[i : i + a].sum(), right[j : j + b].sum()
    ratio = min(here, other) / max(here, other, 1.0)
    return float((cosine[s][i, j] - outside / 2) * np.log2(1 + ratio))


@compiled
def _mean_of(table: Matrix, x: int, y: int, z: int, w: int) -> float:
    """Return the mean of two cells, of the one that exists, or 0."""
    total = count = 0.0
    if 0 <= x < table.shape[0] and 0 <= y < table.shape[1]:
        total, count = total + table[x, y], count + 1
    if 0 <= z < table.shape[0] and 0 <= w < table.shape[1]:
        total, count = total + table[z, w], count + 1
    return total / max(count, 1.0)
