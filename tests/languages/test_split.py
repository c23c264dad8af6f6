"""Where a sentence ends: abbreviations, initials, units, figures and quotations, in three
languages.
"""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from parallax.languages.split import split

LANGUAGES = ("uk", "ru", "en")


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["She moved to the U.K.", "They stayed."],
        ["The U.K. Treasury paid Sen. Ann B. Lee.", "She thanked it."],
        ["The reply was no.", "Nine members left."],
        ["The lift is for you and I.", "Nobody else came."],
        ["It opens at 9 a.m. Friday in Lviv.", "Bring a coat."],
        ["Костюк отримав гепатит C.", "Лікування тривале."],
        ["Костюк живе у с. Лісне, буд. 7.", "Там тихо."],
        ["Так зв. «вибори» і т. п. не визнали.", "Санкції діють."],
        ["Склад має 90 кв. м.", "Його продали."],
        ["У 2019 р. Київ мав 30 °C.", "Було сухо."],
        ["Сборная попала в группу D.", "Тренер рад."],
        ["Урок длился 2 ч.", "Дети устали."],
        ["В 50-х гг. XX в. завод закрыли.", "Рабочие уехали."],
        ["Смотри табл. 2.1.", "Она полная."],
        ["Книгу написал К. И. Орлов.", "Её издали."],
        ["Q. When does it open?", "A. The doors open at nine."],
    ],
)
def test_a_full_stop_ends_a_sentence_or_an_abbreviation(sentences: list[str]) -> None:
    assert parts(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["«Нас чують! Ми тут», — сказав він.", "Його знайшли."],
        ["Он крикнул: «Стой! Там лёд».", "Все замерли."],
        ["«Кто там? — спросил сторож. — Я стар».", "Дверь открыли."],
        ["“We hear you. We are here,” Moss said.", "He was found."],
        ["«Нас не чули.", "Ніхто не прийшов».", "Так минула ніч."],  # nothing is said of it
    ],
)
def test_a_short_quotation_inside_a_sentence_is_not_cut(sentences: list[str]) -> None:
    assert parts(" ".join(sentences)) == sentences


def test_every_list_of_abbreviations_is_in_every_language() -> None:
    text = resources.files("parallax.languages").joinpath("sentence_ends.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    assert set(tables) == set(LANGUAGES)
    assert len({tuple(table) for table in tables.values()}) == 1
