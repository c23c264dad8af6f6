"""What a rate is per, beside time: "$70 a tonne", "52 гривні за літр", "12 deaths per 100,000"."""

from __future__ import annotations

from dataclasses import replace

from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import (
    DURATIONS,
    currencies,
    phrases,
    scales,
    unit_phrases,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS, WINDOWS
from parallax.languages.tokens import TokenizedText

_PER = word_set("grammar", "rates", "per")
_PER_BASE = word_set("grammar", "rates", "per_base")
_FALLS_ON = word_set("grammar", "rates", "falls_on")
_PEOPLE = word_set("things", "people", "groups") | {"people"}


def per_what(s: TokenizedText, quantity: Quantity, span: tuple[int, int]) -> str | None:
    """Return the unit that a price is per: `tonne` of "$70 a tonne", "за тысячу кубометров"; time
    is not read here.
    """
    if quantity.unit not in currencies():
        return None
    at = span[1] + 1
    if s.word(at) not in _PER:
        return None
    at += 1
    scale = scales(s.language).get(s.word(at))
    at += scale is not None
    unit = unit_phrases(s.language).match(s.words, at)
    if unit is None or unit[0] in DURATIONS | currencies():
        return None
    return f"{scale.factor:g} {unit[0]}" if scale else unit[0]


def with_bases(s: TokenizedText, quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantities without those that are what a rate is per ("12 deaths per 100,000
    people"); the rate before them is per the base.
    """
    if not any(_may_be_base(quantity) for quantity in quantities):
        return quantities
    kept: list[Quantity] = []
    base: Quantity | None = None
    for quantity in quantities:
        first = next(i for i, token in enumerate(s.tokens) if token.start >= quantity.start)
        rate = kept[-1] if kept else None
        if rate is not None and _is_base(s, quantity, first) and _near(s, rate, first):
            kept[-1] = _per(rate, quantity)
        elif _is_base(s, quantity, first) and _opens_a_rate(s, first):
            base = quantity
        else:
            kept.append(quantity if base is None else _per(quantity, base))
            base = None
    return kept if base is None else list(quantities)


def _opens_a_rate(s: TokenizedText, first: int) -> bool:
    """Tell whether a base stands before its rate: "на 1000 жителів припадає 3 лікарі", "for every
    1,000 births there are two deaths".
    """
    if s.language == "en":
        return s.word(first - 1) in ("per", "every", "each") and s.word(first - 2) in ("for", "")
    return any(
        s.word(i) in _FALLS_ON for i in range(first + 1, min(first + 2 + WINDOWS.base, len(s)))
    )


def _per(rate: Quantity, base: Quantity) -> Quantity:
    return replace(rate, per=f"{base.value:g}")


def _may_be_base(quantity: Quantity) -> bool:
    value = quantity.value
    return (
        quantity.kind == "count"
        and quantity.modifier is None
        and value is not None
        and value >= LIMITS.least_base
        and f"{value:.0f}".strip("0") == "1"
    )


def _is_base(s: TokenizedText, quantity: Quantity, first: int) -> bool:
    return _may_be_base(quantity) and s.word(first - 1) in _PER_BASE


def _near(s: TokenizedText, rate: Quantity, first: int) -> bool:
    """Tell whether a rate stands right before its base, with the noun it counts between them."""
    between = [t for t in s.tokens if rate.end <= t.start < s.tokens[first - 1].start]
    return (
        rate.kind in ("count", "measure", "percent")
        and (s.word(first - 1) == "per" or bool(between))
        and len(between) <= WINDOWS.base
        and all(token.kind == "word" for token in between)
        and (s.language == "en" or _counts(s, first))
    )


def _counts(s: TokenizedText, first: int) -> bool:
    """Tell whether people are counted by the base: "на 100 тис. населення"; "на 1000 гривень" is no
    base.
    """
    after = [i for i in range(first + 1, min(first + 5, len(s))) if s.kind(i) == "word"]
    everybody = word_set("grammar", "rates", "of_base")
    return any(
        s.word(i) in everybody
        or ((found := phrases("counted").match(s.words, i)) and found[0] in _PEOPLE)
        for i in after
    )
