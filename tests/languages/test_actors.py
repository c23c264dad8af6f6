"""Actors: one data file, every case, sides joined with their head words."""

import pytest

from parallax.languages import actors
from parallax.languages.actors import Actor
from parallax.languages.phrases import words

NAMED = [
    ("ru", "Удар армии РФ", ("армии РФ", "ru", "forces", "genitive")),
    (
        "ru",
        "Разрушено израильской авиацией",
        ("израильской авиацией", "il", "air_force", "instrumental"),
    ),
    ("uk", "Ракети ХАМАСу", ("ХАМАСу", "hamas", "forces", "genitive")),
    ("uk", "За даними Росгвардії", ("Росгвардії", "ru", "national_guard", "genitive")),
    ("uk", "Кораблі Кіпру", ("Кіпру", "cy", "state", "genitive")),
    (
        "en",
        "The armed forces of the Russian Federation",
        ("armed forces of the Russian Federation", "ru", "forces", "nominative"),
    ),
    ("en", "Israel's troops", ("Israel's troops", "il", "forces", "nominative")),
]


def found(language: str, text: str) -> list[tuple[str, Actor]]:
    sentence = words(text, language)
    return [
        (text[sentence[m.first].start : sentence[m.last].end], m.label)
        for m in actors.load().phrases(sentence, language)
    ]


@pytest.mark.parametrize(("language", "text", "expected"), NAMED)
def test_who_is_named_and_in_which_case(
    language: str, text: str, expected: tuple[str, str, str, str]
) -> None:
    read = {
        (surface, actor.side, reading.kind.name, case)
        for surface, actor in found(language, text)
        for reading in actor.readings
        for case in reading.cases
    }
    assert expected in read


def test_a_name_needs_its_capital_and_an_adjective_does_not() -> None:
    assert found("en", "They told us about it") == []
    assert [actor.side for _, actor in found("en", "They told the US about it")] == ["us"]
    assert [actor.side for _, actor in found("en", "eight russian missiles")] == ["ru"]


@pytest.mark.parametrize(
    ("language", "text", "sides"),
    [
        ("ru", "Барс убежал.", []),
        ("ru", "БАРС отступил.", ["ru"]),
        ("uk", "Гур мав палац.", []),
        ("uk", "ГУР заявило.", ["ua"]),
        ("en", "Bars were closed.", []),
        ("en", "The U.S. said", ["us"]),
        ("ru", "УДАР РОССИИ", ["ru"]),
    ],
)
def test_an_acronym_is_found_only_with_all_its_capitals(
    language: str, text: str, sides: list[str]
) -> None:
    assert [actor.side for _, actor in found(language, text)] == sides


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Чад від багаття їв очі."),
        ("uk", "Перу письменника належить роман."),
        ("uk", "Того дня йшов дощ."),
        ("uk", "Малі діти гралися."),
        ("uk", "ІД картка загубилася."),
        ("uk", "Альянс партій розпався."),
        ("uk", "Пляжі на Азові відкриті."),
        ("ru", "Чад костра ел глаза."),
        ("ru", "Перу принадлежит роман."),
        ("ru", "Того дня шел дождь."),
        ("ru", "Мали они и сами."),
        ("ru", "Барс убежал."),
        ("ru", "Оперу Вагнера поставили снова."),
        ("ru", "Альянс партий распался."),
        ("en", "Lai out the table."),
        ("en", "Three killed by Lai weather."),
        ("en", "Xi is a letter."),
        ("en", "ROC spoke of prayer."),
        ("en", "Cuba Gooding won a prize."),
        ("en", "Jordan Peterson gave a lecture."),
        ("en", "Georgia governor signs the bill."),
    ],
)
def test_a_word_or_a_person_of_the_same_name_is_no_actor(language: str, text: str) -> None:
    assert [actor.side for _, actor in found(language, text) if actor.side] == []
