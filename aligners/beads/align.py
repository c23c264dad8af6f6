"""Alignment of two texts: beads with a probability, and null beads for sentences without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from parallax.aligners.beads import long_texts, order_free
from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.in_order import beads_in_order
from parallax.aligners.beads.known import Known, of_long, of_short, rounded
from parallax.aligners.beads.priors import PRIORS
from parallax.aligners.beads.regime import Regime, regime
from parallax.aligners.beads.scorer import ANY, Scorer, load
from parallax.aligners.beads.similarity import Side
from parallax.aligners.beads.unit_beads import Shift, beads_of_units
from parallax.aligners.beads.units import units_of
from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="by hand on the unrelated texts (C0) of the development documents of NTREX-128, which "
    "`bench align` scores",
)
@dataclass(frozen=True)
class Gate:
    """The same-story gate: what two texts must have in common to be aligned at all."""

    probability: Annotated[float, "a bead of this probability counts"] = 0.5
    beads: Annotated[int, "number of such beads that long texts need"] = 2
    sentences_a_bead: Annotated[
        int, "sentences of the shorter text per bead, for short texts", "by judgement"
    ] = 3

    def passes(self, beads: Sequence[Bead], shorter: int) -> bool:
        """Return whether two texts have enough in common.

        :param shorter: number of sentences of the shorter text.
        """
        needed = min(self.beads, max(shorter // self.sentences_a_bead, 1))
        return sum(bead.p >= self.probability for bead in beads) >= needed


@dataclass(frozen=True)
class Alignment:
    """Beads of two texts, those with two sides first and in the order of the left text.

    ``similarity`` is that of every sentence pair, by vectors and digits, shape (left, right); None
    for long texts, for which it is not computed. ``likeliest`` is the highest probability of a
    candidate that joins two sentences, of the same shape, 0 where none does; None for long texts,
    and for texts that fail the gate.
    """

    beads: list[Bead]
    regime: Regime
    similarity: Matrix | None
    likeliest: Matrix | None = None


def align(
    left: Side,
    right: Side,
    min_probability: float,
    gate: Gate | None = None,
    *,
    languages: str = ANY,
    headlines: bool = False,
    scorer: Scorer | None = None,
    shift: Shift | None = None,
) -> Alignment:
    """Align two texts: disjoint beads, and null beads for all other sentences.

    :param min_probability: minimum P(correct) of a bead.
    :param gate: if given, texts that fail it have only null beads.
    :param languages: the pair of languages, see `parallax.aligners.beads.scorer.pair_name`.
    :param headlines: whether both texts begin with the headline of an article.
    :param shift: see `parallax.aligners.third_texts`.
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
    look = of_long if max(len(left), len(right)) > long_texts.LIMITS.long else of_short
    known = look(left, right, scorer, languages)
    if headlines:
        known = known.with_likelier([((0,), (0,))], PRIORS.headline_odds)
    if shift:
        known = known.shifted(shift(known.candidates.beads))
    chosen = order_free.select(known.candidates, known.probabilities, min_probability)
    shape = len(left), len(right)
    how = regime(chosen, shape)
    if how is Regime.TRANSLATION:
        known, beads = beads_in_order(
            left, right, known, chosen, min_probability, scorer, languages
        )
    # What single sentences have in common is not likelier because beads of several are.
    likeliest = known.likeliest(shape) if known.similarity is not None else None
    if how is Regime.COMPARABLE:
        known = known.with_likelier_several(PRIORS.several_odds)
        if likeliest is not None and (units := units_of(left, right)):
            beads = beads_of_units(
                known,
                units,
                scorer,
                languages,
                min_probability,
                likeliest,
                headlines=headlines,
                shift=shift,
            )
        else:
            chosen = order_free.select(known.candidates, known.probabilities, min_probability)
            beads = known.as_beads(chosen)
    passed = not gate or gate.passes(beads, min(len(left), len(right)))
    if not passed:
        beads = []
    return Alignment(
        [*sorted(beads, key=lambda bead: (bead.left, bead.right)), *_alone(known, beads)],
        how,
        known.similarity,
        likeliest if passed else None,
    )


def _alone(known: Known, beads: Sequence[Bead]) -> list[Bead]:
    """Return a null bead for every sentence in no bead, with its best partner."""
    made = []
    taken = {i for bead in beads for i in bead.left}, {j for bead in beads for j in bead.right}
    for i, (j, near) in enumerate(
        zip(known.partners[0].tolist(), rounded(known.nearness[0]), strict=True)
    ):
        if i not in taken[0]:
            p = known.singles.get((i, j), 0.0)
            made.append(Bead((i,), (), near, p, (j,)))
    for j, (i, near) in enumerate(
        zip(known.partners[1].tolist(), rounded(known.nearness[1]), strict=True)
    ):
        if j not in taken[1]:
            p = known.singles.get((i, j), 0.0)
            made.append(Bead((), (j,), near, p, (i,)))
    return made
