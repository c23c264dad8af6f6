"""Days as people write them, in three languages: "12 березня 2008, 10:22", "Jan. 11, 2012"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from parallax.core.times import plausible

_LOCALES = ("uk", "ru", "en")
_NUMERIC = (
    r"(?<![\d.:/-])(?:(?P<day3>\d{1,2})\.(?P<month3>\d{1,2})\.(?P<year3>\d{4}|\d{2})"
    r"|(?P<year4>\d{4})[-.](?P<month4>\d{2})[-.](?P<day4>\d{2}))(?![\d/-]|\.\d)"
)
_HOUR = (
    r"(?:\D{1,12}?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?![\d.])"
    r"(?:\s?(?P<half>[ap])\.?m\b)?)?"
)
_SLASHES = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_IN_PATH = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)"
    r"(?:(?P<mark>[/-])(?P<month>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)|(?P<both>[01]\d[0-3]\d))"
    r"(?!\d)"
)
_FIGURES = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})[-./]?(?P<month>\d{1,2})[-./]?(?P<day>\d{1,2})"
    r"|(?P<one>\d{1,2})[-./](?P<two>\d{1,2})[-./](?P<last>\d{4}))(?!\d)"
)
_CENTURY = 2000
_NOON = _MONTHS = 12


def written(line: str, zone: str, now: datetime | None = None) -> datetime | None:
    """Return the first day that is written in a line and can be that of a publication, with its
    hour if that follows it, in UTC.

    :param zone: IANA name of the zone of its hour. :param now: the present when None.
    """
    for found in _written().finditer(line):
        if stamp := plausible(_stamp(found, zone), now):
            return stamp
    return None


def slashed(text: str) -> set[date]:
    """Return the days that dates with slashes can mean: "11/01/2012" is two."""
    found = set()
    for first, second, year in _SLASHES.findall(text):
        for day, month in ((first, second), (second, first)):
            try:
                found.add(date(int(year), int(month), int(day)))
            except ValueError:
                continue
    return found


def slashed_day(line: str, host: str) -> date | None:
    """Return the first day with slashes of a line where its order is known: from the figures, or
    by how the country of a host writes days (CLDR); None otherwise.
    """
    for found in _SLASHES.finditer(line):
        days = slashed(found[0])
        if len(days) == 1:
            return next(iter(days))
        order = _order_in(host.rpartition(".")[2])
        if days and order:
            first, second, year = map(int, found.groups())
            day, month = (first, second) if order == "d" else (second, first)
            return date(year, month, day)
    return None


def swapped(day: date) -> date:
    """Return a day with day and month the other way round, itself where that is none."""
    return day.replace(month=day.day, day=day.month) if day.day <= _MONTHS else day


@lru_cache
def _order_in(country: str) -> str:
    """Return ``d`` or ``M``, which comes first in a country's dates; empty where neither does or
    the country is not known. ``uk`` is the domain of Great Britain.
    """
    try:
        locale = Locale.parse(f"und_{'GB' if country == 'uk' else country.upper()}")
    except (ValueError, UnknownLocaleError):
        return ""
    first = locale.date_formats["short"].pattern[:1]
    return first if len(country) == 2 and first in "dM" else ""


def day_in_path(path: str) -> date | None:
    """Return the day in the path of an address: ``/2012/01/11/``, ``-20120111``; None without."""
    for found in _IN_PATH.finditer(path):
        both = found["both"] or f"{found['month']:0>2}{found['day']:0>2}"
        try:
            return date(int(found["year"]), int(both[:2]), int(both[2:]))
        except ValueError:
            continue
    return None


def in_figures(day: date, text: str) -> bool:
    """Return whether a day stands in a text in figures, in any order of day, month and year."""
    parts = sorted((day.day, day.month))
    return any(
        int(found["year"] or found["last"]) == day.year
        and sorted(int(found[a] or found[b]) for a, b in (("month", "one"), ("day", "two")))
        == parts
        for found in _FIGURES.finditer(text)
    )


def _stamp(found: re.Match[str], zone: str) -> datetime | None:
    year, month, day = next(
        (found[f"year{i}"], found[f"month{i}"], found[f"day{i}"])
        for i in range(1, 5)
        if found[f"year{i}"]
    )
    number = int(month) if month.isdigit() else months()[month.lower()]
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % _NOON + _NOON * (found["half"].lower() == "p")
    try:
        return datetime(
            int(year) + _CENTURY * (len(year) == 2),
            number,
            int(day),
            hour,
            int(found["minute"] or 0),
            tzinfo=ZoneInfo(zone),
        )
    except (OverflowError, ValueError):
        return None


@lru_cache
def months() -> dict[str, int]:
    """Return the numbers of the months by their names as dates have them ("березня", "Jan"), by
    CLDR, without full stops.
    """
    return dict(_names())


def _names() -> Iterator[tuple[str, int]]:
    for locale in _LOCALES:
        for width in ("abbreviated", "wide"):
            for context in ("stand-alone", "format"):
                for number, name in get_month_names(width, context, locale).items():
                    yield str(name).lower().rstrip("."), number


@lru_cache
def _written() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    return re.compile(
        rf"(?:(?<!\d)(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month1>{names})\b[.,]*\s*"
        rf"(?P<year1>\d{{4}})(?!\d)"
        rf"|\b(?P<month2>{names})\b\.?\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[,\s]\s*"
        rf"(?P<year2>\d{{4}})(?!\d)"
        rf"|{_NUMERIC}){_HOUR}",
        re.IGNORECASE,
    )
