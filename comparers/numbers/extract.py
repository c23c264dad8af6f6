"""Finding quantities in a sentence of Ukrainian, Russian or English, from its own words.

Dates first, then every number that is no designation, with its unit, its other end if it is a range, and its modifier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from comparers.numbers import context, dates, modifiers
from comparers.numbers.compounds import adjective_unit
from comparers.numbers.lexicon import DURATIONS, SHARES, currencies, data, phrases, unit_phrases, word_set
from comparers.numbers.numerals import Number, number_at
from comparers.numbers.quantity import Quantity, bounds
from comparers.numbers.tokens import Sentence, read

_DASHES = frozenset("–—-−‑…")
_MINUS = frozenset("-−–‑")
_MINUS_WORDS = frozenset({"мінус", "минус", "minus"})
_BELOW_ZERO = ("морозу", "мороза", "нижче нуля", "ниже нуля", "below zero", "below freezing")
_CONCEPTS = {"part": "share", "times": "times"}
_OR = frozenset({"або", "чи", "или", "or"})
_RANGES = {
    "uk": {("від", "до"), ("між", "і"), ("між", "та"), ("з", "до"), ("із", "до")},
    "ru": {("от", "до"), ("между", "и"), ("с", "до")}, "en": {("from", "to"), ("between", "and")},
}
_PATHS = {"uk": {("з", "до"), ("із", "до")}, "ru": {("с", "до")}, "en": {("from", "to")}}


@dataclass(frozen=True)
class _Amount:
    """A number with its unit over the tokens first..last."""

    first: int
    last: int
    number: Number
    unit: str | None
    sign: bool = False


def extract(text: str, language: str, published: date | None = None) -> list[Quantity]:
    """Return the quantities of a text in order of appearance; spans never overlap.

    :param language: `uk`, `ru` or `en`.
    :param published: the day of publication; completes dates that leave out their year.
    """
    s = read(text, language)
    found, used = dates.find(s, published)
    at = 0
    while at < len(s):
        amount = None if at in used else _amount_at(s, at, used)
        if amount is None:
            at += 1
            continue
        quantity, last = _quantity(s, amount, used)
        if quantity is not None:
            found.append(quantity)
        at = max(last, amount.last) + 1
    ordered = _with_units_of_lists(s, _apart(sorted(found, key=lambda q: q.start)))
    return context.described(s, ordered)


def _amount_at(s: Sentence, at: int, used: set[int]) -> _Amount | None:
    """Read a number with what belongs to it: currency or minus before, unit after."""
    first, unit, negative = at, None, False
    lead = phrases("before").match(s.words, at)
    if lead and (s.kind(at) == "sign" or s.surface(at).isupper()) and (s.kind(at + lead[1]) == "number" or s.word(at + lead[1]) == "-"):
        unit, at = lead[0], at + lead[1]
    if (s.word(at) in _MINUS and s.kind(at + 1) == "number" and s.glued(at + 1) and not (first > 0 and s.glued(at) and unit is None)) or s.word(at) in _MINUS_WORDS:
        negative, at = True, at + 1
    elif s.word(at) == "+" and s.kind(at + 1) == "number" and s.glued(at + 1) and not s.glued(at):
        at += 1
    if at in used:
        return None
    number = number_at(s, at, bound=modifiers.takes_genitive(s, first))
    if number is None or any(i in used for i in range(number.first, number.last + 1)):
        return None
    if negative:
        number = replace(number, value=-number.value)
    last = number.last
    if number.digits and (end := _ending(s, number)) is not None:
        number, last, glued = end
        unit = unit or glued
    if unit is None:
        unit, last = _unit_after(s, number, last)
        unit = number.unit or unit
    elif (after := unit_phrases(s.language).match(s.words, last + 1)) and after[0] == unit:
        last += after[1]
    return _Amount(first, last, number, unit)


def _ending(s: Sentence, number: Number) -> tuple[Number, int, str | None] | None:
    """Read what is glued to digits: "5-й" and "21st" are ordinals, "5-ти" is not, "22-річний" is 22 years."""
    at, language = number.last + 1, s.language
    if not s.glued(at):
        return None
    if s.word(at) in ("-", "‑") and s.glued(at + 1):
        at += 1
    if s.kind(at) != "word" or (unit_phrases(language).match(s.words, at) and s.word(at) not in ("м",)):
        return None
    word, value = s.word(at), int(number.value)
    if language == "en":
        return (replace(number, last=at, kind="ordinal"), at, None) if word in ("st", "nd", "rd", "th") else None
    if word in word_set("words", "endings", "cardinal", language) or (word == "х" and value in (2, 3, 4)) or (word == "ми" and value in (7, 8)):
        return replace(number, last=at), at, None
    if word in word_set("words", "endings", "ordinal", language) and at > number.last + 1:
        return replace(number, last=at, kind="ordinal"), at, None
    unit = adjective_unit(language, word)
    if unit == "thousand":
        return replace(number, last=at, value=number.value * 1000), at, None
    return (number, at, None if unit in ("storeys", "times") else unit) if unit else None


def _unit_after(s: Sentence, number: Number, last: int) -> tuple[str | None, int]:
    """Return the unit that follows the number and where it ends; a hyphen may stand between ("155-мм", "three-day")."""
    at = last + 1
    hyphen = s.word(at) in ("-", "‑") and s.glued(at) and s.glued(at + 1)
    at += hyphen
    if s.language == "en" and s.word(at) in ("of", "a", "an") and (number.kind == "vague" or number.value == 0.5):
        at += 1
    match = unit_phrases(s.language).match(s.words, at)
    if match is None or number.kind in ("ordinal", "times") or (match[1] == 1 and _only_a_letter(s, number, at)):
        return None, last
    unit, length = match
    if unit == "second" and s.surface(at) in ("С", "C") and s.glued(at):
        unit = "degree_Celsius"
    if unit in ("pound",) and number.scale >= 1e6:
        unit = "GBP"
    end = at + length - 1
    if unit == "year" and hyphen and s.words[end + 1 : end + 3] == ["-", "old"]:
        end += 2
    return unit, end


def _only_a_letter(s: Sentence, number: Number, at: int) -> bool:
    """Tell whether what looks like a unit is a preposition, a name or a word: short units follow digits, some in capitals."""
    word, surface = s.word(at), s.surface(at)
    table = data("units")["abbreviations"]
    exact = {form.lower(): form for form in table["exact"].split()}
    if word in exact:
        return not number.digits or surface not in (exact[word],)
    if word not in table["after_digits"].split():
        return False
    if word in table["ends"].split() and not s.glued(at) and s.kind(at + 1) == "word":
        return True
    return not number.digits


def _quantity(s: Sentence, amount: _Amount, used: set[int]) -> tuple[Quantity | None, int]:
    """Return the quantity around an amount and the last token it uses."""
    first, last, number, unit = amount.first, amount.last, amount.number, amount.unit
    high = _range_end(s, amount, used)
    low_value: float | None = None
    if high is None and (end := _change_end(s, amount, used)) is not None:
        scale = end.number.scale if number.scale == 1.0 and number.value < end.number.value / max(end.number.scale, 1) * 50 else 1.0
        unit = unit or end.unit
        number = replace(number, value=number.value * scale, step=number.step * scale, scale=scale)
    if high is not None:
        low_scale = high.number.scale if number.scale == 1.0 and high.number.scale > 1 and number.value < high.number.value else 1.0
        low_value, last = number.value * low_scale, high.last
        unit, step = high.unit or unit, max(number.step * low_scale, high.number.step)
        if s.word(first - 1) in {opener for opener, _ in _RANGES[s.language]}:
            first -= 1
        number = replace(high.number, step=step, digits=number.digits)
    start_of_number = first
    modifier, first = modifiers.before(s, first)
    if modifier == "up_to" and modifiers.is_target(s, first):
        modifier, first = None, start_of_number
    if modifier and modifiers.is_round_only(s, first) and not _round_word(s, number):
        modifier, first = None, start_of_number
    if number.kind == "ordinal" and modifier is not None:
        modifier, first = None, start_of_number
    if modifier is None and (back := modifiers.inverted(s, start_of_number, number.last)):
        modifier, first = "about", start_of_number - back
        if unit is None and (match := unit_phrases(s.language).match(s.words, first)):
            unit = match[0]
    if modifier is None:
        modifier, last = modifiers.after(s, last)
        if modifier and unit is None:
            unit, last = _unit_after(s, number, last)
    if modifier is None and s.language != "en" and s.word(first - 1) in ("від", "от") and unit in currencies():
        modifier, first = "at_least", first - 1
    start, end = s.tokens[first].start, s.tokens[last].end
    made = Quantity(
        start, end, s.text[start:end], _kind(unit, number), number.value, *bounds(number.value, modifier), modifier=modifier,
        unit=unit, step=number.step, written=number.scale > 1 or number.step < 1, concept=_CONCEPTS.get(number.kind),
    )
    if number.kind == "vague":
        made = replace(made, value=None, low=number.value, high=None if modifier in ("more_than", "at_least") else number.high, modifier="vague")
    if low_value is not None:
        made = replace(made, value=None, low=low_value, high=number.value, modifier="range")
    if unit == "degree_Celsius" and any(" ".join(s.words[last + 1 : last + 1 + n]) in _BELOW_ZERO for n in (1, 2)):
        made = _below_zero(made)
    return made, last


def _below_zero(q: Quantity) -> Quantity:
    """Turn "3–5 degrees of frost" around: what stands behind the number says that it is negative."""
    low, high = (None if q.high is None else -q.high), (None if q.low is None else -q.low)
    return replace(q, value=None if q.value is None else -q.value, low=low, high=high)


def _round_word(s: Sentence, number: Number) -> bool:
    """Tell whether the number is a round word ("десяток", "сотню", "два десятки"): "з десяток" is about ten."""
    return (not number.digits and number.scale >= 10 and s.word(number.last) not in ("тисяч", "тысяч", "млн", "млрд")) or (
        not number.digits and s.word(number.first).startswith(("пів", "пол")) and number.scale >= 10
    )


def _range_end(s: Sentence, low: _Amount, used: set[int]) -> _Amount | None:
    """Return the upper end of a range that starts with ``low``: "10-12", "від 5 до 7", "from 5 to 7", "two or three"."""
    middle = low.last + 1
    if low.number.kind in ("ordinal", "times", "vague") or middle + 1 in used or middle + 1 >= len(s):
        return None
    joint, opener = s.word(middle), s.word(low.first - 1)
    dash = joint in _DASHES and not (joint == "—" and not s.glued(middle)) and s.glued(middle) == s.glued(middle + 1)
    if joint == "." and s.words[middle : middle + 3] == [".", ".", "."]:
        dash, middle = True, middle + 2
    worded = (opener, joint) in _RANGES[s.language] and not ((opener, joint) in _PATHS[s.language] and modifiers.is_target(s, low.first))
    worded = worded or (s.language == "en" and joint == "to" and opener not in ("from", "by") and not modifiers.is_target(s, low.first))
    either = joint in _OR
    if not (dash or worded or either):
        return None
    high = _amount_at(s, middle + 1, used)
    if high is None or high.number.kind not in ("cardinal", "part") or (high.sign and not low.sign):
        return None
    scaled = low.number.scale == 1.0 and high.number.scale > 1 and low.number.value < high.number.value
    rises = low.number.value * (high.number.scale if scaled else 1.0) < high.number.value
    same = low.unit is None or high.unit is None or low.unit == high.unit
    close = not either or (low.number.value * (high.number.scale if scaled else 1.0) * 3 >= high.number.value and (low.unit is None or high.unit is not None))
    return high if rises and same and close else None


def _change_end(s: Sentence, start: _Amount, used: set[int]) -> _Amount | None:
    """Return where a change that starts at ``start`` got to: "зріс з 3 до 5 млрд"; scale and unit there belong to both."""
    middle = start.last + 1
    path = (s.word(start.first - 1), s.word(middle)) in _PATHS[s.language]
    if not path or start.unit or start.number.scale > 1 or middle + 1 in used or not modifiers.is_target(s, start.first):
        return None
    end = _amount_at(s, middle + 1, used)
    return end if end and end.number.scale > 1 else None


def _with_units_of_lists(s: Sentence, quantities: list[Quantity]) -> list[Quantity]:
    """Give a bare number the unit of what it stands in one list with: "5, 10 і 15 км", "€50 млрд, із яких 17 млрд"."""
    made = list(quantities)
    for i in range(len(made) - 2, -1, -1):
        between = s.text[made[i].end : made[i + 1].start].strip().lower()
        listed = between in (",", "і", "й", "та", "и", "and", "or", "або", "чи", "или", "to", "до", "проти", "против", "/")
        if listed and made[i].kind == "count" and made[i].unit is None and made[i + 1].unit and not made[i + 1].written and made[i + 1].kind != "duration":
            made[i] = replace(made[i], unit=made[i + 1].unit, kind=made[i + 1].kind)
    for i in range(1, len(made)):
        if made[i].kind == "count" and made[i - 1].kind == "money" and made[i].written and _of_which(s.text[made[i - 1].end : made[i].start]):
            made[i] = replace(made[i], unit=made[i - 1].unit, kind="money")
    return made


def _of_which(between: str) -> bool:
    words = read(between, "uk").words
    return len(words) <= 6 and any(phrases("parts").match(words, i) for i in range(len(words)))


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
