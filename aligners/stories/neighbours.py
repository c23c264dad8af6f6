"""The nearest neighbours of articles, by their vectors, among those of about the same time.

Articles stand in order of time, in partitions of one window each; an article is looked for in its
own partition and in those before and behind it. A partition is compared exactly where it is small.
A large one is cut into cells around centres (k-means), and an article is compared with those of the
nearest cells alone (an inverted file, Jégou et al. 2011). The centres are learned on the articles
in order with a fixed seed, so that the same articles give the same neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from parallax.core.thresholds import thresholds

Rows = NDArray[np.int64]
NOBODY = -1
"""Fills the rows of articles with fewer neighbours than wanted."""


@thresholds("cluster", chosen="on made vectors, whose true neighbours are known; see docs/scale.md")
@dataclass(frozen=True)
class IndexLimits:
    """When and how an index stands in for all pairs."""

    exact: Annotated[int, "articles of a partition that are compared with all others of it"] = 4096
    cells: Annotated[float, "cells of a partition, by the square root of its articles"] = 4.0
    searched: Annotated[int, "cells that are looked through for an article"] = 16
    learned: Annotated[int, "articles by cell on which the centres are learned"] = 40
    rounds: Annotated[int, "rounds of k-means"] = 5
    block: Annotated[int, "articles compared or looked for at a time", "by judgement, for memory"
    ] = 512  # fmt: skip


LIMITS = IndexLimits()


def partitions(hours: NDArray[np.float64], window: float) -> list[Rows]:
    """Return the articles of each stretch of a window; those without a time at the end.

    :param hours: time of each article, ascending, NaN at the end.
    """
    dated = np.flatnonzero(~np.isnan(hours))
    if len(dated) == 0:
        return [np.arange(len(hours))]
    numbers = np.floor((hours[dated] - hours[dated[0]]) / window).astype(np.int64)
    found = np.split(dated, np.flatnonzero(np.diff(numbers)) + 1)
    undated = np.flatnonzero(np.isnan(hours))
    return [*found, undated] if len(undated) else found


def nearest(
    vectors: NDArray[np.float16], hours: NDArray[np.float64], window: float, count: int
) -> tuple[Rows, NDArray[np.float32]]:
    """Return the neighbours of each article and their cosine, shape (articles, count), the nearest
    first; `NOBODY` and 0 behind the last.

    :param vectors: unit rows. :param hours: time of each, ascending, NaN (any time) at the end.
    :param window: hours that neighbours may be apart.
    """
    total = len(vectors)
    rows = np.full((total, count), NOBODY, dtype=np.int64)
    cosines = np.full((total, count), -np.inf, dtype=np.float32)
    parts = partitions(hours, window)
    undated = len(parts) - 1 if np.isnan(hours).any() else None
    for at, part in enumerate(parts):
        searched = _Searched(vectors, part)
        near = {at - 1, at, at + 1, undated} if at != undated else set(range(len(parts)))
        if undated is not None:
            near |= {undated}
        for other in sorted(n for n in near if n is not None and 0 <= n < len(parts)):
            for start in range(0, len(parts[other]), LIMITS.block):
                asked = parts[other][start : start + LIMITS.block]
                found, cosine = searched.near(asked, count + 1)
                apart = np.abs(hours[asked][:, None] - hours[found]) > window
                cosine[apart | (found == asked[:, None]) | (found == NOBODY)] = -np.inf
                _merge(rows, cosines, asked, found, cosine)
    rows[np.isinf(cosines)] = NOBODY
    cosines[np.isinf(cosines)] = 0
    return rows, cosines


def _merge(
    rows: Rows,
    cosines: NDArray[np.float32],
    asked: Rows,
    found: Rows,
    cosine: NDArray[np.float32],
) -> None:
    """Keep the nearest of those known and those found; equal ones in order."""
    both = np.concatenate((rows[asked], found), axis=1)
    near = np.concatenate((cosines[asked], cosine), axis=1)
    order = np.lexsort((both, -near))[:, : rows.shape[1]]
    rows[asked] = np.take_along_axis(both, order, axis=1)
    cosines[asked] = np.take_along_axis(near, order, axis=1)


class _Searched:
    """A partition that is asked for the nearest of its articles."""

    def __init__(self, vectors: NDArray[np.float16], part: Rows) -> None:
        self._vectors = vectors
        self._part = part
        self._index: Any = None
        if len(part) <= LIMITS.exact:
            self._own = vectors[part].astype(np.float32)
            return
        import faiss  # 0.2 s, for large lakes only

        cells = int(LIMITS.cells * len(part) ** 0.5)
        width = vectors.shape[1]
        self._centres = faiss.IndexFlatIP(width)
        self._index = faiss.IndexIVFScalarQuantizer(
            self._centres, width, cells, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        self._index.cp.seed, self._index.cp.niter = 1, LIMITS.rounds
        self._index.cp.min_points_per_centroid = 1  # faiss warns on stderr below 39
        self._index.nprobe = LIMITS.searched
        every = max(1, len(part) // (LIMITS.learned * cells))
        self._index.train(vectors[part[::every]].astype(np.float32))
        for start in range(0, len(part), LIMITS.block):
            self._index.add(vectors[part[start : start + LIMITS.block]].astype(np.float32))

    def near(self, asked: Rows, count: int) -> tuple[Rows, NDArray[np.float32]]:
        """Return the nearest articles of the partition and their cosine, shape (asked, count)."""
        if self._index is not None:
            cosine, places = self._index.search(self._vectors[asked].astype(np.float32), count)
            return np.where(places < 0, NOBODY, self._part[places]), cosine
        table = self._vectors[asked].astype(np.float32) @ self._own.T
        kept = min(count, len(self._part))
        order = np.argsort(-table, axis=1, kind="stable")[:, :kept]
        return self._part[order], np.take_along_axis(table, order, axis=1)
