"""Linking articles of one event into stories.

Language versions that name each other (hreflang) are one story for certain. Others join by similarity: cosine of the
vectors of headline and opening, raised by shared figures and names, within a time window; average-linkage clustering,
which does not depend on the order of arrival.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from aligners.encoder import Encoder

OPENING = 3
"""Paragraphs of the opening that, with the headline, stand for the article."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_BONUS = 0.10


@dataclass(frozen=True)
class Candidate:
    """An article to link. `siblings` are the canonical URLs of its other language versions."""

    article_id: str
    url: str
    edition: str
    published: datetime | None
    title: str
    paragraphs: tuple[str, ...]
    siblings: tuple[str, ...] = ()

    @property
    def opening(self) -> str:
        """Headline and first paragraphs."""
        return " ".join((self.title, *self.paragraphs[:OPENING]))


@dataclass(frozen=True)
class Membership:
    """An article in a story: `group` numbers the story; `evidence` is `first`, `sibling` or `similar`."""

    article_id: str
    group: int
    evidence: str
    score: float


def link_stories(
    candidates: Sequence[Candidate], encoder: Encoder, threshold: float, window_hours: float
) -> list[Membership]:
    """Group the articles; an article alone is a story of one. Groups are numbered by their first article's time."""
    ordered = sorted(candidates, key=lambda c: (c.published is None, c.published, c.article_id))
    if not ordered:
        return []
    certain = _siblings(ordered)
    likeness = similarity(ordered, encoder, window_hours)
    likeness[certain] = 1.0
    labels = _clusters(likeness, threshold)
    labels = _closed_under(labels, certain)
    memberships = []
    numbers: dict[int, int] = {}
    for i, candidate in enumerate(ordered):
        group = numbers.setdefault(int(labels[i]), len(numbers))
        earlier = [j for j in range(i) if labels[j] == labels[i]]
        if not earlier:
            memberships.append(Membership(candidate.article_id, group, "first", 1.0))
        elif any(certain[i, j] for j in earlier):
            memberships.append(Membership(candidate.article_id, group, "sibling", 1.0))
        else:
            score = round(float(np.mean([likeness[i, j] for j in earlier])), 4)
            memberships.append(Membership(candidate.article_id, group, "similar", score))
    return memberships


def similarity(candidates: Sequence[Candidate], encoder: Encoder, window_hours: float) -> NDArray[np.float64]:
    """Return the likeness of each pair, 0 to 1, shape (articles, articles); 0 for pairs outside the window."""
    vectors = encoder.encode([candidate.opening for candidate in candidates])
    table = np.clip((vectors @ vectors.T).astype(np.float64), 0, 1)
    figures = [set(_FIGURE.findall(" ".join((c.title, *c.paragraphs)))) for c in candidates]
    for i, one in enumerate(candidates):
        for j in range(i):
            other = candidates[j]
            if _hours_apart(one, other) > window_hours:
                table[i, j] = table[j, i] = 0.0
            elif figures[i] and figures[j]:
                shared = len(figures[i] & figures[j]) / min(len(figures[i]), len(figures[j]))
                table[i, j] = table[j, i] = min(1.0, table[i, j] + _BONUS * shared)
    np.fill_diagonal(table, 1.0)
    return table


def _hours_apart(one: Candidate, other: Candidate) -> float:
    if one.published is None or other.published is None:
        return 0.0
    return abs((one.published - other.published).total_seconds()) / 3600


def _siblings(candidates: Sequence[Candidate]) -> NDArray[np.bool_]:
    certain = np.zeros((len(candidates), len(candidates)), dtype=bool)
    by_url = {candidate.url: i for i, candidate in enumerate(candidates)}
    for i, candidate in enumerate(candidates):
        for url in candidate.siblings:
            if (j := by_url.get(url)) is not None and j != i:
                certain[i, j] = certain[j, i] = True
    return certain


def _clusters(likeness: NDArray[np.float64], threshold: float) -> NDArray[np.int64]:
    if len(likeness) == 1:
        return np.ones(1, dtype=np.int64)
    distance = 1 - likeness
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), method="average")
    return np.asarray(fcluster(tree, t=1 - threshold, criterion="distance"), dtype=np.int64)


def _closed_under(labels: NDArray[np.int64], certain: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Join the clusters of siblings that average linkage left apart."""
    labels = labels.copy()
    for i, j in np.argwhere(certain):
        labels[labels == labels[j]] = labels[i]
    return labels
