"""Dates: day and month, month and year, year, numeric; as ISO text (``2024-04-03``, ``2024-04``, ``--04-03``)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comparers.numbers.lexicon import phrases
from comparers.numbers.quantity import Quantity
from comparers.numbers.tokens import Token

_YEAR_WORDS = frozenset({"рік", "року", "році", "роком", "год", "года", "году", "годом", "р", "г"})
_YEAR_BEFORE = frozenset({"in", "since", "of", "until", "by", "during", "from"})
_NUMERIC = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_FIRST_YEAR, _LAST_YEAR, _LAST_DAY = 1900, 2100, 31


def find(text: str, tokens: Sequence[Token], language: str) -> tuple[list[Quantity], set[int]]:
    """Return the dates of a text and the numbers of the tokens they use."""
    dates: list[Quantity] = []
    used: set[int] = set()
    words = [token.word for token in tokens]
    at = 0
    while at < len(tokens):
        found = _date_at(text, tokens, words, at, language)
        if found is None:
            at += 1
            continue
        iso, count = found
        start, end = tokens[at].start, tokens[at + count - 1].end
        dates.append(Quantity(start, end, text[start:end], "date", date=iso))
        used.update(range(at, at + count))
        at += count
    return dates, used


def _date_at(text: str, tokens: Sequence[Token], words: Sequence[str], at: int, language: str) -> tuple[str, int] | None:
    months = phrases("months", language)
    if numeric := _NUMERIC.fullmatch(words[at]):
        day, month, year = (int(part) for part in numeric.groups())
        valid = 1 <= month <= 12 and 1 <= day <= _LAST_DAY
        return (f"{year}-{month:02}-{day:02}", 1) if valid else None
    if (first := _whole(tokens, at, 1, _LAST_DAY)) is not None:
        month_found = months.match(words, at + 1) if _is_month(text, tokens, at + 1, language) else None
        if month_found:
            return _with_year(tokens, at, 2, f"{int(month_found[0]):02}-{first:02}")
    month_found = months.match(words, at) if _is_month(text, tokens, at, language) else None
    if month_found:
        month_number = int(month_found[0])
        if (year_of := _year(tokens, at + 1)) is not None:
            return f"{year_of}-{month_number:02}", 2 + _year_word(tokens, at + 2)
        if language == "en" and (second := _whole(tokens, at + 1, 1, _LAST_DAY)) is not None:
            return _with_year(tokens, at, 2, f"{month_number:02}-{second:02}")
        return None
    if (year_of := _year(tokens, at)) is not None:
        if language == "en":
            before = at > 0 and words[at - 1] in _YEAR_BEFORE
            return (str(year_of), 1) if before and not _counts(tokens, at + 1) else None
        following = _year_word(tokens, at + 1)
        return (str(year_of), 1 + following) if following else None
    return None


def _with_year(tokens: Sequence[Token], at: int, count: int, month_day: str) -> tuple[str, int]:
    after = at + count
    comma = 1 if after < len(tokens) and tokens[after].word == "," else 0
    if (year := _year(tokens, after + comma)) is not None:
        return f"{year}-{month_day}", count + comma + 1 + _year_word(tokens, after + comma + 1)
    return f"--{month_day}", count


def _is_month(text: str, tokens: Sequence[Token], at: int, language: str) -> bool:
    """In English only a capitalised word is a month: "may" and "march" are verbs."""
    return at < len(tokens) and tokens[at].kind == "word" and (language != "en" or text[tokens[at].start].isupper())


def _whole(tokens: Sequence[Token], at: int, low: int, high: int) -> int | None:
    if at < len(tokens) and tokens[at].word.isdecimal() and low <= int(tokens[at].word) <= high:
        return int(tokens[at].word)
    return None


def _year(tokens: Sequence[Token], at: int) -> int | None:
    return _whole(tokens, at, _FIRST_YEAR, _LAST_YEAR)


def _year_word(tokens: Sequence[Token], at: int) -> int:
    return int(at < len(tokens) and tokens[at].word in _YEAR_WORDS)


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word that is counted follows: "in 2000 villages" names no year."""
    words = [token.word for token in tokens[at : at + 2]]
    return phrases("counted").match(words, 0) is not None or phrases("units").match(words, 0) is not None
