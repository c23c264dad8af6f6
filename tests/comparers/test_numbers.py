"""Reading numbers in three languages. All sentences are ours."""

import itertools
from datetime import date

import pytest
from babel.numbers import list_currencies
from hypothesis import given
from hypothesis import strategies as st
from pint import UnitRegistry

from benchmarks.number_fuzz import faults
from benchmarks.numbers import LANGUAGES, evaluate
from parallax.comparers.numbers import extract
from parallax.comparers.numbers.read.lexicon import currencies, data

FOUND = [
    # (language, text, [(surface, value or ISO date, modifier, unit)])
    (
        "uk",
        "Контракт підписали понад 100 тисяч людей.",
        [("понад 100 тисяч", 100_000, "more_than", None)],
    ),
    ("uk", "Щодня приходить 1 700 людей.", [("1 700", 1700, None, None)]),
    ("uk", "Збитки — 1,7 млн гривень.", [("1,7 млн гривень", 1_700_000, None, "UAH")]),
    (
        "uk",
        "Бюджет — 2 трлн 36 млрд гривень.",
        [("2 трлн 36 млрд гривень", 2_036_000_000_000, None, "UAH")],
    ),
    (
        "uk",
        "Загинули п’ятеро людей, двадцять п'ять поранені.",
        [("п’ятеро", 5, None, None), ("двадцять п'ять", 25, None, None)],
    ),
    ("uk", "Явка становила 71,5 %.", [("71,5 %", 71.5, None, "percent")]),
    (
        "uk",
        "Пориви до 32 метрів на секунду.",
        [("до 32 метрів на секунду", 32, "up_to", "metre/second")],
    ),
    (
        "uk",
        "Це сталося 22 березня 2024 року.",
        [("22 березня 2024 року", "2024-03-22", None, None)],
    ),
    ("uk", "Перейшли 3,250 особи.", [("3,250", 3250, None, None)]),
    ("ru", "Приходит 1,7 тысячи человек.", [("1,7 тысячи", 1700, None, None)]),
    (
        "ru",
        "Погибли не менее ста сорока четырех человек.",
        [("не менее ста сорока четырех", 144, "at_least", None)],
    ),
    ("ru", "Выплата — 195 тыс. рублей.", [("195 тыс. рублей", 195_000, None, "RUB")]),
    ("ru", "Полтора миллиона евро.", [("Полтора миллиона евро", 1_500_000, None, "EUR")]),
    ("ru", "С 3 апреля по май.", [("3 апреля", "--04-03", None, None)]),
    ("ru", "От 5 до 7 тысяч человек.", [("От 5 до 7 тысяч", None, "range", None)]),
    (
        "ru",
        "Долг вырос с 3 до 5 млрд евро.",
        [("3", 3_000_000_000, None, "EUR"), ("5 млрд евро", 5_000_000_000, None, "EUR")],
    ),
    (
        "uk",
        "Кожен п’ятий школяр і дві третини вчителів.",
        [("Кожен п’ятий", 0.2, None, None), ("дві третини", 2 / 3, None, None)],
    ),
    (
        "uk",
        "Років п’ять тому; зо два десятки; півгодини.",
        [
            ("Років п’ять", 5, "about", "year"),
            ("зо два десятки", 20, "about", None),
            ("півгодини", 0.5, None, "hour"),
        ],
    ),
    (
        "uk",
        "До −12 °C; 3–5 градусів морозу.",
        [
            ("До −12 °C", -12, "up_to", "degree_Celsius"),
            ("3–5 градусів", None, "range", "degree_Celsius"),
        ],
    ),
    (
        "uk",
        "У третьому кварталі 2023 року та в 1990-х.",
        [("третьому кварталі 2023 року", "2023-Q3", None, None), ("1990-х", "199X", None, None)],
    ),
    (
        "ru",
        "Человек пять, двадцать с лишним лет, 152-мм снаряды.",
        [
            ("Человек пять", 5, "about", None),
            ("двадцать с лишним лет", 20, "more_than", "year"),
            ("152-мм", 152, None, "millimetre"),
        ],
    ),
    (
        "en",
        "A 22-year-old died; 1.5 to 2 million; one in five.",
        [
            ("22-year-old", 22, None, "year"),
            ("1.5 to 2 million", None, "range", None),
            ("one in five", 0.2, None, None),
        ],
    ),
    ("en", "Reserves of 110 bcm.", [("110 bcm", 110_000_000_000, None, "metre**3")]),
    (
        "en",
        "Half a million hryvnias, an hour and a half, $5m.",
        [
            ("Half a million hryvnias", 500_000, None, "UAH"),
            ("an hour and a half", 1.5, None, "hour"),
            ("$5m", 5_000_000, None, "USD"),
        ],
    ),
    (
        "en",
        "About 16,000 joined in the past 10 days.",
        [("About 16,000", 16_000, "about", None), ("10 days", 10, None, "day")],
    ),
    ("en", "It cost $1.2 million.", [("$1.2 million", 1_200_000, None, "USD")]),
    (
        "en",
        "Nearly two hundred and fifty-six villages.",
        [("Nearly two hundred and fifty-six", 256, "almost", None)],
    ),
    (
        "en",
        "Winds of 115 kilometres per hour.",
        [("115 kilometres per hour", 115, None, "kilometre/hour")],
    ),
    (
        "en",
        "On 3 April, and in February 2022.",
        [("3 April", "--04-03", None, None), ("February 2022", "2022-02", None, None)],
    ),
    ("en", "10–12 missiles were launched.", [("10–12", None, "range", None)]),
]
NOTHING = [
    ("uk", "Винищувач F-16 і ракета Х-101 над 61-ю бригадою."),
    ("uk", "Один із них, сім’я № 5."),
    ("ru", "Комплекс С-300 и Ту-95."),
    ("ru", "Закон № 11379-д."),
    ("en", "One of them may march with the M1 tank."),
    ("en", "The score was 2:1 at 15:40."),
    ("en", "From 24/7 Street."),
    ("uk", "О п’ятій ранку."),
    ("ru", "В 8 часов утра."),
    ("en", "Boeing 737 and Leopard 2 tanks."),
    ("ru", "Второй мировой войны."),
    ("uk", "Телефон +380441234567."),
]


@pytest.mark.parametrize(
    ("language", "text", "expected"), FOUND, ids=lambda x: x if isinstance(x, str) else ""
)
def test_what_is_found(
    language: str, text: str, expected: list[tuple[str, object, object, object]]
) -> None:
    found = [(q.surface, q.date or q.value, q.modifier, q.unit) for q in extract(text, language)]
    assert found == expected


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_designations_times_and_articles_are_no_quantities(language: str, text: str) -> None:
    assert extract(text, language) == []


def test_what_is_counted_what_happened_and_how_often() -> None:
    killed, wounded = extract("Загинули п’ятеро людей, ще дванадцятеро поранені.", "uk")
    assert (killed.role, killed.concept, wounded.role) == ("killed", "people", "wounded")
    (daily,) = extract("Ежедневно приходят 1700 желающих.", "ru")
    assert (daily.period, daily.concept) == ("day", "people")


def test_bounds_follow_the_modifier() -> None:
    bounds = {
        q.modifier: (q.low, q.high)
        for text in ("more than 5 men", "up to 5 men", "about 5 men")
        for q in extract(text, "en")
    }
    assert bounds == {"more_than": (5, None), "up_to": (None, 5), "about": (5, 5)}


@given(st.text(max_size=150), st.sampled_from(["uk", "ru", "en"]))
def test_any_text_is_read_without_fault_and_spans_slice_back(text: str, language: str) -> None:
    found = extract(text, language)
    assert all(text[q.start : q.end] == q.surface for q in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_dates_take_their_year_from_the_day_of_publication() -> None:
    found = extract("On 3 May, 8 January and in the third quarter.", "en", date(2024, 1, 10))
    assert [q.date for q in found] == ["2023-05-03", "2024-01-08", "2023-Q3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_development_set_is_read(language: str) -> None:
    found = evaluate(language)
    assert found.precision >= 0.97
    assert found.recall >= 0.97
    assert found.all_exact >= 0.95


def test_random_and_mutated_strings_are_read_without_fault() -> None:
    assert faults(1500, seed=7) == []


def test_currencies_are_iso_codes_and_units_are_pints() -> None:
    names = set(data("units")["units"]) | set(data("units")["units_of"]["ru"])
    assert currencies() <= set(list_currencies())
    registry = UnitRegistry()
    assert [
        u
        for u in names - currencies() - {"percentage_point", "basis_point", "centner"}
        if u not in registry and not registry.get_dimensionality(u)
    ] == []
