"""Which articles share rare names: pairs to look at although their vectors are not near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from parallax.core.thresholds import thresholds

Rows = NDArray[np.int64]


@thresholds("cluster", chosen="by judgement, for time")
@dataclass(frozen=True)
class SharingLimits:
    """How many pairs shared names bring in."""

    articles: Annotated[int, "a name of more articles than this brings no pairs"] = 20
    others: Annotated[int, "articles that an article is looked at with for its names"] = 10
    block: Annotated[int, "articles whose names are compared at a time"] = 4096


LIMITS = SharingLimits()


def sharing(rare: csr_matrix) -> tuple[Rows, Rows]:
    """Return pairs of articles that share rare names: of each, those with the rarest in common.

    :param rare: how rare each name of an article is, shape (articles, names).
    """
    count = np.bincount(rare.indices, minlength=rare.shape[1])
    table = rare[:, (count > 1) & (count <= LIMITS.articles)]
    present = csr_matrix((np.ones_like(table.data), table.indices, table.indptr), table.shape).T
    left: list[Rows] = []
    right: list[Rows] = []
    for start in range(0, table.shape[0], LIMITS.block):
        shared = csr_matrix(table[start : start + LIMITS.block] @ present)
        rows = np.repeat(np.arange(shared.shape[0]), np.diff(shared.indptr))
        other = shared.indices.astype(np.int64)
        value = np.where(other == rows + start, -1.0, shared.data)
        order = np.lexsort((other, -value, rows))
        rank = np.arange(len(order)) - np.repeat(shared.indptr[:-1], np.diff(shared.indptr))
        kept = order[(rank < LIMITS.others) & (value[order] > 0)]
        left.append(rows[kept] + start)
        right.append(other[kept])
    return np.concatenate(left), np.concatenate(right)
