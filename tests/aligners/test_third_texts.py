"""What a third text says of two sentences."""

import numpy as np
import pytest

from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.third_texts import WEIGHTS, Pair, ThirdTextEvidence


def table(*rows: list[float]) -> Matrix:
    return np.array(rows, dtype=np.float32)


ONE = ((0,), (0,))


def moved(likeliest: dict[Pair, Matrix], bead: tuple[tuple[int, ...], tuple[int, ...]]) -> float:
    return float(ThirdTextEvidence(likeliest).shift((0, 1), [bead])[0])


def test_a_sentence_of_a_third_text_that_is_like_both_makes_them_likelier() -> None:
    """By its weaker half: a path is no better than its worse step."""
    tables = {(0, 1): table([0.3]), (0, 2): table([0.9]), (1, 2): table([0.6])}
    assert moved(tables, ONE) == pytest.approx(0.6 * WEIGHTS.support, abs=1e-5)


def test_partners_apart_in_a_third_text_make_them_less_likely() -> None:
    tables = {(0, 1): table([0.5]), (0, 2): table([0.9, 0.0]), (1, 2): table([0.0, 0.8])}
    assert moved(tables, ONE) == pytest.approx(-0.8 * WEIGHTS.contradiction, abs=1e-5)


def test_a_text_that_says_nothing_of_either_says_nothing() -> None:
    tables = {(0, 1): table([0.5]), (0, 2): table([0.0]), (1, 2): table([0.7])}
    assert moved(tables, ONE) == 0


def test_two_texts_without_a_third_stay_as_they_are() -> None:
    assert moved({(0, 1): table([0.5])}, ONE) == 0
    assert moved({(0, 1): table([0.5]), (0, 2): np.zeros((1, 0), np.float32)}, ONE) == 0


def test_two_witnesses_count_more_than_one_and_never_more_than_certainty() -> None:
    one = {(0, 1): table([0.3]), (0, 2): table([0.8]), (1, 2): table([0.8])}
    two = one | {(0, 3): table([0.8]), (1, 3): table([0.8]), (2, 3): table([0.8])}
    assert moved(one, ONE) < moved(two, ONE) < WEIGHTS.support


def test_each_sentence_of_a_bead_counts() -> None:
    """Half of this bead is supported."""
    bead = ((0, 1), (0,))
    tables = {(0, 1): table([0.5], [0.5]), (0, 2): table([0.9], [0.0]), (1, 2): table([0.9])}
    assert moved(tables, bead) == pytest.approx(0.45 * WEIGHTS.support, abs=1e-5)


def test_nothing_is_said_of_pairs_that_were_not_compared() -> None:
    tables = {(0, 2): table([0.9]), (1, 2): table([0.9])}
    assert moved(tables, ONE) == pytest.approx(0.9 * WEIGHTS.support, abs=1e-5)
    assert len(ThirdTextEvidence(tables).shift((0, 1), [])) == 0
