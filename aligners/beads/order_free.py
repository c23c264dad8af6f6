"""Order-free bead matching, for texts that are not translations of each other.

Aligners that assume one order of sentences fail on news from different outlets. Here disjoint beads
are taken greedily, in any order. An exact choice (an integer programme for each component of
rivals) was measured and is not better, see docs/benchmarks.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
    is left. One of several sentences on both sides is not taken where smaller ones inside it have
    more together: two pairs of the same sentences are two beads.

    :param sentences: the number of sentences of each candidate on both sides, if not its number of
        indices.
    """
    likely = np.flatnonzero(probabilities >= min_probability)
    left, right = candidates.left[likely], candidates.right[likely]
    both = (candidates.sizes if sentences is None else sentences)[likely]
    sizes = both.sum(axis=1)
    expected = probabilities[likely] * sizes
    first, last = left[:, 0] + right[:, 0], left.max(axis=1) + right.max(axis=1)
    order = np.lexsort((abs(left[:, 0] - right[:, 0]), last, first, sizes, -expected))
    ranked = [candidates.beads[k] for k in likely[order].tolist()]
    several = np.flatnonzero(both[order].min(axis=1, initial=2) > 1).tolist()
    if several:
        gains = dict(zip(ranked, expected[order].tolist(), strict=True))
        worse = _better_apart([ranked[k] for k in several], gains)
        ranked = [bead for bead in ranked if bead not in worse]
    return _disjoint(ranked)


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
