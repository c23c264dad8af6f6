"""Times as pages and sitemaps write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from lxml.html import HtmlElement

from corpora.blocks import clean

_BLANK_BEFORE_ZONE = re.compile(r"(?<=[\d])\s+(?=(?:[+-]\d{2}:?\d{2}|Z)$)")
_NEAR = 600
"""Characters around a headline in which its date is looked for."""
_YEARS = (1995, 2100)


def parse_time(text: str, zone: str = "UTC") -> datetime | None:
    """Read a time of ISO 8601 or of mail headers (RFC 5322), in UTC. None when it is neither.

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
    """Return the day (and hour, where it stands beside it) written out in Ukrainian or Russian next to the headline; None for none.

    Old pages state their date nowhere else ("12 марта 2008, 10:22").
    """
    for heading in tree.xpath("//h1")[:2]:
        around = heading.getparent() if heading.getparent() is not None else heading
        text = clean(around.text_content())
        at = max(0, text.find(clean(heading.text_content())))
        for found in _written().finditer(text[max(0, at - _NEAR) : at + _NEAR + len(heading.text_content())]):
            day, month, year = int(found["day"]), _months()[found["month"].lower()], int(found["year"])
            try:
                stamp = datetime(year, month, day, int(found["hour"] or 0), int(found["minute"] or 0), tzinfo=ZoneInfo(zone))
            except ValueError:
                continue
            if _YEARS[0] <= year < _YEARS[1]:
                return stamp.astimezone(UTC)
    return None


@lru_cache
def _months() -> dict[str, int]:
    """Return the months as they stand in a date ("березня"), by CLDR."""
    return {str(name).lower(): number for locale in ("uk", "ru") for number, name in get_month_names("wide", "format", locale).items()}


@lru_cache
def _written() -> re.Pattern[str]:
    months = "|".join(_months())
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})\s+(?P<month>{months})\s+(?P<year>\d{{4}})(?:\D{{1,12}}?(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?!\d))?",
        re.IGNORECASE,
    )
