"""The kinds of figures that number tools get wrong, in three languages. All sentences are ours."""

import unicodedata

import pytest

from parallax.comparers.numbers import Quantity, Verdict, compare, extract
from parallax.comparers.numbers.comparison.verdicts import overall

READ = [
    # (language, text, what is read: [modifier] value or low..high or @date [unit], or nothing)
    ("uk", "Офіс стоїть на просп. Лісовий, буд. 8, оф. 31.", ""),
    ("ru", "Пожар начался в переулке Речной, 14, корп. 2.", ""),
    ("en", "The boat sank at 44.6167 N, 33.5254 E.", ""),
    ("ru", "Самолёт с грузом 200 приземлился ночью.", ""),
    ("uk", "Фонд отримав 12 тисяч польських злотих.", "12000.0 PLN"),
    ("en", "She won 3 million Azerbaijani manats.", "3000000.0 AZN"),
    ("ru", "Вес не превосходил 15 тонн.", "at_most 15.0 tonne"),
    ("en", "Prices never rose above $90.", "at_most 90.0 USD"),
    ("ru", "Число заявок приближается к 2100.", "almost 2100.0"),
    ("uk", "На 1000 мешканців припадає 4 лікарі.", "4.0"),
    ("en", "The death rate is 7 per 100,000 people.", "7.0"),
    ("uk", "Зріст гравця 1 м 87 см.", "1.87 metre"),
    ("en", "The guard is 6-foot-3.", "6.25 foot"),
    ("ru", "Пострадавшему 42.", "42.0 year"),
    ("ru", "Мне 5'7\" роста.", "5.0; 7.0"),
    ("en", "Both trains derailed.", "2.0"),
    ("en", "Both men and women voted.", ""),
    ("en", "Exports fell by a quarter.", "0.25"),
    ("en", "Growth slowed to two point seven percent.", "2.7 percent"),
    ("uk", "Магнітуда становила чотири цілих вісім десятих.", "4.8"),
    ("ru", "Толчки магнитудой пять и две десятых.", "5.2"),
    ("en", "The field has 2.4×10^6 atoms.", "2400000.0"),
    ("en", "The city has 2'350'000 residents.", "2350000.0"),
    ("ru", "Выплачено 18·300 рублей.", "18300.0 RUB"),
    ("ru", "Прибыли 7&nbsp;500 человек.", "7500.0"),
    ("uk", "Згоріло 7 тиcяч гектарів.", "7000.0 hectare"),  # with a Latin c
    ("en", "Two $1m grants were approved.", "2.0; 1000000.0 USD"),
    ("en", "The hundred and ten workers went home.", "110.0"),
    ("en", "By twenty thirty the plan must be done.", "@2030"),
    ("uk", "Міст збудували в тисяча дев'ятсот сімдесят четвертому році.", "@1974"),
    ("ru", "Утром минус 3 – минус 6 градусов.", "range -6.0..-3.0 degree_Celsius"),
    ("uk", "Вночі +1…-3 °C.", "range -3.0..1.0 degree_Celsius"),
    ("en", "It was 20 degrees below zero.", "-20.0 degree_Celsius"),
    ("uk", "Компенсація — 25 000-30 000 грн.", "range 25000.0..30000.0 UAH"),
    ("ru", "Эвакуировали 1 200 — 1 500 человек.", "range 1200.0..1500.0"),
    ("en", "It may cost 800m-1.1bn dollars.", "range 800000000.0..1100000000.0 USD"),
    ("uk", "Потрібно 700 млн-1,3 млрд грн.", "range 700000000.0..1300000000.0 UAH"),
    ("ru", "Рейтинг 35 плюс-минус 3 процента.", "range 32.0..38.0 percent"),
    ("uk", "Витратили 7-м мільйонів гривень.", "7000000.0 UAH"),
    ("ru", "Собрали около 5-ти миллионов рублей.", "about 5000000.0 RUB"),
    ("uk", "Потрапило 4 тис. 350 снарядів.", "4350.0"),
    ("ru", "Эвакуировали тридцать с лишним тысяч жителей.", "more_than 30000.0"),
    ("en", "They need $200 millions of aid.", "200000000.0 USD"),
    ("ru", "Потеряли тысяч пять солдат.", "about 5000.0"),
    ("uk", "Він заробив мільйонів зо два гривень.", "about 2000000.0 UAH"),
    ("ru", "Приехало грузовиков пятнадцать.", "about 15.0"),
    ("uk", "Кільканадцять снарядів упали на місто.", "vague 11.0..19.0"),
    ("uk", "Втрати не перевищували 50 танків.", "at_most 50.0"),
    ("ru", "Высота не должна превышать 30 метров.", "at_most 30.0 metre"),
    ("en", "The cost will not exceed $3m.", "at_most 3000000.0 USD"),
    ("ru", "Зарплата не ниже 40 тысяч рублей.", "at_least 40000.0 RUB"),
    ("uk", "Кількість поранених перевалила за 50.", "more_than 50.0"),
    ("en", "The toll is nearing 400.", "almost 400.0"),
    ("ru", "Пришло под 300 человек.", "almost 300.0"),
    ("ru", "Аренда стала дороже на 25%.", "25.0 percent"),
    ("uk", "Площа ділянки — 600 м2.", "600.0 metre**2"),
    ("en", "The bid was C$4m.", "4000000.0 CAD"),
    ("uk", "Квиток коштує 8 гривень 50 копійок.", "8.5 UAH"),
    ("en", "The fare rose by 30 pence.", "0.3 GBP"),
    ("ru", "Атмосферное давление — 745 мм рт. ст.", "745.0 millimeter_Hg"),
    ("uk", "Сьогодні 33-га річниця незалежності.", "33.0"),
    ("ru", "Судно в точке 45°12′ с. ш., 36°37′ в. д.", ""),
    ("en", "The alarm sounded at twenty to six.", ""),
    ("en", "It will cost from 6 to 15 roubles.", "range 6.0..15.0 RUB"),
    ("ru", "Взрыв прогремел без четверти девять.", ""),
    ("ru", "Он живет в квартире 3.", ""),
    ("en", "It was built in the eighties of the 19th century.", "@188X"),
    ("uk", "Замок збудували в XIV столітті.", "@13XX"),
    ("en", "A man in his mid-30s was hurt.", "range 34.0..36.0 year"),
    ("en", "Petrenko, 29, was detained.", "29.0 year"),
    ("ru", "Взрыв прогремел в доме на Линейной, 39, сообщили власти.", "39.0"),
    ("ru", "Собрали 1½ миллиона рублей.", "1500000.0 RUB"),
    ("uk", "Троє з чотирьох опитаних за.", "0.75"),
    ("en", "The road cost Rs 450 crore.", "4500000000.0 INR"),
    ("ru", "Это десятимиллионный город.", "10000000.0"),
    ("uk", "Згоріла шістнадцятиповерхівка.", "16.0"),
    ("ru", "Прошло полтора века.", "1.5 century"),
    ("uk", "Захворюваність — 45 випадків на 100 тисяч населення.", "45.0"),
    ("ru", "Есть двухсотые и трехсотые.", ""),
    ("en", "No one was injured.", "0.0"),
    ("uk", "Обійшлося без жертв.", "0.0"),
    ("ru", "Погибших нет.", "0.0"),
    ("uk", "Не обійшлося без жертв.", ""),
    ("ru", "Сделано всё, чтобы никто не погиб.", ""),
    ("en", "No death penalty was sought.", ""),
    ("en", "They came back a couple of minutes later.", ""),
]


@pytest.mark.parametrize(("language", "text", "expected"), READ)
def test_each_kind_is_read(language: str, text: str, expected: str) -> None:
    assert "; ".join(map(written, extract(text, language))) == expected


def written(quantity: Quantity) -> str:
    value = f"@{quantity.date}" if quantity.date else quantity.value
    if value is None:
        value = f"{quantity.low}..{quantity.high}"
    parts = (quantity.modifier, value, quantity.unit)
    return " ".join(str(part) for part in parts if part is not None)


@pytest.mark.parametrize(
    ("language", "text", "modifier"),
    [
        ("uk", "До 11 зросла кількість загиблих у місті.", None),
        ("ru", "До 17 человек возросло число погибших.", None),
        ("ru", "До 15 сократилось число раненых.", None),
        ("uk", "До 11 людей можуть бути під завалами.", "up_to"),
        ("ru", "Спасли до 30 человек, число погибших выросло.", "up_to"),
    ],
)
def test_a_count_before_its_verb_of_change_is_what_is_reached_and_no_bound(
    language: str, text: str, modifier: str | None
) -> None:
    (found,) = extract(text, language)
    assert found.modifier == modifier


@pytest.mark.parametrize("text", ["Загинули п'ятеро українців.", "Витратили 3 мільйони гривень."])
def test_letters_with_separate_marks_are_the_same_letters(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert [q.value for q in extract(apart, "uk")] == [q.value for q in extract(text, "uk")]
    assert all(apart[q.start : q.end] == q.surface for q in extract(apart, "uk"))


SAID = [
    # (left, right, verdict, rule)
    (
        ("en", "Sales grew 7%."),
        ("ru", "Продажи сократились на 7%."),
        Verdict.CONFLICT,
        "number.direction",
    ),
    (
        ("ru", "Безработица снизилась до 5%."),
        ("uk", "Безробіття знизилося на 5%."),
        Verdict.CONFLICT,
        "number.change",
    ),
    (
        ("uk", "Компанія отримала 2 млн грн прибутку."),
        ("ru", "Компания получила 2 млн гривен убытка."),
        Verdict.CONFLICT,
        "number.direction",
    ),
    (
        ("ru", "Рейтинг вырос на 6 процентных пунктов."),
        ("uk", "Рейтинг зріс на 6%."),
        Verdict.CONFLICT,
        "number.points",
    ),
    (
        ("uk", "Експорт зріс удвічі."),
        ("en", "Exports rose by 100%."),
        Verdict.EQUAL,
        "number.equal",
    ),
    (
        ("ru", "Цены выросли вдвое."),
        ("uk", "Ціни зросли на 200%."),
        Verdict.CONFLICT,
        "number.multiple",
    ),
    (
        ("uk", "Армія втрачає 500 бійців на добу."),
        ("ru", "Армия теряет 500 бойцов в месяц."),
        Verdict.CONFLICT,
        "number.rate",
    ),
    (
        ("ru", "Ей платят 1200 долларов в год."),
        ("en", "She is paid $100 a month."),
        Verdict.EQUAL,
        "number.equal",
    ),
    (
        ("en", "Petrol is 52 hryvnias a litre."),
        ("uk", "Бензин коштує 52 гривні за кілограм."),
        Verdict.CONFLICT,
        "number.rate",
    ),
    (("en", "Nobody died."), ("ru", "Погибли четверо."), Verdict.CONFLICT, "number.conflict"),
    (
        ("uk", "Збито всі 20 ракет."),
        ("ru", "Сбито 15 из 20 ракет."),
        Verdict.CONFLICT,
        "number.all",
    ),
    (
        ("ru", "20 ракет не были сбиты."),
        ("uk", "Збито 20 ракет."),
        Verdict.CONFLICT,
        "number.negated",
    ),
    (
        ("uk", "Тисячі людей вийшли на площу."),
        ("en", "Dozens of people took to the square."),
        Verdict.CONFLICT,
        "number.vague",
    ),
    (
        ("en", "At least 30 people were killed."),
        ("uk", "Загинули понад 210 людей."),
        Verdict.CONFLICT,
        "number.bound",
    ),
    (
        ("ru", "Он работает там с 2019 года."),
        ("en", "He worked there until 2019."),
        Verdict.CONFLICT,
        "date.direction",
    ),
    (
        ("uk", "Це сталося за три дні до виборів."),
        ("ru", "Это произошло через три дня после выборов."),
        Verdict.CONFLICT,
        "number.direction",
    ),
    (
        ("ru", "Мешок весом 100 килограммов."),
        ("en", "A 220-pound sack."),
        Verdict.EQUAL,
        "number.equal",
    ),
    (("ru", "XX век"), ("en", "The 20th century"), Verdict.EQUAL, "date.equal"),
]


@pytest.mark.parametrize(("left", "right", "verdict", "rule"), SAID)
def test_one_numeral_may_say_two_things(
    left: tuple[str, str], right: tuple[str, str], verdict: Verdict, rule: str
) -> None:
    a, b = extract(left[1], left[0]), extract(right[1], right[0])
    assert overall(compare(a, b)) is overall(compare(b, a)) is verdict
    assert rule in {pair.rule for pair in compare(a, b)}


APART = [
    (("en", "Some 90 residents must move."), ("ru", "Спасены 12 человек.")),
    (("uk", "За останню добу збито 12 дронів."), ("en", "Since the start of the year 900 drones.")),
    (("uk", "У Харкові поранено трьох людей."), ("en", "In Sumy five people were wounded.")),
    (("ru", "Самолет Embraer 175 упал."), ("en", "At least 24 people were killed.")),
]


@pytest.mark.parametrize(("left", "right"), APART)
def test_figures_of_other_things_are_no_conflict(
    left: tuple[str, str], right: tuple[str, str]
) -> None:
    verdict = overall(compare(extract(left[1], left[0]), extract(right[1], right[0])))
    assert verdict is not Verdict.CONFLICT


def test_a_conflict_is_sure_only_where_what_happened_to_whom_is_read_on_both_sides() -> None:
    def confidence(left: str, right: str) -> str:
        (pair,) = compare(extract(left, "uk"), extract(right, "en"))
        return pair.confidence.value

    assert confidence("Загинули 12 людей.", "Fifteen people were killed.") == "high"
    assert confidence("Явка 71 %.", "Turnout was 78 per cent.") != "low"
    assert confidence("Прийшли 12 людей.", "Fifteen people were killed.") == "low"


def test_a_figure_told_twice_on_one_side_is_not_left_out_by_the_other() -> None:
    twice = extract("Разбился самолет с 47 пленными. На борту 47 пленных.", "ru")
    once = extract("47 prisoners were on board.", "en")
    assert {pair.verdict for pair in compare(twice, once)} == {Verdict.EQUAL}
