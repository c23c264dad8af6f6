"""Order-free bead matching, for texts that are not translations of each other.

Aligners that assume one order of sentences fail on news from different outlets. Here disjoint beads
are taken greedily, in any order. An exact choice (an integer programme for each component of
rivals) was measured and is not better, see docs/benchmarks.md.
"""

from __future__ import annotations

import numpy as np

from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.aligners.beads.candidates import Candidates


def select(
    candidates: Candidates,
    probabilities: Matrix,
    min_probability: float,
    sentences: Index | None = None,
) -> list[Spans]:
    """Return disjoint candidates of at least a probability.

    They are taken by the expected number of sentences aligned right: probability times sentences;
    of equal ones the smaller bead, then the earlier, in an order that does not depend on which text
    is left.

    :param sentences: the number of sentences of each candidate, if not its number of indices.
    """
    likely = np.flatnonzero(probabilities >= min_probability)
    left, right = candidates.left[likely], candidates.right[likely]
    sizes = (candidates.sizes.sum(axis=1) if sentences is None else sentences)[likely]
    first, last = left[:, 0] + right[:, 0], left.max(axis=1) + right.max(axis=1)
    order = np.lexsort(
        (abs(left[:, 0] - right[:, 0]), last, first, sizes, -probabilities[likely] * sizes)
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for k in likely[order].tolist():
        bead = candidates.beads[k]
        if taken[0].isdisjoint(bead[0]) and taken[1].isdisjoint(bead[1]):
            chosen.append(bead)
            taken[0].update(bead[0])
            taken[1].update(bead[1])
    return chosen
