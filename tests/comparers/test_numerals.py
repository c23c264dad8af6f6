"""Numerals in words, all cases, there and back: written by rules of the grammars (and num2words),
read by the extractor.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from parallax.comparers.numbers import extract

CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "locative")

# The six cases of what is not regular; what is, is made below.
UK = {
    1: "один одного одному один одним одному",
    2: "два двох двом два двома двох",
    3: "три трьох трьом три трьома трьох",
    4: "чотири чотирьох чотирьом чотири чотирма чотирьох",
    6: "шість шести шести шість шістьма шести",
    7: "сім семи семи сім сьома семи",
    8: "вісім восьми восьми вісім вісьма восьми",
    40: "сорок сорока сорока сорок сорока сорока",
    90: "дев'яносто дев'яноста дев'яноста дев'яносто дев'яноста дев'яноста",
    100: "сто ста ста сто ста ста",
    200: "двісті двохсот двомстам двісті двомастами двохстах",
    300: "триста трьохсот трьомстам триста трьомастами трьохстах",
    400: "чотириста чотирьохсот чотирьомстам чотириста чотирмастами чотирьохстах",
}
UK_FIVES = {
    5: "п'ят",
    9: "дев'ят",
    10: "десят",
    11: "одинадцят",
    12: "дванадцят",
    13: "тринадцят",
    14: "чотирнадцят",
    15: "п'ятнадцят",
    16: "шістнадцят",
    17: "сімнадцят",
    18: "вісімнадцят",
    19: "дев'ятнадцят",
    20: "двадцят",
    30: "тридцят",
}
UK_TENS = {50: "п'ятдесят", 60: "шістдесят", 70: "сімдесят", 80: "вісімдесят"}
UK_HUNDREDS = {
    500: ("п'ят", "п'яти", "п'ятьма"),
    600: ("шіст", "шести", "шістьма"),
    700: ("сім", "семи", "сьома"),
    800: ("вісім", "восьми", "вісьма"),
    900: ("дев'ят", "дев'яти", "дев'ятьма"),
}
RU = {
    1: "один одного одному один одним одном",
    2: "два двух двум два двумя двух",
    3: "три трёх трём три тремя трёх",
    4: "четыре четырёх четырём четыре четырьмя четырёх",
    8: "восемь восьми восьми восемь восемью восьми",
    40: "сорок сорока сорока сорок сорока сорока",
    90: "девяносто девяноста девяноста девяносто девяноста девяноста",
    100: "сто ста ста сто ста ста",
    200: "двести двухсот двумстам двести двумястами двухстах",
    300: "триста трёхсот трёмстам триста тремястами трёхстах",
    400: "четыреста четырёхсот четырёмстам четыреста четырьмястами четырёхстах",
}
RU_FIVES = {
    5: "пят",
    6: "шест",
    7: "сем",
    9: "девят",
    10: "десят",
    11: "одиннадцат",
    12: "двенадцат",
    13: "тринадцат",
    14: "четырнадцат",
    15: "пятнадцат",
    16: "шестнадцат",
    17: "семнадцат",
    18: "восемнадцат",
    19: "девятнадцат",
    20: "двадцат",
    30: "тридцат",
}
RU_TENS = {
    50: ("пятьдесят", "пятидесяти", "пятьюдесятью"),
    60: ("шестьдесят", "шестидесяти", "шестьюдесятью"),
    70: ("семьдесят", "семидесяти", "семьюдесятью"),
    80: ("восемьдесят", "восьмидесяти", "восемьюдесятью"),
}
RU_HUNDREDS = {500: "пят", 600: "шест", 700: "сем", 800: "восем", 900: "девят"}


def ukrainian() -> dict[int, list[str]]:
    forms = {n: written.split() for n, written in UK.items()}
    for n, stem in UK_FIVES.items():
        forms[n] = [stem + end for end in ("ь", "и", "и", "ь", "ьма", "и")]
    for n, stem in UK_TENS.items():
        forms[n] = [stem + end for end in ("", "и", "и", "", "ьма", "и")]
    for n, (direct, oblique, instrumental) in UK_HUNDREDS.items():
        forms[n] = [
            direct + "сот",
            oblique + "сот",
            oblique + "стам",
            direct + "сот",
            instrumental + "стами",
            oblique + "стах",
        ]
    return forms


def russian() -> dict[int, list[str]]:
    forms = {n: written.split() for n, written in RU.items()}
    for n, stem in RU_FIVES.items():
        forms[n] = [stem + end for end in ("ь", "и", "и", "ь", "ью", "и")]
    for n, (direct, oblique, instrumental) in RU_TENS.items():
        forms[n] = [direct, oblique, oblique, direct, instrumental, oblique]
    for n, stem in RU_HUNDREDS.items():
        oblique = "восьми" if n == 800 else stem + "и"
        forms[n] = [
            stem + "ьсот",
            oblique + "сот",
            oblique + "стам",
            stem + "ьсот",
            stem + "ьюстами",
            oblique + "стах",
        ]
    return forms


FORMS = {"uk": ukrainian(), "ru": russian()}
THOUSANDS = {
    "uk": (
        ("тисяча", "тисячі", "тисячі", "тисячу", "тисячею", "тисячі"),
        ("тисячі", "тисяч", "тисячам", "тисячі", "тисячами", "тисячах"),
        ("тисяч", "тисяч", "тисячам", "тисяч", "тисячами", "тисячах"),
    ),
    "ru": (
        ("тысяча", "тысячи", "тысяче", "тысячу", "тысячей", "тысяче"),
        ("тысячи", "тысяч", "тысячам", "тысячи", "тысячами", "тысячах"),
        ("тысяч", "тысяч", "тысячам", "тысяч", "тысячами", "тысячах"),
    ),
}
FEMININE = {
    "uk": {1: "одна однієї одній одну однією одній", 2: "дві двох двом дві двома двох"},
    "ru": {1: "одна одной одной одну одной одной", 2: "две двух двум две двумя двух"},
}


def below_a_thousand(number: int, language: str, case: int, *, feminine: bool = False) -> list[str]:
    parts = [number // 100 * 100]
    parts += [number % 100] if number % 100 <= 20 else [number % 100 // 10 * 10, number % 10]
    words = []
    for part in filter(None, parts):
        special = FEMININE[language].get(part) if feminine else None
        words.append(special.split()[case] if special else FORMS[language][part][case])
    return words


def written(number: int, language: str, case: int) -> str:
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands:
        last = 0 if 10 < thousands % 100 < 20 else thousands % 10
        form = 0 if last == 1 else 1 if last in (2, 3, 4) else 2
        words += [
            *below_a_thousand(thousands, language, case, feminine=True),
            THOUSANDS[language][form][case],
        ]
    return " ".join(words + below_a_thousand(rest, language, case))


@pytest.mark.parametrize("case", range(6), ids=CASES)
@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_simple_cardinal_in_every_case(language: str, case: int) -> None:
    read = {
        number: [q.value for q in extract(forms[case], language)]
        for number, forms in FORMS[language].items()
    }
    assert read == {number: [float(number)] for number in FORMS[language]}


@settings(max_examples=300)
@given(st.integers(2, 999_999), st.sampled_from(["uk", "ru"]), st.integers(0, 5))
def test_compound_cardinals_come_back_in_every_case(number: int, language: str, case: int) -> None:
    (found,) = extract(written(number, language, case), language)
    assert (found.value, found.kind) == (number, "count")


@settings(max_examples=200)
@given(st.integers(2, 5_000_000))
def test_english_cardinals_come_back(number: int) -> None:
    (found,) = extract(num2words(number), "en")
    assert found.value == number


@settings(max_examples=200)
@given(st.integers(1, 999), st.sampled_from(["uk", "ru", "en"]))
def test_ordinals_come_back(number: int, language: str) -> None:
    text = num2words(number, lang=language, to="ordinal")
    (found,) = extract(text, language)
    assert found.value == number
    assert found.kind == "ordinal" or text.endswith("сьома")


@pytest.mark.parametrize(
    ("language", "stem", "endings", "value"),
    [
        ("uk", "п’ят", "ий ого ому им ім а ої ій у ою е і их ими", 5),
        ("uk", "сороков", "ий ого ому им ім а ої ій у ою е і их ими", 40),
        ("ru", "пят", "ый ого ому ым ом ая ой ую ое ые ых ыми", 5),
        ("ru", "сороков", "ой ого ому ым ом ая ой ую ое ые ых ыми", 40),
    ],
)
def test_ordinals_in_all_forms(language: str, stem: str, endings: str, value: int) -> None:
    for ending in endings.split():
        (found,) = extract(
            f"У списку двадцять {stem}{ending} номер"
            if value < 10 and language == "uk"
            else stem + ending,
            language,
        )
        assert found.value == (20 + value if value < 10 and language == "uk" else value), ending


@given(
    st.integers(1, 999_999),
    st.sampled_from([" ", "\u00a0", "\u2009", "\u202f"]),
    st.sampled_from(["uk", "ru", "en"]),
)
def test_digits_come_back_however_they_are_grouped(number: int, blank: str, language: str) -> None:
    grouped = f"{number:,}".replace(",", blank)
    (found,) = extract(f"{grouped} кг" if language != "en" else f"{grouped} kg", language)
    assert (found.value, found.unit) == (number, "kilogram")


@pytest.mark.parametrize("apostrophe", "'’ʼ‘`´′")
def test_every_apostrophe_and_none(apostrophe: str) -> None:
    assert [q.value for q in extract(f"дев{apostrophe}ятьма", "uk")] == [9]
    assert [q.value for q in extract("девятьма", "uk")] == [9]
