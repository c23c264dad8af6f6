"""Order-free bead matching, for texts that are not translations of each other.

Aligners that assume one order of sentences fail on news from different outlets. Here disjoint beads
are taken greedily, in any order. An exact choice (an integer programme for each component of
rivals) was measured and is not better, see docs/benchmarks.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.aligners.beads.candidates import Candidates
from parallax.aligners.beads.compiled import compiled


def select(
    candidates: Candidates,
    probabilities: Matrix,
    min_probability: float,
    sentences: Index | None = None,
) -> list[Spans]:
    """Return disjoint candidates of at least a probability.

    They are taken by the expected number of sentences aligned right: probability times sentences;
    of equal ones the smaller bead, then the earlier, in an order that does not depend on which text
    is left. One of several sentences on both sides is not taken where smaller ones inside it have
    more together: two pairs of the same sentences are two beads.

    :param sentences: the number of sentences of each candidate on both sides, if not its number of
        indices.
    """
    likely = np.flatnonzero(probabilities >= min_probability)
    sizes = candidates.sizes if sentences is None else sentences
    keys = _keys(likely, candidates.left, candidates.right, sizes, probabilities)
    numbers = likely[np.lexsort(keys)]
    ranked = candidates.beads_of(numbers)
    several = np.flatnonzero(sizes[numbers].min(axis=1, initial=2) > 1).tolist()
    if several:
        expected = probabilities[numbers] * sizes[numbers].sum(axis=1)
        gains = dict(zip(ranked, expected.tolist(), strict=True))
        worse = _better_apart([ranked[k] for k in several], gains)
        ranked = [bead for bead in ranked if bead not in worse]
    return _disjoint(ranked)


@compiled
def _keys(
    likely: Index, left: Index, right: Index, sizes: Index, probabilities: Matrix
) -> NDArray[np.float64]:
    """Return what likely candidates are ordered by, shape (keys, candidates), the first one last.

    :param left: as `Candidates` has it, like ``right``.
    """
    keys = np.empty((5, len(likely)))
    for at in range(len(likely)):
        k = likely[at]
        size = sizes[k, 0] + sizes[k, 1]
        keys[0, at] = abs(left[k, 0] - right[k, 0])
        keys[1, at] = left[k].max() + right[k].max()
        keys[2, at] = left[k, 0] + right[k, 0]
        keys[3, at] = size
        keys[4, at] = -(np.float64(probabilities[k]) * size)
    return keys


def _better_apart(beads: Iterable[Spans], gains: Mapping[Spans, float]) -> set[Spans]:
    """Return those of some beads of which others that lie inside have more together.

    :param gains: what each candidate has, the best first.
    """
    rank = {bead: k for k, bead in enumerate(gains)}
    starting: dict[int, list[Spans]] = {}
    for bead in gains:
        starting.setdefault(bead[0][0], []).append(bead)
    worse = set()
    for bead in beads:
        left, right = map(set, bead)
        near = [one for i in bead[0] for one in starting.get(i, ()) if one != bead]
        inside = [one for one in near if left.issuperset(one[0]) and right.issuperset(one[1])]
        inside.sort(key=rank.__getitem__)
        if sum(gains[one] for one in _disjoint(inside)) > gains[bead]:
            worse.add(bead)
    return worse


def _disjoint(ranked: Iterable[Spans]) -> list[Spans]:
    """Return the beads that share no sentence with one before them."""
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for bead in ranked:
        if taken[0].isdisjoint(bead[0]) and taken[1].isdisjoint(bead[1]):
            chosen.append(bead)
            taken[0].update(bead[0])
            taken[1].update(bead[1])
    return chosen
