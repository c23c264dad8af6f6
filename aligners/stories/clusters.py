"""Clustering articles of one event into stories.

Language versions that name each other (hreflang, addresses) always belong to one story. Others join
by the probability that they report one event, which does not depend on the order of arrival: pairs
to look at are an article's nearest neighbours and those that share rare names with it, and the
groups grow inside the connected components of probable pairs, where all pairs are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from parallax.aligners.stories import event_vectors, neighbours
from parallax.aligners.stories.article import Article
from parallax.aligners.stories.event_scorer import EventScorer, shipped
from parallax.aligners.stories.linkage import LIMITS as LINKAGE
from parallax.aligners.stories.linkage import groups as linked
from parallax.aligners.stories.pair_features import FEATURES, PairReader
from parallax.aligners.stories.rarity import Rarity, counted
from parallax.aligners.stories.shared_names import sharing
from parallax.core.thresholds import thresholds
from parallax.encoders.encoder import Encoder

Pair = tuple[int, int]
Rows = NDArray[np.int64]


@thresholds("cluster", chosen="by judgement")
@dataclass(frozen=True)
class ClusterLimits:
    """Which pairs are looked at, and what time apart costs."""

    neighbours: Annotated[int, "nearest neighbours of an article that are looked at"] = 25
    apart: Annotated[
        float, "taken from the log odds of a pair a whole window apart, less of a nearer one (by "
        "the square)"
    ] = 1.0  # fmt: skip
    named: Annotated[
        int, "names that both articles must have for what follows", "by hand on made articles"
    ] = 4
    lead: Annotated[
        float,
        "a smaller share of the names in headline and lead that the other has as well means "
        "another event, whatever statements they share (agencies repeat them)",
        "as `named`; of 100 pairs of an event up to 12 have less",
    ] = 0.05
    other_event: Annotated[float, "taken from the log odds then", "as `named`"] = 4.0
    usual: Annotated[
        int,
        "articles of a window for which the weights were learned: where there are fewer, as "
        "many fewer can be mistaken for one of the event, and the odds of a pair are higher",
    ] = 150
    fewest: Annotated[int, "fewer articles of a window count as this many"] = 5
    component: Annotated[
        int, "articles whose pairs are all looked at together; more are cut, for memory"
    ] = 200
    finest: Annotated[float, "distance to certainty at which they are cut by time alone"] = 1e-4


LIMITS = ClusterLimits()
_KNOWN, _LEAD = FEATURES.index("names_known"), FEATURES.index("lead")


@dataclass(frozen=True)
class Membership:
    """An article in a story: `group` is the number of the story.

    `reason` is `first`, `sibling` or `similar`.
    """

    article_id: str
    group: int
    reason: str
    score: float


@dataclass(frozen=True)
class Decided:
    """What people decided: pairs of article ids that are one story, and pairs that are not."""

    joined: Sequence[tuple[str, str]] = ()
    apart: Sequence[tuple[str, str]] = ()


def cluster_articles(
    articles: Sequence[Article],
    encoder: Encoder,
    min_probability: float,
    window_hours: float,
    *,
    rarity: Rarity | None = None,
    decided: Decided = Decided(),
    scorer: EventScorer | None = None,
) -> list[Membership]:
    """Group the articles; an article alone is a story of one.

    Groups are numbered by the time of their first article.

    :param min_probability: minimum probability that two groups that are joined report one event.
    :param rarity: how rare names are; counted over the articles when not given.
    :param scorer: the shipped one when not given.
    """
    ordered = sorted(articles, key=lambda c: (c.published is None, c.published, c.article_id))
    if not ordered:
        return []
    pairs = Pairs(ordered, encoder, window_hours, rarity, scorer or shipped())
    siblings = _siblings(ordered)
    place = {article.article_id: i for i, article in enumerate(ordered)}
    apart = _pairs(decided.apart, place)
    siblings -= apart | {(j, i) for i, j in apart}
    joined = siblings | _pairs(decided.joined, place)
    found: list[tuple[list[int], NDArray[np.float64]]] = []
    for component in _components(pairs, len(ordered), joined, min_probability):
        table = pairs.table(component)
        at = {int(row): i for i, row in enumerate(component)}
        found += [
            ([int(component[i]) for i in group], table[np.ix_(group, group)])
            for group in linked(table, min_probability, _inside(joined, at), _inside(apart, at))
        ]
    return [
        member
        for number, (group, table) in enumerate(sorted(found, key=lambda one: one[0]))
        for member in _members(ordered, group, number, table, siblings)
    ]


class Pairs:
    """The probability that two of some articles report one event, computed where it is asked."""

    def __init__(
        self,
        articles: Sequence[Article],
        encoder: Encoder,
        window_hours: float,
        rarity: Rarity | None,
        scorer: EventScorer,
    ) -> None:
        """Read the articles, which stand in order of time.

        :param window_hours: articles further apart have probability 0; one without a time has no
            limit.
        """
        stamps = [
            np.nan if a.published is None else a.published.timestamp() / 3600 for a in articles
        ]
        self._hours = np.array(stamps, dtype=np.float64)
        self._window = window_hours
        self._scorer = scorer
        vectors = event_vectors.read(articles, encoder, scorer.hubs)
        self._near, cosines = neighbours.nearest(
            vectors.wholes, self._hours, window_hours, LIMITS.neighbours
        )
        whole_hubs = event_vectors.hub(
            np.where(self._near == neighbours.NOBODY, -np.inf, cosines),
            np.zeros(cosines.shape, dtype=bool),
            scorer.hubs.whole,
            event_vectors.FURTHER,
            others := self._others(),
        )
        self._few = np.log(LIMITS.usual / np.clip(others, LIMITS.fewest, LIMITS.usual))
        counts = rarity or Rarity(counted(articles), scorer.background)
        self.reader = PairReader(articles, vectors, whole_hubs, counts)

    def probability(self, one: Rows, other: Rows) -> NDArray[np.float64]:
        """Return the probability of pairs of articles."""
        hours = np.abs(self._hours[one] - self._hours[other])
        hours = np.where(np.isnan(hours), 0, hours)
        few = np.minimum(self._few[one], self._few[other])
        besides = few - LIMITS.apart * (hours / self._window) ** 2
        features = self.reader.features(one, other)
        named = features[:, _KNOWN] >= np.log1p(LIMITS.named)
        besides -= LIMITS.other_event * (named & (features[:, _LEAD] < LIMITS.lead))
        found = self._scorer.probability(features, besides)
        return np.where(hours > self._window, 0.0, found)

    def candidates(self) -> tuple[Rows, Rows]:
        """Return the pairs to look at, each once."""
        count, width = self._near.shape
        left = np.repeat(np.arange(count), width)
        right = self._near.ravel()
        named_left, named_right = sharing(self.reader.rare)
        left = np.concatenate((left[right != neighbours.NOBODY], named_left))
        right = np.concatenate((right[right != neighbours.NOBODY], named_right))
        keys = np.unique(np.minimum(left, right) * count + np.maximum(left, right))
        return keys // count, keys % count

    def table(self, rows: Rows) -> NDArray[np.float64]:
        """Return the probability of all pairs of some articles, symmetric, shape (n, n)."""
        found = np.zeros((len(rows), len(rows)))
        one, other = np.triu_indices(len(rows), 1)
        found[one, other] = self.probability(rows[one], rows[other])
        return found + found.T

    def _others(self) -> Rows:
        """Return how many other articles are inside the window of each."""
        dated = self._hours[~np.isnan(self._hours)]
        undated = len(self._hours) - len(dated)
        first = np.searchsorted(dated, dated - self._window, side="left")
        last = np.searchsorted(dated, dated + self._window, side="right")
        return np.concatenate(
            (last - first - 1 + undated, np.full(undated, len(self._hours) - 1))
        ).astype(np.int64)


def _members(
    ordered: Sequence[Article],
    group: list[int],
    number: int,
    table: NDArray[np.float64],
    siblings: set[Pair],
) -> list[Membership]:
    members = [Membership(ordered[group[0]].article_id, number, "first", 1.0)]
    for place, i in enumerate(group[1:], 1):
        if any((i, j) in siblings for j in group[:place]):
            members.append(Membership(ordered[i].article_id, number, "sibling", 1.0))
        else:
            nearest = np.sort(np.delete(table[place], place))[-LINKAGE.strongest :]
            members.append(
                Membership(
                    ordered[i].article_id, number, "similar", round(float(nearest.mean()), 4)
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


def _pairs(named: Sequence[tuple[str, str]], place: dict[str, int]) -> set[Pair]:
    return {(place[a], place[b]) for a, b in named if a in place and b in place and a != b}


def _inside(pairs: set[Pair], at: dict[int, int]) -> list[Pair]:
    return sorted((at[i], at[j]) for i, j in pairs if i in at and j in at)


def _components(pairs: Pairs, count: int, certain: set[Pair], min_probability: float) -> list[Rows]:
    """Return the articles of each connected component of probable pairs and certain ones.

    A component that is too large is cut where it holds together least: rather a story in two
    halves than a topic in one.
    """
    one, other = pairs.candidates()
    known = np.array(sorted(certain), dtype=np.int64).reshape(-1, 2)
    probability = np.concatenate((pairs.probability(one, other), np.ones(len(known))))
    one, other = np.concatenate((one, known[:, 0])), np.concatenate((other, known[:, 1]))
    found: list[Rows] = []
    waiting, least = [np.arange(count)], min_probability
    while waiting:
        inside = np.zeros(count, dtype=bool)
        inside[np.concatenate(waiting)] = True
        kept = inside[one] & inside[other] & (probability >= least)
        _, labels = connected_components(
            coo_matrix(
                (np.ones(kept.sum(), dtype=np.int8), (one[kept], other[kept])), (count, count)
            ),
            directed=False,
        )
        rows = np.flatnonzero(inside)
        order = rows[np.argsort(labels[rows], kind="stable")]
        parts = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
        waiting = [part for part in parts if len(part) > LIMITS.component]
        found += [part for part in parts if len(part) <= LIMITS.component]
        if 1 - least < LIMITS.finest:
            for part in waiting:
                found += np.split(part, range(LIMITS.component, len(part), LIMITS.component))
            break
        least = 1 - (1 - least) / 2
    return found
