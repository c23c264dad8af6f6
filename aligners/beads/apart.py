"""Candidates of sentences that are not neighbours: one with two to four, two with two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads.arrays import Index, Matrix
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.similarity import Grams, of_one_and_two, of_sums, of_two_and_one


@compiled
def one_and_many(
    found: Index,
    count: int,
    lists: Index,
    grams: tuple[Grams, ...],
    spans: Matrix,
    min_joined: float,
    below_apart: float,
    side: int,
) -> tuple[Index, int]:
    """Add a sentence of one side (0: left) with two to four of its partners on the other.

    Two and three neighbours are left to `_neighbours`, which knows their joined text.
    """
    one, many = np.zeros(4, dtype=np.int64), np.zeros(4, dtype=np.int64)
    for i in range(len(lists)):
        size = np.sum(lists[i] >= 0)
        found = room(found, count, 2**size)
        one[0] = i
        for subset in range(3, 2**size):
            b = 0
            least = min_joined
            for x in range(size):
                if subset >> x & 1:
                    if b < 4:
                        many[b] = j = lists[i, x]
                        near = spans[i, j] if side == 0 else spans[j, i]
                        least = max(least, near - below_apart)
                    b += 1
            if b < 2 or b > 4 or (b < 4 and many[b - 1] - many[0] == b - 1):
                continue
            if side == 0 and _one_apart(grams, one, many, b) > least:
                count = add(found, count, one, many, 1, b)
            if side == 1 and _many_apart(grams, many, one, b) > least:
                count = add(found, count, many, one, b, 1)
    return found, count


@compiled
def two_and_two(
    found: Index,
    count: int,
    ranks: NDArray[np.int16],
    grams: tuple[Grams, ...],
    spans: Matrix,
    near: int,
    min_joined: float,
    below_apart: float,
) -> tuple[Index, int]:
    """Add two sentences with two, of which some are no neighbours: all four pairs are near."""
    n, m = ranks.shape
    left, right = np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int64)
    both = np.zeros(m + 1, dtype=np.int64)
    columns, counts = _near_columns(ranks, near)
    for i in range(n):
        for k in range(i + 1, n):
            size = 0
            for j in columns[k, : counts[k]]:
                both[size] = j
                size += ranks[i, j] < near
            found = room(found, count, size * size)
            left[0], left[1] = i, k
            for x in range(size):
                for y in range(x + 1, size):
                    if k == i + 1 and both[y] == both[x] + 1:
                        continue
                    right[0], right[1] = both[x], both[y]
                    least = min_joined
                    for z in right:
                        least = max(least, spans[i, z] - below_apart, spans[k, z] - below_apart)
                    if _apart(grams, left, right) > least:
                        count = add(found, count, left, right, 2, 2)
    return found, count


@compiled
def _near_columns(ranks: NDArray[np.int16], near: int) -> tuple[Index, Index]:
    """Return the near sentences of each left one, in order, and their number."""
    n, m = ranks.shape
    columns, counts = np.zeros((n, m), dtype=np.int64), np.zeros(n, dtype=np.int64)
    for i in range(n):
        for j in range(m):
            if ranks[i, j] < near:
                columns[i, counts[i]] = j
                counts[i] += 1
    return columns, counts


@compiled
def _one_apart(grams: tuple[Grams, ...], left: Index, right: Index, b: int) -> float:
    """Cosine of one sentence and the sum of ``b`` others."""
    if b == 2:
        i, j, y = left[0], right[0], right[1]
        return float(max(of_one_and_two(grams[0], i, j, y), of_one_and_two(grams[1], i, j, y)))
    return float(_apart(grams, left[:1], right[:b]))


@compiled
def _many_apart(grams: tuple[Grams, ...], left: Index, right: Index, a: int) -> float:
    """Cosine of the sum of ``a`` sentences and another."""
    if a == 2:
        i, x, j = left[0], left[1], right[0]
        return float(max(of_two_and_one(grams[0], i, x, j), of_two_and_one(grams[1], i, x, j)))
    return float(_apart(grams, left[:a], right[:1]))


@compiled
def _apart(grams: tuple[Grams, ...], left: Index, right: Index) -> float:
    """Cosine of the sums of some sentences of both sides."""
    return float(max(of_sums(grams[0], left, right), of_sums(grams[1], left, right)))


@compiled
def room(found: Index, count: int, more: int) -> Index:
    """Return a table with room for more rows."""
    if count + more <= len(found):
        return found
    return np.concatenate((found, np.empty((len(found) + more, found.shape[1]), dtype=np.int64)))


@compiled
def add(found: Index, count: int, left: Index, right: Index, a: int, b: int) -> int:
    """Write a candidate into a table of candidates, and return how many there are now."""
    for x in range(4):
        found[count, x] = left[x] if x < a else -1
        found[count, 4 + x] = right[x] if x < b else -1
    found[count, 8], found[count, 9] = a, b
    return count + 1
