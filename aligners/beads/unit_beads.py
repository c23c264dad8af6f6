"""Beads of two texts that are no translations: sentences and clauses compete as sets of clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from parallax.aligners.beads import order_free
from parallax.aligners.beads.arrays import Matrix, Spans
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.candidates import Candidates, as_candidates, raise_pairs
from parallax.aligners.beads.known import Known, of_short
from parallax.aligners.beads.priors import PRIORS, with_odds
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
    candidates = as_candidates(list(likely))
    probabilities = np.array([p for _, p in likely.values()], dtype=np.float32)
    given_ = as_candidates(_in_given(candidates, _given_of_units(units)))
    raise_pairs(likeliest, given_.left, given_.right, given_.sizes, probabilities)
    counted = sizes(candidates.beads, units)
    chosen = order_free.select(candidates, probabilities, least, counted)
    return [bead.bead(likely) for bead in join(chosen, units)]


def _likely_units(
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
    of_headlines = PRIORS.headline_odds if headlines else 1.0
    sentences, odds = given, 1.0  # what is given has its headline and its shift already
    if (len(one.sentences), len(other.sentences)) != tuple(map(len, given.nearness)):
        sentences, odds = of_short(one.sentences, other.sentences, scorer, languages), of_headlines
        sentences = sentences.with_likelier_several(PRIORS.several_odds)
        if shift:
            of = one.given, other.given
            sentences = sentences.shifted(shift(_in_given(sentences.candidates, of)))
    likely: dict[Spans, tuple[float, float]] = {}
    ends = one.given.count(0), other.given.count(0)
    for bead, cosine, p in sentences.at_least(least / odds):
        likelier = _with_odds(p, odds if _inside(bead, ends) else 1.0)
        likely[one.units(bead[0]), other.units(bead[1])] = cosine, likelier
    if len(one.side) == len(one.sentences) and len(other.side) == len(other.sentences):
        return likely
    finer = of_short(one.side, other.side, scorer, languages)
    finer = finer.with_likelier_several(PRIORS.several_odds)
    if shift:
        finer = finer.shifted(shift(_in_given(finer.candidates, _given_of_units(units))))
    ends = len(one.of_given[0]), len(other.of_given[0])
    for bead, cosine, p in finer.at_least(least / of_headlines):
        whole = one.whole(bead[0]) and other.whole(bead[1])
        less = _with_odds(p, 1.0 if whole else PRIORS.part_odds)
        likelier = _with_odds(less, of_headlines if _inside(bead, ends) else 1.0)
        if likelier > likely.get(bead, (0.0, 0.0))[1]:
            likely[bead] = cosine, likelier
    return likely


def _inside(bead: Spans, ends: tuple[int, int]) -> bool:
    """Return whether a bead lies before some ends of both texts."""
    return bead[0][-1] < ends[0] and bead[1][-1] < ends[1]


def _in_given(candidates: Candidates, given: tuple[Sequence[int], Sequence[int]]) -> list[Spans]:
    """Return the given sentences that each candidate is of."""
    one, other = given
    return [
        (tuple(sorted({one[i] for i in left})), tuple(sorted({other[j] for j in right})))
        for left, right in candidates.beads
    ]


def _given_of_units(units: tuple[Units, Units]) -> tuple[list[int], list[int]]:
    """Return the given sentence of each unit of both texts."""
    one, other = ([place.sentence for place in side.places] for side in units)
    return one, other


def _with_odds(p: float, odds: float) -> float:
    return round(with_odds(p, odds), 4)
