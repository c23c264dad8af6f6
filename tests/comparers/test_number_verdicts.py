"""Comparing numbers: verdicts that do not cry wolf. All sentences are ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.numbers import verdicts
from parallax.comparers.numbers import Quantity, Verdict, compare, extract
from parallax.comparers.numbers.comparison.verdicts import overall

PAIRS = [
    # (left, right, verdict)
    (("uk", "Загинули 12 людей."), ("en", "Fifteen people were killed."), Verdict.CONFLICT),
    (("uk", "Загинули 12 людей."), ("en", "Twelve people were killed."), Verdict.EQUAL),
    (("ru", "Приходит 1,7 тысячи человек."), ("en", "1,700 people come."), Verdict.EQUAL),
    (("en", "At least 144 people died."), ("ru", "Погибли 144 человека."), Verdict.COMPATIBLE),
    (("uk", "Понад 300 сіл без світла."), ("ru", "Без света 308 сел."), Verdict.COMPATIBLE),
    (
        ("uk", "Пориви 32 метри за секунду."),
        ("en", "Gusts of 115 kilometres per hour."),
        Verdict.EQUAL,
    ),
    (
        ("uk", "Пориви 32 метри за секунду."),
        ("en", "Gusts of 150 kilometres per hour."),
        Verdict.CONFLICT,
    ),
    (("en", "It is 3 miles away."), ("ru", "До него ехать 5 км."), Verdict.EQUAL),
    (("uk", "Явка 71 %."), ("ru", "Явка составила 78 процентов."), Verdict.CONFLICT),
    (("uk", "48 млн гривень."), ("en", "$1.2 million."), Verdict.COMPATIBLE),
    (("en", "Five people were killed."), ("ru", "12 человек ранены."), Verdict.COMPATIBLE),
    (("en", "1,700 people come every day."), ("uk", "Прийшли 16 тисяч людей."), Verdict.COMPATIBLE),
    (
        ("en", "Some 1,500 people come every day."),
        ("uk", "Щодня приходить 1 700 людей."),
        Verdict.CONFLICT,
    ),
    (("uk", "Понад 100 тисяч людей."), ("en", "Many people."), Verdict.COMPATIBLE),
    (
        ("uk", "Загинули семеро людей."),
        ("en", "Three adults and four children were killed."),
        Verdict.COMPATIBLE,
    ),
    (("en", "It reached 80 degrees."), ("uk", "Було 27 градусів."), Verdict.COMPATIBLE),
    (
        ("uk", "У Туреччині загинули 17 тисяч людей."),
        ("en", "In Syria 3,000 people were killed."),
        Verdict.COMPATIBLE,
    ),
    (
        ("en", "As of 9 February 14,014 people had died."),
        ("ru", "По состоянию на 11 февраля погибли 20 600 человек."),
        Verdict.COMPATIBLE,
    ),
    (("uk", "До 500 людей."), ("ru", "Более 500 человек."), Verdict.CONFLICT),
    (("uk", "Майже 500 людей."), ("en", "More than 500 people."), Verdict.CONFLICT),
    (("uk", "Збито 12 дронів."), ("en", "Nine helicopters were shot down."), Verdict.COMPATIBLE),
    (("en", "No figures."), ("ru", "Без чисел."), Verdict.EQUAL),
]


@pytest.mark.parametrize(
    ("left", "right", "verdict"), PAIRS, ids=lambda x: x[1] if isinstance(x, tuple) else str(x)
)
def test_verdicts_and_their_symmetry(
    left: tuple[str, str], right: tuple[str, str], verdict: Verdict
) -> None:
    a, b = extract(left[1], left[0]), extract(right[1], right[0])
    assert overall(compare(a, b)) is verdict
    assert overall(compare(b, a)) is verdict


def test_a_missing_figure_is_an_omission_never_a_conflict() -> None:
    (only,) = compare(extract("Понад 100 тисяч людей.", "uk"), [])
    assert only.verdict is Verdict.OMITTED
    assert only.right is None


def test_the_arithmetic_is_explained() -> None:
    (only,) = compare(
        extract("Пориви 32 метри за секунду.", "uk"),
        extract("Gusts of 115 kilometres per hour.", "en"),
    )
    assert "115 kilometres per hour is 31.94 in the unit of 32 метри за секунду" in only.why


COUNT = st.builds(
    lambda value, modifier, role: Quantity(
        0, 1, "x", "count", float(value), *_bounds(value, modifier), modifier=modifier, role=role
    ),
    st.integers(0, 10_000),
    st.sampled_from([None, "about", "more_than", "up_to"]),
    st.sampled_from([None, "killed", "wounded"]),
)


def _bounds(value: int, modifier: str | None) -> tuple[float | None, float | None]:
    return (None if modifier == "up_to" else float(value)), (
        None if modifier == "more_than" else float(value)
    )


@given(st.lists(COUNT, max_size=3), st.lists(COUNT, max_size=3))
def test_every_quantity_is_in_one_comparison_or_told_twice(
    left: list[Quantity], right: list[Quantity]
) -> None:
    compared = compare(left, right)
    for side, others, paired in (
        (left, right, [c.left for c in compared if c.left]),
        (right, left, [c.right for c in compared if c.right]),
    ):
        rest = list(side)
        for quantity in paired:
            rest.remove(quantity)
        assert {q.value for q in rest} <= {q.value for q in others}


@given(COUNT)
def test_a_quantity_equals_itself(quantity: Quantity) -> None:
    assert [c.verdict for c in compare([quantity], [quantity])] == [Verdict.EQUAL]


def test_money_is_converted_at_the_rates_given_and_only_then() -> None:
    left, right = (
        extract("Збитки — 48 млн гривень.", "uk"),
        extract("Damage of $1.2 million.", "en"),
    )
    assert [c.rule for c in compare(left, right)] == ["number.currency"]
    (converted,) = compare(left, right, rates={"USD/UAH": 40.0})
    assert converted.verdict is Verdict.EQUAL
    assert "48,000,000 UAH at the rate given" in converted.why
    assert [c.verdict for c in compare(left, right, rates={"UAH/USD": 1 / 30})] == [
        Verdict.CONFLICT
    ]


def test_the_development_pairs_get_their_verdicts() -> None:
    found = verdicts()
    assert found.accuracy >= 0.95
    assert found.precision >= 0.93
    assert found.recall >= 0.95


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("uk", "3 березня згорів склад."), ("en", "Over 60 boxes were lost.")),
        (("ru", "5 апреля по складу нанесён удар."), ("uk", "Загинули п’ятеро людей.")),
        (("en", "In 2021 the bridge was closed."), ("ru", "Пострадали 2021 человек.")),
    ],
)
def test_a_day_or_a_year_is_never_compared_with_a_count(
    left: tuple[str, str], right: tuple[str, str]
) -> None:
    found = compare(extract(left[1], left[0]), extract(right[1], right[0]))
    assert all(c.left is None or c.right is None for c in found)
