"""The language of a text: letters, then closed-class words, then the statistical identifier."""

import pytest

from benchmarks.languages import accuracy, detectors, own_texts
from parallax.languages.detect import detect

READ = [
    ("uk", "Понад 1,7 млн гривень"),
    ("uk", "Вісім осіб"),
    ("uk", "Через шторм без світла 300 тисяч осіб, але не понад добу"),
    ("ru", "Около 40 тысяч человек"),
    ("ru", "Мэр подал в отставку"),
    ("ru", "Пожар на рынке, но без жертв"),
    ("en", "Over 1.7 million hryvnias"),
    ("en", "The party «Свобода» won two seats in the council of the city"),
    ("uk", "Microsoft Windows 11: що нового"),
]


@pytest.mark.parametrize(("language", "text"), READ)
def test_few_words_are_enough_where_letters_or_small_words_tell(language: str, text: str) -> None:
    assert detect(text) == language


def test_of_our_short_texts_no_fewer_are_read_right_than_by_the_identifier_alone() -> None:
    ours, alone = (
        sum(accuracy(own_texts(), detectors()[name], None))
        for name in ("Parallax", "py3langid alone")
    )
    assert ours >= alone


def test_a_text_without_letters_has_a_language_too() -> None:
    assert detect("2024: 17 %") in ("uk", "ru", "en")
