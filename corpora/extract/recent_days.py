"""Days that pages show to readers of the day, in three languages: "16 янв | 17:10", "today 11:53",
"3 hours ago". They mean something only beside the time at which the page was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

from parallax.core.thresholds import thresholds
from parallax.core.times import plausible
from parallax.corpora.extract import page_words
from parallax.corpora.extract.written_days import months


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class RecentLimits:
    """Which lines show a day without its year."""

    words: Annotated[int, "maximum words of one that shows no hour beside the day"] = 4


LIMITS = RecentLimits()
_UNITS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
}
_NOON = 12
_HOUR = (
    r"(?:\D{1,12}?(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?![\d.])"
    r"(?:\s?(?P<half>[ap])\.?m\b)?)?"
)


def recent(line: str, zone: str, now: datetime) -> datetime | None:
    """Return the time that a line shows without its year, in UTC, or None.

    "N hours ago" is as exact as it says: a full hour, the first second of a day.

    :param zone: IANA name of the zone of its hour. :param now: when the page was read.
    """
    local = now.astimezone(ZoneInfo(zone))
    shown = _ago(line, local) or _named(line, local) or _without_year(line, local)
    return plausible(shown, now)


def _ago(line: str, now: datetime) -> datetime | None:
    found = _patterns()[0].search(line)
    if found is None:
        return None
    for name, unit in _UNITS.items():
        if found[name]:
            moment = now - int(found["count"] or 1) * unit
            moment = moment.replace(second=0, microsecond=0)
            if name != "minutes":
                moment = moment.replace(minute=0)
            return moment.replace(hour=0) if name == "days" else moment
    return None


def _named(line: str, now: datetime) -> datetime | None:
    found = _patterns()[1].search(line)
    if found is None:
        return None
    day = now - timedelta(days=bool(found["yesterday"]))
    return _at(day, found)


def _without_year(line: str, now: datetime) -> datetime | None:
    found = _patterns()[2].search(line)
    if found is None or not (found["hour"] or len(line.split()) <= LIMITS.words):
        return None
    month = months()[(found["month1"] or found["month2"]).lower()]
    day = int(found["day1"] or found["day2"])
    for year in (now.year, now.year - 1):
        try:
            moment = _at(now.replace(year=year, month=month, day=day), found)
        except ValueError:  # 30 February; 29 February in this year
            continue
        if moment <= now + timedelta(days=1):
            return moment
    return None


def _at(day: datetime, found: re.Match[str]) -> datetime:
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % _NOON + _NOON * (found["half"].lower() == "p")
    return day.replace(hour=hour, minute=int(found["minute"] or 0), second=0, microsecond=0)


@lru_cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of "N hours ago", of today and yesterday, and of a day and month."""
    units = "|".join(f"(?P<{name}>{page_words.any_of(name)})" for name in _UNITS)
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    either = (
        rf"\b(?:(?:(?P<count>\d{{1,2}})|an?)\s+)?(?:{units})\s+(?:{page_words.any_of('ago')})\b",
        rf"\b(?:(?P<yesterday>{page_words.any_of('yesterday')})|{page_words.any_of('today')})\b"
        rf"{_HOUR}",
        rf"(?:(?<![\d.:])(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month1>{names})\b"
        rf"|\b(?P<month2>{names})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)"
        rf"(?![.,]*\s*\d{{4}}|\d){_HOUR}",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in either)
