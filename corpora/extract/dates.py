"""Times as written on pages and in sitemaps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import islice
from typing import Annotated
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from lxml.html import HtmlElement

from parallax.core.thresholds import thresholds
from parallax.corpora.extract.blocks import blocks

_BLANK_BEFORE_ZONE = re.compile(r"(?<=[\d])\s+(?=(?:[+-]\d{2}:?\d{2}|Z)$)")


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class DatelineLimits:
    """Where a date written out is looked for."""

    lines: Annotated[int, "lines of the element around a headline"] = 120
    words: Annotated[int, "maximum words of a line that is a dateline"] = 10
    first_year: Annotated[int, "earlier years are not publication dates"] = 1995
    end_year: Annotated[int, "this year and later ones are not either"] = 2100


LIMITS = DatelineLimits()


def parse_time(text: str, zone: str = "UTC") -> datetime | None:
    """Return a time of ISO 8601 or of mail headers (RFC 5322) in UTC, or None.

    :param zone: IANA name of the zone of a time without one.
    """
    stated = _BLANK_BEFORE_ZONE.sub("", text.strip())
    try:
        stamp = datetime.fromisoformat(stated)
    except ValueError:
        try:
            stamp = parsedate_to_datetime(stated)
        except (ValueError, TypeError, IndexError):
            return None
    try:
        return (stamp if stamp.tzinfo else stamp.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def visible_day(tree: HtmlElement, zone: str) -> datetime | None:
    """Return the date, with the hour if stated, written out in a short line near the headline.

    Ukrainian and Russian only. Old pages state their date nowhere else ("12 марта 2008, 10:22"). A
    date inside a sentence is that of the event, not of the page.
    """
    headings = tree.xpath("//h1")[:2]
    around = [heading.getparent() for heading in headings if heading.getparent() is not None] or [
        tree
    ]
    for place in around:
        for block in islice(blocks(place), LIMITS.lines):
            found = (
                _written().search(block.text) if len(block.text.split()) <= LIMITS.words else None
            )
            if found and (stamp := _stamp(found, zone)):
                return stamp
    return None


def _stamp(found: re.Match[str], zone: str) -> datetime | None:
    year, month, day = int(found["year"]), _months()[found["month"].lower()], int(found["day"])
    try:
        stamp = datetime(
            year,
            month,
            day,
            int(found["hour"] or 0),
            int(found["minute"] or 0),
            tzinfo=ZoneInfo(zone),
        )
    except ValueError:
        return None
    return stamp.astimezone(UTC) if LIMITS.first_year <= year < LIMITS.end_year else None


@lru_cache
def _months() -> dict[str, int]:
    """Return the months in the form of dates ("березня"), by CLDR."""
    return {
        str(name).lower(): number
        for locale in ("uk", "ru")
        for number, name in get_month_names("wide", "format", locale).items()
    }


@lru_cache
def _written() -> re.Pattern[str]:
    months = "|".join(_months())
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})\s+(?P<month>{months})\s+(?P<year>\d{{4}})"
        r"(?:\D{1,12}?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?!\d))?",
        re.IGNORECASE,
    )
