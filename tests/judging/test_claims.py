"""Claims are recognised by what they say of which texts, wherever and in whatever order."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallax.core.errors import InputError
from parallax.judging.claims import Claim, ClaimIndex, Judged, Place, read_judged

ONE = Place("a" * 64, "herald-en", "en", 0, "claimed", ((10, 17),))
OTHER = Place("b" * 64, "visnyk-uk", "uk", 1, "said", ())
CLAIM = Claim("wording", "attribution", (ONE, OTHER))
JUDGED = Judged(
    CLAIM, "story", "attribution.value", "high", 0.91, "false", "wrong link", "me", "now", "set"
)


def test_the_order_of_sides_does_not_matter() -> None:
    assert CLAIM.is_like(replace(CLAIM, places=(OTHER, ONE)))


def test_words_that_overlap_are_the_same_place() -> None:
    longer = replace(ONE, spans=((8, 20),))
    assert CLAIM.is_like(replace(CLAIM, places=(longer, OTHER)))
    elsewhere = replace(ONE, spans=((17, 20),))
    assert not CLAIM.is_like(replace(CLAIM, places=(elsewhere, OTHER)))


def test_another_text_kind_axis_or_value_is_another_claim() -> None:
    for changed in (
        replace(CLAIM, kind="contrast"),
        replace(CLAIM, subject="certainty"),
        replace(CLAIM, places=(replace(ONE, value="denied"), OTHER)),
        replace(CLAIM, places=(replace(ONE, text="c" * 64), OTHER)),
        replace(CLAIM, places=(ONE, replace(OTHER, spans=((0, 4),)))),
    ):
        assert not CLAIM.is_like(changed)


def test_the_value_of_a_figure_is_how_it_is_written_and_does_not_count() -> None:
    conflict = Claim("conflict", "number", (ONE, replace(OTHER, spans=((1, 3),))))
    written = replace(conflict, places=(replace(ONE, value="forty"), conflict.places[1]))
    assert conflict.is_like(written)


def test_a_claim_of_more_texts_is_the_same_one() -> None:
    third = Place("d" * 64, "vesti-ru", "ru", 1, "said", ())
    assert CLAIM.is_like(replace(CLAIM, places=(ONE, third, OTHER)))


def test_two_texts_that_agree_are_no_claim_about_them() -> None:
    agreeing = replace(CLAIM, places=(ONE, replace(OTHER, statement=0)))
    assert list(agreeing.opposed()) == []
    assert not CLAIM.is_like(agreeing)


places = st.builds(
    Place,
    st.sampled_from("abc"),
    st.just("x"),
    st.just("en"),
    st.integers(0, 1),
    st.sampled_from(["said", "claimed"]),
    st.lists(st.tuples(st.integers(0, 5), st.integers(6, 9)), max_size=2).map(tuple),
)
claims = st.builds(
    Claim,
    st.sampled_from(["wording", "conflict"]),
    st.sampled_from(["attribution", "number"]),
    st.lists(places, min_size=2, max_size=4).map(tuple),
)


@given(claims, claims)
def test_likeness_is_mutual(one: Claim, other: Claim) -> None:
    assert one.is_like(other) == other.is_like(one)


@given(claims)
def test_a_claim_that_opposes_something_is_like_itself(one: Claim) -> None:
    assert one.is_like(one) == any(one.opposed())


@given(st.lists(claims, max_size=6), claims)
def test_the_index_finds_what_a_search_through_all_finds(many: list[Claim], one: Claim) -> None:
    assert ClaimIndex(many).like(one) == [n for n, each in enumerate(many) if each.is_like(one)]


def test_a_judgement_goes_through_a_file_without_words_of_the_texts(tmp_path: Path) -> None:
    file = tmp_path / "judged.jsonl"
    file.write_text(json.dumps(JUDGED.to_object()) + "\n", "utf-8")
    assert read_judged(file) == [JUDGED]
    figures = replace(JUDGED, claim=replace(CLAIM, kind="conflict", subject="number"))
    assert all(side["value"] == "" for side in figures.to_object()["sides"])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "line 2 is not JSON"),
        ("[]", "line 2: not a judgement"),
        ('{"kind": "wording"}', "line 2: not a judgement"),
    ],
)
def test_a_line_that_is_no_judgement_is_named(tmp_path: Path, line: str, why: str) -> None:
    file = tmp_path / "judged.jsonl"
    file.write_text(json.dumps(JUDGED.to_object()) + "\n" + line + "\n", "utf-8")
    with pytest.raises(InputError, match=why):
        read_judged(file)
