"""Ids of stories that do not change when articles arrive late, and what merged or split.

A cluster keeps the id of the earlier story that most of its articles come from; a story that splits
leaves its id to its largest part. Only a cluster of new articles gets a new id, made of its first
article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parallax.core.ids import digest

MERGED, SPLIT = "merged", "split"


@dataclass(frozen=True)
class Change:
    """A change of ids.

    `merged`: articles of `other` came to `story`; `split`: articles of `story` went to `other`.
    """

    kind: str
    story: str
    other: str
    articles: tuple[str, ...]


def name(
    clusters: Sequence[Sequence[str]], known: Mapping[str, str]
) -> tuple[list[str], list[Change]]:
    """Return the id of every cluster, and what merged or split.

    :param clusters: article ids, the first article of the cluster first.
    :param known: the earlier story of each article.
    """
    shares = [
        Counter(known[article] for article in cluster if article in known) for cluster in clusters
    ]
    wishes = sorted(
        ((-count, story, at) for at, share in enumerate(shares) for story, count in share.items())
    )
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for _, story, at in wishes:
        if at not in ids and story not in taken:
            ids[at] = story
            taken.add(story)
    for at, cluster in enumerate(clusters):
        if at not in ids:
            ids[at] = _new(cluster[0], taken)
            taken.add(ids[at])
    named = [ids[at] for at in range(len(clusters))]
    return named, [
        change
        for story, cluster in zip(named, clusters, strict=True)
        for change in _changes(story, cluster, known, taken)
    ]


def _new(first: str, taken: set[str]) -> str:
    """Return an id made of the first article, another one if it is taken.

    It is taken when a story that began with this article continues without it.
    """
    story = digest("story", first)
    while story in taken:
        story = digest("story", story)
    return story


def _changes(
    story: str, cluster: Sequence[str], known: Mapping[str, str], alive: set[str]
) -> list[Change]:
    found = []
    for other in sorted({known[article] for article in cluster if article in known} - {story}):
        moved = tuple(sorted(article for article in cluster if known.get(article) == other))
        found.append(
            Change(SPLIT, other, story, moved)
            if other in alive
            else Change(MERGED, story, other, moved)
        )
    return found
