"""Dates: days, months, years, quarters, decades and intervals of them, as ISO 8601 text.

``2024-04-03``, ``2024-04``, ``2024``, ``2023-Q3``, ``199X`` (ISO 8601-2); ``--04-03`` where the
year is not known; ``2024-04-03/2024-04-07`` for an interval. With a day of publication a year left
out is the one that brings the date nearest to it, the past first.
"""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import date, timedelta
from functools import lru_cache

from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.centuries import ROMAN_LETTERS, lone_century
from parallax.comparers.numbers.read.lexicon import cardinals, ordinals, phrases, scales, word_set
from parallax.comparers.numbers.read.limits import LIMITS, WINDOWS
from parallax.comparers.numbers.read.numerals import group_at
from parallax.comparers.numbers.read.quarters_decades import (
    DECADES,
    ROMAN,
    decade_at,
    quarter_at,
)
from parallax.comparers.numbers.read.years import (
    DASHES,
    JOINS,
    Found,
    lone_year,
    with_year_word,
    year_at,
    years_at,
)
from parallax.languages.tokens import TokenizedText

_LAST_DAY = 31
_AHEAD = timedelta(days=LIMITS.days_ahead)


def find(
    s: TokenizedText, published: date | None = None, taken: Set[int] = frozenset()
) -> tuple[list[Quantity], set[int]]:
    """Return the dates of a sentence and the numbers of the tokens they use.

    :param published: the day of publication, to complete dates that leave out the year.
    :param taken: tokens that are something else.
    """
    dates: list[Quantity] = []
    used: set[int] = set()
    at = 0
    while at < len(s):
        token = s.tokens[at]
        possible = at not in taken and (
            token.kind == "number" or (token.kind == "word" and _may_start(s.language, token.word))
        )
        found = _date_at(s, at) if possible else None
        if found is None:
            at += 1
            continue
        iso, last = found
        start, end = s.tokens[at].start, s.tokens[last].end
        dates.append(
            Quantity(start, end, s.text[start:end], "date", date=completed(iso, published))
        )
        used.update(range(at, last + 1))
        at = last + 1
    return dates, used


def completed(iso: str, published: date | None) -> str:
    """Return a date with the year that brings it nearest to publication, the past first."""
    if published is None or "--" not in iso:
        return iso
    if "/" in iso:
        return "/".join(completed(part, published) for part in iso.split("/"))
    if iso.startswith("--Q"):
        quarter = int(iso[3:])
        year = published.year if quarter <= (published.month + 2) // 3 else published.year - 1
        return f"{year}-Q{quarter}"
    month, day = (int(part) for part in iso[2:].split("-"))
    year = published.year
    for candidate in (year + 1, year, year - 1):
        try:
            if date(candidate, month, day) <= published + _AHEAD:
                return f"{candidate}-{month:02}-{day:02}"
        except ValueError:
            continue
    return iso


@lru_cache(maxsize=131072)
def _may_start(language: str, word: str) -> bool:
    """Tell whether a date can start with a word."""
    return (
        word in ordinals(language)
        or word in cardinals(language)
        or word in ROMAN
        or all(letter in ROMAN_LETTERS for letter in word)
        or word in DECADES
        or word == "q"
        or phrases("months", language).match([word], 0) is not None
        or word in scales(language)
    )


def _date_at(s: TokenizedText, at: int) -> Found | None:
    for reader in (
        _numeric,
        quarter_at,
        _interval_of_days,
        _day_month,
        _month_first,
        decade_at,
        lone_century,
        years_at,
        lone_year,
    ):
        if found := reader(s, at):
            return found
    return None


def _valid(year: int | None, month: int, day: int) -> str | None:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return None
    return f"{year}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"


def _numeric(s: TokenizedText, at: int) -> Found | None:
    """Read 03.04.2024, 2024-04-03, 03/04/2024 (day first, unless only the other way is a date) and
    03.04.24.
    """
    if s.kind(at) != "number":
        return None
    if m := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})", s.word(at)):
        day, month, year = (int(part) for part in m.groups())
        iso = _valid(year + 2000 * (year < 100), month, day)
        return (iso, with_year_word(s, at)) if iso else None
    five = s.words[at : at + 5]
    if (
        len(five) == 5
        and all(s.glued(i) for i in range(at + 1, at + 5))
        and all(w.isdecimal() for w in five[::2])
    ):
        if five[1] == five[3] == "-" and len(five[0]) == 4 and len(five[2]) == 2:
            iso = _valid(int(five[0]), int(five[2]), int(five[4]))
            return (iso, at + 4) if iso else None
        if five[1] == five[3] == "/" and len(five[4]) == 4:
            a, b, year = int(five[0]), int(five[2]), int(five[4])
            iso = _valid(year, b, a) or _valid(year, a, b)
            return (iso, at + 4) if iso else None
    return None


def _day(s: TokenizedText, at: int) -> tuple[int, int] | None:
    """Return (day, last token): "3", "3-го", "3rd", "третього", "двадцять четвертого"."""
    if s.kind(at) == "number":
        if (
            not s.word(at).isdecimal()
            or not 1 <= int(s.word(at)[:4]) <= _LAST_DAY
            or len(s.word(at)) > 2
        ):
            return None
        last = at
        if (
            s.language == "en"
            and s.word(at + 1) in word_set("words", "endings", "ordinal", "en")
            and s.glued(at + 1)
        ):
            last = at + 1
        elif (
            s.word(at + 1) in ("-", "‑")
            and s.glued(at + 1)
            and s.glued(at + 2)
            and s.word(at + 2) in word_set("words", "endings", "ordinal", s.language)
        ):
            last = at + 2
        if s.language == "en" and s.word(last + 1) == "of":
            last += 1
        return int(s.word(at)), last
    if s.kind(at) != "word":
        return None
    number = group_at(s, at)
    if number and number.kind == "ordinal" and 1 <= number.value <= _LAST_DAY:
        return int(number.value), number.last + (
            s.word(number.last + 1) == "of" and s.language == "en"
        )
    return None


def _month(s: TokenizedText, at: int) -> tuple[int, int] | None:
    """Return (month, last token).

    In English only a capitalised word is a month ("may" and "march" are verbs); elsewhere, inside a
    sentence, only a small one ("вулиця 8 Березня" is an address).
    """
    if s.kind(at) != "word" or (
        (s.language == "en") is not s.capitalised(at)
        and not (s.starts(at) or s.surface(at).isupper())
    ):
        return None
    match = phrases("months", s.language).match(s.words, at)
    if match is None:
        return None
    dotted = len(s.word(at)) <= 5 and s.word(at + 1) == "." and s.kind(at + 2) == "number"
    return int(match[0]), at + dotted


def _day_month(s: TokenizedText, at: int) -> Found | None:
    day = _day(s, at)
    month = _month(s, day[1] + 1) if day else None
    if day is None or month is None:
        return None
    return _with_year(s, month[1], month[0], day[0])


def _month_first(s: TokenizedText, at: int) -> Found | None:
    month = _month(s, at)
    if month is None:
        return None
    number, last = month
    if (year := year_at(s, last + 1)) is not None:
        return f"{year[0]}-{number:02}", year[1]
    if (
        s.word(last + 1) in (",", "of")
        and (year := year_at(s, last + 2)) is not None
        and s.language == "en"
    ):
        return f"{year[0]}-{number:02}", year[1]
    if s.language != "en":
        return None
    start = last + 1 + (s.word(last + 1) == "the")
    day = _day(s, start)
    if day is None:
        return None
    if (
        s.word(day[1] + 1) in DASHES
        and (end := _day(s, day[1] + 2)) is not None
        and s.glued(day[1] + 2)
    ):
        return _joined(s, end[1], number, day[0], end[0])
    return _with_year(s, day[1], number, day[0])


def _with_year(s: TokenizedText, last: int, month: int, day: int) -> Found | None:
    after = last + 1 + (s.word(last + 1) == ",")
    if (year := year_at(s, after)) is not None and (iso := _valid(year[0], month, day)) is not None:
        return iso, year[1]
    iso = _valid(None, month, day)
    return (iso, last) if iso else None


def _interval_of_days(s: TokenizedText, at: int) -> Found | None:
    """Read "3–7 квітня 2024", "3-7 April"; of "3 і 7 квітня" or "з 3 по 7 квітня" the first day
    alone.
    """
    first = _day(s, at)
    if first is None:
        return None
    middle = first[1] + 1
    second = _day(s, middle + 1)
    if second is None:
        return None
    month = _month(s, second[1] + 1)
    if month is None or first[0] >= second[0]:
        return _listed_day(s, at, first, middle)
    if s.word(middle) in DASHES:
        return _joined(s, month[1], month[0], first[0], second[0])
    if s.word(middle) in JOINS:
        whole = _with_year(s, month[1], month[0], first[0])
        return (whole[0], first[1]) if whole else None
    return None


def _listed_day(s: TokenizedText, at: int, first: tuple[int, int], middle: int) -> Found | None:
    """Read the first day of a list whose month is at its end: "3, 5 та 7 квітня"."""
    i = middle
    days = 1
    while s.word(i) in JOINS and (day := _day(s, i + 1)) is not None and days < WINDOWS.listed_days:
        month = _month(s, day[1] + 1)
        if month is not None and s.word(at) != "":
            whole = _with_year(s, month[1], month[0], first[0])
            return (whole[0], first[1]) if whole else None
        i, days = day[1] + 1, days + 1
    return None


def _joined(s: TokenizedText, last: int, month: int, low: int, high: int) -> Found | None:
    start, end = _with_year(s, last, month, low), _with_year(s, last, month, high)
    return (f"{start[0]}/{end[0]}", end[1]) if start and end else None
