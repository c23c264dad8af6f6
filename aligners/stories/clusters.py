"""Clustering articles of one event into stories.

Language versions that name each other (hreflang, addresses) always belong to one story. Others join
by similarity within a time window: average-linkage clustering, which does not depend on the order
of arrival. Two clusters merge only if a pair of their articles is similar enough, so the clustering
is done inside the connected components of such pairs: exact, and cheap because stories are small.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from parallax.aligners.stories.article_similarity import Article, ArticleSimilarity
from parallax.core.thresholds import thresholds
from parallax.encoders.encoder import Encoder

Pair = tuple[int, int]


@thresholds("cluster", chosen="by judgement, for memory; no result depends on it")
@dataclass(frozen=True)
class ClusterLimits:
    """How much is compared at a time."""

    block: Annotated[int, "articles compared with all others at a time"] = 512


LIMITS = ClusterLimits()


@dataclass(frozen=True)
class Membership:
    """An article in a story: `group` is the number of the story.

    `reason` is `first`, `sibling` or `similar`.
    """

    article_id: str
    group: int
    reason: str
    score: float


def cluster_articles(
    articles: Sequence[Article], encoder: Encoder, min_similarity: float, window_hours: float
) -> list[Membership]:
    """Group the articles; an article alone is a story of one.

    Groups are numbered by the time of their first article.

    :param min_similarity: minimum mean similarity of two groups that are joined.
    """
    ordered = sorted(articles, key=lambda c: (c.published is None, c.published, c.article_id))
    if not ordered:
        return []
    similarity = ArticleSimilarity(ordered, encoder, window_hours)
    certain = _siblings(ordered)
    groups: list[list[int]] = []
    tables: dict[int, NDArray[np.float64]] = {}
    for component in _components(similarity, len(ordered), certain, min_similarity):
        table = similarity.between(component, component)
        for cluster in _clusters(table, component, certain, min_similarity):
            tables[int(component[cluster[0]])] = table[np.ix_(cluster, cluster)]
            groups.append([int(component[i]) for i in cluster])
    groups.sort()
    return sorted(
        (
            member
            for number, group in enumerate(groups)
            for member in _members(ordered, group, number, tables[group[0]], certain)
        ),
        key=lambda m: m.group,
    )


def _members(
    ordered: Sequence[Article],
    group: list[int],
    number: int,
    table: NDArray[np.float64],
    certain: set[Pair],
) -> list[Membership]:
    members = [Membership(ordered[group[0]].article_id, number, "first", 1.0)]
    for place, i in enumerate(group[1:], 1):
        if any((i, j) in certain for j in group[:place]):
            members.append(Membership(ordered[i].article_id, number, "sibling", 1.0))
        else:
            members.append(
                Membership(
                    ordered[i].article_id,
                    number,
                    "similar",
                    round(float(np.mean(table[place, :place])), 4),
                )
            )
    return members


def _siblings(articles: Sequence[Article]) -> set[Pair]:
    by_url = {article.url: i for i, article in enumerate(articles)}
    found: set[Pair] = set()
    for i, article in enumerate(articles):
        for url in article.siblings:
            if (j := by_url.get(url)) is not None and j != i:
                found |= {(i, j), (j, i)}
    return found


def _components(
    similarity: ArticleSimilarity, count: int, certain: set[Pair], min_similarity: float
) -> list[NDArray[np.int64]]:
    """Return the articles of each connected component of similar pairs and siblings, in order."""
    rows, columns = (
        [np.array([i for i, _ in sorted(certain)], dtype=np.int64)],
        [np.array([j for _, j in sorted(certain)], dtype=np.int64)],
    )
    everything = np.arange(count, dtype=np.int64)
    for start in range(0, count, LIMITS.block):
        block = everything[start : start + LIMITS.block]
        similar = np.argwhere(similarity.between(block, everything) >= min_similarity)
        rows.append(similar[:, 0] + start)
        columns.append(similar[:, 1])
    row, column = np.concatenate(rows), np.concatenate(columns)
    _, labels = connected_components(
        coo_matrix((np.ones(len(row), dtype=np.int8), (row, column)), shape=(count, count)),
        directed=False,
    )
    members: dict[int, list[int]] = defaultdict(list)
    for i, label in enumerate(labels):
        members[int(label)].append(i)
    return [np.array(component, dtype=np.int64) for component in members.values()]


def _clusters(
    table: NDArray[np.float64],
    component: NDArray[np.int64],
    certain: set[Pair],
    min_similarity: float,
) -> list[list[int]]:
    """Return the clusters of a component as sorted positions in it, siblings joined."""
    if len(component) == 1:
        return [[0]]
    distance = 1 - table
    pairs = [
        (a, b)
        for a in range(len(component))
        for b in range(a)
        if (int(component[a]), int(component[b])) in certain
    ]
    for a, b in pairs:
        distance[a, b] = distance[b, a] = 0.0
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="average")
    labels = np.asarray(fcluster(tree, t=1 - min_similarity, criterion="distance"), dtype=np.int64)
    for a, b in pairs:
        labels[labels == labels[b]] = labels[a]
    return [np.flatnonzero(labels == label).tolist() for label in np.unique(labels)]
