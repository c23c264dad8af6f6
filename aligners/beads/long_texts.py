"""Candidates of long texts, without tables of everything with everything.

Both texts are cut into tiles that overlap a little; two tiles are looked at when they share a pair
of mutual best sentences. What is outside a tile is not seen from inside, so leads and backgrounds
are those of the tile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from parallax.aligners.beads import candidates as candidate_beads
from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.aligners.beads.candidates import Candidates
from parallax.aligners.beads.features import evidence
from parallax.aligners.beads.scorer import Scorer
from parallax.aligners.beads.similarity import WIDEST, Side, Tables

LONG = 500
"""Texts of more sentences are long."""
_TILE = 128
_BLOCK = 1000
_NEAR = 0.3
"""Mutual best sentences less alike than this are chance."""
_LEAST = 0.01
"""Candidates less likely than this are dropped tile by tile."""


@dataclass(frozen=True)
class Seeds:
    """The nearest sentence of the other text for each sentence, and how near."""

    of_left: Index
    near_left: Matrix
    of_right: Index
    near_right: Matrix

    def mutual(self) -> Index:
        """Return the left sentences that are the nearest of their nearest, and near."""
        own = self.of_right[self.of_left] == np.arange(len(self.of_left))
        return np.flatnonzero(own & (self.near_left >= _NEAR))


def seeds(left: Side, right: Side) -> Seeds:
    """Find nearest sentences by vectors, a block of rows at a time."""
    n, m = len(left), len(right)
    of_left, near_left = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.float32)
    of_right, near_right = np.zeros(m, dtype=np.int64), np.full(m, -2, dtype=np.float32)
    for start in range(0, n, _BLOCK):
        block = left.vectors[0][start : start + _BLOCK] @ right.vectors[0].T
        rows = slice(start, start + len(block))
        of_left[rows], near_left[rows] = block.argmax(axis=1), block.max(axis=1)
        best = block.max(axis=0)
        better = best > near_right
        of_right[better], near_right[better] = start + block.argmax(axis=0)[better], best[better]
    return Seeds(of_left, near_left, of_right, near_right)


def find(
    left: Side, right: Side, seeds: Seeds, scorer: Scorer, languages: str
) -> tuple[Candidates, Matrix, Matrix]:
    """Return candidates, each once, with their probabilities and the cosines of their joined texts."""
    found: dict[Spans, tuple[float, float]] = {}
    for i, j in _tiles(seeds, len(left), len(right)):
        tables = Tables(left.part(i, i + _TILE + WIDEST), right.part(j, j + _TILE + WIDEST))
        here = candidate_beads.find(tables)
        reasons = evidence(tables, here)
        p = scorer.probabilities(reasons, here, tables.shape, languages)
        for k in np.flatnonzero(p >= _LEAST):
            a, b = here.beads[k]
            bead = tuple(i + x for x in a), tuple(j + y for y in b)
            if p[k] > found.get(bead, (0.0, 0.0))[0]:
                found[bead] = float(p[k]), float(reasons[k, 0])
    values = np.array(list(found.values()), dtype=np.float32).reshape(-1, 2)
    return candidate_beads.of(list(found)), values[:, 0], values[:, 1]


def _tiles(seeds: Seeds, n: int, m: int) -> Iterator[tuple[int, int]]:
    """Yield the first sentences of tiles on both sides that share mutual best sentences."""
    rows = seeds.mutual()
    pairs = np.unique(np.stack([rows // _TILE, seeds.of_left[rows] // _TILE], axis=1), axis=0)
    for row, column in pairs.tolist():
        yield min(row * _TILE, n - 1), min(column * _TILE, m - 1)
