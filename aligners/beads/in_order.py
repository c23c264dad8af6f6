"""Beads of two translations: the best path through all sentences, in the order of both texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parallax.aligners.beads import monotone_long
from parallax.aligners.beads.arrays import Spans
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.known import Known, of_short
from parallax.aligners.beads.monotone import cover
from parallax.aligners.beads.path_probability import CALIBRATION, on_path
from parallax.aligners.beads.regime import partner_odds
from parallax.aligners.beads.scorer import Scorer
from parallax.aligners.beads.similarity import Side
from parallax.aligners.beads.units import Units, join, units_of


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
        known, path = _in_order_by_parts(left, right, known, found, odds, scorer, languages)
    else:
        known, path = _in_order(known, found, odds, scorer, languages)
    kept = [bead for bead in path if known.measured[bead][1] >= least]
    beads = [Bead(*bead, *known.measured[bead]) for bead in kept]
    if known.tables is not None and (units := units_of(left, right)):
        finer = len(units[0].sentences), len(units[1].sentences)
        if finer != (len(left), len(right)):
            inner = _sentences_in_order(units, kept, odds, least, scorer, languages)
            beads = max(beads, inner, key=_expected)
    return known, beads


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
    known, path = _in_order(known, found, odds, scorer, languages)
    measured = {
        (one.units(left), other.units(right)): known.measured[left, right]
        for left, right in path
        if known.measured[left, right][1] >= least
    }
    return [bead.bead(measured) for bead in join(list(measured), units)]


def _in_order(
    known: Known, found: list[Spans], odds: float, scorer: Scorer, languages: str
) -> tuple[Known, list[Spans]]:
    """Return the beads of the best path through two translations, whatever their probability.

    :param found: the beads of the order-free choice.
    :param odds: the odds that a sentence has a partner.
    """
    if known.tables is None:
        raise ValueError("long texts are aligned by parts")
    path = cover(known.tables, known.candidates, known.probabilities, found, odds)
    if not path:
        return known, path
    cosines, p = known.scored(path, scorer, languages)
    return known.with_beads(path, cosines, on_path(p, odds)), path


def _in_order_by_parts(
    left: Side,
    right: Side,
    known: Known,
    found: list[Spans],
    odds: float,
    scorer: Scorer,
    languages: str,
) -> tuple[Known, list[Spans]]:
    """Return the same for long texts, which are cut where their alignment is sure."""
    whole = monotone_long.path(known.candidates, known.probabilities, len(right))[::-1]
    beads: list[Spans] = []
    scores: list[tuple[float, float]] = []
    for i, x, j, y in monotone_long.parts(whole, known.measured, (len(left), len(right))):
        part = of_short(left.part(i, x), right.part(j, y), scorer, languages)
        part, path = _in_order(part, found, odds, scorer, languages)
        beads += [(tuple(i + a for a in one), tuple(j + b for b in two)) for one, two in path]
        scores += [part.measured[bead] for bead in path]
    table = np.array(scores, dtype=np.float32).reshape(-1, 2)
    return known.with_beads(beads, table[:, 0], table[:, 1]), beads
