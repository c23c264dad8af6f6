"""Beads of two texts: what is found, with which probability, and what holds whatever the texts."""

from itertools import combinations, combinations_with_replacement
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from parallax.aligners.beads import lexical_coverage, scorer
from parallax.aligners.beads.align import Alignment, Gate, align
from parallax.aligners.beads.bead import Bead
from parallax.aligners.beads.candidates import as_candidates
from parallax.aligners.beads.digits import digits, shared_digits
from parallax.aligners.beads.monotone import cover
from parallax.aligners.beads.monotone_long import path
from parallax.aligners.beads.near import find_candidates
from parallax.aligners.beads.order_free import select
from parallax.aligners.beads.regime import Regime, partner_odds, regime
from parallax.aligners.beads.sides import sides
from parallax.aligners.beads.similarity import Side, SimilarityTables, covered
from parallax.core.errors import InputError
from parallax.encoders.encoder import SentenceEncoder
from parallax.languages.transliterate import sound

ENCODER = SentenceEncoder()
ENGLISH = [
    "Five people were killed in the strike on the market.",
    "Rescuers put out the fire in two hours.",
    "The mayor thanked the doctors of the city hospital.",
    "Schools will stay closed until Monday.",
]
UKRAINIAN = [
    "Школи будуть зачинені до понеділка.",
    "Унаслідок удару по ринку загинули п’ятеро людей.",
    "Наступного тижня очікують морози.",
    "Рятувальники загасили пожежу за дві години.",
]
Spans = tuple[tuple[int, ...], tuple[int, ...]]


def aligned(a: list[str], b: list[str], threshold: float = 0.4) -> Alignment:
    return align(*sides([a, b], ENCODER), threshold)


def matched(found: Alignment) -> set[Spans]:
    return {(x.left, x.right) for x in found.beads if x.left and x.right}


def test_sentences_in_another_order_are_found_and_likely() -> None:
    found = aligned(ENGLISH, UKRAINIAN)
    assert matched(found) == {((0,), (1,)), ((1,), (3,)), ((3,), (0,))}
    assert found.regime is Regime.COMPARABLE
    assert all(bead.p > 0.5 for bead in found.beads if bead.left and bead.right)


STORY = {
    "en": [
        "Schools will stay closed until Monday.",
        "Rescuers put out the fire in two hours.",
        "Eleven people were taken to hospital.",
        "The cause of the fire is not yet known.",
        "The ministry promised to pay for repairs.",
        "The work cost two million euros.",
    ],
    "uk": [
        "Школи будуть зачинені до понеділка.",
        "Рятувальники загасили пожежу за дві години.",
        "Одинадцять людей доправили до лікарні.",
        "Причина пожежі поки що невідома.",
        "Міністерство пообіцяло оплатити ремонт.",
        "Роботи коштували два мільйони євро.",
    ],
    "ru": [
        "Школы будут закрыты до понедельника.",
        "Спасатели потушили пожар за два часа.",
        "Одиннадцать человек доставили в больницу.",
        "Причина пожара пока неизвестна.",
        "Министерство пообещало оплатить ремонт.",
        "Работы стоили два миллиона евро.",
    ],
}


@pytest.mark.parametrize("languages", combinations_with_replacement(STORY, 2), ids="-".join)
def test_short_texts_that_say_the_same_are_aligned_sentence_by_sentence(
    languages: tuple[str, str],
) -> None:
    for first, last in combinations(range(len(STORY["en"]) + 1), 2):
        one, other = (STORY[language][first:last] for language in languages)
        assert matched(aligned(one, other)) == {((i,), (i,)) for i in range(last - first)}


def test_a_bead_is_not_taken_where_those_inside_it_have_more_sentences_right() -> None:
    beads = as_candidates([((0, 1), (0, 1)), ((0,), (0,)), ((1,), (1,))])
    likely = np.array([0.65, 0.99, 0.98], dtype=np.float32)
    assert select(beads, likely, 0.5) == [((0,), (0,)), ((1,), (1,))]
    assert select(beads, likely, 0.985) == [((0,), (0,))]
    unlikely = np.array([0.9, 0.6, 0.6], dtype=np.float32)
    assert select(beads, unlikely, 0.5) == [((0, 1), (0, 1))]


def test_two_sentences_that_the_other_merges_are_one_bead_also_when_they_stand_apart() -> None:
    merged = [
        "Five people were killed in the strike on the market and "
        "rescuers put out the fire in two hours.",
        UKRAINIAN[2],
    ]
    assert matched(aligned(ENGLISH[:2], merged)) == {((0, 1), (0,))}
    apart = [ENGLISH[0], ENGLISH[3], ENGLISH[2], ENGLISH[1]]
    assert ((0, 3), (0,)) in matched(aligned(apart, merged))


def test_what_one_sentence_says_may_stand_in_up_to_four_of_the_other_wherever_they_are() -> None:
    said = [ENGLISH[0], ENGLISH[1], ENGLISH[3]]
    summary = " ".join([UKRAINIAN[1], UKRAINIAN[3], UKRAINIAN[0]])
    scattered = [said[0], ENGLISH[2], said[1], "It will snow next week.", said[2]]
    tables = SimilarityTables(*sides([[summary, UKRAINIAN[2]], scattered], ENCODER))
    assert ((0,), (0, 2, 4)) in find_candidates(tables).number
    four = [*said, "It will be cold next week."]
    whole = f"{summary} {UKRAINIAN[2]}"
    tables = SimilarityTables(*sides([[whole, "Уряд збереться в середу."], four], ENCODER))
    assert ((0,), (0, 1, 2, 3)) in find_candidates(tables).number


def test_no_candidate_comes_twice_and_all_are_the_same_for_swapped_texts() -> None:
    pair = sides([ENGLISH * 2, UKRAINIAN * 2], ENCODER)
    found, swapped = (find_candidates(SimilarityTables(*texts)) for texts in (pair, pair[::-1]))
    assert len(set(found.beads)) == len(found)
    assert any(len(left) == len(right) == 2 for left, right in found.beads)
    assert set(found.beads) == {(right, left) for left, right in swapped.beads}


def test_a_text_and_its_translation_take_the_monotone_path() -> None:
    ukrainian = [
        UKRAINIAN[1],
        UKRAINIAN[3],
        "Міський голова подякував лікарям міської лікарні.",
        UKRAINIAN[0],
    ]
    found = aligned(ENGLISH, ukrainian)
    assert found.regime is Regime.TRANSLATION
    assert matched(found) == {((i,), (i,)) for i in range(4)}


@pytest.mark.parametrize(
    ("other", "how"),
    [
        (
            ["П’ятеро загиблих: удар по ринку", *UKRAINIAN[2:], "Уряд збереться в середу."],
            Regime.COMPARABLE,
        ),
        (
            [
                "Удар по ринку: є загиблі",
                UKRAINIAN[3],
                "Міський голова подякував лікарям лікарні.",
                UKRAINIAN[0],
            ],
            Regime.TRANSLATION,
        ),
    ],
)
def test_headlines_are_likelier_partners_in_both_regimes(other: list[str], how: Regime) -> None:
    pair = sides([ENGLISH, other], ENCODER)
    found = [align(*pair, 0.1, headlines=headlines) for headlines in (True, False)]
    assert {one.regime for one in found} == {how}
    likelier, plain = (
        next(b.p for b in one.beads if (b.left, b.right) == ((0,), (0,))) for one in found
    )
    assert likelier > plain


def test_the_covering_path_leaves_no_sentence_of_a_translation_out() -> None:
    merged = [
        UKRAINIAN[1],
        f"{UKRAINIAN[3]} Міський голова подякував лікарям міської лікарні.",
        UKRAINIAN[0],
    ]
    tables = SimilarityTables(*sides([ENGLISH, merged], ENCODER))
    found = find_candidates(tables)
    assert cover(tables, found, np.zeros(len(found), dtype=np.float32), [], 4.0) == [
        ((0,), (0,)),
        ((1, 2), (1,)),
        ((3,), (2,)),
    ]


def test_the_regime_asks_for_coverage_and_order() -> None:
    straight: list[Spans] = [((i,), (i,)) for i in range(18)]
    crossed: list[Spans] = [((i,), (19 - i,)) for i in range(18)]
    halves: list[Spans] = [((i,), (2 * i, 2 * i + 1)) for i in range(10)]
    assert regime(straight, (20, 20)) is Regime.TRANSLATION
    assert regime(crossed, (20, 20)) is Regime.COMPARABLE
    assert regime(halves, (10, 20)) is Regime.TRANSLATION
    assert regime(straight[:12], (20, 20)) is regime(straight, (20, 40)) is Regime.COMPARABLE


def test_the_more_is_covered_the_likelier_a_sentence_left_over_has_a_partner() -> None:
    beads: list[Spans] = [((i,), (i,)) for i in range(18)]
    odds = [partner_odds(beads[:found], (20, 20)) for found in (12, 15, 18)]
    assert odds == sorted(odds)
    assert odds[1] == 16 / 6
    assert partner_odds(beads, (20, 30)) == 19 / 13


def test_the_path_does_not_cross_and_prefers_more_sentences_rightly_aligned() -> None:
    found = as_candidates([((0,), (0,)), ((0,), (3,)), ((1, 2), (1,)), ((1,), (1,)), ((3,), (2,))])
    chosen = path(found, np.array([0.8, 0.9, 0.7, 0.8, 0.9], dtype=np.float32), 4)
    assert sorted(chosen) == [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,))]


def test_a_changed_number_does_not_break_a_bead_and_an_equal_one_helps() -> None:
    plain, changed = (
        "On 4 May 1,250 people left the town of 9,300.",
        "4 травня місто з 9 300 мешканців покинули 1 250 людей.",
    )
    other = "7 травня місто з 8 100 мешканців покинули 3 970 людей."
    table = SimilarityTables(*sides([[plain], [changed, other]], ENCODER)).pairs
    assert table[0, 0] > table[0, 1] > 0.5
    bare = ENCODER.encode([plain]) @ ENCODER.encode([changed, other]).T
    assert (table >= bare).all()
    assert matched(aligned([plain, *ENGLISH], [other, *UKRAINIAN])) >= {((0,), (0,))}


def test_a_number_is_its_digits_however_they_are_grouped() -> None:
    assert digits("1 700, 1,700 та 12.5 %") == {"1700", "125"}


SETS = st.lists(st.frozensets(st.sampled_from("123"), max_size=3), max_size=4)


@given(SETS, SETS)
def test_shared_digits_only_reward_and_are_symmetric(
    left: list[frozenset[str]], right: list[frozenset[str]]
) -> None:
    table = shared_digits(left, right)
    assert ((table >= 0) & (table <= 1.0001)).all()
    assert np.allclose(table, shared_digits(right, left).T)


def test_names_are_one_by_their_sound_in_every_script() -> None:
    assert sound("Кавано") == sound("Kavano")
    assert sound("Зеленський") == sound("Zelenskyy") == sound("Zelenskyi")


def test_half_of_a_sentence_is_half_of_its_words() -> None:
    whole = (
        "Five people were killed in the strike on the market and "
        "rescuers put out the fire in two hours."
    )
    left, right = sides([[whole, ENGLISH[2]], [UKRAINIAN[3], UKRAINIAN[2]]], ENCODER)
    tables = SimilarityTables(left, right)
    of_whole = (
        covered(tables.said[0], left.words.tokens, left.words.ends, left.words.weights)
        / left.words.masses[:, None]
    )
    of_half = (
        covered(tables.said[1], right.words.tokens, right.words.ends, right.words.weights)
        / right.words.masses[:, None]
    )
    assert of_whole[0, 0] < of_half[0, 0]
    assert of_half[0, 0] > of_half[1, 0] + 0.2


def test_a_sentence_alone_names_its_best_rejected_partner() -> None:
    alone = next(x for x in aligned(ENGLISH, UKRAINIAN).beads if x.left == (2,))
    assert alone.right == ()
    assert len(alone.rejected) == 1
    assert alone.p < 0.4


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([], [], set()),
        (["x"], [], {((0,), ())}),
        ([], ["x"], {((), (0,))}),
        ([""], [""], None),
        (["…"], ["!!", "?"], None),
        (["Так."] * 5, ["Да."] * 7, None),
        (["5"], ["5"], None),
    ],
)
def test_edges_are_defined(a: list[str], b: list[str], expected: set[Spans] | None) -> None:
    found = [(x.left, x.right) for x in aligned(a, b).beads]
    assert expected is None or set(found) == expected
    assert sorted(i for left, _ in found for i in left) == list(range(len(a)))
    assert sorted(j for _, right in found for j in right) == list(range(len(b)))


def unit(rng: np.random.Generator, size: int) -> NDArray[np.float32]:
    """Return random unit vectors."""
    table = rng.normal(size=(size, 8))
    return (table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)).astype(
        np.float32
    )


def random_side(rng: np.random.Generator, n: int) -> Side:
    """A text whose vectors, words and digits are drawn at random."""
    vocabulary = [f"{letter}{number}" for number, letter in enumerate("AbCdEfGhIj")]
    made = lexical_coverage.words(
        [[str(w) for w in rng.choice(vocabulary, size=rng.integers(0, 6))] for _ in range(n)],
        dict(zip(vocabulary, unit(rng, len(vocabulary)), strict=True)),
    )
    layers = [unit(rng, max(n - size, 0)) for size in range(3)]
    return Side(
        rng.integers(5, 200, size=n).astype(np.float32),
        layers,
        layers,
        [frozenset(map(str, rng.choice(["1", "2"], size=rng.integers(0, 2)))) for _ in range(n)],
        made,
    )


@settings(max_examples=60)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 10_000), st.floats(0.05, 0.6))
def test_beads_are_disjoint_cover_all_and_swap_with_the_sides(
    n: int, m: int, seed: int, threshold: float
) -> None:
    rng = np.random.default_rng(seed)
    left, right = random_side(rng, n), random_side(rng, m)
    found = align(left, right, threshold).beads
    assert sorted(i for bead in found for i in bead.left) == list(range(n))
    assert sorted(j for bead in found for j in bead.right) == list(range(m))
    assert all(0 <= bead.p <= 1 for bead in found)
    assert {(x.right, x.left) for x in align(right, left, threshold).beads} == {
        (x.left, x.right) for x in found
    }


def test_long_texts_are_aligned_tile_by_tile_with_the_same_beads() -> None:
    rng = np.random.default_rng(0)
    text = repeated(random_side(rng, 300), 3)
    assert len(text) == 900
    found = align(text, text, 0.4)
    assert sorted(i for bead in found.beads for i in bead.left) == list(range(900))
    assert sum(bool(bead.left and bead.right) for bead in found.beads) > 600


def repeated(side: Side, times: int) -> Side:
    """The same sentences several times over, each time with vectors of its own."""
    rng = np.random.default_rng(times)
    turned = [np.linalg.qr(rng.normal(size=(8, 8)))[0].astype(np.float32) for _ in range(times)]
    layers = [np.concatenate([side.vectors[0] @ turn for turn in turned])]
    layers += [
        (layers[0][:-k] + layers[0][k:])
        / np.linalg.norm(layers[0][:-k] + layers[0][k:], axis=1, keepdims=True)
        for k in (1, 2)
    ]
    ends = np.concatenate([side.words.ends + len(side.words.tokens) * k for k in range(times)])
    text = lexical_coverage.Words(
        np.tile(side.words.tokens, times),
        ends,
        side.words.vectors,
        side.words.names,
        side.words.named,
        side.words.weights,
        np.tile(side.words.masses, times),
    )
    return Side(np.tile(side.lengths, times), layers, layers, [*side.digits] * times, text)


def test_vectors_that_do_not_fit_are_refused() -> None:
    rng = np.random.default_rng(0)
    three, two = random_side(rng, 3), random_side(rng, 2)
    wrong = Side(three.lengths, two.vectors, two.masked, three.digits, three.words)
    with pytest.raises(ValueError, match=r"3 sentences but vectors of shape \(2, 8\)"):
        align(wrong, three, 0.3)


def test_texts_with_little_in_common_fail_the_gate() -> None:
    weak, good = Bead((0,), (3,), 0.35, 0.45), Bead((1,), (2,), 0.6, 0.9)
    assert not Gate().passes([weak, good], 12)
    assert Gate().passes([weak, good], 5)
    assert Gate().passes([good, good], 12)
    unlike = align(*sides([ENGLISH, UKRAINIAN[2:3] * 2], ENCODER), 0.4, Gate())
    assert matched(unlike) == set()


def test_the_table_is_of_these_features_and_of_this_encoder(tmp_path: Path) -> None:
    assert {"any", "en-ru", "en-uk", "ru-uk"} <= scorer.load().mixture.calibration.keys()
    assert scorer.load().warning(ENCODER.name) is None
    assert "not calibrated" in str(scorer.load().warning("another"))
    assert scorer.pair_name("uk", "en") == scorer.pair_name("en", "uk") == "en-uk"
    other = tmp_path / "beads.json"
    other.write_text('{"version": "0", "inputs": [[], []]}')
    with pytest.raises(InputError, match="made for other features"):
        scorer.load(other)


def test_translations_are_a_second_signal() -> None:
    left, right = ["Сьогодні вранці."], ["This morning.", "Last year."]
    plain = SimilarityTables(*sides([left, right], ENCODER)).cosine[0]
    helped = SimilarityTables(*sides([left, right], ENCODER, [["This morning."], right])).cosine[0]
    assert helped[0, 0] - helped[0, 1] > plain[0, 0] - plain[0, 1]
