"""Beads, links and stories."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners.beads import Bead, Side, align, passes_gate, similarities
from aligners.encoder import SentenceEncoder
from aligners.figures import figures, shared
from aligners.links import link
from aligners.spans import sides
from aligners.stories import Candidate, link_stories

ENCODER = SentenceEncoder()
ENGLISH = [
    "Five people were killed in the strike on the market.", "Rescuers put out the fire in two hours.",
    "The mayor thanked the doctors of the city hospital.", "Schools will stay closed until Monday.",
]
UKRAINIAN = [
    "Школи будуть зачинені до понеділка.", "Унаслідок удару по ринку загинули п’ятеро людей.",
    "Наступного тижня очікують морози.", "Рятувальники загасили пожежу за дві години.",
]


def beads(a: list[str], b: list[str], threshold: float = 0.3) -> list[Bead]:
    return align(*sides([a, b], ENCODER), threshold)


def test_sentences_in_another_order_are_found() -> None:
    matched = {(x.left, x.right) for x in beads(ENGLISH, UKRAINIAN) if x.left and x.right}
    assert matched == {((0,), (1,)), ((1,), (3,)), ((3,), (0,))}


def test_two_sentences_that_the_other_merges_are_one_bead() -> None:
    merged = ["Five people were killed in the strike on the market and rescuers put out the fire in two hours."]
    assert [(x.left, x.right) for x in beads(ENGLISH[:2], merged)] == [((0, 1), (0,))]


def test_a_changed_number_does_not_break_a_bead_and_an_equal_one_helps() -> None:
    plain, changed = "On 4 May 1,250 people left the town of 9,300.", "4 травня місто з 9 300 мешканців покинули 1 250 людей."
    other = "7 травня місто з 8 100 мешканців покинули 3 970 людей."
    table = similarities(*sides([[plain], [changed, other]], ENCODER))[1, 1]
    assert table[0, 0] > table[0, 1] > 0.5
    bare = ENCODER.encode([plain]) @ ENCODER.encode([changed, other]).T
    assert (table >= bare).all()


def test_a_figure_is_its_digits_however_they_are_grouped() -> None:
    assert figures("1 700, 1,700 та 12.5 %") == {"1700", "125"}


@given(st.lists(st.frozensets(st.sampled_from("123"), max_size=3), max_size=4), st.lists(st.frozensets(st.sampled_from("123"), max_size=3), max_size=4))
def test_shared_figures_only_reward_and_are_symmetric(left: list[frozenset[str]], right: list[frozenset[str]]) -> None:
    table = shared(left, right)
    assert ((table >= 0) & (table <= 1.0001)).all()
    assert np.allclose(table, shared(right, left).T)


def test_a_sentence_alone_names_its_best_rejected_partner() -> None:
    alone = next(x for x in beads(ENGLISH, UKRAINIAN) if x.left == (2,))
    assert alone.right == ()
    assert len(alone.rejected) == 1
    assert alone.score < 0.3


@pytest.mark.parametrize(("a", "b", "expected"), [
    ([], [], []), (["x"], [], [((0,), ())]), ([], ["x"], [((), (0,))]), (["Так."], ["Так."], [((0,), (0,))]),
])
def test_edges_are_defined(a: list[str], b: list[str], expected: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    assert [(x.left, x.right) for x in beads(a, b)] == expected


def random_side(rng: np.random.Generator, n: int) -> Side:
    vectors = []
    for size in range(max(n, 1), max(n, 1) - 3, -1):
        table = rng.normal(size=(max(size if n else 0, 0), 8)).astype(np.float32)
        vectors.append(table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9))
    return Side(rng.integers(5, 200, size=n).astype(float), vectors)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 10_000), st.floats(0.05, 0.6))
def test_beads_are_disjoint_cover_all_and_swap_with_the_sides(n: int, m: int, seed: int, threshold: float) -> None:
    rng = np.random.default_rng(seed)
    left, right = random_side(rng, n), random_side(rng, m)
    found = align(left, right, threshold)
    assert sorted(i for bead in found for i in bead.left) == list(range(n))
    assert sorted(j for bead in found for j in bead.right) == list(range(m))
    assert {(x.right, x.left) for x in align(right, left, threshold)} == {(x.left, x.right) for x in found}


def test_vectors_that_do_not_fit_are_refused() -> None:
    side = Side(np.ones(3), [np.ones((2, 4), dtype=np.float32)] * 3)
    with pytest.raises(ValueError, match=r"3 sentences but vectors of shape \(2, 4\)"):
        align(side, side, 0.3)


def test_articles_with_little_in_common_fail_the_gate() -> None:
    weak = [Bead((0,), (3,), 0.35), Bead((1,), (), 0.1), Bead((2,), (), 0.1), *(Bead((), (j,), 0.1) for j in range(3))]
    assert not passes_gate(weak, 0.36, 2)
    assert passes_gate([*weak, Bead((3,), (4,), 0.5), Bead((4,), (5,), 0.5)], 0.36, 2)


def test_beads_of_three_texts_become_one_link_and_the_weakest_contradiction_is_left_out() -> None:
    found = [
        ("a", "b", Bead((0,), (0,), 0.9)), ("b", "c", Bead((0,), (0,), 0.8)), ("a", "c", Bead((1,), (0,), 0.4)),
        ("a", "c", Bead((2,), (), 0.1)),
    ]
    links = link(found, {"a": [0, 1, 2], "b": [0], "c": [0]})
    assert {(tuple(sorted(x.members.items())), x.kind) for x in links} == {
        ((("a", (0,)), ("b", (0,)), ("c", (0,))), "shared"), ((("a", (1,)),), "only"), ((("a", (2,)),), "only"),
    }


def test_a_sentence_that_merges_two_joins_their_links() -> None:
    found = [("a", "b", Bead((0,), (0,), 0.9)), ("a", "b", Bead((1,), (1,), 0.9))]
    found += [("a", "c", Bead((0, 1), (0,), 0.7)), ("b", "c", Bead((0, 1), (0,), 0.7))]
    assert [x.members for x in link(found, {"a": [0, 1], "b": [0, 1], "c": [0]})] == [{"a": (0, 1), "b": (0, 1), "c": (0,)}]


def candidate(name: str, title: str, hour: int, siblings: tuple[str, ...] = ()) -> Candidate:
    when = datetime(2024, 4, 3, tzinfo=UTC) + timedelta(hours=hour)
    return Candidate(name, f"https://x.example/{name}", name, when, title, (), siblings)


STORM = "Storm leaves 380 settlements without power in three regions"
CANDIDATES = [
    candidate("a", STORM, 0), candidate("b", "Через негоду без світла залишилися 380 населених пунктів у трьох областях", 3),
    candidate("c", "Parliament passes the budget for next year", 4), candidate("d", "Something else entirely", 5, ("https://x.example/c",)),
    candidate("e", STORM, 100),
]


def groups(candidates: list[Candidate]) -> set[frozenset[str]]:
    members = link_stories(candidates, ENCODER, 0.42, 36)
    return {frozenset(m.article_id for m in members if m.group == g) for g in {m.group for m in members}}


def test_likeness_siblings_and_time_make_stories_whatever_the_order() -> None:
    expected = {frozenset("ab"), frozenset("cd"), frozenset("e")}
    assert groups(CANDIDATES) == expected
    assert groups(CANDIDATES[::-1]) == expected
    evidence = {m.article_id: m.evidence for m in link_stories(CANDIDATES, ENCODER, 0.42, 36)}
    assert evidence == {"a": "first", "b": "similar", "c": "first", "d": "sibling", "e": "first"}
