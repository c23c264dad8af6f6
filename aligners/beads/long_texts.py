"""Candidates of long texts, without tables of all sentences with all.

The left text is cut into tiles that overlap a little; each is compared with the parts of the right
text where the partners of its sentences stand (mutual best ones). Features see only the tile, so
leads and backgrounds are those of the tile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads.arrays import Index, Matrix
from parallax.aligners.beads.candidates import Candidates, as_candidates
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.features import bead_features
from parallax.aligners.beads.near import find_candidates
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
    beside: Annotated[int, "sentences before and after the partners of a tile"] = 8
    block: Annotated[int, "rows of vectors multiplied at a time"] = 512
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
    of_right, near_right = np.zeros(m, dtype=np.int32), np.full(m, -2, dtype=np.float32)
    turned = right.vectors[0].T
    for start in range(0, n, LIMITS.block):
        block = left.vectors[0][start : start + LIMITS.block] @ turned
        _keep_nearest(block, start, of_left, near_left, of_right, near_right)
    return Seeds(of_left, near_left, of_right.astype(np.int64), near_right)


@compiled
def _keep_nearest(
    block: Matrix,
    start: int,
    of_left: Index,
    near_left: Matrix,
    of_right: NDArray[np.int32],
    near_right: Matrix,
) -> None:
    """Keep the nearest of some left sentences, and of each right one where it is among them.

    One pass over the cosines: numpy's takes four, and along columns a slow one.
    """
    for row in range(len(block)):
        cosines, number = block[row], np.int32(start + row)
        best = cosines[0]
        for j in range(len(cosines)):
            best = max(best, cosines[j])
        at = 0
        while cosines[at] < best:
            at += 1
        of_left[start + row], near_left[start + row] = at, best
        for j in range(len(cosines)):
            of_right[j] = number if cosines[j] > near_right[j] else of_right[j]
            near_right[j] = max(near_right[j], cosines[j])


def find_long(
    left: Side, right: Side, seeds: Seeds, scorer: Scorer, languages: str
) -> tuple[Candidates, Matrix, Matrix]:
    """Return candidates, each once, their probabilities and the cosines of their joined texts."""
    found = as_candidates([])
    probabilities, cosines = (np.zeros(0, dtype=np.float32) for _ in range(2))
    for i, x, j, y in _tiles(seeds, len(left), len(right)):
        tables = SimilarityTables(left.part(i, x), right.part(j, y))
        here = find_candidates(tables)
        features = bead_features(tables, here)
        p = scorer.probabilities(features, here, tables.shape, languages)
        kept = np.flatnonzero(p >= LIMITS.min_probability)
        found = found.followed_by(here.some(kept, (i, j)))
        probabilities = np.concatenate([probabilities, p[kept]])
        cosines = np.concatenate([cosines, features[kept, 0]])
    likeliest = found.distinct(probabilities)
    return found.some(likeliest), probabilities[likeliest], cosines[likeliest]


def _tiles(seeds: Seeds, n: int, m: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield first sentences and ends, left and right, of tiles that share mutual best sentences.

    A tile of the left text is compared with the parts of the right one that its partners span.
    """
    rows, tile = seeds.mutual(), LIMITS.tile
    for start in np.unique(rows // tile) * tile:
        here = rows[(rows >= start) & (rows < start + tile)]
        columns = np.unique(seeds.of_left[here]).tolist()
        first = last = columns[0]
        for column in (*columns[1:], m + 3 * tile):
            if column - last > tile // 2 or column - first > 2 * tile:
                spare = max(LIMITS.beside, (tile - (last - first)) // 2)
                yield (
                    int(start),
                    min(int(start) + tile + WIDEST, n),
                    max(first - spare, 0),
                    min(last + spare + 1, m),
                )
                first = column
            last = column
