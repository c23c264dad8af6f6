"""Units below the sentence: where sentences are cut, and beads of clauses as beads of sentences."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parallax
from parallax.aligners.beads import units
from parallax.aligners.beads.align import Alignment, align
from parallax.aligners.beads.bead import Bead, Part
from parallax.aligners.beads.sides import encoded_texts, sides
from parallax.aligners.beads.units import Units, cut, join
from parallax.encoders.encoder import SentenceEncoder
from parallax.lake.rows import BeadRow, rows_of
from parallax.lake.schema import BEADS
from parallax.languages.clauses import alphabet, clauses

ENCODER = SentenceEncoder()


def parts(sentence: str, language: str) -> list[str]:
    return [sentence[start:end] for start, end in clauses(sentence, 0, len(sentence), language)]


def aligned(left: list[str], right: list[str], least: float = 0.4) -> Alignment:
    return align(*sides([left, right], ENCODER), least)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["The shop burned down;", "two guards were hurt."]),
        ("en", ["The shop burned down", "and two guards were hurt."]),
        ("en", ["“We lost all we had,”", "said the owner of the shop."]),
        ("en", ["Police held three suspects,", "who denied any part in the fire."]),
        ("ru", ["Магазин сгорел дотла,", "а двое охранников пострадали."]),
        ("ru", ["«Мы потеряли всё, что было», —", "сообщил хозяин магазина."]),
        ("ru", ["Пожар потушили за час —", "двое охранников попали в больницу."]),
        ("uk", ["Крамниця згоріла вщент,", "а двоє охоронців дістали опіки."]),
        ("uk", ["Вогонь загасили за годину;", "причину з’ясовує поліція міста."]),
        ("uk", ["Поліція затримала трьох підозрюваних,", "які заперечили свою провину."]),
    ],
)
def test_a_sentence_is_cut_where_a_new_statement_begins(language: str, expected: list[str]) -> None:
    assert parts(" ".join(expected), language) == expected


@pytest.mark.parametrize(
    ("language", "whole"),
    [
        ("en", "The mayor and the governor thanked the doctors."),
        ("en", "He called it “a dark day; we were hit and we lost” at noon."),
        ("en", "Rescuers, tired and hungry, left."),
        ("ru", "Мэр и губернатор поблагодарили врачей."),
        ("ru", "Харьков — большой город."),
        ("uk", "Мер та губернатор подякували лікарям."),
    ],
)
def test_what_has_no_verb_or_figure_of_its_own_stays(language: str, whole: str) -> None:
    assert parts(whole, language) == [whole]


def test_the_language_of_clauses_is_told_by_letters() -> None:
    assert [alphabet([text]) for text in ("Two", "Два дома", "Два доми, їх", "")] == [
        "en",
        "ru",
        "uk",
        "en",
    ]


@given(
    st.text(alphabet='ab1 ,;:—«»"“”().и та and said', max_size=80),
    st.sampled_from(["en", "ru", "uk"]),
)
def test_clauses_follow_one_another_and_leave_nothing_out(text: str, language: str) -> None:
    text = text.strip() or "a"
    found = clauses(text, 0, len(text), language)
    assert all(start < end for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert "".join(text[a:b] for a, b in found).replace(" ", "") == "".join(text.split())


def test_a_sentence_that_says_more_is_found_by_the_clause_that_says_the_same() -> None:
    long = (
        "The fire at the market was put out in two hours, "
        "but the ministry of finance expects that taxes will rise sharply next spring."
    )
    found = aligned(["Пожежу на ринку загасили за дві години."], [long])
    (bead,) = [one for one in found.beads if one.left and one.right]
    assert (bead.left, bead.right, bead.left_parts) == ((0,), (0,), ())
    assert [long[part.start : part.end] for part in bead.right_parts] == [
        "The fire at the market was put out in two hours,"
    ]


def test_clauses_that_say_what_several_sentences_say_make_one_bead_of_whole_sentences() -> None:
    found = aligned(
        ["The fire was put out in two hours; five people were killed at the market."],
        ["На ринку загинули п’ятеро людей.", "Пожежу загасили за дві години."],
    )
    (bead,) = found.beads
    assert (bead.left, bead.right) == ((0,), (0, 1))
    assert bead.left_parts == bead.right_parts == ()


def test_clauses_do_not_chain_more_sentences_than_a_bead_may_have() -> None:
    (side,) = sides(
        [[f"The fire took house {n}; rescuers saved {n} men." for n in range(9)]], ENCODER
    )
    assert side.units is not None
    assert len(side.units.places) == 18
    chain = [((2 * n,), (2 * n,)) for n in range(9)] + [
        ((2 * n + 1,), (2 * n + 2,)) for n in range(8)
    ]
    made = join(chain, (side.units, side.units))
    assert max(len(bead.sentences[0]) for bead in made) == units.LIMITS.widest
    assert sorted(i for bead in made for i in bead.sentences[0]) == list(range(9))


def test_neighbouring_clauses_are_one_part_and_a_whole_sentence_is_none() -> None:
    text = ["The fire took two houses; rescuers saved nine men; the road was closed."]
    (side,) = sides([text], ENCODER)
    assert isinstance(side.units, Units)
    assert side.units.parts({0, 1}) == (Part(0, 0, text[0].index(" the road")),)
    assert len(side.units.parts({0, 2})) == 2
    assert side.units.parts({0, 1, 2}) == ()


def test_a_text_whose_sentences_are_not_cut_has_no_units_and_costs_nothing_more() -> None:
    plain = ["The mayor thanked the doctors.", "Schools stay closed."]
    assert sides([plain], ENCODER)[0].units is None
    assert cut(plain) == [[[Part(i, 0, len(text))]] for i, text in enumerate(plain)]
    several = [*plain, "The shop burned down; two guards were hurt."]
    assert set(encoded_texts([several])) > set(encoded_texts([several[:2]]))


SENTENCES = st.lists(
    st.sampled_from(
        [
            "The fire was put out in two hours; five people were killed at the market.",
            "Пожар потушили за два часа, а школы закроют до понедельника.",
            "Пожежу загасили за дві години.",
            "Five people were killed",
            "На ринку загинули п’ятеро людей. Школи зачинено до понеділка.",
            "“Schools stay closed until Monday,” said the mayor, who left at 9.",
            "* * *",
        ]
    ),
    max_size=5,
)


@settings(max_examples=30, deadline=None)
@given(SENTENCES, SENTENCES, st.sampled_from([0.05, 0.4, 0.9]))
def test_whatever_the_texts_beads_are_disjoint_cover_all_and_do_not_depend_on_the_order(
    one: list[str], other: list[str], least: float
) -> None:
    found, again, back = (
        aligned(one, other, least),
        aligned(one, other, least),
        aligned(other, one, least),
    )
    assert found.beads == again.beads
    for side, text in ((0, one), (1, other)):
        assert sorted(i for bead in found.beads for i in bead[side]) == list(range(len(text)))
    swapped = {
        (b.right, b.left, b.right_parts, b.left_parts, b.p)
        for b in back.beads
        if b.left and b.right
    }
    assert {
        (b.left, b.right, b.left_parts, b.right_parts, b.p)
        for b in found.beads
        if b.left and b.right
    } == swapped
    for bead in found.beads:
        for text, indices, parts_ in (
            (one, bead.left, bead.left_parts),
            (other, bead.right, bead.right_parts),
        ):
            assert not parts_ or {part.sentence for part in parts_} == set(indices)
            assert all(0 <= part.start < part.end <= len(text[part.sentence]) for part in parts_)


def test_parts_of_texts_with_known_places_are_places_in_the_text() -> None:
    made = parallax.align(
        "A storm came. The fire at the market was put out in two hours, but the ministry of "
        "finance expects that taxes will rise sharply next spring. Schools stay closed on Monday.",
        "Пожежу на ринку загасили за дві години. Школи зачинені до понеділка. Наступного тижня "
        "очікують морози.",
    )
    (part,) = next(bead.left_parts for bead in made.beads if bead.left == (1,))
    assert part.sentence == 1
    assert made.left.text[part.start : part.end] == (
        "The fire at the market was put out in two hours,"
    )


def test_a_bead_keeps_its_parts_in_the_lake_and_one_of_an_older_lake_has_none() -> None:
    bead = Bead((0,), (2, 3), 0.5, 0.75, (), (Part(0, 4, 9),), ())
    row = bead.to_row(("a", "b"), "comparable", "s", "m", "2024-04-03")
    frame = BEADS.frame([row])
    assert Bead.from_row(rows_of(frame, BeadRow)[0]) == bead
    old = BEADS.upgraded(frame.drop("left_parts", "right_parts"), 1)
    assert old["left_parts"].to_list() == [None]
    assert Bead.from_row(rows_of(old, BeadRow)[0]).left_parts == ()
