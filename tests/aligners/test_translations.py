"""Translations: the path, what is kept of it, and how sure its beads are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.long_translations import texts
from parallax.aligners.beads.candidates import as_candidates
from parallax.aligners.beads.monotone import cover
from parallax.aligners.beads.monotone_long import LIMITS, parts
from parallax.aligners.beads.near import find_candidates
from parallax.aligners.beads.path_probability import on_path
from parallax.aligners.beads.sides import sides
from parallax.aligners.beads.similarity import SimilarityTables
from parallax.encoders.encoder import SentenceEncoder

LINES = [
    "The mayor opened the new bridge on Monday.",
    "Farmers expect a poor harvest after the dry summer.",
    "The museum bought a painting from the seventeenth century.",
    "Two trains were late because of snow.",
    "The orchestra will play in Lviv in May.",
    "A court fined the company for polluting the river.",
]


def test_the_path_joins_four_sentences_that_the_other_text_says_in_one() -> None:
    joined = [LINES[0], " ".join(LINES[1:5]), LINES[5]]
    tables = SimilarityTables(*sides([LINES, joined], SentenceEncoder()))
    found = find_candidates(tables)
    path = cover(tables, found, np.zeros(len(found), dtype=np.float32), [((0,), (0,))], 20.0)
    assert path == [((0,), (0,)), ((1, 2, 3, 4), (1,)), ((5,), (2,))]


@given(st.floats(0, 1), st.floats(1, 50), st.floats(0, 1), st.floats(1, 50))
def test_a_bead_on_a_path_is_likelier_the_likelier_it_is_alone_and_the_fewer_are_left_over(
    p: float, odds: float, other: float, more: float
) -> None:
    low, high = sorted((p, other))
    few, many = sorted((odds, more))
    values = on_path(np.array([low, high], dtype=np.float32), few)
    assert 0 <= values[0] <= values[1] <= 1
    assert values[0] <= on_path(np.array([low], dtype=np.float32), many)[0]


def test_a_weak_bead_is_likely_only_where_nearly_all_have_a_partner() -> None:
    weak = np.array([0.03], dtype=np.float32)
    assert on_path(weak, 2.5)[0] < 0.4 < on_path(weak, 13.0)[0]


def test_long_translations_are_cut_behind_sure_pairs_only() -> None:
    count = 2 * LIMITS.sentences + 20
    path = [((i,), (i,)) for i in range(count)]
    singles = {(i, i): 0.5 if i == LIMITS.sentences - 1 else 1.0 for i in range(count)}
    cut = list(parts(path, singles, (count, count)))
    first = LIMITS.sentences + 1
    assert cut == [
        (0, first, 0, first),
        (first, first + LIMITS.sentences, first, first + LIMITS.sentences),
        (first + LIMITS.sentences, count, first + LIMITS.sentences, count),
    ]


def test_candidates_of_different_widths_follow_one_another() -> None:
    one, two = [((0,), (1,)), ((1, 2), (0,))], [((0, 1, 2, 3), (4,))]
    assert as_candidates(one).followed_by(as_candidates(two)).beads == [*one, *two]


@pytest.mark.parametrize("seed", range(3))
def test_made_long_translations_join_the_same_lines(seed: int) -> None:
    document = {
        "en": [f"line {i}, and so on to its end" for i in range(300)],
        "ru": [f"строка {i}, и так далее до конца" for i in range(300)],
    }
    (pair,) = texts([document], ("ru", "en"), 150, seed)
    numbers = [
        [{word.strip(",") for word in text.split() if word.strip(",").isdigit()} for text in side]
        for side in (pair.left, pair.right)
    ]
    for left, right in pair.gold:
        assert set().union(*(numbers[0][i] for i in left)) == set().union(
            *(numbers[1][j] for j in right)
        )
    assert {4} <= {max(len(left), len(right)) for left, right in pair.gold}
