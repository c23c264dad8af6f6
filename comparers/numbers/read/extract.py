"""Finding quantities in a sentence of Ukrainian, Russian or English, from its own words.

Dates first, then every number that is not an identifier, with its unit, its other end if it is a
range, and its modifier.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from parallax.comparers.numbers.quantity import Quantity, bounds
from parallax.comparers.numbers.read import (
    ages,
    attributes,
    dates,
    modifiers,
    nobody,
    ranges,
    rates,
)
from parallax.comparers.numbers.read.amounts import amount_at, unit_after
from parallax.comparers.numbers.read.excluded import excluded
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
from parallax.comparers.numbers.read.limits import WINDOWS
from parallax.comparers.numbers.read.number import Amount, Number
from parallax.languages.phrase_table import PhraseTable
from parallax.languages.split import LIMITS, split
from parallax.languages.tokens import TokenizedText, tokenize

_BELOW_ZERO = PhraseTable({"below": data("grammar")["extract"]["below_zero"]})
_OF_ZERO = PhraseTable({"below": data("grammar")["extract"]["of_zero"]})
_CONCEPTS = {"part": "share", "times": "times"}
_AT_LEAST = word_set("grammar", "extract", "at_least")
_NOT_ROUND = word_set("grammar", "extract", "not_round")
_LISTS = word_set("grammar", "extract", "lists")
_HALVED = word_list("grammar", "half", "halved")


def extract(text: str, language: str, published: date | None = None) -> list[Quantity]:
    """Return the quantities of a text in order of appearance; spans never overlap.

    :param language: `uk`, `ru` or `en`.
    :param published: the day of publication; completes dates that leave out their year.

    What is said of a figure is looked for in its own sentence, so a text that is longer than any
    sentence is read sentence by sentence: its time then grows with its length, not with the square.
    """
    if len(text) <= LIMITS.characters:
        return _of_sentence(text, language, published)
    found, offset = [], 0
    for line in text.split("\n"):
        for start, end in split(line):
            at = offset + start
            read = _of_sentence(line[start:end], language, published)
            found += [replace(q, start=at + q.start, end=at + q.end) for q in read]
        offset += len(line) + 1
    return found


def _of_sentence(text: str, language: str, published: date | None) -> list[Quantity]:
    s = tokenize(text, language)
    found, used = ages.decades_of_life(s)
    days, of_days = dates.find(s, published, used)
    found, used = [*found, *days], used | of_days | excluded(s)
    at = 0
    while at < len(s):
        amount = None if at in used else amount_at(s, at, used)
        if amount is None:
            at += 1
            continue
        quantity, last = _quantity(s, amount, used)
        found.append(quantity)
        at = max(last, amount.last) + 1
    found.extend(nobody.zeros(s, _tokens_of(s, found)))
    ordered = _with_units_of_lists(s, _apart(sorted(found, key=lambda q: q.start)))
    return attributes.described(s, rates.with_bases(s, ordered))


def _tokens_of(s: TokenizedText, quantities: list[Quantity]) -> set[int]:
    """Return the tokens that quantities use."""
    spans = [(q.start, q.end) for q in quantities]
    return {
        i
        for i, token in enumerate(s.tokens)
        if any(start <= token.start < end for start, end in spans)
    }


def _quantity(s: TokenizedText, amount: Amount, used: set[int]) -> tuple[Quantity, int]:
    """Return the quantity around an amount and the last token it uses."""
    low_value, amount = ranges.of_two(s, amount, used)
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
        concept=_CONCEPTS.get(number.kind) if unit is None else None,
    )
    if number.kind == "vague":
        high = None if modifier in ("more_than", "at_least") else number.high
        made = replace(made, value=None, low=number.value, high=high, modifier="vague")
    if low_value is not None:
        made = replace(made, value=None, low=low_value, high=number.value, modifier="range")
    last = amount.last
    if unit is None and _OF_ZERO.match(s.words, last + 1):
        made = replace(made, unit="degree_Celsius", kind="measure")
    if made.unit == "degree_Celsius" and (below := _BELOW_ZERO.match(s.words, last + 1)):
        made, last = _below_zero(made), last + below[1]
    return made, last


def _modified(s: TokenizedText, amount: Amount) -> tuple[str | None, Amount]:
    """Return the modifier before, around or after an amount, and the amount with the words of the
    modifier.
    """
    modifier, first = modifiers.before(s, amount.first)
    target = modifier == "up_to" and s.word(first) in ranges.TO and modifiers.is_target(s, first)
    misread = (
        modifier is not None
        and modifiers.is_round_only(s, first)
        and not _round_word(s, amount.number)
    )
    if misread and modifiers.is_nearly(s, first, amount.number, amount.unit):
        return "almost", replace(amount, first=first)
    cardinal = amount.number.kind == "cardinal"
    back = modifiers.inverted(s, amount.first, amount.number.last) if cardinal else 0
    read = not (target or misread or amount.number.kind == "ordinal")
    if modifier is not None and read and back < 2:
        return modifier, replace(amount, first=first)
    unit, last = amount.unit, amount.last
    if amount.number.modifier:
        return amount.number.modifier, amount
    if back:
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
