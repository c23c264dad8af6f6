"""The door for times: which moments can be a publication, and how a day is written.

Every time that a page, feed or server states goes through `plausible`, and every partition `day`
through `day_of`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from parallax.core.thresholds import thresholds


@thresholds("gather", chosen="by judgement: there was no news on the web before 1995")
@dataclass(frozen=True)
class PublicationWindow:
    """Which times can be those of a publication."""

    first_year: Annotated[int, "earlier years are not publication dates"] = 1995
    days_ahead: Annotated[float, "days after now; a later time is not one either"] = 1.0


WINDOW = PublicationWindow()
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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


def is_day(text: str) -> bool:
    """Tell whether a text is a day as `day_of` writes it."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
