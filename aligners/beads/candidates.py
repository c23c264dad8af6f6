"""Candidate beads of two texts: short spans, adjacent or not, that may say the same thing.

Two sentences are near when one is among the best partners of the other. Candidates are near pairs;
neighbours joined (1-2 to 3-2 and back) that are all near to a sentence of the other side and about
as alike, joined, as the best pair inside; and a sentence with two near ones that stand apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.similarity import SHAPE_SIZES, Tables, of_sums

_NEAR = 3
"""A sentence is near to its so many best partners, for pairs and for sentences that stand apart."""
_JOINED_NEAR = 3
"""The same for joined neighbours, which come in many shapes."""
_LEAST_PAIR = 0.55
_LEAST = 0.35
"""Less alike than this, by vectors and words for pairs and by vectors for joined texts, right beads
hardly ever are.
"""
_LESS = 0.03
"""So much less alike than the best pair inside a bead of several sentences may be, and still be
looked at.
"""


@dataclass(frozen=True)
class Candidates:
    """Index sets of candidate beads.

    ``left`` and ``right`` are of shape (candidates, width), rows filled up with -1; ``sizes`` of
    shape (candidates, 2) tells how many count.
    """

    left: Index
    right: Index
    sizes: Index

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.sizes)

    @cached_property
    def beads(self) -> list[Spans]:
        """The index sets of all candidates."""
        rows = zip(self.left.tolist(), self.right.tolist(), self.sizes.tolist(), strict=True)
        return [(tuple(left[:a]), tuple(right[:b])) for left, right, (a, b) in rows]

    @cached_property
    def number(self) -> dict[Spans, int]:
        """The number of each candidate."""
        return {bead: k for k, bead in enumerate(self.beads)}


def of(beads: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Candidates:
    """Return given beads as candidates."""
    width = max((max(len(left), len(right)) for left, right in beads), default=1)
    table = np.full((2, len(beads), width), -1, dtype=np.int64)
    for k, bead in enumerate(beads):
        for side, indices in enumerate(bead):
            table[side, k, : len(indices)] = indices
    return Candidates(
        table[0],
        table[1],
        np.array([[len(a), len(b)] for a, b in beads], dtype=np.int64).reshape(-1, 2),
    )


def find(tables: Tables) -> Candidates:
    """Return the candidates of two texts, each once."""
    near = _ranks(tables.blended, _JOINED_NEAR, _LEAST_PAIR)
    left, right, sizes = _find(near, tables.cosine, tables.grams, SHAPE_SIZES)
    return Candidates(left, right, sizes)


@compiled
def _ranks(table: Matrix, depth: int, least: float) -> NDArray[np.int16]:
    """Return the better of a pair's ranks in its row and its column; 0 is the best, ``depth`` what
    is far or below ``least``.
    """
    n, m = table.shape
    ranks = np.full((n, m), depth, dtype=np.int16)
    for i in range(n):
        for j in range(m):
            if table[i, j] >= least:
                in_row = in_column = 0
                for y in range(m):
                    in_row += table[i, y] > table[i, j]
                for x in range(n):
                    in_column += table[x, j] > table[i, j]
                ranks[i, j] = min(in_row, in_column, depth)
    return ranks


@compiled
def _find(  # noqa: C901 - one pass over the table
    ranks: NDArray[np.int16],
    cosine: tuple[Matrix, ...],
    grams: tuple[tuple[Matrix, Matrix, Matrix], ...],
    shapes: Index,
) -> tuple[Index, Index, Index]:
    n, m = ranks.shape
    found, count = np.empty((1024, 8), dtype=np.int64), 0
    for i in range(n):
        for j in range(m):
            if count + len(shapes) + n + m > len(found):
                found = np.concatenate((found, np.empty((len(found) + n + m, 8), dtype=np.int64)))
            for s in range(1, len(shapes)):
                a, b = shapes[s]
                if i + a > n or j + b > m:
                    continue
                alike = cosine[s][i, j]
                if (
                    alike > _LEAST
                    and _all_near(ranks, i, j, a, b)
                    and alike > cosine[0][i : i + a, j : j + b].max() - _LESS
                ):
                    count = _add(found, count, (i, i + 1, i + 2), (j, j + 1, j + 2), a, b)
            if ranks[i, j] < _NEAR:
                count = _add(found, count, (i, 0, 0), (j, 0, 0), 1, 1)
                for k in range(j + 2, m):
                    if ranks[i, k] < _NEAR and _apart(grams, i, i, j, k) > max(
                        cosine[0][i, j] - _LESS, cosine[0][i, k] - _LESS, _LEAST
                    ):
                        count = _add(found, count, (i, 0, 0), (j, k, 0), 1, 2)
                for k in range(i + 2, n):
                    if ranks[k, j] < _NEAR and _apart(grams, i, k, j, j) > max(
                        cosine[0][i, j] - _LESS, cosine[0][k, j] - _LESS, _LEAST
                    ):
                        count = _add(found, count, (i, k, 0), (j, 0, 0), 2, 1)
    return found[:count, :3].copy(), found[:count, 3:6].copy(), found[:count, 6:].copy()


@compiled
def _apart(
    grams: tuple[tuple[Matrix, Matrix, Matrix], ...], i: int, k: int, j: int, y: int
) -> float:
    """Cosine of a sentence with two (one side twice the same)."""
    left = np.array([i, k])[: 1 + (k != i)]
    right = np.array([j, y])[: 1 + (y != j)]
    return max(of_sums(grams[0], left, right), of_sums(grams[1], left, right))


@compiled
def _add(
    found: Index,
    count: int,
    left: tuple[int, int, int],
    right: tuple[int, int, int],
    a: int,
    b: int,
) -> int:
    for x in range(3):
        found[count, x] = left[x] if x < a else -1
        found[count, 3 + x] = right[x] if x < b else -1
    found[count, 6], found[count, 7] = a, b
    return count + 1


@compiled
def _all_near(ranks: NDArray[np.int16], i: int, j: int, a: int, b: int) -> bool:
    for x in range(i, i + a):
        if ranks[x, j : j + b].min() >= _JOINED_NEAR:
            return False
    for y in range(j, j + b):  # noqa: SIM110 - numba compiles no generators
        if ranks[i : i + a, y].min() >= _JOINED_NEAR:
            return False
    return True
