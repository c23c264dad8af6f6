"""What the library gives back: spans that are verbatim, plain data, tables; and its errors."""

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import polars as pl
import pytest

import parallax
from parallax.lake.lake import Lake
from parallax.lake.schema import QUANTITIES, TABLES
from parallax.wording import Segment

ENGLISH = ["Schools will stay closed until Monday.", "Rescuers put out the fire in two hours."]
UKRAINIAN = "Рятувальники загасили пожежу за дві години. Школи будуть зачинені до понеділка."
FIRST = "The ministry claims that 12 people were killed in Odesa.\nSchools will stay closed."
SECOND = "В Одесі загинули 15 людей, повідомило міністерство.\nШколи будуть зачинені."


@pytest.fixture(scope="module")
def story() -> parallax.Story:
    return parallax.compare({"first": FIRST, "second": SECOND})


@pytest.mark.model
def test_lists_and_strings_are_aligned_alike() -> None:
    split = [sentence.surface for sentence in parallax.split(UKRAINIAN)]
    of_string, of_list = parallax.align(ENGLISH, UKRAINIAN), parallax.align(ENGLISH, split)
    assert [(b.left, b.right) for b in of_string.beads] == [((0,), (1,)), ((1,), (0,))]
    assert [(b.left, b.right) for b in of_list.beads] == [((0,), (1,)), ((1,), (0,))]
    assert of_string.pairs[0] == (ENGLISH[0], "Школи будуть зачинені до понеділка.")
    assert (of_string.left.language, of_string.right.language) == ("en", "uk")


@pytest.mark.model
def test_a_threshold_no_bead_reaches_leaves_every_sentence_alone() -> None:
    made = parallax.align(ENGLISH, UKRAINIAN, threshold=1.0)
    assert made.pairs == []
    assert len(made.beads) == 4


@pytest.mark.model
def test_arrays_and_languages_by_name_are_taken() -> None:
    array = np.array(ENGLISH)
    assert parallax.align(array, UKRAINIAN, languages={"a": "en", "b": "uk"}).left.language == "en"
    assert len(parallax.align_many(array).texts) == 2
    made = parallax.align_many({1: ENGLISH, 2: UKRAINIAN}, languages={1: "en", 2: "uk"})
    assert [text.language for text in made.texts] == ["en", "uk"]


def test_an_encoder_of_ones_own_is_used() -> None:
    class Same:
        name = "same"

        def encode(self, texts: list[str]) -> np.ndarray:
            return np.ones((len(texts), 4), dtype=np.float32) / 2

    made = parallax.align(["one"], ["two"], encoder=Same(), languages="en", threshold=0.0)
    assert made.beads[0].score == pytest.approx(1.0, abs=1e-4)


@pytest.mark.model
def test_every_sentence_of_many_texts_is_in_exactly_one_link() -> None:
    made = parallax.align_many({"en": ENGLISH, "uk": UKRAINIAN, "ru": "Спасатели потушили пожар."})
    places = [(n, i) for link in made.links for n, indices in link.members.items() for i in indices]
    assert sorted(places) == [("en", 0), ("en", 1), ("ru", 0), ("uk", 0), ("uk", 1)]
    assert {"en": (1,), "uk": (0,), "ru": (0,)} in [link.members for link in made.links]


def test_sentences_are_verbatim_and_paragraphs_are_counted() -> None:
    for sentence in parallax.split(FIRST):
        assert FIRST[sentence.start : sentence.end] == sentence.surface
    assert [sentence.paragraph for sentence in parallax.split(FIRST)] == [0, 1]


def test_numbers_are_verbatim_and_as_in_the_contract() -> None:
    found = parallax.numbers("Понад 5 людей і 20 %", "uk")
    assert [found.text[q.start : q.end] for q in found] == ["Понад 5", "20 %"]
    assert found.to_dict()["quantities"][0]["modifier"] == "more_than"
    assert (len(found), found[1].kind) == (2, "percent")


def test_a_day_of_publication_completes_a_date() -> None:
    (found,) = parallax.numbers("3 квітня", "uk", published="2024-04-10")
    assert found.date == "2024-04-03"


def test_swapping_the_texts_swaps_the_sides() -> None:
    there, back = (parallax.compare_numbers(*pair) for pair in ((FIRST, SECOND), (SECOND, FIRST)))
    assert there.verdict == back.verdict == "conflict"
    assert [(p.left, p.right) for p in there.pairs] == [(p.right, p.left) for p in back.pairs]
    one, other = (parallax.compare_framing(*p) for p in ((FIRST, SECOND), (SECOND, FIRST)))
    assert [d.values for d in one.differences] == [d.values[::-1] for d in other.differences] != []


def test_rates_and_vectors_are_optional() -> None:
    sides = "Збитки — 48 млн гривень", "Damage of $1.2 million"
    assert parallax.compare_numbers(*sides).verdict == "compatible"
    assert parallax.compare_numbers(*sides, rates={"usd/uah": 40}, vectors=True).verdict == "equal"


def test_framing_takes_one_text_several_or_the_segments_of_the_contract() -> None:
    assert [m.surface for m in parallax.framing("The ministry claims it.").markers] == [
        "ministry",
        "claims",
    ]
    named = parallax.framing({"x": "Russia claims it.", "y": "МИД сообщил это."})
    given = [
        {"seg": "x", "lang": "en", "position": "lead", "text": "Russia claims it."},
        {"seg": "y", "lang": "ru", "position": "lead", "text": "МИД сообщил это."},
    ]
    assert [str(d) for d in named.differences] == [
        str(d) for d in parallax.framing(given).differences
    ]
    assert named.differences[0].pair == ("x", "y")
    assert named.differences[0].left[0].surface == "claims"


def test_a_story_has_links_and_differences_with_verbatim_spans(story: parallax.Story) -> None:
    texts = {text.name: text.text for text in story.texts}
    assert texts == {"first": FIRST, "second": SECOND}
    (conflict,) = story.conflicts
    for name, side in zip(conflict.pair, (conflict.left, conflict.right), strict=True):
        assert side is not None
        assert texts[name][side.start : side.end] == side.surface in ("12", "15")
    assert story.links[conflict.link].members == {"first": (0,), "second": (0,)}
    wording = next(d for d in story.framing if d.axis == "attribution")
    assert dict(zip(wording.pair, wording.values, strict=True)) == {
        "first": "distance",
        "second": "neutral",
    }
    for mark in (*wording.left, *wording.right):
        assert texts[mark.segment][mark.start : mark.end] == mark.surface


def test_a_later_and_larger_toll_is_an_update() -> None:
    day = {"first": "2024-04-03T10:00:00+03:00", "second": "2024-04-04T18:00:00+03:00"}
    made = parallax.compare({"first": FIRST, "second": SECOND}, published=day)
    assert made.conflicts == []
    assert "number.update" in {number.rule for number in made.numbers}


def test_where_a_statement_is_counts_only_in_whole_articles() -> None:
    body = "Погода була теплою. Люди гуляли в парку. Кіт спав на дивані."
    first = f"Школи зачинені\nШколи будуть зачинені до понеділка.\n{body}"
    second = f"Weather\nIt was warm. People walked in the park.\n{body}\nШколи зачинені."
    assert {d.axis for d in parallax.compare([first, second]).framing}.isdisjoint({"salience"})
    assert "salience" in {d.axis for d in parallax.compare([first, second], headlines=True).framing}


RESULTS: dict[str, Callable[[], Any]] = {
    "align": lambda: parallax.align(ENGLISH, UKRAINIAN),
    "align_many": lambda: parallax.align_many([ENGLISH, UKRAINIAN]),
    "numbers": lambda: parallax.numbers("Killed <b>12</b> & 3 %"),
    "compare_numbers": lambda: parallax.compare_numbers("Killed <b>12</b>", "<i>15</i> killed"),
    "framing": lambda: parallax.framing("<b>Ministry</b> claims & says"),
    "compare_framing": lambda: parallax.compare_framing("They claim <b>it</b>", "They said it"),
    "compare": lambda: parallax.compare(
        ["12 people were killed <b>&</b>.", "15 people were killed."]
    ),
}


@pytest.mark.parametrize("name", RESULTS)
def test_results_are_frozen_plain_and_shown_escaped(name: str) -> None:
    result = RESULTS[name]()
    assert json.loads(json.dumps(result.to_dict())) == result.to_dict()
    assert "\n" in repr(result)
    assert "object at 0x" not in repr(result)
    html = result._repr_html_()
    assert "<table" in html or "<mark" in html
    assert "<b>" not in html
    with pytest.raises(FrozenInstanceError):
        result.texts = ()


WRONG: dict[str, tuple[type[Exception], Callable[[], Any], str]] = {
    "empty": (parallax.InputError, lambda: parallax.numbers(" \n"), "the text is empty"),
    "None": (TypeError, lambda: parallax.framing(None), "not None"),
    "bytes": (TypeError, lambda: parallax.split(b"a"), "the text must be a string, not bytes"),
    "no list of strings": (TypeError, lambda: parallax.align(["a", 5], "b"), "sentence 1 of text"),
    "no text": (TypeError, lambda: parallax.align("a", 5), "text 'b' must be a string or a list"),
    "language": (parallax.InputError, lambda: parallax.numbers("5", "de"), "'de' is not one of uk"),
    "too long": (
        parallax.InputError,
        lambda: parallax.align(["a " * 9000], "b"),
        "18,000 characters; a sentence has at most 10,000",
    ),
    "threshold": (
        parallax.InputError,
        lambda: parallax.align("a", "b", threshold=40),
        "from 0 to 1, not 40",
    ),
    "encoder": (TypeError, lambda: parallax.align("a", "b", encoder=5), "encoder must be"),
    "one text": (parallax.InputError, lambda: parallax.compare(["a"]), "at least two texts"),
    "a string for many": (TypeError, lambda: parallax.align_many("ab"), "texts must be a list"),
    "languages of nobody": (
        parallax.InputError,
        lambda: parallax.align_many(["a", "b"], languages={"x": "uk"}),
        "no text is named 'x'",
    ),
    "too few languages": (
        parallax.InputError,
        lambda: parallax.compare(["a", "b"], languages=["uk"]),
        "1 given for 2 texts",
    ),
    "day": (
        parallax.InputError,
        lambda: parallax.numbers("5", published="soon"),
        "'soon' is not a day: write it as 2024-04-03",
    ),
    "number for a day": (
        parallax.InputError,
        lambda: parallax.numbers("5", published=20240403),
        "20240403 is not a day",
    ),
    "list of rates": (
        parallax.InputError,
        lambda: parallax.compare_numbers("5", "6", rates=[("USD/UAH", 41)]),
        "rates must be a mapping",
    ),
    "half a pair": (
        parallax.InputError,
        lambda: parallax.compare_numbers("5", "6", rates={"USD/": 41}),
        "is not a rate",
    ),
    "true for a rate": (
        parallax.InputError,
        lambda: parallax.compare_numbers("5", "6", rates={"USD/UAH": True}),
        "is not a rate",
    ),
    "one key twice": (
        parallax.InputError,
        lambda: parallax.align_many({1: "a", "1": "b"}),
        "two keys are the same name",
    ),
    "language of nobody": (
        parallax.InputError,
        lambda: parallax.align("a", "b", languages={1: "en"}),
        "no text is named '1'",
    ),
    "numbers for translations": (
        TypeError,
        lambda: parallax.align(["a", "b"], ["c"], translations=[[1, 2], None]),
        "must be a list of strings",
    ),
    "language of a segment": (
        parallax.InputError,
        lambda: parallax.framing([Segment("a", "x", "de")]),
        "'de' is not one of uk",
    ),
    "rate": (
        parallax.InputError,
        lambda: parallax.compare_numbers("5", "6", rates={"USD": 40}),
        "USD/UAH=41.5",
    ),
    "translations": (
        parallax.InputError,
        lambda: parallax.align(["a", "b"], ["c"], translations=[["a"], None]),
        "2 sentences but 1 translated",
    ),
    "segment": (parallax.InputError, lambda: parallax.framing([{"seg": "a"}]), "the key 'text'"),
    "position": (
        parallax.InputError,
        lambda: parallax.framing([{"text": "a", "position": "top"}]),
        "'top' is not one of headline",
    ),
    "one name twice": (
        parallax.InputError,
        lambda: parallax.framing([{"seg": "a", "text": "b"}, {"seg": "a", "text": "c"}]),
        "two segments have one name",
    ),
    "lake": (parallax.InputError, lambda: parallax.open_lake("nowhere"), "nowhere is not a lake"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_input_is_one_line_that_names_it(what: str) -> None:
    kind, call, message = WRONG[what]
    with pytest.raises(kind) as raised:
        call()
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_lake_has_its_tables_as_lazy_frames(sample_lake: Lake) -> None:
    opened = parallax.open_lake(sample_lake.root)
    assert opened.tables == sorted(TABLES)
    for name in opened.tables:
        assert name in dir(opened)
        assert isinstance(getattr(opened, name), pl.LazyFrame)
    rows = opened.quantities.collect()
    assert rows.sort(QUANTITIES.key).equals(sample_lake.read(QUANTITIES))
    assert f"{len(rows):,}" in repr(opened)
    assert "quantities" in opened._repr_html_()
    with pytest.raises(AttributeError, match="no table 'numbers'; there are articles, beads"):
        _ = opened.numbers
    with pytest.raises(parallax.InputError, match="no table 'numbers'"):
        _ = opened["numbers"]


def test_a_table_nobody_wrote_is_empty(lake: Lake) -> None:
    lake.folder(QUANTITIES).mkdir(parents=True)
    assert parallax.open_lake(lake.root).links.collect().is_empty()
