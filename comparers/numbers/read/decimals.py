"""Decimals in words: "п'ять цілих три десятих", "пять и две десятых", "five point three"."""

from __future__ import annotations

from parallax.comparers.numbers.read.lexicon import cardinals, data, word_list, word_set
from parallax.comparers.numbers.read.number import Number
from parallax.comparers.numbers.read.spelled import added_up
from parallax.languages.tokens import TokenizedText

_BELOW = {
    stem: float(size)
    for size, stems in data("grammar")["decimals"]["below"].items()
    for stem in stems.split()
}
_BY = frozenset({"×", "·", "*", *word_list("grammar", "identifiers", "times_signs")})
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_AND = word_set("grammar", "decimals", "and")


def point(s: TokenizedText, at: int, last: int, value: float) -> Number | None:
    """Read "five point three", "three point two five": digit by digit, or "point twenty-five"."""
    if s.language != "en" or s.word(last + 1) != "point":
        return None
    simple = cardinals("en")
    digits, i = "", last + 2
    while (digit := simple.get("zero" if s.word(i) == "oh" else s.word(i))) is not None:
        if digit >= 10:
            tens, end, _ = added_up(s, i)
            digits, i = digits + f"{tens:g}", end + 1
            break
        digits, i = digits + f"{digit:g}", i + 1
    if not digits:
        return None
    return Number(at, i - 1, float(f"{value:g}.{digits}"), 10.0 ** -len(digits))


def tenths(s: TokenizedText, at: int, last: int, value: float) -> Number | None:
    """Read "пять и две десятых": the whole part without its word."""
    if s.language == "en" or s.word(last + 1) not in _AND:
        return None
    tail, end, kind = added_up(s, last + 2)
    below = next((size for stem, size in _BELOW.items() if s.word(end + 1).startswith(stem)), None)
    if end < last + 2 or kind != "cardinal" or below is None or tail >= below:
        return None
    return Number(at, end + 1, value + tail / below, 1 / below)


def decimal_words(s: TokenizedText, at: int, whole: int, value: float) -> Number | None:
    """Read "п'ять цілих (і) три десятих"; ``whole`` is the token of "цілих"."""
    i = whole + 1 + (s.word(whole + 1) in _AND)
    simple = cardinals(s.language)
    tail, last = 0.0, i - 1
    while s.word(last + 1) in simple:
        tail, last = tail + simple[s.word(last + 1)], last + 1
    if s.kind(i) == "number" and s.word(i).isdecimal():
        tail, last = float(s.word(i)), i
    below = next((size for stem, size in _BELOW.items() if s.word(last + 1).startswith(stem)), None)
    if last < i or below is None:
        return None
    return Number(at, last + 1, value + tail / below, 1 / below)


def power_of_ten(s: TokenizedText, at: int) -> tuple[int, float] | None:
    """Return (last token, factor) of the power after digits: "2.4×10^6", "3·10⁵"."""
    if s.word(at + 1) not in _BY or s.word(at + 2) != "10":
        return None
    exponent = s.word(at + 3).translate(_RAISED)
    if s.glued(at + 3) and s.word(at + 3) != exponent and exponent.isdecimal():
        return at + 3, 10.0 ** int(exponent)
    negative = s.word(at + 4) in ("-", "−")
    power = s.word(at + 4 + negative)
    if s.word(at + 3) != "^" or not power.isdecimal() or len(power) > 2:
        return None
    return at + 4 + negative, 10.0 ** (-int(power) if negative else int(power))
