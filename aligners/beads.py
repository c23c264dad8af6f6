"""Alignment of two texts: beads with a probability, and a null bead for every sentence that has no partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners import candidates as candidate_beads
from aligners import comparable, translation
from aligners.candidates import Candidates
from aligners.evidence import evidence
from aligners.regime import Regime, regime
from aligners.scorer import ANY, Scorer, shipped
from aligners.tables import Side, Tables

SENTENCES_A_BEAD = 3


@dataclass(frozen=True)
class Bead:
    """Aligned sentences: indices on both sides, the cosine of their texts and the probability that the bead is right.

    A null bead has one empty side and, where the other text has sentences, its best rejected partner with the cosine and the
    probability of that pair.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
    p: float
    rejected: tuple[int, ...] = ()


@dataclass(frozen=True)
class Gate:
    """The same-story gate: so many beads of at least this probability, or the texts have too little in common."""

    p: float
    beads: int

    def passes(self, beads: Sequence[Bead], shorter: int) -> bool:
        """Tell whether two texts have enough in common to be aligned at all; ``shorter`` is the length of the shorter one.

        Short texts need fewer beads, one for every `SENTENCES_A_BEAD` sentences.
        """
        return sum(bead.p >= self.p for bead in beads) >= min(self.beads, max(shorter // SENTENCES_A_BEAD, 1))


@dataclass(frozen=True)
class Alignment:
    """Beads of two texts, those with two sides first and in the order of the left text.

    ``similarity`` holds that of every sentence pair, by vectors and figures, shape (left, right).
    """

    beads: list[Bead]
    regime: Regime
    similarity: NDArray[np.float32]


def align(
    left: Side, right: Side, threshold: float, gate: Gate | None = None, *, languages: str = ANY, scorer: Scorer | None = None
) -> Alignment:
    """Align two texts: disjoint beads of at least the probability ``threshold``, null beads for all other sentences.

    :param gate: where given, a pair of texts that fails it has null beads only.
    :param languages: the pair of languages, see `aligners.scorer.pair_name`.
    :raises ValueError: when a side's vectors do not fit its number of sentences.
    """
    for side in (left, right):
        if len(side) and len(side.vectors[0]) != len(side):
            raise ValueError(f"{len(side)} sentences but vectors of shape {side.vectors[0].shape}")
    if not len(left) or not len(right):
        alone = [Bead((i,), (), 0.0, 0.0) for i in range(len(left))] + [Bead((), (j,), 0.0, 0.0) for j in range(len(right))]
        return Alignment(alone, Regime.COMPARABLE, np.zeros((len(left), len(right)), dtype=np.float32))
    tables = Tables(left, right)
    found = candidate_beads.find(tables)
    reasons = evidence(tables, found)
    probabilities = (scorer or shipped()).probabilities(reasons, found, tables.shape, languages)
    how = regime(tables.pairs)
    if how is Regime.TRANSLATION:
        chosen = translation.path(found, probabilities, len(right))
    else:
        chosen = comparable.select(found, probabilities, threshold)
    beads = [_bead(found, k, reasons, probabilities) for k in chosen]
    if gate and not gate.passes(beads, min(tables.shape)):
        beads = []
    ordered = sorted(beads, key=lambda bead: (bead.left, bead.right))
    return Alignment([*ordered, *_alone(tables, beads, found, probabilities)], how, tables.pairs)


def _bead(found: Candidates, k: int, reasons: NDArray[np.float32], probabilities: NDArray[np.float32]) -> Bead:
    return Bead(*found.bead(k), round(float(reasons[k, 0]), 4), round(float(probabilities[k]), 4))


def _alone(tables: Tables, beads: Sequence[Bead], found: Candidates, probabilities: NDArray[np.float32]) -> list[Bead]:
    """Return a null bead for every sentence in no bead."""
    single = found.sizes.sum(axis=1) == 2
    p = np.zeros(tables.shape)
    p[found.left[single, 0], found.right[single, 0]] = probabilities[single]
    made = []
    taken = {i for bead in beads for i in bead.left}
    for i in sorted(set(range(tables.shape[0])) - taken):
        j = int(tables.blended[i].argmax())
        made.append(Bead((i,), (), *_of_pair(tables, p, i, j), (j,)))
    taken = {j for bead in beads for j in bead.right}
    for j in sorted(set(range(tables.shape[1])) - taken):
        i = int(tables.blended[:, j].argmax())
        made.append(Bead((), (j,), *_of_pair(tables, p, i, j), (i,)))
    return made


def _of_pair(tables: Tables, p: NDArray[np.float64], i: int, j: int) -> tuple[float, float]:
    return round(float(tables.cosine[0][i, j]), 4), round(float(p[i, j]), 4)
