"""Every case asked and judged, and counted by kind."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.cases.case import Case, Outcome
from benchmarks.cases.framing import TripleCase
from parallax.aligners.scoring import Score
from parallax.core.errors import ModelMissingError, ParallaxError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Scored:
    """A case with the outcome; without one where nothing can be judged, and why."""

    case: Case
    outcome: Outcome | None
    why_not: str = ""


@dataclass(frozen=True)
class Count:
    """Cases of a kind: how many passed, of how many."""

    passed: int = 0
    cases: int = 0

    @property
    def share(self) -> float:
        """Share that passed."""
        return self.passed / self.cases if self.cases else 0.0


def score(cases: Iterable[Case]) -> Iterator[Scored]:
    """Ask and judge each case, in order. What the product refuses has not passed.

    :raises ModelMissingError: when the sentence encoder is not there.
    """
    for case in cases:
        if case.unanswerable:
            yield Scored(case, None, case.unanswerable)
            continue
        try:
            yield Scored(case, case.score())
        except ModelMissingError:
            raise
        except ParallaxError as error:
            yield Scored(case, Outcome(False, str(error)))
        except Exception as fault:  # one case that breaks the product must not hide the others
            log.debug("the case %s was not answered", case.id, exc_info=True)
            yield Scored(case, Outcome(False, f"a fault of the program: {fault}"))


def by_kind(scored: Iterable[Scored]) -> dict[str, Count]:
    """Count by the kinds of the table, in alphabetical order; what is not scored is left out."""
    passed: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for one in scored:
        if one.outcome:
            passed[one.case.label] += one.outcome.passed
            cases[one.case.label] += 1
    return {kind: Count(passed[kind], cases[kind]) for kind in sorted(cases)}


def by_question(counts: Mapping[str, Count]) -> dict[str, Count]:
    """Add up the kinds that ask the same, which their names begin with, up to the colon."""
    totals: dict[str, Count] = {}
    for kind, count in counts.items():
        question = kind.split(":")[0]
        total = totals.get(question, Count())
        totals[question] = Count(total.passed + count.passed, total.cases + count.cases)
    return totals


@dataclass(frozen=True)
class WordingTotals:
    """Differences of wording over the cases that list them all, and how many faithful versions, in
    which there is none, are passed over in silence.
    """

    differences: Score
    faithful: int
    silent: int
    unscored_axes: Counter[str]


def wording_totals(scored: Sequence[Scored]) -> WordingTotals | None:
    """Add up the cases that list every difference; None where there are none."""
    triples = [
        (one.case, one.outcome.differences)
        for one in scored
        if isinstance(one.case, TripleCase) and one.outcome and one.outcome.differences
    ]
    if not triples:
        return None
    counts = [counted for _, counted in triples]
    faithful = [counted for case, counted in triples if not case.diffs]
    return WordingTotals(
        Score(
            sum(c.right for c in counts),
            sum(c.invented for c in counts),
            sum(c.missed for c in counts),
        ),
        len(faithful),
        sum(not counted.invented for counted in faithful),
        Counter(axis for case, _ in triples for axis in case.unscored_axes),
    )
