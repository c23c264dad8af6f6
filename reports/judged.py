"""What people said of a finding, and when a page folds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from parallax.lake.judgements import Verdict
from parallax.lake.rows import JudgementRow

_FOLDED = frozenset({Verdict.FALSE.value, Verdict.NOT_INTERESTING.value})


@dataclass(frozen=True)
class Said:
    """What one person said of a finding, their latest word."""

    who: str
    verdict: str
    cause: str | None
    note: str | None
    when: datetime


@dataclass(frozen=True)
class Judged:
    """What people said of a finding, by name; nothing where nobody judged it.

    It is folded when all who judged it say that it is false or not interesting. One who says
    `true` or `near` keeps it where it is: a page that took sides between two readers would hide
    what one of them found. It counts as false when all say so. Not interesting is folded too,
    under a name of its own: it is no mistake, but whoever said so does not want to read it again.
    """

    said: tuple[Said, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[JudgementRow]) -> Judged:
        """Return what rows of `judgements` say, one of each person."""
        return cls(
            tuple(
                Said(row["who"], row["verdict"], row["cause"], row["note"], row["when"])
                for row in sorted(rows, key=lambda row: row["who"])
            )
        )

    @property
    def folded(self) -> bool:
        """Tell whether the page folds it."""
        return bool(self.said) and all(one.verdict in _FOLDED for one in self.said)

    @property
    def false(self) -> bool:
        """Tell whether all who judged it say that it is false."""
        return bool(self.said) and all(one.verdict == Verdict.FALSE for one in self.said)

    @property
    def agreed(self) -> bool:
        """Tell whether all who judged it say the same."""
        return len({one.verdict for one in self.said}) <= 1

    @property
    def words(self) -> str:
        """Verdicts with how many people gave each, as ``false (2), true (1)``; empty where nobody
        judged.
        """
        given = [one.verdict for one in self.said]
        return ", ".join(f"{verdict} ({given.count(verdict)})" for verdict in sorted(set(given)))


NOBODY = Judged()
"""What is said of a finding that nobody judged."""


class Finding(Protocol):
    """What can be judged."""

    @property
    def judged(self) -> Judged:
        """What people said of it."""


Shown = TypeVar("Shown", bound=Finding)


def standing(findings: Iterable[Shown]) -> list[Shown]:
    """Return the findings that a page shows and counts, in their order."""
    return [one for one in findings if not one.judged.folded]


def folded(findings: Iterable[Shown]) -> list[Shown]:
    """Return the findings that a page folds, in their order."""
    return [one for one in findings if one.judged.folded]


def folded_words(findings: Iterable[Finding], *, more: bool = False) -> str:
    """Return how many of some findings are folded and why, as ``2 false, 1 not interesting``; empty
    where none is.

    :param more: beside the number of those that are not: ``2 more judged false, 1 …``.
    """
    counts = Counter("false" if one.judged.false else "not interesting" for one in folded(findings))
    return ", ".join(
        f"{count} {verdict}" if place or not more else f"{count} more judged {verdict}"
        for place, (verdict, count) in enumerate(sorted(counts.items()))
    )
