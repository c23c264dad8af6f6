"""The words of roles: every concept in every language, and how words are matched."""

import pytest

from parallax.languages.detect import LANGUAGES
from parallax.languages.roles.lexicon import Words, data, frames, load


def test_every_concept_has_words_in_every_language():
    lacking = [
        (concept, frame, language)
        for concept, frame, _, words in frames()
        for language in LANGUAGES
        if not words.get(language, "").split()
    ]
    assert lacking == []


def test_every_list_of_the_rules_is_in_every_language():
    lists = data()["words"]
    assert [name for name, words in lists.items() if set(words) != set(LANGUAGES)] == []
    assert [name for name, words in lists.items() if not all(map(str.split, words.values()))] == []


def test_every_kind_and_frame_is_known():
    kinds = {kind for _, _, kind, _ in frames()}
    assert kinds == {"casualty", "report", "loss", "action", "label"}
    known = {"subject", "object", "state", "person", "counted", "deed", "says", "asks", "tells"}
    known |= {"accuses", "loses", "loss", "acts", "noun", "adjective", "so_called"}
    assert {frame for _, frame, _, _ in frames()} <= known


@pytest.mark.parametrize(
    ("words", "form", "expected"),
    [
        ("вибух*", "вибухом", True),
        ("вибух*", "удар", False),
        ("*ist", "activist", True),
        ("dead", "dead", True),
        ("dead", "deadly", False),
        ("ещё", "еще", True),
    ],
)
def test_a_word_is_whole_a_beginning_or_an_end(words, form, expected):
    assert Words(words).has(frozenset({form})) is expected


def test_english_endings_are_taken_off_where_the_dictionary_does_not_know_the_form():
    assert {"ask", "aske"} <= set(load("en").plain("asked"))
    assert "signal" in set(load("en").plain("signalled"))
    assert list(load("uk").plain("сказав")) == []
