"""How likely a difference of wording is right.

Three things make it wrong: the sentences say different things, the rule behind it fires where
nothing differs, or only one side shows it and the other may say the same in words we do not know.
So its probability is that of the link, times one less the false discovery rate of its rules in the
pair of languages (`parallax.comparers.decoy_rates`), times the share that remains where one side
alone is marked. It is not calibrated: `bench findings` prints how often findings of each confidence
are right.
"""

from __future__ import annotations

from dataclasses import replace

from parallax.comparers.decoy_rates import WORDING, load
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.trust import TRUST

DECIMALS = 3
"""Digits of a probability: more are not known."""


def judged(difference: Difference, one: str, other: str, link: float = 1.0) -> Difference:
    """Return a difference with its probability.

    :param one: language of the left side. :param other: of the right one.
    :param link: P that the two sides say the same; 1 for texts that are given, and for whole texts.
    """
    return replace(difference, p=round(probability(difference, one, other, link), DECIMALS))


def probability(difference: Difference, one: str, other: str, link: float = 1.0) -> float:
    """Return how likely a difference is right, 0 to 1; the same with its sides exchanged."""
    markers = (*difference.left, *difference.right)
    share = max(
        (_false_share(difference.axis, marker.rule, one, other) for marker in markers),
        default=TRUST.unknown,
    )
    agreement = 1.0 if difference.left and difference.right else TRUST.one_side
    return link * (1 - share) * agreement


def _false_share(axis: str, rule: str, one: str, other: str) -> float:
    known = load().of(WORDING, axis, rule, one, other)
    return TRUST.unknown if known is None or known.false_share is None else known.false_share
