"""Candidate beads of two texts: short spans, adjacent or not, that may say the same thing.

Two sentences are near when one is among the best partners of the other. Candidates are near pairs;
joined neighbours (1-2 to 3-2 and back) that are all near to a sentence of the other side and about
as similar, joined, as the best pair inside; a sentence with two to four near ones, wherever they
stand; and two with two that are all near.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads.apart import add, one_and_many, room, two_and_two
from parallax.aligners.beads.arrays import Index, Matrix
from parallax.aligners.beads.candidates import Candidates
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.similarity import SHAPE_SIZES, Grams, SimilarityTables, span
from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="by hand on the development documents of NTREX-128, which `bench align` scores: few "
    "candidates, of which 97 % of the right beads are part",
)
@dataclass(frozen=True)
class CandidateLimits:
    """Which spans of two texts are scored at all."""

    near: Annotated[int, "a sentence is near to this many best partners, for pairs"] = 4
    joined_near: Annotated[int, "the same for joined neighbours"] = 3
    min_pair: Annotated[float, "minimum similarity of a pair, by vectors, digits and words"] = 0.55
    min_joined: Annotated[float, "minimum cosine of joined sentences"] = 0.35
    below_inner: Annotated[
        float, "how far joined sentences may be below the best pair among them"
    ] = 0.03
    below_apart: Annotated[float, "the same for sentences that are not neighbours"] = 0.02
    partners: Annotated[
        int, "near partners of a sentence of which up to four may be joined with it"
    ] = 5


LIMITS = CandidateLimits()


def find_candidates(tables: SimilarityTables) -> Candidates:
    """Return the candidates of two texts, each once."""
    ranks = _ranks(tables.blended, max(LIMITS.near, LIMITS.joined_near), LIMITS.min_pair)
    left, right, sizes = _find(
        ranks,
        tables.blended,
        tables.spans,
        tables.grams,
        SHAPE_SIZES,
        LIMITS.near,
        LIMITS.joined_near,
        LIMITS.partners,
        LIMITS.min_joined,
        LIMITS.below_inner,
        LIMITS.below_apart,
    )
    return Candidates(left, right, sizes)


@compiled
def _ranks(table: Matrix, depth: int, minimum: float) -> NDArray[np.int16]:
    """Return the better of a pair's ranks in its row and its column, 0 for the best.

    ``depth`` is the rank of what is further or below ``minimum``.
    """
    n, m = table.shape
    in_rows = np.full((n, depth), -2, dtype=np.float32)
    in_columns = np.full((m, depth), -2, dtype=np.float32)
    for i in range(n):
        for j in range(m):
            if table[i, j] >= minimum:
                _keep(in_rows[i], table[i, j])
                _keep(in_columns[j], table[i, j])
    ranks = np.full((n, m), depth, dtype=np.int16)
    for i in range(n):
        for j in range(m):
            if table[i, j] >= minimum:
                rank = 0
                while rank < depth and table[i, j] < min(in_rows[i, rank], in_columns[j, rank]):
                    rank += 1
                ranks[i, j] = rank
    return ranks


@compiled
def _keep(best: Matrix, value: float) -> None:
    """Keep a value among the best ones, which are sorted."""
    at = len(best)
    while at and best[at - 1] < value:
        at -= 1
    for later in range(len(best) - 1, at, -1):
        best[later] = best[later - 1]
    if at < len(best):
        best[at] = value


@compiled
def _find(
    ranks: NDArray[np.int16],
    blended: Matrix,
    spans: Matrix,
    grams: tuple[Grams, ...],
    shapes: Index,
    near: int,
    joined_near: int,
    partners: int,
    min_joined: float,
    below_inner: float,
    below_apart: float,
) -> tuple[Index, Index, Index]:
    found, count = np.empty((1024, 10), dtype=np.int64), 0
    found, count = _neighbours(
        found, count, ranks, spans, shapes, near, joined_near, min_joined, below_inner
    )
    turned_ranks, turned_blended = ranks.T.copy(), blended.T.copy()
    lists = _partners(ranks, blended, near, partners)
    found, count = one_and_many(found, count, lists, grams, spans, min_joined, below_apart, 0)
    lists = _partners(turned_ranks, turned_blended, near, partners)
    found, count = one_and_many(found, count, lists, grams, spans, min_joined, below_apart, 1)
    found, count = two_and_two(found, count, ranks, grams, spans, near, min_joined, below_apart)
    return found[:count, :4].copy(), found[:count, 4:8].copy(), found[:count, 8:].copy()


@compiled
def _neighbours(
    found: Index,
    count: int,
    ranks: NDArray[np.int16],
    spans: Matrix,
    shapes: Index,
    near: int,
    joined_near: int,
    min_joined: float,
    below_inner: float,
) -> tuple[Index, int]:
    """Add near pairs, and joined neighbours of the given shapes.

    Most places have no near sentence beside them and are passed over.
    """
    n, m = ranks.shape
    widest = shapes[:, 1].max()
    left, right = np.zeros(4, dtype=np.int64), np.zeros(4, dtype=np.int64)
    next_near = np.zeros(m + 1, dtype=np.int64)
    for i in range(n):
        found = room(found, count, m * len(shapes))
        next_near[m] = m + widest
        for j in range(m - 1, -1, -1):
            next_near[j] = j if ranks[i, j] < joined_near else next_near[j + 1]
        for j in range(m):
            if ranks[i, j] >= near and next_near[j] >= j + widest:
                continue
            for x in range(4):
                left[x], right[x] = i + x, j + x
            if ranks[i, j] < near:
                count = add(found, count, left, right, 1, 1)
            for s in range(1, len(shapes)):
                a, b = shapes[s]
                if i + a > n or j + b > m or next_near[j] >= j + b:
                    continue
                joined = spans[span(n, i, a), span(m, j, b)]
                if (
                    joined > min_joined
                    and _all_near(ranks, i, j, a, b, joined_near)
                    and joined > _best(spans, i, j, a, b) - below_inner
                ):
                    count = add(found, count, left, right, a, b)
    return found, count


@compiled
def _partners(ranks: NDArray[np.int16], blended: Matrix, near: int, most: int) -> Index:
    """Return the most similar near partners of each row, in the order of the text, then -1."""
    n, m = ranks.shape
    lists = np.full((n, most), -1, dtype=np.int64)
    for i in range(n):
        size = 0
        for j in range(m):
            if ranks[i, j] >= near:
                continue
            better = 0
            for y in range(m):
                better += ranks[i, y] < near and blended[i, y] > blended[i, j]
            if better < most and size < most:
                lists[i, size] = j
                size += 1
    return lists


@compiled
def _best(table: Matrix, i: int, j: int, a: int, b: int) -> float:
    """Return the greatest value of a rectangle."""
    best = table[i, j]
    for x in range(i, i + a):
        for y in range(j, j + b):
            best = max(best, table[x, y])
    return float(best)


@compiled
def _all_near(ranks: NDArray[np.int16], i: int, j: int, a: int, b: int, near: int) -> bool:
    for x in range(i, i + a):
        best = near
        for y in range(j, j + b):
            best = min(best, ranks[x, y])
        if best >= near:
            return False
    for y in range(j, j + b):
        best = near
        for x in range(i, i + a):
            best = min(best, ranks[x, y])
        if best >= near:
            return False
    return True
