"""The two passes of Bertalign (Liu and Zhu 2023), written from the paper, on given vectors.

First pass: of the pairs of a sentence with its three most similar ones, those on the best chain
that rises in both texts are anchors. Second pass: the best monotone path near the anchors, with
beads of up to five sentences. The score of a bead is the cosine of its joined texts minus the mean
of its cosines with the sentences just outside, times a factor for unequal lengths, where lengths of
the second text are first multiplied by the ratio of the lengths of both texts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks.comparable_news import Bead
from parallax.aligners.beads.arrays import Index, Matrix
from parallax.aligners.beads.compiled import compiled

WIDEST = 4
SHAPES = np.array(
    [(a, b) for a in range(1, WIDEST + 1) for b in range(1, WIDEST + 1) if a + b <= WIDEST + 1],
    dtype=np.int64,
)
"""(left, right) sentences of a bead: at most five in all, as in the paper's settings."""
NEAREST = 3
WINDOW = 5


def beads(
    left: Sequence[Matrix],
    right: Sequence[Matrix],
    lengths: tuple[Matrix, Matrix],
    skip: float,
) -> list[Bead]:
    """Return the beads of the best path.

    :param left: vectors of 1 to `WIDEST` joined sentences, as in ``Side.vectors``.
    :param lengths: bytes of each sentence of both texts.
    :param skip: what a sentence left out adds to the path.
    """
    n, m = len(left[0]), len(right[0])
    low, high = _band(_anchors(left[0], right[0]), n, m)
    ratio = float(lengths[0].sum() / max(lengths[1].sum(), 1))
    ends = [np.concatenate([[0], np.cumsum(x)]) for x in (lengths[0], lengths[1] * ratio)]
    steps = _steps(_stacked(left), _stacked(right), ends[0], ends[1], low, high, SHAPES, skip)
    found: list[Bead] = []
    i, j = n, m
    while i or j:
        a, b = steps[i, j - low[i]].tolist()
        i, j = i - a, j - b
        if a and b:
            found.append((tuple(range(i, i + a)), tuple(range(j, j + b))))
    return found[::-1]


def _stacked(layers: Sequence[Matrix]) -> Matrix:
    """Return layers of the same number of rows, shape (layers, sentences, d)."""
    table = np.zeros((len(layers), *layers[0].shape), dtype=np.float32)
    for layer, rows in zip(table, layers, strict=True):
        layer[: len(rows)] = rows
    return table


def _anchors(left: Matrix, right: Matrix) -> list[tuple[int, int]]:
    """Return the pairs of the best rising chain among each sentence's most similar ones."""
    count = min(NEAREST, len(right))
    best = np.zeros(len(right) + 1)
    last = np.full(len(right) + 1, -1)
    pairs: list[tuple[int, int, int]] = []
    for start in range(0, len(left), 500):
        table = left[start : start + 500] @ right.T
        nearest = np.argpartition(-table, count - 1, axis=1)[:, :count]
        for row, columns in enumerate(nearest):
            for j in sorted(columns.tolist(), reverse=True):
                # best[j]: the best chain that ends before the right sentence j
                value = best[j] + float(table[row, j])
                if value > best[j + 1]:
                    pairs.append((start + row, j, int(last[j])))
                    until = j + 1 + int(np.searchsorted(best[j + 1 :], value))
                    best[j + 1 : until], last[j + 1 : until] = value, len(pairs) - 1
    found, at = [], int(last[-1])
    while at >= 0:
        i, j, at = pairs[at]
        found.append((i, j))
    return found[::-1]


def _band(anchors: Sequence[tuple[int, int]], n: int, m: int) -> tuple[Index, Index]:
    """Return the first and last place in the right text for each place in the left one."""
    low, high = np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m, dtype=np.int64)
    ends = [(0, 0), *((i + 1, j + 1) for i, j in anchors), (n, m)]
    for (i, j), (x, y) in pairwise(ends):
        low[i : x + 1], high[i : x + 1] = j, y
    for (i, j), (_, y) in pairwise(ends):
        low[i], high[i] = min(low[i], j), max(high[i], y)
    wide = 2 * WINDOW + 1
    pad = np.pad(low, WINDOW, mode="edge"), np.pad(high, WINDOW, mode="edge")
    rows = [np.lib.stride_tricks.sliding_window_view(p, wide) for p in pad]
    return (
        np.maximum(np.minimum(rows[0].min(axis=1), low - WINDOW), 0),
        np.minimum(np.maximum(rows[1].max(axis=1), high + WINDOW), m),
    )


@compiled
def _steps(
    left: Matrix,
    right: Matrix,
    left_ends: NDArray[np.float64],
    right_ends: NDArray[np.float64],
    low: Index,
    high: Index,
    shapes: Index,
    skip: float,
) -> Index:
    """Return the sizes of the last step to each place of the band, shape (left + 1, width, 2)."""
    n, m = left.shape[1], right.shape[1]
    width = (high - low).max() + 1
    best = np.full((n + 1, width), -1e9)
    steps = np.zeros((n + 1, width, 2), dtype=np.int64)
    best[0, 0 - low[0]] = 0.0
    for i in range(n + 1):
        for j in range(low[i], high[i] + 1):
            at = j - low[i]
            if (
                i
                and low[i - 1] <= j <= high[i - 1]
                and best[i - 1, j - low[i - 1]] + skip > (best[i, at])
            ):
                best[i, at] = best[i - 1, j - low[i - 1]] + skip
                steps[i, at, 0], steps[i, at, 1] = 1, 0
            if j > low[i] and best[i, at - 1] + skip > best[i, at]:
                best[i, at] = best[i, at - 1] + skip
                steps[i, at, 0], steps[i, at, 1] = 0, 1
            for s in range(len(shapes)):
                a, b = shapes[s]
                if a > i or b > j or not low[i - a] <= j - b <= high[i - a]:
                    continue
                before = best[i - a, j - b - low[i - a]]
                if before < -1e8:
                    continue
                value = before + _score(left, right, i - a, j - b, a, b, m) * _factor(
                    left_ends[i] - left_ends[i - a], right_ends[j] - right_ends[j - b]
                )
                if value > best[i, at]:
                    best[i, at] = value
                    steps[i, at, 0], steps[i, at, 1] = a, b
    return steps


@compiled
def _factor(one: float, other: float) -> float:
    return math.log2(1 + min(one, other) / max(one, other, 1.0))


@compiled
def _score(left: Matrix, right: Matrix, i: int, j: int, a: int, b: int, m: int) -> float:
    here, there = left[a - 1, i], right[b - 1, j]
    outside_right, outside_left, count_right, count_left = 0.0, 0.0, 0, 0
    if j > 0:
        outside_right, count_right = np.dot(here, right[0, j - 1]), 1
    if j + b < m:
        outside_right, count_right = outside_right + np.dot(here, right[0, j + b]), count_right + 1
    if i > 0:
        outside_left, count_left = np.dot(there, left[0, i - 1]), 1
    if i + a < left.shape[1]:
        outside_left, count_left = outside_left + np.dot(there, left[0, i + a]), count_left + 1
    beside = outside_right / max(count_right, 1) + outside_left / max(count_left, 1)
    return float(np.dot(here, there) - beside / 2)
