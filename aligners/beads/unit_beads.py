"""Beads of two texts that are no translations: sentences and clauses compete as sets of clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from parallax.aligners.beads import order_free
from parallax.aligners.beads.arrays import Matrix, Spans
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.candidates import Candidates, as_candidates
from parallax.aligners.beads.known import Known, of_short
from parallax.aligners.beads.priors import PRIORS
from parallax.aligners.beads.scorer import Scorer
from parallax.aligners.beads.units import Units, join, sizes

Shift = Callable[[Sequence[Spans]], Matrix]
"""What other evidence adds to the log odds of candidates."""


def beads_of_units(
    given: Known,
    units: tuple[Units, Units],
    scorer: Scorer,
    languages: str,
    least: float,
    likeliest: Matrix,
    *,
    headlines: bool,
    shift: Shift | None,
) -> list[Bead]:
    """Return the beads of sentences that likely beads of units make.

    :param given: what is known of the texts as given.
    :param least: minimum P(correct) of a bead.
    :param likeliest: see `Alignment.likeliest`; what units say of pairs of sentences is added.
    """
    likely = _likely_units(given, units, scorer, languages, least, headlines=headlines, shift=shift)
    for bead, (_, p) in likely.items():
        cells = np.ix_(*_given_of(bead, units))
        likeliest[cells] = np.maximum(likeliest[cells], p)
    candidates = as_candidates(list(likely))
    probabilities = np.array([p for _, p in likely.values()], dtype=np.float32)
    counted = sizes(candidates.beads, units)
    chosen = order_free.select(candidates, probabilities, least, counted)
    return [bead.bead(likely) for bead in join(chosen, units)]


def _likely_units(  # noqa: C901 - two levels, each with what moves its odds
    given: Known,
    units: tuple[Units, Units],
    scorer: Scorer,
    languages: str,
    least: float,
    *,
    headlines: bool,
    shift: Shift | None,
) -> dict[Spans, tuple[float, float]]:
    """Return cosine and probability of the beads that may be chosen, as sets of units: of clauses,
    and of sentences as wholes; of the same set what makes it likelier.

    :param given: what is known of the texts as given.
    """
    one, other = units
    sentences, odds = given, 1.0
    if (len(one.sentences), len(other.sentences)) != tuple(map(len, given.nearness)):
        sentences = of_short(one.sentences, other.sentences, scorer, languages)
        odds = PRIORS.headline_odds if headlines else 1.0
        if shift:
            of = one.given, other.given
            sentences = sentences.shifted(shift(_in_given(sentences.candidates, of)))
    likely: dict[Spans, tuple[float, float]] = {}
    for bead, cosine, p in sentences.at_least(least / odds):
        if max(bead[0][-1] - one.given.count(0), bead[1][-1] - other.given.count(0)) < 0:
            p = _with_odds(p, odds)  # noqa: PLW2901 - the same probability, better known
        likely[one.units(bead[0]), other.units(bead[1])] = cosine, p
    if len(one.side) == len(one.sentences) and len(other.side) == len(other.sentences):
        return likely
    odds = PRIORS.headline_odds if headlines else 1.0
    finer = of_short(one.side, other.side, scorer, languages)
    if shift:
        of = [place.sentence for place in one.places], [place.sentence for place in other.places]
        finer = finer.shifted(shift(_in_given(finer.candidates, of)))
    for bead, cosine, p in finer.at_least(least / odds):
        if not (one.whole(bead[0]) and other.whole(bead[1])):
            p = _with_odds(p, PRIORS.part_odds)  # noqa: PLW2901
        if max(bead[0][-1] - len(one.of_given[0]), bead[1][-1] - len(other.of_given[0])) < 0:
            p = _with_odds(p, odds)  # noqa: PLW2901
        if p > likely.get(bead, (0.0, 0.0))[1]:
            likely[bead] = cosine, p
    return likely


def _in_given(candidates: Candidates, given: tuple[Sequence[int], Sequence[int]]) -> list[Spans]:
    """Return the given sentences that each candidate is of."""
    one, other = given
    return [
        (tuple(sorted({one[i] for i in left})), tuple(sorted({other[j] for j in right})))
        for left, right in candidates.beads
    ]


def _given_of(bead: Spans, units: tuple[Units, Units]) -> Spans:
    """Return the given sentences that a bead of units is of."""
    left, right = (
        tuple(sorted({side.places[unit].sentence for unit in indices}))
        for side, indices in zip(units, bead, strict=True)
    )
    return left, right


def _with_odds(p: float, odds: float) -> float:
    return round(odds * p / (1 + (odds - 1) * p), 4)
