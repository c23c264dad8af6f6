"""How rare a name is: counted over the lake, and over older news where the lake is small.

A name that only these articles have tells an event; one that a tenth of all articles have tells a
topic. A batch alone cannot tell them apart: in five articles of one story every name is in all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from parallax.aligners.stories.article import Article, figures, names
from parallax.core.thresholds import thresholds

ALL = ""
"""The name under which the articles themselves are counted."""


@thresholds("cluster", chosen="by judgement; the weights are learned with them")
@dataclass(frozen=True)
class RarityLimits:
    """What stands beside the counts of a lake."""

    background: Annotated[float, "articles of older news that are counted with those of a lake"] = (
        200.0
    )
    figures: Annotated[float, "articles without a figure that are counted with those of a lake"] = (
        50.0
    )
    unseen: Annotated[float, "articles that every name and figure is taken to have beside"] = 0.5
    days: Annotated[int, "days of the lake that are counted, up to the last one of a pass"] = 30


LIMITS = RarityLimits()


def counted(articles: Iterable[Article]) -> Counter[str]:
    """Return in how many articles each name and figure is, and under `ALL` how many there are."""
    found: Counter[str] = Counter()
    for article in articles:
        found.update({*names(article), *figures(article), ALL})
    return found


@dataclass(frozen=True)
class Rarity:
    """How rare names and figures are.

    :param counts: as `counted` returns them, of a lake.
    :param background: the same of older news; see `EventScorer`.
    """

    counts: Mapping[str, int]
    background: Mapping[str, int] = field(default_factory=dict)

    def of_name(self, name: str) -> float:
        """Return the inverse document frequency of a name: 0 where all articles have it."""
        older = self.background.get(name, 0) / max(1, self.background.get(ALL, 0))
        have = self.counts.get(name, 0) + LIMITS.background * older + LIMITS.unseen
        return max(0.0, math.log((self.counts.get(ALL, 0) + LIMITS.background) / have))

    def of_figure(self, figure: str) -> float:
        """Return the inverse document frequency of a figure."""
        have = self.counts.get(figure, 0) + LIMITS.unseen
        return max(0.0, math.log((self.counts.get(ALL, 0) + LIMITS.figures) / have))
