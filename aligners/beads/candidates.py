"""Candidate beads as tables: index sets of spans of two texts, adjacent or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.aligners.beads.compiled import compiled


@dataclass(frozen=True)
class Candidates:
    """Index sets of candidate beads.

    ``left`` and ``right`` are of shape (candidates, width), rows filled up with -1; ``sizes``, of
    shape (candidates, 2), is the number of sentences on both sides.
    """

    left: Index
    right: Index
    sizes: Index

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.sizes)

    @cached_property
    def beads(self) -> list[Spans]:
        """The index sets of all candidates."""
        return _spans(self.left, self.right, self.sizes)

    def beads_of(self, numbers: Index) -> list[Spans]:
        """Return the index sets of some candidates."""
        return _spans(self.left[numbers], self.right[numbers], self.sizes[numbers])

    def numbers_of(self, beads: Candidates) -> Index:
        """Return the number of each of some disjoint beads, -1 for those that are no candidates."""
        return np.asarray(
            _numbers_of(
                self.left,
                self.right,
                self.sizes,
                beads.left,
                beads.right,
                beads.sizes,
                int(self.left[:, 0].max(initial=-1)) + 1,
            )
        )

    def some(self, numbers: Index, starts: tuple[int, int] = (0, 0)) -> Candidates:
        """Return some candidates.

        :param starts: the number of the first sentence of both texts, if these are parts of others.
        """
        left, right = (
            np.where(side[numbers] < 0, -1, side[numbers] + start)
            for side, start in zip((self.left, self.right), starts, strict=True)
        )
        return Candidates(left, right, self.sizes[numbers])

    def distinct(self, values: Matrix) -> Index:
        """Return the number of each different candidate, of equal ones that of the highest value,
        in the order in which they come first.
        """
        columns = *self.left.T, *self.right.T
        order = np.lexsort((-values, *columns))  # of equal values the first one stays the first
        new = np.ones(len(order), dtype=bool)
        new[1:] = np.any([column[order[1:]] != column[order[:-1]] for column in columns], axis=0)
        starts = np.flatnonzero(new)
        first = np.minimum.reduceat(order, starts) if len(starts) else starts
        return np.asarray(order[starts][np.argsort(first)])

    @cached_property
    def number(self) -> dict[Spans, int]:
        """The number of each candidate."""
        return {bead: k for k, bead in enumerate(self.beads)}

    def followed_by(self, others: Candidates) -> Candidates:
        """Return these candidates and others."""
        width = max(self.left.shape[1], others.left.shape[1])

        def joined(one: Index, other: Index) -> Index:
            table = np.full((len(one) + len(other), width), -1, dtype=np.int64)
            table[: len(one), : one.shape[1]] = one
            table[len(one) :, : other.shape[1]] = other
            return table

        return Candidates(
            joined(self.left, others.left),
            joined(self.right, others.right),
            np.concatenate([self.sizes, others.sizes]),
        )


def as_candidates(beads: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Candidates:
    """Return given beads as candidates."""
    sizes = [(len(left), len(right)) for left, right in beads]
    width = max(map(max, sizes), default=1)
    nothing = (-1,) * width
    left, right = (
        np.array([(*bead[side], *nothing)[:width] for bead in beads], dtype=np.int64)
        for side in (0, 1)
    )
    return Candidates(
        left.reshape(-1, width),
        right.reshape(-1, width),
        np.array(sizes, dtype=np.int64).reshape(-1, 2),
    )


def _spans(left: Index, right: Index, sizes: Index) -> list[Spans]:
    rows = zip(left.tolist(), right.tolist(), sizes.tolist(), strict=True)
    return [(tuple(here[:a]), tuple(there[:b])) for here, there, (a, b) in rows]


@compiled
def _numbers_of(
    left: Index,
    right: Index,
    sizes: Index,
    wanted_left: Index,
    wanted_right: Index,
    wanted_sizes: Index,
    count: int,
) -> Index:
    """Return `Candidates.numbers_of`.

    :param count: more than the first left sentence of any candidate.
    """
    by_first = np.full(count, -1, dtype=np.int64)
    for w in range(len(wanted_sizes)):
        if wanted_left[w, 0] < count:
            by_first[wanted_left[w, 0]] = w
    numbers = np.full(len(wanted_sizes), -1, dtype=np.int64)
    for k in range(len(sizes)):
        w = by_first[left[k, 0]]
        if w < 0 or sizes[k, 0] != wanted_sizes[w, 0] or sizes[k, 1] != wanted_sizes[w, 1]:
            continue
        same = 0
        for x in range(sizes[k, 0]):
            same += left[k, x] == wanted_left[w, x]
        for y in range(sizes[k, 1]):
            same += right[k, y] == wanted_right[w, y]
        if same == sizes[k, 0] + sizes[k, 1]:
            numbers[w] = k
    return numbers


@compiled
def raise_pairs(table: Matrix, left: Index, right: Index, sizes: Index, values: Matrix) -> None:
    """Raise each pair of sentences that a candidate joins to the candidate's value, where the table
    has less.

    :param left: as `Candidates` has it, like ``right`` and ``sizes``. :param values: one for each.
    """
    for k in range(len(sizes)):
        a, b = sizes[k]
        for i in left[k, :a]:
            for j in right[k, :b]:
                table[i, j] = max(table[i, j], values[k])
