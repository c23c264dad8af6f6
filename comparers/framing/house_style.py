"""House style: how an edition usually names things, learned from its own past texts, told apart from a choice made in one story.

A value is usual when at least four of five mentions have it, in at least five mentions and two other stories; shares come with Wilson's
interval (1927), 95 %.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

LEAST_MENTIONS, LEAST_STORIES, LEAST_SHARE = 5, 2, 0.8
HOUSE, THIS_STORY = "house", "story"
_Z = 1.959964

Mention = tuple[str, str, str, str | None, str]
"""(edition, story, axis, referent or concept, value)."""
Named = tuple[str, str, str | None]
"""(edition, axis, referent or concept)."""


@dataclass(frozen=True)
class Share:
    """How often an edition gives a value where it names something."""

    edition: str
    axis: str
    ref: str | None
    value: str
    mentions: int
    of: int
    stories: int

    @property
    def interval(self) -> tuple[float, float]:
        """Return Wilson's interval of the share."""
        share, n = self.mentions / self.of, self.of
        middle = share + _Z * _Z / (2 * n)
        half = _Z * math.sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + _Z * _Z / n)), min(1.0, (middle + half) / (1 + _Z * _Z / n))


class HouseStyle:
    """What the editions of a lake usually say."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        """Count the mentions."""
        self._counts: dict[Named, Counter[tuple[str, str]]] = {}
        for edition, story, axis, ref, value in mentions:
            self._counts.setdefault((edition, axis, ref), Counter())[value, story] += 1

    def usual(self, edition: str, axis: str, ref: str | None, without: str) -> str | None:
        """Return the edition's usual value as its other stories show it; None where they show none.

        :param without: the story that is left out.
        """
        others = [(value, story, n) for (value, story), n in self._counts.get((edition, axis, ref), Counter()).items() if story != without]
        total = sum(n for _, _, n in others)
        if total < LEAST_MENTIONS or len({story for _, story, _ in others}) < LEAST_STORIES:
            return None
        by_value = Counter[str]()
        for value, _, n in others:
            by_value[value] += n
        value, most = min(by_value.items(), key=lambda item: (-item[1], item[0]))
        return value if most / total >= LEAST_SHARE else None

    def told(self, edition: str, axis: str, ref: str | None, value: str, story: str) -> str | None:
        """Tell whether a value in a story is the edition's house style or a choice made in this story; None where that is not known."""
        usual = self.usual(edition, axis, ref, story)
        return None if usual is None else HOUSE if usual == value else THIS_STORY

    def shares(self) -> list[Share]:
        """Return every value with its share, by edition, axis and referent."""
        found = []
        for (edition, axis, ref), counts in self._counts.items():
            of = sum(counts.values())
            for value in sorted({value for value, _ in counts}):
                mentions = sum(n for (v, _), n in counts.items() if v == value)
                stories = sum(1 for v, _ in counts if v == value)
                found.append(Share(edition, axis, ref, value, mentions, of, stories))
        return sorted(found, key=lambda s: (s.edition, s.axis, s.ref or "", s.value))
