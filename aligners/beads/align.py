"""Alignment of two texts: beads with a probability, and null beads for sentences without one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from parallax.aligners.beads import long_texts, monotone_long, order_free
from parallax.aligners.beads.arrays import Matrix, Spans
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.candidates import Candidates, as_candidates
from parallax.aligners.beads.known import Known, of_long, of_short
from parallax.aligners.beads.monotone import cover
from parallax.aligners.beads.path_probability import CALIBRATION, on_path
from parallax.aligners.beads.regime import Regime, partner_odds, regime
from parallax.aligners.beads.scorer import ANY, Scorer, load
from parallax.aligners.beads.similarity import Side
from parallax.aligners.beads.units import Joined, Units, join, sizes, units_of
from parallax.core.thresholds import thresholds


@thresholds(
    "align",
    chosen="on the sample world, which `bench sample` scores: with it no wrong pair of headlines "
    "has a probability above .15",
)
@dataclass(frozen=True)
class BeadPriors:
    """What makes beads likelier than the scorer says."""

    part_odds: Annotated[
        float,
        "how much the odds of a part of a sentence are below those of whole sentences as similar; "
        "the scorer was trained with whole ones, and parts are short and many",
        "of 1, .5 and .25 by hand on scenario C4 of a third of the development documents and on "
        "nine collected stories of real outlets (air_india to kryvyirih) with labels of shared "
        "statements",
    ] = 0.25
    headline_odds: Annotated[
        float,
        "how much the odds of two headlines of a story exceed those of other sentences as similar; "
        "the scorer was trained without headlines",
    ] = 2.0


PRIORS = BeadPriors()


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


Shift = Callable[[Sequence[Spans]], Matrix]
"""What other evidence adds to the log odds of candidates."""


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
        odds = partner_odds(chosen, shape)
        enough = 0.0 if odds >= CALIBRATION.sure_odds else min_probability
        if known.tables is None:
            known, path = _in_order_by_parts(left, right, known, chosen, odds, scorer, languages)
        else:
            known, path = _in_order(known, chosen, odds, scorer, languages)
        chosen = [bead for bead in path if known.measured[bead][1] >= enough]
    likeliest = known.likeliest(shape) if look is of_short else None
    units = units_of(left, right) if likeliest is not None else None
    if how is Regime.TRANSLATION and units and _finer(units, shape):
        beads = [Bead(*bead, *known.measured[bead]) for bead in chosen]
        finer = _sentences_in_order(units, chosen, odds, enough, scorer, languages)
        beads = max(beads, finer, key=_expected)
    elif how is Regime.COMPARABLE and likeliest is not None and units:
        likely = _likely_units(
            known, units, scorer, languages, min_probability, headlines=headlines, shift=shift
        )
        beads = _chosen_units(likely, units, min_probability, likeliest)
    else:
        beads = [Bead(*bead, *known.measured[bead]) for bead in chosen]
    passed = not gate or gate.passes(beads, min(len(left), len(right)))
    if not passed:
        beads = []
    return Alignment(
        [*sorted(beads, key=lambda bead: (bead.left, bead.right)), *_alone(known, beads)],
        how,
        known.similarity,
        likeliest if passed else None,
    )


def _chosen_units(
    likely: dict[Spans, tuple[float, float]],
    units: tuple[Units, Units],
    least: float,
    likeliest: Matrix,
) -> list[Bead]:
    """Return the beads of sentences that likely beads of units make; what these say of pairs of
    sentences is added to ``likeliest``.
    """
    for bead, (_, p) in likely.items():
        cells = np.ix_(*_given_of(bead, units))
        likeliest[cells] = np.maximum(likeliest[cells], p)
    candidates = as_candidates(list(likely))
    probabilities = np.array([p for _, p in likely.values()], dtype=np.float32)
    counted = sizes(candidates.beads, units)
    chosen = order_free.select(candidates, probabilities, least, counted)
    return [_joined(bead, likely) for bead in join(chosen, units)]


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


def _joined(bead: Joined, measured: dict[Spans, tuple[float, float]]) -> Bead:
    """Return a bead of sentences made of beads of units: with their mean cosine, and as likely as
    the least likely of them, because it is right only if all are.
    """
    values = [measured[one] for one in bead.made_of]
    score = round(sum(cosine for cosine, _ in values) / len(values), 4)
    return Bead(*bead.sentences, score, min(p for _, p in values), (), *bead.parts)


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


def _expected(beads: Sequence[Bead]) -> float:
    """Return the expected number of sentences in right beads."""
    return sum(bead.p * (len(bead.left) + len(bead.right)) for bead in beads)


def _finer(units: tuple[Units, Units], shape: tuple[int, int]) -> bool:
    """Return whether what is given as one sentence of two texts is several somewhere."""
    return (len(units[0].sentences), len(units[1].sentences)) != shape


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
    return [_joined(bead, measured) for bead in join(list(measured), units)]


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


def _alone(known: Known, beads: Sequence[Bead]) -> list[Bead]:
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
