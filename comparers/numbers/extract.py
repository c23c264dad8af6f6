"""Finding quantities in a sentence of Ukrainian, Russian or English, from its own words.

Digits with their separators, scale words, percent, money, measures, durations, dates, spelled-out numerals and the
common modifiers. Designations (F-16, С-300, 61-ша бригада, № 5), times, scores and telephone numbers are no quantities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comparers.numbers import context, dates
from comparers.numbers.lexicon import DURATIONS, MONEY, numerals, phrases, scales
from comparers.numbers.quantity import Quantity, bounds
from comparers.numbers.tokens import Token, number_value, tokenize

_SIGNS_BEFORE = {"$": "USD", "€": "EUR", "£": "GBP", "₴": "UAH", "₽": "RUB"}
_NUMBERED = frozenset({"№", "#", "no", "номер", "номером", "number", "ст", "статті", "статьи", "article"})
_RANGE_WORDS = {"uk": ("від", "з", "до"), "ru": ("от", "с", "до"), "en": ("from", "between", "to", "and")}
_DASHES = frozenset("–—-−")
_LONGEST_MODIFIER = 4


@dataclass(frozen=True)
class _Number:
    """A number over the tokens first..last (both included)."""

    first: int
    last: int
    value: float
    step: float
    scale: float = 1.0


def extract(text: str, language: str) -> list[Quantity]:
    """Return the quantities of a text in order of appearance; spans never overlap.

    :param language: `uk`, `ru` or `en`.
    """
    tokens = tokenize(text)
    found, used = dates.find(text, tokens, language)
    words = [token.word for token in tokens]
    at = 0
    while at < len(tokens):
        number = None if at in used else _number_at(text, tokens, words, at, language)
        if number is None:
            at += 1
            continue
        quantity, last = _quantity(text, tokens, words, number, language, used)
        found.append(quantity)
        at = last + 1
    ordered = sorted(found, key=lambda q: q.start)
    return context.described(tokens, words, ordered, language)


def _number_at(text: str, tokens: Sequence[Token], words: Sequence[str], at: int, language: str) -> _Number | None:
    """Read a number with its scale words; "2 трлн 36 млрд" is one number."""
    number = _simple_number(text, tokens, words, at, language)
    if number is None:
        return None
    factor, last = 1.0, number.last
    while (scale := _scale(text, tokens, words, last + 1, language)) is not None:
        factor, last = factor * scale[0], scale[1]
    number = replace(number, last=last, value=number.value * factor, step=number.step * factor, scale=factor)
    if factor > 1:
        following = _simple_number(text, tokens, words, last + 1, language)
        tail = _scale(text, tokens, words, following.last + 1, language) if following else None
        if following and tail and tail[0] < factor and following.value < factor / tail[0]:
            return _Number(at, tail[1], number.value + following.value * tail[0], following.step * tail[0], factor)
        hundreds = following and tokens[following.first].kind == "word" and following.value < factor
        if following and hundreds and not _separated(text, tokens, last, following.first):
            return _Number(at, following.last, number.value + following.value, 1.0, factor)
    return number


def _simple_number(text: str, tokens: Sequence[Token], words: Sequence[str], at: int, language: str) -> _Number | None:
    if at >= len(tokens):
        return None
    if tokens[at].kind == "number":
        return _digits(text, tokens, words, at, language)
    return _spelled(text, tokens, words, at, language)


def _digits(text: str, tokens: Sequence[Token], words: Sequence[str], at: int, language: str) -> _Number | None:
    token = tokens[at]
    before, after = text[: token.start], text[token.end :]
    if _is_designation(before, after, words, at, language):
        return None
    following = list(words[at + 1 : at + 5])
    scaled = bool(following) and (following[0] in scales(language) or phrases("units").match(following, 0) is not None)
    parsed = number_value(text[token.start : token.end], language, scaled=scaled)
    return _Number(at, at, *parsed) if parsed else None


def _is_designation(before: str, after: str, words: Sequence[str], at: int, language: str) -> bool:
    if before and (before[-1].isalpha() or before[-1] in "+_/:"):
        return True
    if len(before) > 1 and before[-1] in "-‑–" and before[-2].isalpha():
        return True
    if at and words[at - 1] in _NUMBERED:
        return True
    if len(after) > 1 and after[0] in ":/" and after[1].isdigit():
        return True
    if len(after) > 1 and after[0] in "-‑" and after[1].isalpha():
        return True
    if after[:1].isalpha():
        glued = words[at + 1] if at + 1 < len(words) else ""
        return glued not in scales(language) and phrases("units").match([glued], 0) is None
    return False


def _spelled(text: str, tokens: Sequence[Token], words: Sequence[str], at: int, language: str) -> _Number | None:
    """Read a spelled-out numeral: falling parts add up ("двадцять п'ять", "twenty-five", "two hundred and five")."""
    table, multipliers = numerals(language), scales(language)
    value, last, previous = 0.0, at - 1, float("inf")
    i = at
    while i < len(words) and words[i] in table and not (i > at and _separated(text, tokens, last, i)):
        part = table[words[i]]
        if part >= previous or (previous < 20 and i > at):
            break
        value, last, previous = value + part, i, part
        if language == "en" and words[i + 1 : i + 2] == ["hundred"]:
            value, last, previous = value * 100, i + 1, 100.0
            i += 1
            if words[i + 1 : i + 2] == ["and"] and i + 2 < len(words) and words[i + 2] in table:
                i += 1
                last = i
        i += 1
        if language == "en" and words[i : i + 1] == ["-"] and i + 1 < len(words) and words[i + 1] in table:
            last = i
            i += 1
    if last < at:
        return None
    single_one = value == 1.0 and words[last + 1 : last + 2] and words[last + 1] not in multipliers
    return None if single_one or (value == 1.0 and last + 1 >= len(words)) else _Number(at, last, value, 1.0)


def _scale(text: str, tokens: Sequence[Token], words: Sequence[str], at: int, language: str) -> tuple[float, int] | None:
    """Return (factor, last token) of a scale word at ``at``; its full stop belongs to it inside a sentence."""
    if at >= len(words) or words[at] not in scales(language):
        return None
    if language == "en" and words[at] in ("m", "k", "b") and text[tokens[at].start - 1] == " ":
        return None
    dotted = words[at] in ("тис", "тыс", "млн", "млрд", "трлн") and words[at + 1 : at + 2] == ["."]
    inside = dotted and at + 2 < len(words) and not text[tokens[at + 2].start].isupper()
    return scales(language)[words[at]], at + 1 if inside else at


def _separated(text: str, tokens: Sequence[Token], left: int, right: int) -> bool:
    return bool(text[tokens[left].end : tokens[right].start].strip(" -\u00a0"))


def _quantity(
    text: str, tokens: Sequence[Token], words: Sequence[str], number: _Number, language: str, used: set[int]
) -> tuple[Quantity, int]:
    """Return the quantity around a number and the last token it uses."""
    first, last = number.first, number.last
    low_end = None
    if high := _range_end(text, tokens, words, number, language, used):
        low_scale = high.scale if number.scale == 1.0 and high.scale > 1 else 1.0
        low_end, number = number.value * low_scale, high
        last = high.last
    unit = None
    if first and words[first - 1] in _SIGNS_BEFORE:
        unit, first = _SIGNS_BEFORE[words[first - 1]], first - 1
    elif match := phrases("units").match(words, last + 1):
        unit, last = match[0], last + match[1]
    modifier, first = _modifier(words, first, language)
    kind = _kind(unit)
    start, end = tokens[first].start, tokens[last].end
    value: float | None = number.value
    low, upper = bounds(number.value, modifier)
    if low_end is not None:
        value, low, upper, modifier = None, low_end, number.value, "range"
    return Quantity(start, end, text[start:end], kind, value, low, upper, modifier=modifier, unit=unit, step=number.step), last


def _range_end(
    text: str, tokens: Sequence[Token], words: Sequence[str], number: _Number, language: str, used: set[int]
) -> _Number | None:
    """Return the upper end of a range that starts with ``number``: "10-12", "від 5 до 7", "from 5 to 7"."""
    middle = number.last + 1
    if middle + 1 >= len(words) or middle + 1 in used:
        return None
    opener, *joiners = _RANGE_WORDS[language]
    openers = {opener, *joiners[:1]}
    worded = words[middle] in joiners[-2:] and number.first > 0 and words[number.first - 1] in openers
    if words[middle] not in _DASHES and not worded:
        return None
    end = _number_at(text, tokens, words, middle + 1, language)
    scaled = end is not None and number.scale == 1.0 and end.scale > 1
    if end is None or (number.value * (end.scale if scaled else 1.0)) >= end.value:
        return None
    return end


def _modifier(words: Sequence[str], first: int, language: str) -> tuple[str | None, int]:
    """Return the modifier right before token ``first`` and where the quantity then starts."""
    for length in range(min(_LONGEST_MODIFIER, first), 0, -1):
        match = phrases("modifiers", language).match(words[:first], first - length)
        if match and match[1] == length:
            return match[0], first - length
    return None, first


def _kind(unit: str | None) -> str:
    if unit is None:
        return "count"
    if unit in ("percent", "percentage_point"):
        return "percent"
    if unit in MONEY:
        return "money"
    return "duration" if unit in DURATIONS else "measure"
