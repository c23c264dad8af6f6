"""The numbers of a text of several sentences are those of its sentences."""

import time
from dataclasses import replace

import pytest

import parallax

UKRAINIAN = "У Харкові загинули 5 людей. В Одесі — 3. Збитки становлять 2 млн гривень."
ENGLISH = "  Rescuers saved 12 people.\n\nThe fire spread over 300 hectares.\tIt began 3 April. "
MIXED = (
    "The mayor said that 12 people had been killed. Schools will stay closed until Monday, and the "
    "buses will not run. Rescuers worked through the night, and the governor asked people to stay "
    "home because the danger has not passed yet.\n«Мы потеряли больше двух тысяч домов», — "
    "сказал он. The damage is $1.2 million."
)


@pytest.mark.parametrize("text", [UKRAINIAN, ENGLISH])
def test_the_numbers_of_a_text_are_those_of_its_sentences(text: str) -> None:
    found = parallax.numbers(text, published="2024-04-10")
    expected = [
        replace(q, start=q.start + sentence.start, end=q.end + sentence.start)
        for sentence in parallax.split(text)
        for q in parallax.numbers(sentence.surface, found.language, published="2024-04-10")
    ]
    assert list(found) == expected != []
    assert [text[q.start : q.end] for q in found] == [q.surface for q in found]


def test_a_number_takes_its_role_from_its_own_sentence() -> None:
    killed, alone, _ = parallax.numbers(UKRAINIAN)
    assert (killed.role, alone.role) == ("killed", None)


def test_a_date_in_a_later_sentence_is_completed() -> None:
    assert parallax.numbers(ENGLISH, published="2024-04-10")[2].date == "2024-04-03"


def test_a_quotation_in_another_language_is_read_in_it() -> None:
    found = parallax.numbers(MIXED)
    assert found.language == "en"
    assert [q.value for q in found] == [12, 2000, 1_200_000]
    assert [q.value for q in parallax.numbers(MIXED, "en")] == [12, 1_200_000]


def test_the_numbers_compared_are_those_of_the_sentences() -> None:
    compared = parallax.compare_numbers(UKRAINIAN, UKRAINIAN)
    assert compared.verdict == "equal"
    assert list(compared.a) == list(parallax.numbers(UKRAINIAN))


@pytest.mark.parametrize("break_", ["\n", " "])
def test_a_long_text_is_read_in_seconds(break_: str) -> None:
    copies = 300_000 // len(UKRAINIAN)
    long = break_.join([UKRAINIAN] * copies)
    began = time.perf_counter()
    found = parallax.numbers(long)
    assert time.perf_counter() - began < 30
    assert len(found) == 3 * copies
    last = found[-1]
    assert long[last.start : last.end] == last.surface == "2 млн гривень"
