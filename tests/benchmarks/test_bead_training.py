"""What the scorer of beads learns from, and that training is the same each time."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.bead_examples import says_the_same, translated_documents
from benchmarks.bead_networks import Training, cross_fitted, fitted, slope_and_offset
from benchmarks.left_out_stories import LeftOut
from parallax.aligners.beads.align import Alignment
from parallax.aligners.beads.arrays import Spans
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.regime import Regime
from parallax.aligners.beads.scorer import Network, sigmoid
from parallax.aligners.links import Link
from parallax.aligners.texts import Aligned

NUMBERS = st.sets(st.integers(0, 4), min_size=1, max_size=3).map(lambda one: tuple(sorted(one)))
CELLS = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)))


def test_a_bead_is_right_when_no_sentence_of_it_is_superfluous() -> None:
    shared = {(0, 1), (0, 2), (3, 2)}
    assert says_the_same(((0,), (1, 2)), shared)
    assert says_the_same(((0,), (1,)), shared), "a part of a larger bead is right too"
    assert says_the_same(((0, 3), (1, 2)), shared), "three of four pairs share a statement"
    assert not says_the_same(((0,), (1, 2, 4)), shared)
    assert not says_the_same(((0, 3), (1, 2)), {(0, 1), (3, 2)}), "these are two beads"


@given(st.tuples(NUMBERS, NUMBERS), CELLS)
def test_swapped_texts_and_more_shared_pairs_do_not_make_a_right_bead_wrong(
    bead: Spans, cells: set[tuple[int, int]]
) -> None:
    right = says_the_same(bead, cells)
    assert says_the_same((bead[1], bead[0]), {(j, i) for i, j in cells}) == right
    if right:
        assert says_the_same(bead, cells | {(i, j) for i in bead[0] for j in bead[1]})


def test_networks_learn_a_rule_and_are_the_same_each_time() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(600, 3)).astype(np.float32)
    right = rows[:, 0] * rows[:, 1] > 0
    how = Training(hidden=8, networks=2, epochs=200, batch=64)
    one, other = (fitted(rows, right, np.ones(600, dtype=np.float32), how) for _ in range(2))
    assert np.array_equal(one.hidden, other.hidden)
    assert np.mean((one.logits(rows) > 0) == right) > 0.9


def test_rows_are_judged_by_a_network_that_did_not_see_their_fold() -> None:
    seen: list[list[int]] = []

    def train(numbers: object) -> Network:
        own = list(numbers)  # type: ignore[call-overload]
        seen.append(own)
        flat = np.zeros((1, 1), dtype=np.float32)
        return Network(flat[0], flat[0] + 1, flat, flat[0], flat[0], float(sum(own)))

    rows = [np.zeros((2, 1), dtype=np.float32)] * 4
    logits = cross_fitted(rows, [0, 1, 0, 1], train)
    assert seen == [[1, 3], [0, 2]]
    assert [one.tolist() for one in logits] == [[4, 4], [2, 2], [4, 4], [2, 2]]


def test_calibration_finds_the_slope_that_was_lost() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, 20_000)
    right = rng.random(20_000) < sigmoid(logits.astype(np.float32))
    slope, offset = slope_and_offset(logits * 3 + 1, right)
    assert abs(slope - 1 / 3) < 0.02
    assert abs(offset + 1 / 3) < 0.1


def test_translations_are_aligned_by_paragraph(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(
        '{"story_id": "a", "lang": "en", "text": "It rained. Then it froze.\\nSchools closed."}\n'
        '{"story_id": "a", "lang": "uk", "text": "Ішов дощ. Потім підмерзло.\\nШколи закрили."}\n'
        '{"story_id": "b", "lang": "en", "text": "One line.\\nTwo lines."}\n'
        '{"story_id": "b", "lang": "uk", "text": "Лише один рядок."}\n',
        "utf-8",
    )
    assert translated_documents(file, ("uk", "en"), 2) == [
        {
            "uk": ["Ішов дощ. Потім підмерзло.", "Школи закрили."],
            "en": ["It rained. Then it froze.", "Schools closed."],
        }
    ]


def test_what_is_found_of_a_story_left_out_is_counted_by_beads_by_rows_and_by_texts() -> None:
    one, other = Bead((0,), (1,), 0.9, 0.8), Bead((2,), (2, 3), 0.9, 0.6)
    made = Aligned(
        {("a", "b"): Alignment([one, other], Regime.COMPARABLE, None)},
        [Link({"a": (0,), "b": (1,)}, 0.9, 0.8), Link({"a": (2,), "b": (2, 3)}, 0.9, 0.6)],
    )
    found = LeftOut()
    found.add(made, [[("a", 0), ("b", 1)], [("b", 2), ("a", 2)], [("a", 1), ("b", 5), ("c", 4)]])
    assert (found.beads.right, found.beads.invented, found.beads.missed) == (2, 1, 3)
    assert found.rows == found.beads
    assert found.judged == [(0.8, True), (0.6, False)], "one sentence of the second is superfluous"
    assert found.row_pairs == [True, True]
    assert sorted(found.statements) == [False, False, False, True, True]
