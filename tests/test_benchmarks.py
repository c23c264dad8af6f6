"""The generator of comparable news and its scorer: a benchmark is worth what its gold is worth."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.alignment import count
from benchmarks.comparable_news import SCENARIOS, Pair, pairs, unrelated
from corpora.sample.story_file import read_all

SENTENCES = [line.reference for story in read_all() for article in story.articles for line in article.lines if line.reference]
DOCUMENTS = [
    {language: [f"{language}: {text}" for text in SENTENCES[at : at + 8]] for language in ("uk", "ru", "en")} for at in range(0, 64, 8)
]


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_same_seed_gives_the_same_pairs_and_another_others(name: str) -> None:
    first = pairs(DOCUMENTS, ("uk", "en"), SCENARIOS[name], 1)
    assert pairs(DOCUMENTS, ("uk", "en"), SCENARIOS[name], 1) == first
    assert (pairs(DOCUMENTS, ("uk", "en"), SCENARIOS[name], 2) == first) is (name == "P0")


def test_the_plain_translation_is_one_to_one() -> None:
    for pair, document in zip(pairs(DOCUMENTS, ("uk", "en"), SCENARIOS["P0"], 0), DOCUMENTS, strict=True):
        assert (pair.left, pair.right) == (document["uk"], document["en"])
        assert pair.gold == {((i,), (i,)) for i in range(len(pair.left))}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(SCENARIOS)), st.integers(0, 10_000))
def test_gold_beads_are_disjoint_and_say_the_same(name: str, seed: int) -> None:
    for pair in pairs(DOCUMENTS, ("uk", "en"), SCENARIOS[name], seed):
        for side in (0, 1):
            used = [i for bead in pair.gold for i in bead[side]]
            assert len(used) == len(set(used))
            assert all(i < len((pair.left, pair.right)[side]) for i in used)
        for left, right in pair.gold:
            here = " ".join(pair.left[i] for i in left).replace("uk: ", "")
            there = " ".join(pair.right[j] for j in right).replace("en: ", "")
            assert set(here.split()) & set(there.split())


def test_unrelated_pairs_have_no_gold() -> None:
    assert {pair.gold for pair in unrelated(DOCUMENTS, ("uk", "en"), 0)} == {frozenset()}


def test_scores_of_a_perfect_and_of_a_blind_aligner() -> None:
    from aligners.encoder import SentenceEncoder
    from benchmarks.alignment import prepared

    text = ["Schools will stay closed until Monday.", "Rescuers put out the fire in two hours."]
    pair = Pair(text, text[::-1], frozenset({((0,), (1,)), ((1,), (0,))}))
    sides = prepared([pair], SentenceEncoder())
    right, blind = count([pair], sides, 0.3, (0.0, 1)), count([pair], sides, 2.0, (0.0, 1))
    assert (right.strict.f1, right.links.f1, right.noise) == (1.0, 1.0, (50.0, 50.0))
    assert (blind.strict.recall, blind.nulls.invented) == (0.0, 4)
