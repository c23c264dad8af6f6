"""Order-free bead matching, for texts that are not translations of each other.

Aligners that assume one order of sentences collapse on news from different outlets. Here disjoint beads are taken greedily,
in no order. An exact choice (an integer programme on each component of rivals) was measured and is no better, see
docs/benchmarks.md.
"""

from __future__ import annotations

import numpy as np

from aligners.arrays import Matrix
from aligners.candidates import Candidates


def select(candidates: Candidates, probabilities: Matrix, threshold: float) -> list[int]:
    """Return the numbers of disjoint candidates of at least the probability ``threshold``.

    Those go first by which most sentences are expected right: probability times sentences; of equal ones the smaller bead,
    then the earlier.
    """
    likely = np.flatnonzero(probabilities >= threshold)
    weights = probabilities[likely] * candidates.sizes[likely].sum(axis=1)
    ordered = sorted((-float(weight), *_place(candidates, k), int(k)) for weight, k in zip(weights, likely, strict=True))
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for *_, k in ordered:
        bead = candidates.bead(k)
        if all(used.isdisjoint(part) for used, part in zip(taken, bead, strict=True)):
            chosen.append(k)
            for used, part in zip(taken, bead, strict=True):
                used.update(part)
    return chosen


def _place(candidates: Candidates, k: np.intp) -> tuple[int, int, list[tuple[int, ...]]]:
    """Order beads the same way whichever side is left."""
    left, right = candidates.bead(int(k))
    return len(left) + len(right), left[0] + right[0], sorted((left, right))
