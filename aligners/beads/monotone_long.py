"""Alignment of long translations: the monotone path with the most sentences aligned right.

A dynamic programme over candidate beads (Gale and Church 1993; many-to-many as in Vecalign and
Bertalign, with null beads). The weight of a bead is its probability times its sentences, so the
weight of a path is the expected number of sentences it aligns right; sentences between two beads of
the path cost nothing and are null beads. The path only says where the texts can be cut: each part
is then aligned like a short translation (`parallax.aligners.beads.monotone`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from parallax.aligners.beads.arrays import Matrix, Spans
from parallax.aligners.beads.candidates import Candidates
from parallax.core.thresholds import thresholds


@thresholds("align", chosen="by hand on long translations made from NTREX-128 (`bench align`)")
@dataclass(frozen=True)
class PartLimits:
    """How long translations are cut into parts."""

    sentences: Annotated[int, "a part has at least as many sentences"] = 100
    sure: Annotated[float, "single pairs of this probability are right"] = 0.9


LIMITS = PartLimits()


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
        chosen.append(int(order[at]))
        at = int(before[at])
    return candidates.beads_of(np.array(chosen, dtype=np.int64))


def parts(
    path: Sequence[Spans], singles: Mapping[tuple[int, int], float], shape: tuple[int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield first sentences and ends of parts that are aligned apart: left, right.

    Texts are cut behind sure single pairs of the path, so that a part has about
    `PartLimits.sentences`.

    :param path: beads in order. :param singles: the probability of each that is a single pair.
    """
    i = j = 0
    for left, right in path:
        end = left[-1] + 1, right[-1] + 1
        long = max(end[0] - i, end[1] - j) >= LIMITS.sentences
        single = len(left) == len(right) == 1
        if long and single and singles[left[0], right[0]] >= LIMITS.sure:
            yield i, end[0], j, end[1]
            i, j = end
    if i < shape[0] and j < shape[1]:
        yield i, shape[0], j, shape[1]


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
