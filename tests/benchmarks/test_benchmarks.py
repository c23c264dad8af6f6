"""The generator of comparable news and its scorer: a benchmark is worth what its gold is worth."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.alignment import HEADINGS, Bench
from benchmarks.baselines import available
from benchmarks.comparable_news import (
    SCENARIOS,
    Pair,
    edited,
    pairs,
    translated,
    triples,
    unrelated,
)
from benchmarks.corpus import own_documents
from parallax.aligners.scoring import Counted, expected_calibration_error
from parallax.core.settings import Settings
from parallax.corpora.sample.story_file import read_all
from parallax.encoders.encoder import SentenceEncoder

SENTENCES = [
    line.reference
    for story in read_all()
    for article in story.articles
    for line in article.lines
    if line.reference
]
DOCUMENTS = [
    {
        language: [f"{language}: {text}" for text in SENTENCES[at : at + 8]]
        for language in ("uk", "ru", "en")
    }
    for at in range(0, 64, 8)
]


MEAN = HEADINGS.index("mean F1")


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_same_seed_gives_the_same_pairs_and_another_others(name: str) -> None:
    first = pairs(DOCUMENTS, ("uk", "en"), SCENARIOS[name], 1)
    assert pairs(DOCUMENTS, ("uk", "en"), SCENARIOS[name], 1) == first
    assert (pairs(DOCUMENTS, ("uk", "en"), SCENARIOS[name], 2) == first) is (name == "P0")


def test_the_plain_translation_is_one_to_one() -> None:
    for pair, document in zip(
        pairs(DOCUMENTS, ("uk", "en"), SCENARIOS["P0"], 0), DOCUMENTS, strict=True
    ):
        assert (pair.left, pair.right) == (document["uk"], document["en"])
        assert pair.gold == {((i,), (i,)) for i in range(len(pair.left))}


@settings(max_examples=40)
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


def test_edited_pairs_differ_in_numbers_alone() -> None:
    pair = Pair(["Five."], ["On 4 May 1,250 people left."], frozenset({((0,), (0,))}))
    changed = edited(pair, 0)
    assert changed.left == pair.left
    assert changed.right != pair.right
    assert re.sub(r"\d", "0", changed.right[0]) == re.sub(r"\d", "0", pair.right[0])


@pytest.mark.parametrize("name", ["P", "C3", "C4"])
def test_every_sentence_has_what_it_says_in_english(name: str) -> None:
    for pair in pairs(DOCUMENTS, ("uk", "en"), SCENARIOS[name], 3):
        assert [len(side) for side in pair.english] == [len(pair.left), len(pair.right)]
        assert {word for text in pair.english[1] for word in text.split()} == {
            word for text in pair.right for word in text.split()
        }
        worse = translated(pair, ("uk", "en"), 0.3, 0)
        assert worse[1] == pair.right
        assert sum(map(len, worse[0])) < sum(map(len, pair.english[0])) or not pair.left


def test_triples_have_gold_of_every_pair_of_languages() -> None:
    for triple in triples(DOCUMENTS, "C3", 0):
        assert set(triple.gold) == {("en", "ru"), ("en", "uk"), ("ru", "uk")}
        for (a, b), gold in triple.gold.items():
            assert all(
                max(left) < len(triple.texts[a]) and max(right) < len(triple.texts[b])
                for left, right in gold
            )


def test_scores_of_a_perfect_a_blind_and_a_half_right_aligner() -> None:
    gold = {((0,), (1,)), ((1, 2), (0,))}
    perfect, blind, half = Counted(), Counted(), Counted()
    perfect.add(dict.fromkeys(gold, 1.0), gold, (3, 2))
    blind.add({}, gold, (3, 2))
    half.add({((0,), (1,)): 0.9, ((1,), (0,)): 0.6}, gold, (3, 2))
    assert (perfect.strict.f1, perfect.lax_f1, perfect.links.f1, perfect.noise) == (
        1.0,
        1.0,
        1.0,
        40.0,
    )
    assert (blind.strict.recall, blind.nulls.invented) == (0.0, 5)
    assert (half.strict.f1, half.lax_f1, half.links.recall, half.nulls.invented) == (
        0.5,
        1.0,
        2 / 3,
        1,
    )


def test_calibration_error_is_the_distance_of_what_is_said_and_what_is() -> None:
    assert (
        expected_calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == 0
    )
    assert expected_calibration_error([(0.9, False)] * 4) == pytest.approx(0.9)
    assert expected_calibration_error([]) == 0


def test_baselines_find_a_translation_and_all_but_ours_suppose_one_order() -> None:
    from parallax.aligners.beads.sides import sides

    text = [reference for reference in dict.fromkeys(SENTENCES) if len(reference) > 40][:6]
    encoder = SentenceEncoder()
    straight, reverse = Pair(text, text, frozenset()), Pair(text, text[::-1], frozenset())
    usual = {name: align for name, align in available(encoder).items() if "," not in name}
    for name, align in usual.items():
        assert align(straight, *sides([text, text], encoder)).keys() == {
            ((i,), (i,)) for i in range(6)
        }, name
    found = available(encoder)["Bertalign's rule"](reverse, *sides([text, text[::-1]], encoder))
    assert len(found.keys() & {((i,), (5 - i,)) for i in range(6)}) < 3


def test_the_bench_measures_quality_edits_and_three_ways() -> None:
    bench = Bench(DOCUMENTS[:2], SentenceEncoder(), Settings())
    rows = list(bench.quality(["P0", "C0"], compared=False))
    assert [row[:2] for row in rows] == [("P0", "Parallax"), ("C0", "Parallax")]
    assert all(len(row) == len(HEADINGS) for row in rows)
    total, before, after = bench.edits()
    assert total >= before >= after >= 0
    three = bench.three_ways()
    for what in ("links", "rows"):  # no bead is lost
        assert three[f"{what} recall"] >= three["beads recall"] > 0.4


def test_our_own_documents_are_aligned_in_three_languages() -> None:
    for document in own_documents():
        assert set(document) == {"en", "uk", "ru"}
        assert [len(text) for text in document.values()] == [12, 12, 12]
        assert all(
            sentence.strip() == sentence != "" for text in document.values() for sentence in text
        )


def test_translations_of_known_quality_raise_the_score_and_bad_ones_do_no_harm() -> None:
    """C3 without translations, with perfect ones, and with some that lack 15 % or 70 % of words."""
    encoder = SentenceEncoder()
    scores = {
        lost: float(
            next(
                Bench(own_documents(), encoder, Settings(), lost=lost).quality(
                    ["C3"], compared=False
                )
            )[MEAN]
        )
        for lost in (None, 0.7, 0.15, 0.0)
    }
    assert scores[None] > 0.98
    assert scores[0.15] >= max(scores[None], 0.99)
    assert scores[0.0] >= scores[0.15]
    assert scores[0.7] > scores[None] - 0.01
