"""Articles into groups by the probability of their pairs.

Two groups are joined while the mean of their two most probable pairs reaches the threshold and
the mean of all their pairs a floor. That stands between average linkage, which leaves out the
articles of a large story that tell different parts of it, and single linkage, which chains a topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from parallax.core.thresholds import thresholds

_NEVER = -1.0


@thresholds(
    "cluster",
    chosen="by hand on labelled articles of WMT21 and WMT22 and fifteen stories that readers "
    "collected, each set scored with weights learned without it (`benchmarks/train_events.py`)",
)
@dataclass(frozen=True)
class LinkageLimits:
    """When two groups are one story."""

    strongest: Annotated[int, "most probable pairs whose mean must reach the threshold"] = 2
    floor: Annotated[float, "minimum mean probability of all pairs"] = 0.33


LIMITS = LinkageLimits()


def groups(
    probability: NDArray[np.float64],
    threshold: float,
    joined: Sequence[tuple[int, int]] = (),
    apart: Sequence[tuple[int, int]] = (),
) -> list[list[int]]:
    """Return groups of articles as sorted positions, ordered by their first.

    Of merges that are equally probable, the one of the earliest articles comes first.

    :param probability: of each pair, shape (n, n), symmetric.
    :param joined: pairs that are one story whatever their probability.
    :param apart: pairs that are not; a pair that `joined` joins, by others too, stays joined.
    """
    made = _Growing(probability, threshold)
    for one, other in joined:
        made.join(made.group_of[one], made.group_of[other])
    for one, other in apart:
        made.part(made.group_of[one], made.group_of[other])
    while (best := made.best()) is not None:
        made.join(*best)
    return sorted(sorted(group) for group in made.members.values())


class _Growing:
    """Groups while they grow: what is known of each pair of them."""

    def __init__(self, probability: NDArray[np.float64], threshold: float) -> None:
        count = len(probability)
        self.members: dict[int, list[int]] = {i: [i] for i in range(count)}
        self.group_of = list(range(count))
        self._threshold = threshold
        self._sums = probability.copy()
        self._pairs = np.ones((count, count))
        self._top = np.full((count, count, LIMITS.strongest), np.nan)
        self._top[:, :, 0] = probability
        self._apart = np.zeros((count, count), dtype=bool)
        self._score = np.where(probability >= threshold, probability, _NEVER)
        np.fill_diagonal(self._score, _NEVER)

    def best(self) -> tuple[int, int] | None:
        """Return the two groups that fit best, None when none do."""
        if self._score.size == 0:
            return None
        at = int(np.argmax(self._score))
        one, other = divmod(at, len(self._score))
        return (one, other) if self._score[one, other] >= self._threshold else None

    def join(self, one: int, other: int) -> None:
        """Make one group of two, called like the one of the earlier articles."""
        if one == other:
            return
        kept, gone = min(one, other), max(one, other)
        for member in self.members[gone]:
            self.group_of[member] = kept
        self.members[kept] += self.members.pop(gone)
        self._sums[kept] += self._sums[gone]
        self._pairs[kept] += self._pairs[gone]
        both = np.concatenate((self._top[kept], self._top[gone]), axis=1)
        self._top[kept] = -np.sort(-both, axis=1)[:, : LIMITS.strongest]  # NaN stands last
        self._apart[kept] |= self._apart[gone]
        for table in (self._sums, self._pairs, self._top, self._apart):
            table[:, kept] = table[kept]
        self._rescore(kept)
        self._score[gone, :] = self._score[:, gone] = _NEVER

    def part(self, one: int, other: int) -> None:
        """Keep two groups apart, and whatever joins them."""
        if one != other:
            self._apart[one, other] = self._apart[other, one] = True
            self._score[one, other] = self._score[other, one] = _NEVER

    def _rescore(self, group: int) -> None:
        strongest = np.nanmean(self._top[group], axis=1)
        fits = (self._sums[group] >= LIMITS.floor * self._pairs[group]) & ~self._apart[group]
        score = np.where(fits, strongest, _NEVER)
        score[group] = _NEVER
        gone = np.ones(len(score), dtype=bool)
        gone[list(self.members)] = False
        score[gone] = _NEVER
        self._score[group] = self._score[:, group] = score
