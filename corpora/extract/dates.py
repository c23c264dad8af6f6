"""The date that a page shows near its headline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Annotated
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from lxml.html import HtmlElement

from parallax.core.thresholds import thresholds
from parallax.core.times import plausible
from parallax.corpora.extract.blocks import blocks


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class DatelineLimits:
    """Where a date written out is looked for."""

    lines: Annotated[int, "lines of the element around a headline"] = 120
    words: Annotated[int, "maximum words of a line that is a dateline"] = 10


LIMITS = DatelineLimits()


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
    except (OverflowError, ValueError):
        return None
    return plausible(stamp)


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
