"""Alignment of two texts: beads with a probability, and a null bead for every sentence that has no
partner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from parallax.aligners.beads import candidates as candidate_beads
from parallax.aligners.beads import long_texts, monotone_long, order_free
from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.aligners.beads.candidates import Candidates
from parallax.aligners.beads.features import evidence
from parallax.aligners.beads.long_texts import LONG
from parallax.aligners.beads.monotone import cover
from parallax.aligners.beads.regime import Regime, partner_odds, regime
from parallax.aligners.beads.scorer import ANY, Scorer, load
from parallax.aligners.beads.similarity import Side, Tables

ON_THE_PATH = 0.5
"""A bead on the path through translations needs this share of the threshold only; it has the beads
around it to speak for it.
"""
USUAL_ODDS = 3.0
"""Odds that a sentence has a partner where nothing makes beads on the path likelier than the scorer
says: those of a text that is just covered enough to be a translation. Where more is covered, two
sentences left over most likely belong together.
"""
SENTENCES_A_BEAD = 3
HEADLINE_ODDS = 4.0
"""Headlines of one story say the same so much oftener than other sentences that are as like. The
scorer was trained on texts without headlines; this was chosen on the sample world, where no wrong
pair of headlines comes above 0.15 by it.
"""


class Bead(NamedTuple):
    """Aligned sentences: indices on both sides, the cosine of their texts and the probability that
    the bead is right.

    A null bead has one empty side and, where the other text has sentences, its best rejected
    partner with the cosine and the probability of that pair.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
    p: float
    rejected: tuple[int, ...] = ()


@dataclass(frozen=True)
class Gate:
    """The same-story gate: so many beads of at least this probability, or the texts have too little
    in common.
    """

    p: float
    beads: int

    def passes(self, beads: Sequence[Bead], shorter: int) -> bool:
        """Tell whether two texts have enough in common to be aligned at all; ``shorter`` is the
        length of the shorter one.

        Short texts need fewer beads, one for every `SENTENCES_A_BEAD` sentences.
        """
        return sum(bead.p >= self.p for bead in beads) >= min(
            self.beads, max(shorter // SENTENCES_A_BEAD, 1)
        )


@dataclass(frozen=True)
class Alignment:
    """Beads of two texts, those with two sides first and in the order of the left text.

    ``similarity`` holds that of every sentence pair, by vectors and figures, shape (left, right);
    None for long texts, of which that is not computed.
    """

    beads: list[Bead]
    regime: Regime
    similarity: Matrix | None


def align(
    left: Side,
    right: Side,
    threshold: float,
    gate: Gate | None = None,
    *,
    languages: str = ANY,
    headlines: bool = False,
    scorer: Scorer | None = None,
) -> Alignment:
    """Align two texts: disjoint beads of at least the probability ``threshold``, null beads for all
    other sentences.

    :param gate: where given, a pair of texts that fails it has null beads only.
    :param headlines: whether both texts begin with the headline of an article.
    :param languages: the pair of languages, see `parallax.aligners.beads.scorer.pair_name`.
    :raises ValueError: when a side's vectors do not fit its number of sentences.
    """
    for side in (left, right):
        if len(side) and len(side.vectors[0]) != len(side):
            raise ValueError(f"{len(side)} sentences but vectors of shape {side.vectors[0].shape}")
    if not len(left) or not len(right):
        alone = [Bead((i,), (), 0.0, 0.0) for i in range(len(left))] + [
            Bead((), (j,), 0.0, 0.0) for j in range(len(right))
        ]
        return Alignment(
            alone, Regime.COMPARABLE, np.zeros((len(left), len(right)), dtype=np.float32)
        )
    scorer = scorer or load()
    look = _long if max(len(left), len(right)) > LONG else _short
    known = look(left, right, scorer, languages)
    if headlines:
        known = known.with_likelier([((0,), (0,))], HEADLINE_ODDS)
    chosen = order_free.select(known.candidates, known.probabilities, threshold)
    shape = len(left), len(right)
    how = regime(chosen, shape)
    if how is Regime.TRANSLATION:
        known, chosen = _in_order(known, chosen, shape, scorer, languages)
        chosen = [bead for bead in chosen if known.measured[bead][1] >= ON_THE_PATH * threshold]
    beads = [Bead(*bead, *known.measured[bead]) for bead in chosen]
    if gate and not gate.passes(beads, min(len(left), len(right))):
        beads = []
    return Alignment(
        [*sorted(beads, key=lambda bead: (bead.left, bead.right)), *_alone(known, beads)],
        how,
        known.similarity,
    )


@dataclass(frozen=True)
class _Known:
    """What was found out about two texts: candidates with probability and cosine; the best partner
    of each sentence of both sides, and how similar it is; the similarity of all sentence pairs, the
    tables and the evidence, or None for long texts.
    """

    candidates: Candidates
    probabilities: Matrix
    cosines: Matrix
    partners: tuple[Index, Index]
    nearness: tuple[Matrix, Matrix]
    similarity: Matrix | None
    tables: Tables | None
    evidence: Matrix | None

    def with_beads(self, beads: list[Spans], scorer: Scorer, languages: str) -> _Known:
        """Return the same with further candidates, where some of the beads are none yet; the others
        keep their probability.
        """
        new = [bead for bead in beads if bead not in self.candidates.number]
        if self.tables is None or self.evidence is None or not new:
            return self
        everything = candidate_beads.of([*self.candidates.beads, *new])
        reasons = np.vstack([self.evidence, evidence(self.tables, candidate_beads.of(new))])
        of_new = scorer.probabilities(reasons, everything, self.tables.shape, languages)[
            -len(new) :
        ]
        probabilities = np.concatenate([self.probabilities, of_new])
        return replace(
            self,
            candidates=everything,
            probabilities=probabilities,
            cosines=reasons[:, 0],
            evidence=reasons,
        )

    def with_likelier(self, beads: list[Spans], odds: float) -> _Known:
        """Return the same with the odds of some beads so many times as high; beads that are no
        candidates stay out.
        """
        numbers = [self.candidates.number[bead] for bead in beads if bead in self.candidates.number]
        p = self.probabilities.copy()
        p[numbers] = odds * p[numbers] / (1 + (odds - 1) * p[numbers])
        return replace(self, probabilities=p)

    @cached_property
    def measured(self) -> dict[Spans, tuple[float, float]]:
        """Cosine and probability of each candidate, with four digits."""
        columns = (
            column.astype(np.float64).round(4).tolist()
            for column in (self.cosines, self.probabilities)
        )
        return dict(zip(self.candidates.beads, zip(*columns, strict=True), strict=True))


def _short(left: Side, right: Side, scorer: Scorer, languages: str) -> _Known:
    tables = Tables(left, right)
    found = candidate_beads.find(tables)
    reasons = evidence(tables, found)
    probabilities = scorer.probabilities(reasons, found, tables.shape, languages)
    pairs, cosine = tables.pairs, tables.cosine[0]
    partners = pairs.argmax(axis=1), pairs.argmax(axis=0)
    nearness = cosine[np.arange(len(left)), partners[0]], cosine[partners[1], np.arange(len(right))]
    return _Known(found, probabilities, reasons[:, 0], partners, nearness, pairs, tables, reasons)


def _long(left: Side, right: Side, scorer: Scorer, languages: str) -> _Known:
    nearest = long_texts.seeds(left, right)
    found = long_texts.find(left, right, nearest, scorer, languages)
    return _Known(
        *found,
        (nearest.of_left, nearest.of_right),
        (nearest.near_left, nearest.near_right),
        None,
        None,
        None,
    )


def _in_order(
    known: _Known, found: list[Spans], shape: tuple[int, int], scorer: Scorer, languages: str
) -> tuple[_Known, list[Spans]]:
    """Return the beads of the best path through two texts that are translations, whatever their
    probability.

    :param found: what an order-free choice found.
    """
    odds = partner_odds(found, shape)
    if known.tables is None:
        path = monotone_long.path(known.candidates, known.probabilities, shape[1])
    else:
        path = cover(known.tables, known.candidates, known.probabilities, found, odds)
    return known.with_beads(path, scorer, languages).with_likelier(
        path, max(odds / USUAL_ODDS, 1)
    ), path


def _alone(known: _Known, beads: Sequence[Bead]) -> list[Bead]:
    """Return a null bead for every sentence in no bead, with its best partner."""
    unlikely = (0.0, 0.0)
    made = []
    taken = {i for bead in beads for i in bead.left}, {j for bead in beads for j in bead.right}
    for i, (j, near) in enumerate(
        zip(known.partners[0].tolist(), known.nearness[0].tolist(), strict=True)
    ):
        if i not in taken[0]:
            made.append(
                Bead((i,), (), round(near, 4), known.measured.get(((i,), (j,)), unlikely)[1], (j,))
            )
    for j, (i, near) in enumerate(
        zip(known.partners[1].tolist(), known.nearness[1].tolist(), strict=True)
    ):
        if j not in taken[1]:
            made.append(
                Bead((), (j,), round(near, 4), known.measured.get(((i,), (j,)), unlikely)[1], (i,))
            )
    return made
