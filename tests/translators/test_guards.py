"""What is visibly wrong with a translation is flagged; what is right is not. All sentences are made
up.
"""

import random

import pytest

from benchmarks.corpus import own_documents
from parallax.translators.quality_flags import flags

COUNT = 300
TEMPLATES = {
    "uk": [
        (
            "Поліція затримала {} людей у центрі міста.",
            "Police detained {} people in the city centre.",
        ),
        ("За ніч збили {} дронів.", "{} drones were shot down overnight."),
        ("Завод виробив {} тонн сталі.", "The plant made {} tonnes of steel."),
        ("Торік ціни зросли на {} %.", "Last year prices rose by {}%."),
        (
            "Рада виділила {} млн гривень на дороги.",
            "The council set aside {} million hryvnias for roads.",
        ),
    ],
    "ru": [
        (
            "Полиция задержала {} человек в центре города.",
            "Police detained {} people in the city centre.",
        ),
        ("За ночь сбили {} дронов.", "{} drones were shot down overnight."),
        ("Завод произвёл {} тонн стали.", "The plant made {} tonnes of steel."),
        ("В прошлом году цены выросли на {} %.", "Last year prices rose by {}%."),
        (
            "Совет выделил {} млн гривен на дороги.",
            "The council set aside {} million hryvnias for roads.",
        ),
    ],
}


def written(value: float, language: str) -> str:
    """A number as a newspaper of the language writes it."""
    if value != int(value):
        return f"{value:.1f}".replace(".", "," if language != "en" else ".")
    return f"{int(value):,}".replace(",", "," if language == "en" else "\u00a0")


@pytest.mark.parametrize("source", ["uk", "ru"])
def test_every_changed_number_is_flagged_and_no_kept_one(source: str) -> None:
    rng = random.Random(source)
    for _ in range(COUNT):
        original, translation = rng.choice(TEMPLATES[source])
        value = rng.choice(
            [
                rng.randint(2, 99),
                rng.randint(100, 9_999),
                rng.randint(10_000, 999_999),
                rng.randint(11, 999) / 10,
            ]
        )
        changed = value
        while changed == value:
            changed = rng.choice(
                [
                    value + 1,
                    value * 10,
                    value + rng.randint(1, 9),
                    float(str(int(value))[::-1]),
                    value / 2,
                    1000 + value,
                ]
            )
            changed = round(changed, 1)
        text = original.format(written(value, source))
        assert "numbers" in flags(text, translation.format(written(changed, "en")), source, "en"), (
            text,
            changed,
        )
        assert flags(text, translation.format(written(value, "en")), source, "en") == [], (
            text,
            value,
        )


@pytest.mark.parametrize("source", ["uk", "ru"])
def test_a_number_in_words_that_changed_or_got_lost_is_flagged(source: str) -> None:
    text = {"uk": "Загинули двадцять п’ять людей.", "ru": "Погибли двадцать пять человек."}[source]
    assert flags(text, "Twenty-five people were killed.", source, "en") == []
    assert flags(text, "25 people were killed.", source, "en") == []
    assert flags(text, "Twenty-six people were killed.", source, "en") == ["numbers"]
    assert flags(text, "People were killed.", source, "en") == ["numbers"]


def test_a_changed_designation_is_flagged() -> None:
    assert flags("Збили винищувач Су-34.", "A Su-34 fighter was shot down.", "uk", "en") == []
    assert flags("Збили винищувач Су-34.", "A Su-35 fighter was shot down.", "uk", "en") == [
        "numbers"
    ]


@pytest.mark.parametrize(
    ("text", "translation", "source", "target", "expected"),
    [
        ("Рада ухвалила закон.", "", "uk", "en", ["empty"]),
        ("", "", "uk", "en", []),
        ("Рада ухвалила закон.", "Рада ухвалила закон.", "uk", "en", ["untranslated"]),
        (
            "Рада ухвалила закон про ринок землі.",
            "Рада ухвалила закон про ринок землі.",
            "uk",
            "ru",
            ["untranslated"],
        ),
        (
            "Рада ухвалила закон про ринок землі.",
            "Рада приняла закон о рынке земли.",
            "uk",
            "ru",
            [],
        ),
        ("NATO", "NATO", "uk", "en", []),
        (
            "Рада ухвалила закон.",
            "The council council council council passed the law.",
            "uk",
            "en",
            ["repeated"],
        ),
        (
            "Рада ухвалила закон.",
            "The law was passed, the law was passed, the law was passed.",
            "uk",
            "en",
            ["repeated"],
        ),
        ("Так, так, так, так!", "Yes, yes, yes, yes!", "uk", "en", []),
        (
            "Рада ухвалила закон.",
            f"The council passed the law {' '.join(f'and w{chr(97 + i)}' for i in range(26))}.",
            "uk",
            "en",
            ["long"],
        ),
    ],
)
def test_each_fault_has_its_flag(
    text: str, translation: str, source: str, target: str, expected: list[str]
) -> None:
    assert flags(text, translation, source, target) == expected


def test_good_translations_are_hardly_ever_flagged() -> None:
    pairs = [
        (text, rendering, source)
        for document in own_documents()
        for source in ("uk", "ru")
        for text, rendering in zip(document[source], document["en"], strict=True)
    ]
    wrong = [
        (text, rendering)
        for text, rendering, source in pairs
        if flags(text, rendering, source, "en")
    ]
    assert len(wrong) <= 0.04 * len(pairs), wrong


@pytest.mark.parametrize(
    ("text", "translation", "source", "target"),
    [
        ("Озеро за 40 км.", "The lake is 40 miles away.", "uk", "en"),
        ("Долг — 7 млрд рублей.", "The debt is 7 billion dollars.", "ru", "en"),
        ("At most 30 houses burned.", "Згоріло щонайменше 30 будинків.", "en", "uk"),
        ("Людей удвічі більше.", "Half as many people.", "uk", "en"),
        ("Погиб один шахтёр.", "Nobody died.", "ru", "en"),
        ("Міст закрили вперше.", "The bridge was closed for the fourth time.", "uk", "en"),
        ("О 16:20 завила сирена.", "The siren wailed at 5:20 p.m.", "uk", "en"),
    ],
)
def test_another_unit_currency_bound_turn_or_time_is_flagged(
    text: str, translation: str, source: str, target: str
) -> None:
    assert flags(text, translation, source, target) == ["numbers"]


@pytest.mark.parametrize(
    ("text", "translation", "source", "target"),
    [
        ("О 16:20 завила сирена.", "The siren wailed at 4:20 p.m.", "uk", "en"),
        ("Сирена завыла в половине третьего ночи.", "The siren wailed at 2:30 a.m.", "ru", "en"),
        ("Сирена завыла в 21.00.", "Сирена завила о 9 вечора.", "ru", "uk"),
        ("За сутки сбили 14 ракет.", "In 24 hours, 14 missiles were shot down.", "ru", "en"),
        ("Озеро за 40 миль (64 км).", "The lake is 40 miles away.", "uk", "en"),
        ("Згоріли десятки хат.", "Dozens of houses burned.", "uk", "en"),
        ("Сину було 13 років.", "The son was 13.", "uk", "en"),
        ("Обоє виїхали.", "Both left.", "uk", "en"),
        ("Виділили 10 млрд гривень.", "10,000,000,000 hryvnias were set aside.", "uk", "en"),
    ],
)
def test_a_number_in_other_words_is_not_flagged(
    text: str, translation: str, source: str, target: str
) -> None:
    assert flags(text, translation, source, target) == []
