"""A number with what belongs to it: currency or minus before, ending and unit after."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from parallax.comparers.numbers.read import modifiers, smaller_units
from parallax.comparers.numbers.read.compounds import SCALED, adjective_unit
from parallax.comparers.numbers.read.lexicon import (
    currencies,
    data,
    hundredths,
    phrases,
    unit_phrases,
    word_set,
)
from parallax.comparers.numbers.read.number import Amount, Number
from parallax.comparers.numbers.read.numerals import may_start, number_at
from parallax.languages.tokens import TokenizedText

_MINUS = frozenset("-−–‑")
_MINUS_WORDS = word_set("grammar", "digits", "minus")
_PLUS_WORDS = word_set("grammar", "digits", "plus")
_ALSO_UNIT = word_set("grammar", "digits", "also_unit")
_OF_TWO_TO_FOUR = word_set("grammar", "digits", "of_two_to_four")
_OF_SEVEN_AND_EIGHT = word_set("grammar", "digits", "of_seven_and_eight")
HUNDREDTH = 0.01
_AND = word_set("grammar", "decimals", "and") | {"and"}
_CENTURIES = word_set("grammar", "half", "centuries")
_AT_RANK = word_set("grammar", "digits", "at_rank")
_RANKED = word_set("grammar", "digits", "ranked")
_POWERED = frozenset({"metre", "kilometre", "centimetre", "millimetre", "foot", "mile"})
_CELSIUS = word_set("grammar", "digits", "celsius")
_POINTS = word_set("grammar", "digits", "points")
_POLLED = word_set("grammar", "digits", "polled")


def amount_at(s: TokenizedText, at: int, used: set[int]) -> Amount | None:
    """Read a number with what belongs to it: currency or minus before, unit after; not over tokens
    that dates use.
    """
    start, unit, negative = _before(s, at)
    readable = s.kind(start) == "number" or may_start(s.language, s.word(start))
    number = (
        number_at(s, start, bound=modifiers.takes_genitive(s, at))
        if readable and start not in used
        else None
    )
    if number is None or any(i in used for i in range(number.first, number.last + 1)):
        return None
    if negative:
        number = replace(number, value=-number.value)
    last = number.last
    if number.digits and s.language != "en" and _is_rank(s, number):
        return Amount(at, last, replace(number, kind="ordinal"), None)
    if number.digits and (end := _ending(s, number)) is not None:
        number, last, glued = end
        unit = unit or glued
    if unit is None:
        unit, last = unit_after(s, number, last)
        unit = number.unit or unit
    elif (after := unit_phrases(s.language).match(s.words, last + 1)) and after[0] == unit:
        last += after[1]
    factor = data("units")["scaled"].get(s.word(last), 1.0)
    if unit in currencies() and hundredths(s.language).match(s.words, last):
        factor = HUNDREDTH
    if factor != 1:
        number = replace(
            number, value=number.value * factor, step=number.step * factor, scale=factor
        )
    elif unit in currencies() and (rest := _rest_in_hundredths(s, last, used)):
        number = replace(number, value=number.value + rest[0], step=HUNDREDTH)
        last = rest[1]
    return smaller_units.with_rest(s, Amount(at, last, number, unit), used)


def _is_rank(s: TokenizedText, number: Number) -> bool:
    """Tell whether digits before a singular rank it: "в 9 раунде", "на 5 поверсі"."""
    whole = number.first == number.last and number.value == int(number.value)
    return whole and s.word(number.first - 1) in _AT_RANK and s.word(number.last + 1) in _RANKED


def _rest_in_hundredths(s: TokenizedText, last: int, used: set[int]) -> tuple[float, int] | None:
    """Return (value, last token) of the hundredths that follow a sum: "4 гривні 42 копійки", "3
    dollars and 50 cents".
    """
    at = last + 1 + (s.word(last + 1) == ".") * (s.kind(last + 2) == "number")
    at += s.word(at) in _AND
    number = None if at in used else number_at(s, at)
    if number is None or number.kind != "cardinal" or not 0 < number.value < 1 / HUNDREDTH:
        return None
    found = hundredths(s.language).match(s.words, number.last + 1)
    return (number.value * HUNDREDTH, number.last + found[1]) if found else None


def _before(s: TokenizedText, at: int) -> tuple[int, str | None, bool]:
    """Return (where the number starts, currency, whether it is negative) of "$5", "UAH 500m",
    "−12", "minus five".
    """
    first, unit = at, None
    lead = phrases("before").match(s.words, at)
    if (
        lead
        and (s.kind(at) == "sign" or s.surface(at).isupper() or s.word(at) == "rs")
        and (s.kind(at + lead[1]) == "number" or s.word(at + lead[1]) == "-")
    ):
        unit, at = lead[0], at + lead[1]
    dotted = s.word(at - 1) in (".", "…") and s.kind(at - 2) != "word"
    signed = (
        s.kind(at + 1) == "number"
        and s.glued(at + 1)
        and (dotted or not (s.glued(at) and at == first))
    )
    if s.word(at) in _MINUS_WORDS or (signed and s.word(at) in _MINUS):
        return at + 1, unit, True
    above_zero = s.word(at) in _PLUS_WORDS and s.kind(at - 1) != "number"
    return at + ((signed and s.word(at) == "+") or above_zero), unit, False


def _ending(s: TokenizedText, number: Number) -> tuple[Number, int, str | None] | None:
    """Read what is glued to digits: "5-й" and "21st" are ordinals, "5-ти" is not, "22-річний" is 22
    years.
    """
    at, language = number.last + 1, s.language
    if not s.glued(at):
        return None
    if s.word(at) in ("-", "‑") and s.glued(at + 1):
        at += 1
    if s.kind(at) != "word" or (
        unit_phrases(language).match(s.words, at) and s.word(at) not in _ALSO_UNIT
    ):
        return None
    word, value = s.word(at), int(number.value)
    if language == "en":
        return (
            (replace(number, last=at, kind="ordinal"), at, None)
            if word in word_set("words", "endings", "ordinal", language)
            else None
        )
    if (
        word in word_set("words", "endings", "cardinal", language)
        or (word in _OF_TWO_TO_FOUR and value in (2, 3, 4))
        or (word in _OF_SEVEN_AND_EIGHT and value in (7, 8))
    ):
        return replace(number, last=at), at, None
    if word in word_set("words", "endings", "ordinal", language) and at > number.last + 1:
        return replace(number, last=at, kind="ordinal"), at, None
    unit = adjective_unit(language, word)
    if unit in SCALED:
        return replace(number, last=at, value=number.value * SCALED[unit]), at, None
    return (number, at, None if unit in ("storeys", "times") else unit) if unit else None


def unit_after(s: TokenizedText, number: Number, last: int) -> tuple[str | None, int]:
    """Return the unit after the number and its last token; a hyphen may be between them
    ("155-мм", "three-day").
    """
    at = last + 1
    hyphen = s.word(at) in ("-", "‑") and s.glued(at) and s.glued(at + 1)
    at += hyphen
    if (
        s.language == "en"
        and s.word(at) in ("of", "a", "an")
        and (number.kind in ("vague", "part") or number.value == 0.5)
    ):
        at += 1 + (number.kind == "part" and s.word(at) == "of" and s.word(at + 1) in ("a", "an"))
    elif not number.digits and number.value != int(number.value) and s.word(at) in _CENTURIES:
        return "century", at  # "четверть века", "полтора века"
    match = unit_phrases(s.language).match(s.words, at)
    if match is None:
        polled = number.kind == "cardinal" and _of_a_poll(s, at)
        return ("percentage_point", at) if polled else (None, last)
    if number.kind in ("ordinal", "times") or (match[1] == 1 and _only_a_letter(s, number, at)):
        return None, last
    named = _as_written(s, number, at, match)
    if named is None:
        return None, last
    unit, end = named
    if unit == "year" and hyphen and s.words[end + 1 : end + 3] == ["-", "old"]:
        end += 2
    return unit, end


def _as_written(
    s: TokenizedText, number: Number, at: int, match: tuple[str, int]
) -> tuple[str, int] | None:
    """Return (unit, last token) of the words at ``at`` as they are written: a power, a degree, a
    currency; None where they are no unit of this number.
    """
    unit, length = match
    end = at + length - 1
    if s.word(end) == "t" and (s.surface(end) != "t" or s.word(end + 1) == "-"):
        return None  # "90 T-72 tanks"
    if unit in _POWERED and s.word(end + 1) in ("2", "3") and s.glued(end + 1):
        return f"{unit}**{s.word(end + 1)}", end + 1  # "5 км2"
    if s.kind(at) == "sign" and s.glued(at + 1) and s.kind(at + 1) == "number" and not s.glued(at):
        return None  # "two $500 cheques": the sign is of the next number
    if unit == "second" and s.surface(at) in _CELSIUS and s.glued(at):
        unit = "degree_Celsius"
    if unit == "pound" and number.scale >= 1e6:
        unit = "GBP"
    return unit, end


def _of_a_poll(s: TokenizedText, at: int) -> bool:
    """Tell whether points are those of a share: "the rating was up 4 points"."""
    return s.word(at) in _POINTS and any(word in _POLLED for word in s.words)


@lru_cache
def _written_so() -> dict[str, str]:
    """Return the units that count only in these capitals, by their folded form."""
    return {form.lower(): form for form in word_set("units", "abbreviations", "exact")}


def _only_a_letter(s: TokenizedText, number: Number, at: int) -> bool:
    """Tell whether what looks like a unit is a preposition, a name or a word: short units follow
    digits, some in capitals.
    """
    word, surface = s.word(at), s.surface(at)
    exact = _written_so()
    if surface in word_set("units", "abbreviations", "glued"):
        return not s.glued(at)
    if word in exact:
        return not number.digits or surface != exact[word]
    if word not in word_set("units", "abbreviations", "after_digits"):
        return False
    if (
        word in word_set("units", "abbreviations", "ends")
        and not s.glued(at)
        and s.kind(at + 1) == "word"
    ):
        return True
    return not number.digits
