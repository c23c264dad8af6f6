"""The features of a candidate bead: numbers that are the same when the sides are swapped."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads import outlets
from parallax.aligners.beads.arrays import Index, Matrix
from parallax.aligners.beads.candidates import Candidates
from parallax.aligners.beads.compiled import compiled, turned
from parallax.aligners.beads.lexical_coverage import covered
from parallax.aligners.beads.outlets import PAIR_FEATURES
from parallax.aligners.beads.similarity import (
    SHAPE_SIZES,
    WEIGHTS,
    Grams,
    Side,
    SimilarityTables,
    of_sums,
    shape_of,
    span,
)

Both = tuple[Matrix, Matrix]

FEATURES = (
    "cosine",
    "figures",
    "background",
    "lead_low",
    "lead_high",
    "over_inner",
    "weakest",
    "over_wider",
    "several",
    "many",
    "both_several",
    "gap",
    "length_ratio",
    "length",
    "coverage_low",
    "coverage_high",
    "coverage",
    "neighbour_low",
    "neighbour_high",
    "least_needed",
    "least_covered",
    "words_lead_low",
    "words_lead_high",
    "rank_low",
    "rank_high",
    "names_low",
    "names_high",
    "names",
    "figures_shared",
    "place",
    "early",
    "firsts",
    "one_first",
    "weakest_cell",
    "mean_cell",
    *PAIR_FEATURES,
)
"""In this order: the cosine of the joined texts; the share of numbers both sides have; how similar
its sentences are to others (the 2nd to 5th best); its lead over the best pair of one of its
sentences with one outside, on the weaker and on the better side; its lead over the best pair
inside; the best partner of its weakest sentence; its lead over the best bead that adds a neighbour;
whether it has more than two sentences, more than three, several on both sides; sentences skipped
(log); the difference and the smaller one of the lengths (log characters); the share of its words
that the other side has, on both sides and together; how much the next sentence of the other side
would add to that; how much the other side would lose without its least needed sentence; the share
for the least covered sentence; and the leads again with words included. Then what survives between
outlets that do not translate each other: how many sentences of the other side are more like its
sentences than their partners (log of the mean, on the better and on the weaker side); the share of
names the other side has, on both sides, and how much of them there is (log of the smaller weight);
the number of numbers both sides have (log); how far apart the sides stand, as a share of the texts,
and how late the later one begins; whether both, or one, hold the first sentence, a headline or
lead; the similarity of its least similar pair of sentences, and the mean of all its pairs; and last
`PAIR_FEATURES`. How many numbers each side
has is left out, so that a changed number counts like a missing one and does not break a bead.

The names are keys of the shipped scorer (data/beads.json).
"""

_NONE = np.float32(-1)
BACKGROUND = 5
"""A sentence's similarity to others is that to its 2nd to 5th best; the shipped scorer was trained
on it.
"""


def bead_features(tables: SimilarityTables, candidates: Candidates) -> Matrix:
    """Return the features of each candidate, shape (candidates, len(FEATURES))."""
    left, right = tables.left, tables.right
    common = sorted(frozenset().union(*left.digits) & frozenset().union(*right.digits))
    cosine, shared, figures = _cosines_and_digits(
        candidates.left,
        candidates.right,
        candidates.sizes,
        tables.spans,
        tables.shape,
        SHAPE_SIZES,
        tables.grams,
        _has(left, common),
        _has(right, common),
        _counts(left),
        _counts(right),
    )
    return np.asarray(
        _rows(
            candidates.left,
            candidates.right,
            candidates.sizes,
            cosine,
            shared,
            figures,
            WEIGHTS.shared_digits,
            tables.spans,
            SHAPE_SIZES,
            tables.pairs,
            tables.blended,
            (left.lengths, right.lengths),
            tables.said,
            (left.words.tokens, right.words.tokens),
            (left.words.ends, right.words.ends),
            (left.words.weights, right.words.weights),
            (outlets.is_name(left), outlets.is_name(right)),
            outlets.of_pair(tables),
            len(FEATURES),
        )
    )


def _has(side: Side, common: list[str]) -> NDArray[np.bool_]:
    """Return which sentences have which of the numbers both texts have."""
    table = np.zeros((len(side), len(common)), dtype=bool)
    for i, numbers in enumerate(side.digits):
        for number in numbers.intersection(common):
            table[i, common.index(number)] = True
    return table


def _counts(side: Side) -> NDArray[np.int64]:
    return np.array([len(numbers) for numbers in side.digits], dtype=np.int64)


@compiled
def _cosines_and_digits(
    lefts: Index,
    rights: Index,
    sizes: Index,
    spans: Matrix,
    shape: tuple[int, int],
    shapes: Index,
    grams: tuple[Grams, ...],
    has_left: NDArray[np.bool_],
    has_right: NDArray[np.bool_],
    counts_left: Index,
    counts_right: Index,
) -> tuple[Matrix, Matrix, Matrix]:
    """Return the cosine of each candidate's joined texts, or sums, the share of its numbers that
    both sides have, and how many these are.
    """
    cosines = np.zeros(len(sizes), dtype=np.float32)
    shared = np.zeros(len(sizes), dtype=np.float32)
    figures = np.zeros(len(sizes), dtype=np.float32)
    for k in range(len(sizes)):
        a, b = sizes[k]
        s = shape_of(shapes, lefts[k], rights[k], a, b)
        if s >= 0:
            cosines[k] = spans[span(shape[0], lefts[k, 0], a), span(shape[1], rights[k, 0], b)]
        else:
            cosines[k] = max(
                of_sums(grams[0], lefts[k, :a], rights[k, :b]),
                of_sums(grams[1], lefts[k, :a], rights[k, :b]),
            )
        here, there = sum_of(counts_left, lefts[k, :a]), sum_of(counts_right, rights[k, :b])
        if here and there:
            common = 0
            for f in range(has_left.shape[1]):
                common += _any(has_left, lefts[k, :a], f) and _any(has_right, rights[k, :b], f)
            figures[k] = common
            shared[k] = common / max(here, there)
    return cosines, shared, figures


@compiled
def _rows(
    lefts: Index,
    rights: Index,
    sizes: Index,
    cosine: Matrix,
    shared: Matrix,
    figures: Matrix,
    bonus: float,
    spans: Matrix,
    shapes: Index,
    pairs: Matrix,
    blended: Matrix,
    lengths: Both,
    said: Both,
    tokens: tuple[Index, Index],
    ends: tuple[Index, Index],
    weights: Both,
    is_name: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    of_pair: Matrix,
    width: int,
) -> Matrix:
    n, m = pairs.shape
    rows = np.zeros((len(sizes), width), dtype=np.float32)
    turned_pairs, turned_blended = turned(pairs), turned(blended)
    background = _background(pairs), _background(turned_pairs)
    wider = np.full(pairs.shape, _NONE)
    for k in range(len(sizes)):
        a, b = sizes[k]
        if a + b == 3 and shape_of(shapes, lefts[k], rights[k], a, b) < 0:
            for i in lefts[k, :a]:
                for j in rights[k, :b]:
                    wider[i, j] = max(wider[i, j], cosine[k] + bonus * shared[k])
    for k in range(len(sizes)):
        a, b = sizes[k]
        left, right = lefts[k, :a], rights[k, :b]
        best = cosine[k] + bonus * shared[k]
        inner, inner_words = _inner(pairs, left, right), _inner(blended, left, right)
        leads = (
            best - best_outside(pairs, left, right),
            best - best_outside(turned_pairs, right, left),
        )
        word_leads = (
            inner_words - best_outside(blended, left, right),
            inner_words - best_outside(turned_blended, right, left),
        )
        s = shape_of(shapes, left, right, a, b)
        over = _wider(spans, (n, m), shapes, left[0], right[0], a, b) if s >= 0 else _NONE
        if s == 0:
            over = max(over, wider[left[0], right[0]])
        here = np.log(max(sum_of(lengths[0], left), 1)), np.log(max(sum_of(lengths[1], right), 1))
        l_said, l_mass, l_next, l_needed, l_least = covered(
            left, right, said[0], tokens[0], ends[0], weights[0]
        )
        r_said, r_mass, r_next, r_needed, r_least = covered(
            right, left, said[1], tokens[1], ends[1], weights[1]
        )
        shares = l_said / l_mass, r_said / r_mass
        rows[k, 0], rows[k, 1] = cosine[k], shared[k]
        rows[k, 2] = (sum_of(background[0], left) / a + sum_of(background[1], right) / b) / 2
        rows[k, 3], rows[k, 4] = min(leads), max(leads)
        rows[k, 5], rows[k, 6], rows[k, 7] = best - inner, _weakest(pairs, left, right), best - over
        rows[k, 8], rows[k, 9], rows[k, 10] = a + b > 2, a + b > 3, min(a, b) > 1
        rows[k, 11] = np.log(1.0 + left[-1] - left[0] + right[-1] - right[0] - (a + b - 2))
        rows[k, 12], rows[k, 13] = abs(here[0] - here[1]), min(here)
        rows[k, 14], rows[k, 15] = min(shares), max(shares)
        rows[k, 16] = (l_said + r_said) / (l_mass + r_mass)
        rows[k, 17], rows[k, 18] = min(l_next, r_next), max(l_next, r_next)
        rows[k, 19], rows[k, 20] = min(l_needed, r_needed), min(l_least, r_least)
        rows[k, 21], rows[k, 22] = min(word_leads), max(word_leads)
        ranks = outlets.rank(blended, left, right), outlets.rank(turned_blended, right, left)
        rows[k, 23], rows[k, 24] = np.log1p(min(ranks)), np.log1p(max(ranks))
        l_named, l_names = outlets.named(
            left, right, said[0], tokens[0], ends[0], weights[0], is_name[0]
        )
        r_named, r_names = outlets.named(
            right, left, said[1], tokens[1], ends[1], weights[1], is_name[1]
        )
        named = l_named / max(l_names, 1e-6), r_named / max(r_names, 1e-6)
        rows[k, 25], rows[k, 26] = min(named), max(named)
        rows[k, 27], rows[k, 28] = np.log1p(min(l_names, r_names)), np.log1p(figures[k])
        starts = left[0] / n, right[0] / m
        rows[k, 29], rows[k, 30] = abs(starts[0] - starts[1]), max(starts)
        rows[k, 31], rows[k, 32] = max(left[0], right[0]) == 0, (left[0] == 0) != (right[0] == 0)
        least, total = outlets.least_and_sum(blended, left, right)
        rows[k, 33], rows[k, 34] = least, total / (a * b)
        rows[k, 35:] = of_pair
    return rows


@compiled
def _inner(table: Matrix, left: Index, right: Index) -> np.float32:
    best = _NONE
    for i in left:
        for j in right:
            best = max(best, table[i, j])
    return best


@compiled
def sum_of(values: NDArray[Any], indices: Index) -> float:
    """Return the sum of some values."""
    total = 0.0
    for i in indices:
        total += values[i]
    return total


@compiled
def _any(has: NDArray[np.bool_], rows: Index, column: int) -> bool:
    for i in rows:  # noqa: SIM110 - numba compiles no generators
        if has[i, column]:
            return True
    return False


@compiled
def best_outside(table: Matrix, rows: Index, columns: Index) -> np.float32:
    """Return the greatest value of some rows outside some columns; -1 without any.

    :param columns: in rising order.
    """
    best = _NONE
    for i in rows:
        row, start = table[i], 0
        for column in columns:
            for j in range(start, column):
                best = max(best, row[j])
            start = column + 1
        for j in range(start, len(row)):
            best = max(best, row[j])
    return best


@compiled
def _weakest(pairs: Matrix, left: Index, right: Index) -> np.float32:
    """Return the best partner inside the bead of the sentence that has the worst one."""
    weakest = np.float32(2)
    for x in range(len(left)):
        weakest = min(weakest, _inner(pairs, left[x : x + 1], right))
    for y in range(len(right)):
        weakest = min(weakest, _inner(pairs, left, right[y : y + 1]))
    return weakest


@compiled
def _wider(
    spans: Matrix, shape: tuple[int, int], shapes: Index, i: int, j: int, a: int, b: int
) -> np.float32:
    """Return the best cosine of the spans with one more neighbour; -1 without any."""
    best = _NONE
    for s in range(len(shapes)):
        rows, columns = shapes[s]
        more_left, more_right = rows - a, columns - b
        if min(more_left, more_right) == 0 and max(more_left, more_right) == 1:
            for x, y in ((i, j), (i - more_left, j - more_right)):
                if 0 <= x <= shape[0] - rows and 0 <= y <= shape[1] - columns:
                    best = max(best, spans[span(shape[0], x, rows), span(shape[1], y, columns)])
    return best


@compiled
def _background(table: Matrix) -> Matrix:
    """Return the mean of the 2nd to 5th greatest value of each row, 0 without any."""
    means = np.zeros(len(table), dtype=np.float32)
    best = np.empty(BACKGROUND, dtype=np.float32)
    last = min(table.shape[1], BACKGROUND)
    if last < 2:
        return means
    for i in range(len(table)):
        best[:] = -9
        for j in range(table.shape[1]):
            value = table[i, j]
            if value > best[last - 1]:
                at = last - 1
                while at and best[at - 1] < value:
                    best[at] = best[at - 1]
                    at -= 1
                best[at] = value
        for at in range(1, last):
            means[i] += best[at]
        means[i] /= np.float32(last - 1)
    return means
