"""House style: how an edition usually names things, learned from its own past texts.

It is kept apart from a choice made in one story.

A value is usual when at least four of five mentions have it, in at least five mentions and two
other stories; shares come with Wilson's interval (1927), 95 %.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from parallax.core.thresholds import thresholds

if TYPE_CHECKING:
    from parallax.lake.rows import HouseStyleRow

HOUSE, THIS_STORY = "house", "story"


@thresholds("compare", chosen="by judgement; not measured, for no text says what is house style")
@dataclass(frozen=True)
class HouseStyleLimits:
    """When a value is what an edition usually says, and how sure its share is."""

    mentions: Annotated[int, "minimum mentions in other stories"] = 5
    stories: Annotated[int, "minimum other stories"] = 2
    share: Annotated[float, "minimum share of the mentions with the value"] = 0.8
    z: Annotated[float, "standard errors of Wilson's interval", "quantile of 95 %, two-sided"] = (
        1.959964
    )


LIMITS = HouseStyleLimits()

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
        z = LIMITS.z
        middle = share + z * z / (2 * n)
        half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(
            1.0, (middle + half) / (1 + z * z / n)
        )

    def to_row(self, day: str) -> HouseStyleRow:
        """Return the share as a row of `house_style`, as known on a day."""
        low, high = self.interval
        return {
            "edition": self.edition,
            "axis": self.axis,
            "ref": self.ref or "",
            "value": self.value,
            "mentions": self.mentions,
            "of": self.of,
            "stories": self.stories,
            "low": low,
            "high": high,
            "day": day,
        }

    @classmethod
    def from_row(cls, row: HouseStyleRow) -> Share:
        """Return the share of a row."""
        return cls(
            row["edition"],
            row["axis"],
            row["ref"] or None,
            row["value"],
            row["mentions"],
            row["of"],
            row["stories"],
        )


class HouseStyle:
    """What the editions of a lake usually say."""

    def __init__(self, mentions: Iterable[tuple[Mention, int]]) -> None:
        """Take mentions, each with how often it is there."""
        self._counts: dict[Named, dict[str, Counter[str]]] = {}
        for (edition, story, axis, ref, value), count in mentions:
            self._counts.setdefault((edition, axis, ref), {}).setdefault(value, Counter())[
                story
            ] += count
        self._totals = {
            named: {value: sum(stories.values()) for value, stories in values.items()}
            for named, values in self._counts.items()
        }
        self._stories = {
            named: len(set[str]().union(*values.values())) for named, values in self._counts.items()
        }

    def usual(self, edition: str, axis: str, ref: str | None, without: str) -> str | None:
        """Return the edition's usual value as its other stories show it; None where they show none.

        :param without: the story that is left out.
        """
        values = self._counts.get((edition, axis, ref), {})
        own = {value: stories.get(without, 0) for value, stories in values.items()}
        others = {
            value: n - own[value]
            for value, n in self._totals.get((edition, axis, ref), {}).items()
            if n > own[value]
        }
        total = sum(others.values())
        stories = self._stories.get((edition, axis, ref), 0) - any(own.values())
        if total < LIMITS.mentions or stories < LIMITS.stories:
            return None
        value, most = min(others.items(), key=lambda item: (-item[1], item[0]))
        return value if most / total >= LIMITS.share else None

    def style_of(
        self, edition: str, axis: str, ref: str | None, value: str, story: str
    ) -> str | None:
        """Tell whether a value in a story is the edition's house style or a choice made in this
        story; None where that is not known.
        """
        usual = self.usual(edition, axis, ref, story)
        return None if usual is None else HOUSE if usual == value else THIS_STORY

    def shares(self) -> list[Share]:
        """Return every value with its share, by edition, axis and referent."""
        found = [
            Share(
                edition,
                axis,
                ref,
                value,
                self._totals[edition, axis, ref][value],
                sum(self._totals[edition, axis, ref].values()),
                len(stories),
            )
            for (edition, axis, ref), values in self._counts.items()
            for value, stories in values.items()
        ]
        return sorted(found, key=lambda s: (s.edition, s.axis, s.ref or "", s.value))
