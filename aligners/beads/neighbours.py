"""Features of a candidate bead from other candidates: its rivals and the beads next to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads.arrays import Index, Matrix
from parallax.aligners.beads.candidates import Candidates, raise_pairs
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.features import best_outside, sum_of
from parallax.aligners.beads.outlets import least_and_sum

NEIGHBOUR_FEATURES = (
    "first",
    "rival",
    "other_pair",
    "support",
    "crossed",
    "rivals",
    "matched",
    "pairs",
    "weakest_pair",
    "other_pairs",
)
"""In this order, all of first probabilities: its own; the best rival for one of its sentences; the
best pair of one of its sentences with one outside; the beads just before and after it in both
texts; those that are crosswise; the sum of its rivals; the share of sentences with a partner, of
the text with the smaller share; the mean and the least of the pairs of its sentences; and the sum
of the pairs of its sentences with others outside.

The names are keys of the shipped scorer (data/beads.json).
"""


def neighbour_features(candidates: Candidates, first: Matrix, shape: tuple[int, int]) -> Matrix:
    """Return the features of each candidate, shape (candidates, len(NEIGHBOUR_FEATURES)).

    :param first: the probability of each candidate by its own features.
    :param shape: the number of sentences on both sides.
    """
    return np.asarray(
        _rows(
            candidates.left,
            candidates.right,
            candidates.sizes,
            first,
            *shape,
            len(NEIGHBOUR_FEATURES),
        )
    )


@compiled
def _rows(
    lefts: Index, rights: Index, sizes: Index, first: Matrix, n: int, m: int, width: int
) -> Matrix:
    cells = np.zeros((n + 2, m + 2), dtype=np.float32)
    singles, turned_singles = np.zeros((n, m), np.float32), np.zeros((m, n), np.float32)
    for k in range(len(sizes)):
        a, b = sizes[k]
        if a + b == 2:
            singles[lefts[k, 0], rights[k, 0]] = first[k]
            turned_singles[rights[k, 0], lefts[k, 0]] = first[k]
    raise_pairs(cells[1:-1, 1:-1], lefts, rights, sizes, first)
    sums = _sums(lefts, sizes[:, 0], first, n), _sums(rights, sizes[:, 1], first, m)
    bests = _bests(lefts, sizes[:, 0], first, n), _bests(rights, sizes[:, 1], first, m)
    totals = _totals(singles), _totals(turned_singles)
    matched = _matched(cells)
    rows = np.zeros((len(sizes), width), dtype=np.float32)
    for k in range(len(sizes)):
        a, b = sizes[k]
        left, right = lefts[k, :a], rights[k, :b]
        before, after = (left[0], right[0]), (left[-1] + 2, right[-1] + 2)
        rows[k, 0] = first[k]
        rows[k, 1] = max(_rival(bests[0], left, k), _rival(bests[1], right, k))
        rows[k, 2] = max(
            best_outside(singles, left, right),
            best_outside(turned_singles, right, left),
            np.float32(0),
        )
        rows[k, 3] = cells[before[0], before[1]] + cells[after[0], after[1]]
        rows[k, 4] = cells[before[0], after[1]] + cells[after[0], before[1]]
        rows[k, 5] = sum_of(sums[0], left) + sum_of(sums[1], right) - (a + b) * first[k]
        rows[k, 6] = matched
        least, inside = least_and_sum(singles, left, right)
        rows[k, 7], rows[k, 8] = inside / (a * b), least
        rows[k, 9] = sum_of(totals[0], left) + sum_of(totals[1], right) - 2 * inside
    return rows


@compiled
def _totals(table: Matrix) -> Matrix:
    """Return the sum of each row, of a table that is mostly 0."""
    totals = np.zeros(len(table), dtype=np.float32)
    for i in range(len(table)):
        for j in range(table.shape[1]):
            if table[i, j]:
                totals[i] += table[i, j]
    return totals


@compiled
def _matched(cells: Matrix) -> float:
    """Return the share of sentences with a partner, of the text with the smaller share.

    :param cells: the likeliest bead of each two sentences, in a frame of zeros.
    """
    n, m = cells.shape[0] - 2, cells.shape[1] - 2
    columns = np.zeros(m + 2, dtype=np.float32)
    left = right = 0.0
    for i in range(1, n + 1):
        best = np.float32(0)
        for j in range(m + 2):
            best = max(best, cells[i, j])
            columns[j] = max(columns[j], cells[i, j])
        left += float(best)
    for j in range(1, m + 1):
        right += float(columns[j])
    return float(min(left / n, right / m))


@compiled
def _sums(indices: Index, sizes: Index, first: Matrix, count: int) -> NDArray[np.float64]:
    """Return the sum of the probabilities of each sentence's candidates."""
    total = np.zeros(count, dtype=np.float64)
    for k in range(len(sizes)):
        for i in indices[k, : sizes[k]]:
            total[i] += first[k]
    return total


@compiled
def _bests(indices: Index, sizes: Index, first: Matrix, count: int) -> Matrix:
    """Return each sentence's likeliest candidate, its probability and the next one's."""
    best = np.zeros((count, 3), dtype=np.float32)
    best[:, 0] = -1
    for k in range(len(sizes)):
        for i in indices[k, : sizes[k]]:
            if first[k] > best[i, 1]:
                best[i, 2] = best[i, 1]
                best[i, 0], best[i, 1] = k, first[k]
            elif first[k] > best[i, 2]:
                best[i, 2] = first[k]
    return best


@compiled
def _rival(best: Matrix, sentences: Index, k: int) -> np.float32:
    rival = np.float32(0)
    for i in sentences:
        rival = max(rival, best[i, 2] if best[i, 0] == k else best[i, 1])
    return rival
