"""Candidates of long texts, without tables of all sentences with all.

Both texts are cut into tiles that overlap a little; two tiles are compared when they share a pair
of mutual best sentences. Features see only the tile, so leads and backgrounds are those of the
tile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.aligners.beads.candidates import Candidates, as_candidates, find_candidates
from parallax.aligners.beads.features import bead_features
from parallax.aligners.beads.scorer import Scorer
from parallax.aligners.beads.similarity import WIDEST, Side, SimilarityTables
from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="by hand for time and memory of `bench speed`; on no text with gold",
)
@dataclass(frozen=True)
class LongTextLimits:
    """How texts too long for whole tables are aligned."""

    long: Annotated[int, "texts of more sentences are long"] = 500
    tile: Annotated[int, "sentences of a tile"] = 128
    block: Annotated[int, "rows of vectors multiplied at a time"] = 1000
    min_cosine: Annotated[float, "mutual best sentences below this are chance"] = 0.3
    min_probability: Annotated[float, "candidates below this are dropped tile by tile"] = 0.01


LIMITS = LongTextLimits()


@dataclass(frozen=True)
class Seeds:
    """The nearest sentence of the other text for each sentence, and its cosine."""

    of_left: Index
    near_left: Matrix
    of_right: Index
    near_right: Matrix

    def mutual(self) -> Index:
        """Return the left sentences that are the nearest of their nearest, chance left out."""
        own = self.of_right[self.of_left] == np.arange(len(self.of_left))
        return np.flatnonzero(own & (self.near_left >= LIMITS.min_cosine))


def seeds(left: Side, right: Side) -> Seeds:
    """Find nearest sentences by vectors, a block of rows at a time."""
    n, m = len(left), len(right)
    of_left, near_left = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.float32)
    of_right, near_right = np.zeros(m, dtype=np.int64), np.full(m, -2, dtype=np.float32)
    for start in range(0, n, LIMITS.block):
        block = left.vectors[0][start : start + LIMITS.block] @ right.vectors[0].T
        rows = slice(start, start + len(block))
        of_left[rows], near_left[rows] = block.argmax(axis=1), block.max(axis=1)
        best = block.max(axis=0)
        better = best > near_right
        of_right[better], near_right[better] = start + block.argmax(axis=0)[better], best[better]
    return Seeds(of_left, near_left, of_right, near_right)


def find_long(
    left: Side, right: Side, seeds: Seeds, scorer: Scorer, languages: str
) -> tuple[Candidates, Matrix, Matrix]:
    """Return candidates, each once, their probabilities and the cosines of their joined texts."""
    found: dict[Spans, tuple[float, float]] = {}
    width = LIMITS.tile + WIDEST
    for i, j in _tiles(seeds, len(left), len(right)):
        tables = SimilarityTables(left.part(i, i + width), right.part(j, j + width))
        here = find_candidates(tables)
        features = bead_features(tables, here)
        p = scorer.probabilities(features, here, tables.shape, languages)
        for k in np.flatnonzero(p >= LIMITS.min_probability):
            a, b = here.beads[k]
            bead = tuple(i + x for x in a), tuple(j + y for y in b)
            if p[k] > found.get(bead, (0.0, 0.0))[0]:
                found[bead] = float(p[k]), float(features[k, 0])
    values = np.array(list(found.values()), dtype=np.float32).reshape(-1, 2)
    return as_candidates(list(found)), values[:, 0], values[:, 1]


def _tiles(seeds: Seeds, n: int, m: int) -> Iterator[tuple[int, int]]:
    """Yield the first sentences of tiles on both sides that share mutual best sentences."""
    rows, tile = seeds.mutual(), LIMITS.tile
    pairs = np.unique(np.stack([rows // tile, seeds.of_left[rows] // tile], axis=1), axis=0)
    for row, column in pairs.tolist():
        yield min(row * tile, n - 1), min(column * tile, m - 1)
