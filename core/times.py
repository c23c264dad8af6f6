"""The door for times: how a stated time is read, which can be that of a publication, and how a day
is written.

Every time that a page, feed or server states is read here without an exception, goes through
`plausible`, and every partition `day` comes from `day_of`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from parallax.core.thresholds import thresholds


@thresholds("gather", chosen="by judgement: there was no news on the web before 1995")
@dataclass(frozen=True)
class PublicationWindow:
    """Which times can be those of a publication."""

    first_year: Annotated[int, "earlier years are not publication dates"] = 1995
    days_ahead: Annotated[float, "days after now; a later time is not one either"] = 1.0


@thresholds("gather", chosen="by judgement: the longest mail date with names has 75 characters")
@dataclass(frozen=True)
class TimeLimits:
    """What is read as a time."""

    characters: Annotated[int, "a longer text is not a time"] = 100
    wait_digits: Annotated[int, "digits of the seconds that a server may ask to wait"] = 9


WINDOW, LIMITS = PublicationWindow(), TimeLimits()
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BLANK_BEFORE_ZONE = re.compile(r"(?<=[0-9])\s+(?=(?:[+-][0-9]{2}:?[0-9]{2}|Z)$)")
_LIKE_ISO = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:T|\s++|$|(?=[Z+-]))(?:([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]*)?)?)?)?"
    r"\s*+(?:((?![ap]m\b)[a-z]{1,5})|([+-])([0-9]{1,2}):?([0-9]{2})?)?(?:\[[a-z_/]+\])?",
    re.IGNORECASE,
)
"""ISO 8601 as programs write it that do not fill up with zeros, name the zone or add that of
java.time (``[Europe/Kyiv]``).
"""
_UTC_NAMES = frozenset({"Z", "UTC", "GMT", "UT"})
_MIDNIGHT = re.compile(r"(?<=[T ])24:00(?::00(?:[.,]0+)?)?(?![0-9:])")
_YEAR_ZERO = re.compile(r"[A-Za-z]{3}[ -]0[0-9]{2}")
"""A year of mail headers before 1000: their reader takes ``0001`` for the short form of 2001."""
_UNREADABLE = (ValueError, TypeError, LookupError, OverflowError, AttributeError)
"""What the readers of the standard library raise for texts that are no time."""


def parse_time(text: str, zone: str = "UTC") -> datetime | None:
    """Return a time of ISO 8601 or of mail headers (RFC 5322) in UTC, or None; never raises for a
    text. The end of a day, ``24:00``, is the beginning of the next one.

    :param zone: IANA name of the zone of a time without one.
    """
    stated = text.strip()
    if len(stated) > LIMITS.characters or not stated.isascii():
        return None
    stated = _filled_up(_BLANK_BEFORE_ZONE.sub("", stated))
    begins, late = _MIDNIGHT.subn("00:00", stated)
    try:
        stamp = datetime.fromisoformat(begins)
    except ValueError:
        if _YEAR_ZERO.search(begins):
            return None
        try:
            stamp = parsedate_to_datetime(begins)
        except _UNREADABLE:
            return None
    local = ZoneInfo(zone)
    try:
        stamp = stamp if stamp.tzinfo else stamp.replace(tzinfo=local)
        return (stamp + timedelta(days=min(late, 1))).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _filled_up(stated: str) -> str:
    """Return a time that is nearly one of ISO 8601 as one; every other text as it is. The name of
    another zone than UTC says nothing.
    """
    found = _LIKE_ISO.fullmatch(stated)
    if found is None:
        return stated
    year, month, day, hour, rest, name, sign, ahead, minutes = (p or "" for p in found.groups())
    zone = f"{sign}{ahead:0>2}:{minutes or '00'}" if sign else ""
    if name.upper() in _UTC_NAMES:
        zone = "+00:00"
    return f"{year}-{month:0>2}-{day:0>2}T{hour or '0':0>2}{rest or ':00'}{zone}"


def parse_wait(stated: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for, as seconds or as a date (RFC 9110,
    10.2.3), 0 for a date that is past, infinity for a number of too many digits; None where it
    cannot be read.

    :param now: the present when None.
    """
    text = (stated or "").strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text) <= LIMITS.wait_digits else math.inf
    moment = parse_time(text)
    if moment is None:
        return None
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def plausible(moment: datetime | None, now: datetime | None = None) -> datetime | None:
    """Return a time in UTC if it can be that of a publication, otherwise None.

    :param moment: a time with its zone. :param now: the present when None.
    """
    if moment is None:
        return None
    try:
        stamp = moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    latest = (now or datetime.now(UTC)) + timedelta(days=WINDOW.days_ahead)
    return stamp if datetime(WINDOW.first_year, 1, 1, tzinfo=UTC) <= stamp <= latest else None


def day_of(moment: datetime) -> str:
    """Return the day of a time as ISO 8601 text (``2024-04-03``), a year of fewer than four digits
    too, which `strftime` writes differently on each system.
    """
    return moment.date().isoformat()


def minute_of(moment: datetime) -> str:
    """Return a time to the minute, without its zone: ``2024-04-03 07:00``."""
    return moment.replace(tzinfo=None).isoformat(" ", "minutes")


def is_day(text: str) -> bool:
    """Tell whether a text is a day as `day_of` writes it."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def days_from(day: str, days: int) -> str:
    """Return the day that is so many days after a day, before it where negative; the first or last
    day of the calendar where it would be outside of it.

    >>> days_from("2024-03-01", -1)
    '2024-02-29'
    """
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return (date.min if days < 0 else date.max).isoformat()
