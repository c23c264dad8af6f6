"""Alignment of long translations: the monotone path with the most sentences aligned right.

A dynamic programme over candidate beads (Gale and Church 1993; many-to-many as in Vecalign and
Bertalign, with null beads). The weight of a bead is its probability times its sentences, so the
weight of a path is the expected number of sentences it aligns right; sentences between two beads of
the path cost nothing and are null beads.
"""

from __future__ import annotations

import numpy as np

from parallax.aligners.beads.arrays import Matrix, Spans
from parallax.aligners.beads.candidates import Candidates


def path(candidates: Candidates, probabilities: Matrix, right_size: int) -> list[Spans]:
    """Return the candidates on the best path, all of them of neighbouring sentences.

    :param right_size: the number of sentences of the right text.
    """
    sizes = candidates.sizes
    first = candidates.left[:, 0], candidates.right[:, 0]
    neighbours = (candidates.left.max(axis=1) - first[0] < sizes[:, 0]) & (
        candidates.right.max(axis=1) - first[1] < sizes[:, 1]
    )
    usable = np.flatnonzero(neighbours)
    order = usable[np.lexsort((first[1][usable], first[0][usable]))]
    starts, ends = first[0][order], first[0][order] + sizes[order, 0]
    weights = probabilities[order] * sizes[order].sum(axis=1)
    prefix = _BestPrefix(right_size)
    best, before = np.zeros(len(order)), np.full(len(order), -1)
    by_end = np.lexsort((np.arange(len(order)), ends))
    closed = 0
    for k in range(len(order)):
        while closed < len(by_end) and ends[by_end[closed]] <= starts[k]:
            done = by_end[closed]
            prefix.add(int(first[1][order[done]] + sizes[order[done], 1]), best[done], int(done))
            closed += 1
        so_far, before[k] = prefix.best(int(first[1][order[k]]))
        best[k] = so_far + weights[k]
    chosen = []
    at = int(best.argmax()) if len(best) else -1
    while at >= 0:
        chosen.append(candidates.beads[int(order[at])])
        at = int(before[at])
    return chosen


class _BestPrefix:
    """The best value added at any place up to a given one (a Fenwick tree, Fenwick 1994)."""

    def __init__(self, size: int) -> None:
        self._best: list[tuple[float, int]] = [(0.0, -1)] * (size + 2)

    def add(self, place: int, value: float, label: int) -> None:
        at = place + 1
        while at < len(self._best):
            if value > self._best[at][0]:
                self._best[at] = (value, label)
            at += at & -at

    def best(self, place: int) -> tuple[float, int]:
        at, found = place + 1, (0.0, -1)
        while at:
            if self._best[at][0] > found[0]:
                found = self._best[at]
            at -= at & -at
        return found
