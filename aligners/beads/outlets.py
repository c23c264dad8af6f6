"""Features of a candidate bead that survive between outlets that do not translate each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads.arrays import Index, Matrix
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.similarity import Side, SimilarityTables

PAIR_FEATURES = (
    "closeness",
    "closest",
    "closer",
    "further",
    "spread",
    "usual",
    "mutual",
    "sentences",
    "sizes",
)
"""Of the two texts, the same for all their candidates: how similar each sentence is to its best
partner (mean of all, of the highest fifth, of the upper and lower half; standard deviation); the
mean similarity of all pairs; the share of sentences, of the shorter text, that are the best partner
of their best partner; the sentences of the shorter text, and how much longer the other is (log).
"""


def is_name(side: Side) -> NDArray[np.bool_]:
    """Return which distinct words of a text have a capital letter."""
    table = np.zeros(len(side.words.weights), dtype=bool)
    table[side.words.named] = True
    return table


def of_pair(tables: SimilarityTables) -> Matrix:
    """Return `PAIR_FEATURES` of two texts."""
    return np.asarray(_of_pair(tables.pairs))


@compiled
def _of_pair(pairs: Matrix) -> Matrix:
    n, m = pairs.shape
    of_left, of_right = np.full(n, -9, np.float32), np.full(m, -9, np.float32)
    partner, other = np.zeros(n, np.int64), np.zeros(m, np.int64)
    total = 0.0
    for i in range(n):
        for j in range(m):
            total += pairs[i, j]
            if pairs[i, j] > of_left[i]:
                of_left[i], partner[i] = pairs[i, j], j
            if pairs[i, j] > of_right[j]:
                of_right[j], other[j] = pairs[i, j], i
    mutual = 0.0
    for i in range(n):
        mutual += other[partner[i]] == i
    best = np.sort(np.concatenate((of_left, of_right)))
    half, fifth = max(len(best) // 2, 1), max(len(best) // 5, 1)
    made = np.zeros(9, np.float32)
    made[0], made[1] = best.mean(), best[-fifth:].mean()
    made[2], made[3], made[4] = best[-half:].mean(), best[:half].mean(), best.std()
    made[5], made[6] = total / (n * m), mutual / min(n, m)
    made[7], made[8] = np.log(min(n, m)), np.log(max(n, m) / min(n, m))
    return made


@compiled
def rank(table: Matrix, rows: Index, columns: Index) -> float:
    """Return how many columns outside are better for a row than its best one, on average."""
    better = 0
    for i in rows:
        best = np.float32(-1)
        for j in columns:
            best = max(best, table[i, j])
        for j in range(table.shape[1]):
            better += table[i, j] > best
    return better / len(rows)


@compiled
def named(
    here: Index,
    there: Index,
    said: Matrix,
    tokens: Index,
    ends: Index,
    weights: Matrix,
    is_name: NDArray[np.bool_],
) -> tuple[float, float]:
    """Return the weight of the names of some sentences that others have, and of all of them."""
    found = mass = 0.0
    for i in here:
        for at in range(ends[i - 1] if i else 0, ends[i]):
            word = tokens[at]
            if is_name[word]:
                best = np.float32(0)
                for j in there:
                    best = max(best, said[j, word])
                found += weights[word] * best
                mass += weights[word]
    return found, mass


@compiled
def least_and_sum(table: Matrix, left: Index, right: Index) -> tuple[float, float]:
    """Return the least value of the pairs of sentences inside, and the sum of all."""
    least, total = np.float32(9), 0.0
    for i in left:
        for j in right:
            least = min(least, table[i, j])
            total += table[i, j]
    return float(least), total
