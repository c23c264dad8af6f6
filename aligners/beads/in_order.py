"""Beads of two translations: the best path through all sentences, in the order of both texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parallax.aligners.beads import monotone_long
from parallax.aligners.beads.arrays import Matrix, Spans
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.known import Known, as_beads, of_short, rounded
from parallax.aligners.beads.monotone import cover
from parallax.aligners.beads.path_probability import CALIBRATION, on_path
from parallax.aligners.beads.regime import partner_odds
from parallax.aligners.beads.scorer import Scorer
from parallax.aligners.beads.similarity import Side
from parallax.aligners.beads.units import Units, join, units_of

Path = tuple[list[Spans], Matrix, Matrix]
"""Beads in the order of both texts, their cosines and their probabilities."""


def beads_in_order(
    left: Side,
    right: Side,
    known: Known,
    found: list[Spans],
    min_probability: float,
    scorer: Scorer,
    languages: str,
) -> tuple[Known, list[Bead]]:
    """Return the beads of two translations, and what is known with them.

    Where what is given as one sentence is several, a path through these is sought too, and the one
    that is expected to align more sentences right is kept.

    :param found: the beads of the order-free choice.
    :param min_probability: minimum P(correct) of a bead; where nearly all sentences have a partner
        the whole path is kept.
    """
    odds = partner_odds(found, (len(left), len(right)))
    least = 0.0 if odds >= CALIBRATION.sure_odds else min_probability
    if known.tables is None:
        path = _in_order_by_parts(left, right, known, found, odds, scorer, languages)
    else:
        path = _in_order(known, found, odds, scorer, languages)
    beads = [bead for bead in as_beads(*path) if bead.p >= least]
    if known.tables is not None and (units := units_of(left, right)):
        finer = len(units[0].sentences), len(units[1].sentences)
        if finer != (len(left), len(right)):
            kept = [(bead.left, bead.right) for bead in beads]
            inner = _sentences_in_order(units, kept, odds, least, scorer, languages)
            beads = max(beads, inner, key=_expected)
    return known.with_beads(*path), beads


def _expected(beads: Sequence[Bead]) -> float:
    """Return the expected number of sentences in right beads."""
    return sum(bead.p * (len(bead.left) + len(bead.right)) for bead in beads)


def _sentences_in_order(
    units: tuple[Units, Units],
    found: list[Spans],
    odds: float,
    least: float,
    scorer: Scorer,
    languages: str,
) -> list[Bead]:
    """Return the beads of the best path through the sentences of two translations, those that meet
    in what is given as one sentence as one.

    :param found: the beads of what is given.
    """
    one, other = units
    known = of_short(one.sentences, other.sentences, scorer, languages)
    path = as_beads(*_in_order(known, found, odds, scorer, languages))
    measured = {
        (one.units(bead.left), other.units(bead.right)): (bead.score, bead.p)
        for bead in path
        if bead.p >= least
    }
    return [bead.bead(measured) for bead in join(list(measured), units)]


def _in_order(
    known: Known, found: list[Spans], odds: float, scorer: Scorer, languages: str
) -> Path:
    """Return the beads of the best path through two translations, whatever their probability.

    :param found: the beads of the order-free choice.
    :param odds: the odds that a sentence has a partner.
    """
    if known.tables is None:
        raise ValueError("long texts are aligned by parts")
    path = cover(known.tables, known.candidates, known.probabilities, found, odds)
    cosines, p = known.scored(path, scorer, languages)
    return path, cosines, on_path(p, odds)


def _in_order_by_parts(
    left: Side,
    right: Side,
    known: Known,
    found: list[Spans],
    odds: float,
    scorer: Scorer,
    languages: str,
) -> Path:
    """Return the same for long texts, which are cut where their alignment is sure."""
    whole = monotone_long.path(known.candidates, known.probabilities, len(right))[::-1]
    beads: list[Spans] = []
    cosines, probabilities = (np.zeros(0, dtype=np.float32) for _ in range(2))
    for i, x, j, y in monotone_long.parts(whole, known.singles, (len(left), len(right))):
        part = of_short(left.part(i, x), right.part(j, y), scorer, languages)
        path, own, p = _in_order(part, found, odds, scorer, languages)
        beads += [(tuple(i + a for a in one), tuple(j + b for b in two)) for one, two in path]
        cosines = np.concatenate([cosines, np.array(rounded(own), dtype=np.float32)])
        probabilities = np.concatenate([probabilities, p])
    return beads, cosines, probabilities
