"""What two articles have in common: the features that tell an event from a topic.

Meaning (openings, headlines, the best matching statements) is read as it is and relative to what
each text has in common with others; names by how rare they are, and by whether what stands in the
headline and the lead of one is named in the other at all; figures by how rare they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from parallax.aligners.stories.article import Article, figures, lead_names, names
from parallax.aligners.stories.event_vectors import EventVectors, Floats
from parallax.aligners.stories.rarity import Rarity

Rows = NDArray[np.int64]

FEATURES = (
    "opening",
    "opening_relative",
    "title",
    "title_relative",
    "whole",
    "whole_relative",
    "statements",
    "statements_relative",
    "best",
    "best_relative",
    "four_best",
    "headline_reported",
    "names",
    "names_root",
    "names_of_poorer",
    "lead_low",
    "lead",
    "rare_names",
    "figures",
    "few_names",
    "names_known",
    "two_scripts",
    "names_and_whole",
    "lead_and_whole",
    "rare_and_best",
    "rare_and_whole",
)
"""The columns of `PairReader.features`."""
_BLOCK = 2048
"""Pairs whose statements are compared at a time, for memory."""
_FOUR, _THREE = 4, 3
_NOTHING = -9.0
"""A cosine that no pair has."""


class PairReader:
    """Articles of which any two can be compared."""

    def __init__(
        self,
        articles: Sequence[Article],
        vectors: EventVectors,
        whole_hubs: Floats,
        rarity: Rarity,
    ) -> None:
        """Read names and figures.

        :param whole_hubs: mean cosine of each article's whole with its neighbours.
        """
        self._vectors = vectors
        self._hubs = whole_hubs
        named = [names(article) for article in articles]
        place = {n: i for i, n in enumerate(sorted({n for one in named for n in one}))}
        rare = {name: rarity.of_name(name) for name in place}
        self.rare = _table([{n: rare[n] for n in one} for one in named], place)
        often = _table(
            [{n: rare[n] * (1 + np.log(c)) for n, c in one.items()} for one in named], place
        )
        lengths = np.sqrt(np.asarray(often.multiply(often).sum(axis=1)).ravel())
        self._often, self._lengths = often, lengths
        self._named = _table([dict.fromkeys(one, 1.0) for one in named], place)
        self._known = np.array([len(one) for one in named], dtype=np.float64)
        self._weight = np.asarray(self.rare.sum(axis=1)).ravel()
        self._lead = _table(
            [{n: rare[n] for n in lead_names(a) if n in rare} for a in articles], place
        )
        self._lead_weight = np.asarray(self._lead.sum(axis=1)).ravel()
        numbers = [figures(article) for article in articles]
        place = {n: i for i, n in enumerate(sorted({n for one in numbers for n in one}))}
        self._figures = _table([{n: rarity.of_figure(n) for n in one} for one in numbers], place)
        self._figured = _table([dict.fromkeys(one, 1.0) for one in numbers], place)
        self._cyrillic = np.array([article.cyrillic for article in articles])

    def features(self, one: Rows, other: Rows) -> NDArray[np.float64]:
        """Return the features of pairs of articles, shape (pairs, features)."""
        blocks = [
            self._block(one[at : at + _BLOCK], other[at : at + _BLOCK])
            for at in range(0, len(one), _BLOCK)
        ]
        return np.concatenate(blocks) if blocks else np.zeros((0, len(FEATURES)))

    def usual(self) -> tuple[float, float, float, float]:
        """Return how alike an opening, a headline, a statement and a whole article is on average
        to texts it has nothing to do with.
        """
        v = self._vectors
        stated = np.arange(v.statement_hubs.shape[1]) < v.counts[:, None]
        return (
            float(v.opening_hubs.mean()),
            float(v.title_hubs.mean()),
            float(v.statement_hubs[stated].mean()),
            float(self._hubs.mean()),
        )

    def _block(self, i: Rows, j: Rows) -> NDArray[np.float64]:
        found = {**self._meaning(i, j), **self._names(i, j)}
        whole, rare = np.maximum(0, found["whole"]), found["rare_names"]
        found["names_and_whole"] = found["names_root"] * whole
        found["lead_and_whole"] = np.sqrt(found["lead"]) * whole
        found["rare_and_best"] = rare * np.maximum(0, found.pop("four_best_relative") + 0.1)
        found["rare_and_whole"] = rare * np.maximum(0, found["whole_relative"] + 0.2)
        return np.stack([found[name] for name in FEATURES], axis=1)

    def _meaning(self, i: Rows, j: Rows) -> dict[str, NDArray[np.float64]]:
        v = self._vectors
        left, right = v.statements_of(i), v.statements_of(j)
        places = np.arange(left.shape[1])
        here, there = places < v.counts[i, None], places < v.counts[j, None]
        table = np.where(
            here[:, :, None] & there[:, None, :], left @ right.transpose(0, 2, 1), _NOTHING
        )
        relative = table - (v.statement_hubs[i][:, :, None] + v.statement_hubs[j][:, None, :]) / 2
        relative = np.where(table == _NOTHING, _NOTHING, relative)
        forth, back = table.max(axis=2), table.max(axis=1)
        forth_relative, back_relative = relative.max(axis=2), relative.max(axis=1)
        best = -np.sort(-np.concatenate((forth_relative, back_relative), axis=1), axis=1)[:, :_FOUR]
        four = _mean(best, best > _NOTHING / 2)
        opening = _products(v.openings, i, j)
        title = np.einsum("pd,pd->p", left[:, 0], right[:, 0])
        whole = _products(v.wholes, i, j)

        def both_ways(one: Floats, other: Floats) -> Floats:
            return np.asarray((_mean(one, here) + _mean(other, there)) / 2)

        return {
            "opening": opening,
            "opening_relative": opening - (v.opening_hubs[i] + v.opening_hubs[j]) / 2,
            "title": title,
            "title_relative": title - (v.title_hubs[i] + v.title_hubs[j]) / 2,
            "whole": whole,
            "whole_relative": whole - (self._hubs[i] + self._hubs[j]) / 2,
            "statements": both_ways(forth, back),
            "statements_relative": both_ways(forth_relative, back_relative),
            "best": table.max(axis=(1, 2)),
            "best_relative": relative.max(axis=(1, 2)),
            "four_best": four,
            "four_best_relative": four,
            "headline_reported": (forth_relative[:, 0] + back_relative[:, 0]) / 2,
        }

    def _names(self, i: Rows, j: Rows) -> dict[str, NDArray[np.float64]]:
        shared = csr_matrix(self.rare[i].multiply(self._named[j]))
        weight = np.asarray(shared.sum(axis=1)).ravel()
        products = np.asarray(self._often[i].multiply(self._often[j]).sum(axis=1)).ravel()
        lengths = self._lengths[i] * self._lengths[j]
        cosine = np.where(lengths > 0, products / np.maximum(lengths, 1e-9), 0)
        covered = [
            np.asarray(self._lead[a].multiply(self._named[b]).sum(axis=1)).ravel()
            / (self._lead_weight[a] + 3)
            for a, b in ((i, j), (j, i))
        ]
        figured = np.asarray(self._figures[i].multiply(self._figured[j]).sum(axis=1)).ravel()
        fewest = np.minimum(self._known[i], self._known[j])
        return {
            "names": cosine,
            "names_root": np.sqrt(cosine),
            "names_of_poorer": weight / (np.minimum(self._weight[i], self._weight[j]) + 5),
            "lead_low": np.minimum(*covered),
            "lead": (covered[0] + covered[1]) / 2,
            "rare_names": np.minimum(1, _largest(shared, _THREE) / 12),
            "figures": np.log1p(figured),
            "few_names": (fewest < 2).astype(np.float64),
            "names_known": np.log1p(fewest),
            "two_scripts": (self._cyrillic[i] != self._cyrillic[j]).astype(np.float64),
        }


def _mean(values: Floats, counted: NDArray[np.bool_]) -> Floats:
    """Return the mean of each row over some of its places."""
    total = np.where(counted, values, 0).sum(axis=1)
    return np.asarray(total / np.maximum(counted.sum(axis=1), 1))


def _products(vectors: NDArray[np.float16], i: Rows, j: Rows) -> NDArray[np.float64]:
    left, right = vectors[i].astype(np.float32), vectors[j].astype(np.float32)
    return np.asarray(np.einsum("pd,pd->p", left, right), dtype=np.float64)


def _largest(table: csr_matrix, count: int) -> NDArray[np.float64]:
    """Return the sum of the largest values of each row."""
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    order = np.lexsort((-table.data, rows))
    rank = np.arange(len(order)) - np.repeat(table.indptr[:-1], np.diff(table.indptr))
    kept = order[rank < count]
    summed = np.bincount(rows[kept], weights=table.data[kept], minlength=table.shape[0])
    return np.asarray(summed, dtype=np.float64)


def _table(rows: Sequence[Mapping[str, float]], place: Mapping[str, int]) -> csr_matrix:
    indptr = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([place[n] for row in rows for n in sorted(row)], dtype=np.int32)
    data = np.array([row[n] for row in rows for n in sorted(row)], dtype=np.float64)
    return csr_matrix((data, columns, indptr), shape=(len(rows), max(1, len(place))))
