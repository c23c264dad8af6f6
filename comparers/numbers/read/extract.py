"""Finding quantities in a sentence of Ukrainian, Russian or English, from its own words.

Dates first, then every number that is not an identifier, with its unit, its other end if it is a
range, and its modifier.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from parallax.comparers.numbers.quantity import Quantity, bounds
from parallax.comparers.numbers.read import attributes, dates, modifiers
from parallax.comparers.numbers.read.amounts import Amount, amount_at, unit_after
from parallax.comparers.numbers.read.lexicon import (
    DURATIONS,
    SHARES,
    currencies,
    data,
    phrases,
    unit_phrases,
    word_list,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS, WINDOWS
from parallax.comparers.numbers.read.number import Number
from parallax.languages.tokens import TokenizedText, tokenize

_DASHES = frozenset("–—-−‑…")
_BELOW_ZERO = frozenset(data("grammar")["extract"]["below_zero"])
_CONCEPTS = {"part": "share", "times": "times"}
_TO = word_set("grammar", "extract", "to")
_OR = word_set("grammar", "extract", "or")
_AT_LEAST = word_set("grammar", "extract", "at_least")
_NOT_ROUND = word_set("grammar", "extract", "not_round")
_LISTS = word_set("grammar", "extract", "lists")
_HALVED = word_list("grammar", "half", "halved")
_Pairs = dict[str, frozenset[tuple[str, ...]]]
_RANGES: _Pairs = {
    language: frozenset(tuple(pair.split()) for pair in pairs)
    for language, pairs in data("grammar")["extract"]["ranges"].items()
}
_PATHS: _Pairs = {
    language: frozenset(tuple(pair.split()) for pair in pairs)
    for language, pairs in data("grammar")["extract"]["paths"].items()
}


def extract(text: str, language: str, published: date | None = None) -> list[Quantity]:
    """Return the quantities of a text in order of appearance; spans never overlap.

    :param language: `uk`, `ru` or `en`.
    :param published: the day of publication; completes dates that leave out their year.
    """
    s = tokenize(text, language)
    found, used = dates.find(s, published)
    at = 0
    while at < len(s):
        amount = None if at in used else amount_at(s, at, used)
        if amount is None:
            at += 1
            continue
        quantity, last = _quantity(s, amount, used)
        found.append(quantity)
        at = max(last, amount.last) + 1
    ordered = _with_units_of_lists(s, _apart(sorted(found, key=lambda q: q.start)))
    return attributes.described(s, ordered)


def _quantity(s: TokenizedText, amount: Amount, used: set[int]) -> tuple[Quantity, int]:
    """Return the quantity around an amount and the last token it uses."""
    low_value, amount = _to_range(s, amount, used)
    modifier, amount = _modified(s, amount)
    number, unit = amount.number, amount.unit
    start, end = s.tokens[amount.first].start, s.tokens[amount.last].end
    made = Quantity(
        start,
        end,
        s.text[start:end],
        _kind(unit, number),
        number.value,
        *bounds(number.value, modifier),
        modifier=modifier,
        unit=unit,
        step=number.step,
        written=number.scale > 1 or number.step < 1,
        concept=_CONCEPTS.get(number.kind),
    )
    if number.kind == "vague":
        high = None if modifier in ("more_than", "at_least") else number.high
        made = replace(made, value=None, low=number.value, high=high, modifier="vague")
    if low_value is not None:
        made = replace(made, value=None, low=low_value, high=number.value, modifier="range")
    if unit == "degree_Celsius" and any(
        " ".join(s.words[amount.last + 1 : amount.last + 1 + n]) in _BELOW_ZERO for n in (1, 2)
    ):
        made = _below_zero(made)
    return made, amount.last


def _to_range(s: TokenizedText, amount: Amount, used: set[int]) -> tuple[float | None, Amount]:
    """Return (lower end, amount of the upper end) of a range that starts here, or (None, the
    amount).

    Of a change ("з 3 до 5 млрд") the start takes the scale and the unit of the end.
    """
    number, high = amount.number, _range_end(s, amount, used)
    if high is None:
        end = _change_end(s, amount, used)
        if end is None:
            return None, amount
        scale = (
            end.number.scale
            if number.value < end.number.value / end.number.scale * LIMITS.change
            else 1.0
        )
        number = replace(number, value=number.value * scale, step=number.step * scale, scale=scale)
        return None, replace(amount, number=number, unit=amount.unit or end.unit)
    scale = high.number.scale if _lends_scale(number, high.number) else 1.0
    first = amount.first - (
        s.word(amount.first - 1) in {opener for opener, _ in _RANGES[s.language]}
    )
    step = max(number.step * scale, high.number.step)
    end_number = replace(high.number, step=step, digits=number.digits)
    return number.value * scale, Amount(first, high.last, end_number, high.unit or amount.unit)


def _lends_scale(low: Number, high: Number) -> bool:
    """Tell whether the scale of the upper end belongs to both: "1,5–2 млн"."""
    return low.scale == 1.0 and high.scale > 1 and low.value < high.value


def _modified(s: TokenizedText, amount: Amount) -> tuple[str | None, Amount]:
    """Return the modifier before, around or after an amount, and the amount with the words of the
    modifier.
    """
    modifier, first = modifiers.before(s, amount.first)
    target = modifier == "up_to" and s.word(first) in _TO and modifiers.is_target(s, first)
    misread = (
        modifier is not None
        and modifiers.is_round_only(s, first)
        and not _round_word(s, amount.number)
    )
    if misread and modifiers.is_nearly(s, first, amount.number, amount.unit):
        return "almost", replace(amount, first=first)
    if modifier is not None and not (target or misread or amount.number.kind == "ordinal"):
        return modifier, replace(amount, first=first)
    unit, last = amount.unit, amount.last
    if back := modifiers.inverted(s, amount.first, amount.number.last):
        named = unit_phrases(s.language).match(s.words, amount.first - back)
        return "about", replace(
            amount, first=amount.first - back, unit=unit or (named[0] if named else None)
        )
    modifier, last = modifiers.after(s, last)
    if modifier is not None:
        if unit is None:
            unit, last = unit_after(s, amount.number, last)
        return modifier, replace(amount, last=last, unit=unit)
    if s.language != "en" and s.word(amount.first - 1) in _AT_LEAST and unit in currencies():
        return "at_least", replace(amount, first=amount.first - 1)
    return None, amount


def _below_zero(q: Quantity) -> Quantity:
    """Negate "3–5 degrees of frost": the words after the number say that it is negative."""
    low, high = (None if q.high is None else -q.high), (None if q.low is None else -q.low)
    return replace(q, value=None if q.value is None else -q.value, low=low, high=high)


def _round_word(s: TokenizedText, number: Number) -> bool:
    """Tell whether the number is a round word ("десяток", "сотню", "два десятки"): "з десяток" is
    about ten.
    """
    return (not number.digits and number.scale >= 10 and s.word(number.last) not in _NOT_ROUND) or (
        not number.digits and s.word(number.first).startswith(_HALVED) and number.scale >= 10
    )


def _range_end(s: TokenizedText, low: Amount, used: set[int]) -> Amount | None:
    """Return the upper end of a range that starts with ``low``: "10-12", "від 5 до 7", "from 5 to
    7", "two or three".
    """
    middle = low.last + 1
    if (
        low.number.kind in ("ordinal", "times", "vague")
        or middle + 1 in used
        or middle + 1 >= len(s)
    ):
        return None
    joint, opener = s.word(middle), s.word(low.first - 1)
    dash = (
        joint in _DASHES
        and not (joint == "—" and not s.glued(middle))
        and s.glued(middle) == s.glued(middle + 1)
    )
    if joint == "." and s.words[middle : middle + 3] == [".", ".", "."]:
        dash, middle = True, middle + 2
    worded = (opener, joint) in _RANGES[s.language] and not (
        (opener, joint) in _PATHS[s.language] and modifiers.is_target(s, low.first)
    )
    worded = worded or (
        s.language == "en"
        and joint == "to"
        and opener not in ("from", "by")
        and not modifiers.is_target(s, low.first)
    )
    either = joint in _OR
    if not (dash or worded or either):
        return None
    high = amount_at(s, middle + 1, used)
    if high is None or high.number.kind not in ("cardinal", "part"):
        return None
    start = low.number.value * (high.number.scale if _lends_scale(low.number, high.number) else 1.0)
    same = low.unit is None or high.unit is None or low.unit == high.unit
    near = not either or (
        start * LIMITS.either >= high.number.value and (low.unit is None or high.unit is not None)
    )
    return high if start < high.number.value and same and near else None


def _change_end(s: TokenizedText, start: Amount, used: set[int]) -> Amount | None:
    """Return where a change that starts at ``start`` got to: "зріс з 3 до 5 млрд"; scale and unit
    there belong to both.
    """
    middle = start.last + 1
    path = (s.word(start.first - 1), s.word(middle)) in _PATHS[s.language]
    if (
        not path
        or start.unit
        or start.number.scale > 1
        or middle + 1 in used
        or not modifiers.is_target(s, start.first)
    ):
        return None
    end = amount_at(s, middle + 1, used)
    return end if end and (end.number.scale > 1 or end.unit) else None


def _with_units_of_lists(s: TokenizedText, quantities: list[Quantity]) -> list[Quantity]:
    """Give a bare number the unit of its list: "5, 10 і 15 км", "€50 млрд, із яких 17 млрд"."""
    made = list(quantities)
    for i in range(len(made) - 2, -1, -1):
        between = s.text[made[i].end : made[i + 1].start].strip().lower()
        listed = between in _LISTS
        if (
            listed
            and made[i].kind == "count"
            and made[i].unit is None
            and made[i + 1].unit
            and not made[i + 1].written
            and made[i + 1].kind != "duration"
        ):
            made[i] = replace(made[i], unit=made[i + 1].unit, kind=made[i + 1].kind)
    for i in range(1, len(made)):
        if (
            made[i].kind == "count"
            and made[i - 1].kind == "money"
            and made[i].written
            and _of_which(s.text[made[i - 1].end : made[i].start])
        ):
            made[i] = replace(made[i], unit=made[i - 1].unit, kind="money")
    return made


def _of_which(between: str) -> bool:
    words = tokenize(between, "uk").words
    return len(words) <= WINDOWS.of_which and any(
        phrases("parts").match(words, i) for i in range(len(words))
    )


def _apart(quantities: list[Quantity]) -> list[Quantity]:
    """Drop a quantity that begins inside the one before it."""
    kept: list[Quantity] = []
    for quantity in quantities:
        if not kept or kept[-1].end <= quantity.start:
            kept.append(quantity)
    return kept


def _kind(unit: str | None, number: Number) -> str:
    if number.kind == "ordinal":
        return "ordinal"
    if unit is None:
        return "count"
    if unit in SHARES:
        return "percent"
    if unit in currencies():
        return "money"
    return "duration" if unit in DURATIONS else "measure"
