"""How many findings are right: precision from what people judged, recall from what readers list.

A judged finding is recognised by what it claims of which texts (`parallax.judging.claims`), so
judgements of an earlier run count for the findings of today. Judgements are a sample, drawn evenly
from kinds and axes: a share over several of these is weighted by how many findings each has.
Intervals are Wilson's (1927): where a rule would be right on other stories of the kind. Those of
weighted shares use the effective sample size, as for complex surveys (Franco et al., 2019).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import sqrt
from statistics import NormalDist

from sklearn.metrics import cohen_kappa_score

from parallax.judging.claims import Claim, ClaimIndex, Judged
from parallax.judging.finding import Finding
from parallax.lake.judgements import Verdict

CONFIDENCE_LEVEL = 0.95
RIGHT = (Verdict.TRUE, Verdict.NOT_INTERESTING)
"""Verdicts of findings that say what is so; near-synonyms do not count for us."""
BINS = (0.0, 0.5, 0.75, 0.9, 1.0)
"""Ends of the ranges of P of a link."""


@dataclass(frozen=True)
class Scored:
    """A finding of today, what it claims, and the verdict on it: of several people the first's.

    ``verdict`` and ``cause`` are None where nobody judged it.
    """

    finding: Finding
    claim: Claim
    verdict: Verdict | None
    cause: str | None


@dataclass(frozen=True)
class Share:
    """A share with its interval; ``of`` is what it was counted on."""

    value: float
    low: float
    high: float
    of: int


@dataclass(frozen=True)
class Row:
    """What was judged of some findings: how many are shown, and verdicts on those judged."""

    name: str
    shown: int
    verdicts: Counter[Verdict]
    right: Share | None
    useful: Share | None

    @property
    def judged(self) -> int:
        """How many were judged."""
        return sum(self.verdicts.values())


def scored(findings: Sequence[tuple[Finding, Claim]], judged: Sequence[Judged]) -> list[Scored]:
    """Return the findings with the verdicts on them.

    :param judged: judgements, those that count first where several are on one claim.
    """
    index = ClaimIndex([one.claim for one in judged])
    made = []
    for finding, claim in findings:
        like = index.like(claim)
        said = judged[like[0]] if like else None
        made.append(
            Scored(
                finding,
                claim,
                Verdict(said.verdict) if said else None,
                said.cause if said else None,
            )
        )
    return made


def lost(findings: Sequence[Claim], judged: Sequence[Judged]) -> list[Judged]:
    """Return the claims that were judged right and that nothing says today."""
    index = ClaimIndex(findings)
    return [one for one in judged if one.verdict in RIGHT and not index.like(one.claim)]


def row(name: str, some: Sequence[Scored]) -> Row:
    """Count some findings, each kind and axis with the weight of how many it has."""
    verdicts = Counter(one.verdict for one in some if one.verdict is not None)
    return Row(
        name,
        len(some),
        verdicts,
        weighted(some, lambda one: one.verdict in RIGHT),
        weighted(some, lambda one: one.verdict is Verdict.TRUE),
    )


def rows(
    some: Sequence[Scored], of: Callable[[Scored], Iterable[Hashable]]
) -> list[tuple[Hashable, Row]]:
    """Count findings by something; one that has several of it counts in each."""
    groups: dict[Hashable, list[Scored]] = defaultdict(list)
    for one in some:
        for key in of(one):
            groups[key].append(one)
    return [(key, row(str(key), groups[key])) for key in sorted(groups, key=str)]


def weighted(some: Sequence[Scored], counts: Callable[[Scored], bool]) -> Share | None:
    """Return the share of findings that count, from those that were judged; None where none was.

    Strata (kind and axis) of which nothing was judged are left out.
    """
    strata: dict[tuple[str, str], list[Scored]] = defaultdict(list)
    for one in some:
        strata[one.finding.stratum].append(one)
    drawn = {
        key: judged
        for key, members in strata.items()
        if (judged := [one for one in members if one.verdict is not None])
    }
    if not drawn:
        return None
    of = sum(map(len, drawn.values()))
    total = sum(len(strata[key]) for key in drawn)
    value = variance = spread = 0.0
    for key, judged in drawn.items():
        weight, right, n = len(strata[key]) / total, sum(map(counts, judged)), len(judged)
        # Of a stratum that is all right or all wrong the spread is not nought: Laplace's rule.
        p = (right + 1) / (n + 2)
        value += weight * right / n
        spread += weight * p
        variance += weight**2 * p * (1 - p) / n
    return wilson(value, min(spread * (1 - spread) / variance, of), of)


def wilson(value: float, size: float, of: int | None = None) -> Share:
    """Return a share with Wilson's interval.

    :param size: of the sample, or its effective size. :param of: what was counted; the size when
        None.
    """
    z = NormalDist().inv_cdf((1 + CONFIDENCE_LEVEL) / 2)
    middle = (value + z * z / (2 * size)) / (1 + z * z / size)
    reach = z / (1 + z * z / size) * sqrt(value * (1 - value) / size + (z / (2 * size)) ** 2)
    counted = round(size) if of is None else of
    low, high = min(value, max(middle - reach, 0.0)), max(value, min(middle + reach, 1.0))
    return Share(value, low, high, counted)


def range_of(p: float | None) -> str:
    """Return the range in which the P of a link is."""
    if p is None:
        return "whole texts"
    low, high = next((a, b) for a, b in pairwise(BINS) if p <= b)
    return f"{low:.2f} to {high:.2f}"


@dataclass(frozen=True)
class Agreement:
    """How two people agree on what both judged: Cohen's kappa (1960), over all verdicts and over
    right against the rest; None where one of them said the same of everything.
    """

    people: tuple[str, str]
    both: int
    alike: int
    kappa: float | None
    kappa_right: float | None


def agreements(judged: Sequence[Judged]) -> list[Agreement]:
    """Return the agreement of every two people who judged the same claims."""
    by_person: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        by_person[one.who].append(one)
    found = []
    for first, second in combinations(sorted(by_person), 2):
        index = ClaimIndex([theirs.claim for theirs in by_person[second]])
        pairs = [
            (mine.verdict, by_person[second][like[0]].verdict)
            for mine in by_person[first]
            if (like := index.like(mine.claim))
        ]
        if pairs:
            found.append(
                Agreement(
                    (first, second),
                    len(pairs),
                    sum(a == b for a, b in pairs),
                    _kappa(pairs),
                    _kappa([(str(a in RIGHT), str(b in RIGHT)) for a, b in pairs]),
                )
            )
    return found


def _kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    left, right = zip(*pairs, strict=True)
    if len(set(left) | set(right)) == 1:
        return None
    return float(cohen_kappa_score(left, right))
