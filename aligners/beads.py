"""Order-free bead matching for texts that are not translations of each other.

Aligners that assume one order of sentences collapse on news from different outlets. Here every pair of short spans
(1-1, 1-2, 2-1, 1-3, 3-1, 2-2) gets a score and the best disjoint ones are taken, in no order.

The score of a bead is the cosine of its two joined texts, less half the background (how similar its sentences are to
everything else: the mean of the 2nd to 5th best of their rows and columns, which removes hubs), times a factor for
unequal lengths. A bead of more than two sentences must beat its best inner pair by a margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from aligners.figures import combined

Matrix = NDArray[np.float32]

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
LONGEST = 3
"""Spans of up to this many sentences are joined and encoded."""
_GROWTH = 0.08
"""What each further sentence of a bead must gain over the best pair inside it. This and `_LENGTH` were chosen with
``parallax bench align`` on the development documents of NTREX (C3 against P)."""
_LENGTH = 0.25
"""Exponent of the factor for unequal lengths."""
_NEIGHBOURS = slice(1, 5)
_HEADLINES = 0.10
"""What two headlines gain: a headline often says the same as the first sentence, and its place tells them apart."""


@dataclass(frozen=True)
class Bead:
    """Aligned sentences: indices on both sides; a null bead has one empty side and its best rejected partner."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
    rejected: tuple[int, ...] = ()


@dataclass(frozen=True)
class Side:
    """One text to align.

    ``vectors[n - 1]`` holds the vectors of the joined texts of n following sentences, shape (sentences - n + 1, d);
    ``lengths`` the number of characters of each sentence. ``lexical`` is like ``vectors`` but of character n-grams in
    the common language, or empty where there are no translations. ``masked`` holds the vectors of the texts without their
    digits and ``figures`` the figures of each text (see `aligners.figures`), both by n, or are empty. ``headline`` tells
    that the first sentence is one.
    """

    lengths: NDArray[np.float64]
    vectors: Sequence[Matrix]
    lexical: Sequence[Matrix] = field(default=())
    masked: Sequence[Matrix] = field(default=())
    figures: Sequence[Sequence[frozenset[str]]] = field(default=())
    headline: bool = False

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.lengths)


def similarities(left: Side, right: Side) -> dict[tuple[int, int], Matrix]:
    """Return the similarity table of every bead shape, the two signals averaged where both sides have both."""
    both = bool(left.lexical) and bool(right.lexical)
    tables = {}
    for a, b in SHAPES:
        if len(left) >= a and len(right) >= b:
            table = left.vectors[a - 1] @ right.vectors[b - 1].T
            if left.masked and right.masked:
                without = left.masked[a - 1] @ right.masked[b - 1].T
                table = combined(table, without, left.figures[a - 1], right.figures[b - 1])
            if both:
                table = (table + left.lexical[a - 1] @ right.lexical[b - 1].T) / 2
            tables[a, b] = np.asarray(table, dtype=np.float32)
    return tables


def align(left: Side, right: Side, threshold: float) -> list[Bead]:
    """Return beads whose score reaches the threshold and a null bead for every other sentence.

    :raises ValueError: when a side's vectors do not fit its number of sentences.
    """
    for side in (left, right):
        if len(side) and len(side.vectors[0]) != len(side):
            raise ValueError(f"{len(side)} sentences but vectors of shape {side.vectors[0].shape}")
    if not len(left) or not len(right):
        return [Bead((i,), (), 0.0) for i in range(len(left))] + [Bead((), (j,), 0.0) for j in range(len(right))]
    tables = scores(left, right)
    beads = _select(tables, threshold)
    pairs = tables[1, 1]
    taken_left = {i for bead in beads for i in bead.left}
    taken_right = {j for bead in beads for j in bead.right}
    for i in range(len(left)):
        if i not in taken_left:
            best = int(pairs[i].argmax())
            beads.append(Bead((i,), (), float(pairs[i, best]), (best,)))
    for j in range(len(right)):
        if j not in taken_right:
            best = int(pairs[:, j].argmax())
            beads.append(Bead((), (j,), float(pairs[best, j]), (best,)))
    return beads


def scores(left: Side, right: Side) -> dict[tuple[int, int], Matrix]:
    """Return the score table of every bead shape; what may not be taken holds minus infinity."""
    cosines = similarities(left, right)
    background = _background(cosines[1, 1])
    tables: dict[tuple[int, int], Matrix] = {}
    for (a, b), cosine in cosines.items():
        lengths = _sums(left.lengths, a)[:, None], _sums(right.lengths, b)[None, :]
        ratio = np.minimum(*lengths) / np.maximum(np.maximum(*lengths), 1)
        table = (cosine - _means(background, a, b) / 2) * np.log2(1 + ratio) ** _LENGTH
        if (a, b) == (1, 1):
            table[0, 0] += _HEADLINES * (left.headline and right.headline)
        else:
            inner = _window_max(tables[1, 1], a, b)
            table = np.where(table > inner + _GROWTH * (a + b - 2), table, -np.inf)
        tables[a, b] = table.astype(np.float32)
    return tables


def _background(pairs: Matrix) -> Matrix:
    """Mean of the 2nd to 5th best of each row and column, shape of ``pairs``; 0 where there are none."""
    rows, columns = -np.sort(-pairs, axis=1)[:, _NEIGHBOURS], -np.sort(-pairs, axis=0)[_NEIGHBOURS]
    by_row = rows.mean(axis=1) if rows.shape[1] else np.zeros(len(pairs))
    by_column = columns.mean(axis=0) if columns.shape[0] else np.zeros(pairs.shape[1])
    return np.asarray((by_row[:, None] + by_column[None, :]) / 2, dtype=np.float32)


def _sums(values: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    return np.convolve(values, np.ones(n), mode="valid")


def _windows(table: Matrix, a: int, b: int) -> NDArray[np.float32]:
    return np.lib.stride_tricks.sliding_window_view(table, (a, b))


def _means(table: Matrix, a: int, b: int) -> Matrix:
    return np.asarray(_windows(table, a, b).mean(axis=(2, 3)), dtype=np.float32)


def _window_max(table: Matrix, a: int, b: int) -> Matrix:
    return np.asarray(_windows(table, a, b).max(axis=(2, 3)), dtype=np.float32)


def _select(tables: dict[tuple[int, int], Matrix], threshold: float) -> list[Bead]:
    """Take disjoint beads best first; equal scores go to the shorter, then the earlier bead."""
    candidates = []
    for (a, b), table in tables.items():
        for i, j in zip(*np.nonzero(table >= threshold), strict=True):
            candidates.append((-float(table[i, j]), a + b, min(i, j), int(i), int(j), a, b))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    beads = []
    for negative, _, _, i, j, a, b in sorted(candidates):
        left, right = tuple(range(i, i + a)), tuple(range(j, j + b))
        if taken_left.isdisjoint(left) and taken_right.isdisjoint(right):
            taken_left.update(left)
            taken_right.update(right)
            beads.append(Bead(left, right, -negative))
    return beads


def passes_gate(beads: Sequence[Bead], score: float, count: int) -> bool:
    """Tell whether two articles have enough in common to be aligned at all.

    A pair of very short articles needs as many good beads as its shorter side has sentences.
    """
    matched = [bead for bead in beads if bead.left and bead.right]
    shorter = min(sum(len(bead.left) for bead in beads), sum(len(bead.right) for bead in beads))
    return sum(bead.score >= score for bead in matched) >= min(count, max(shorter, 1))
