"""Of which time figures are, where their sentences say it: a past event that a text recalls ("in
2014 there were 46"), or a window of time ("in the past 24 hours").
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from parallax.comparers.numbers.quantity import Quantity
from parallax.core.thresholds import thresholds

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")


@thresholds("compare", chosen="by judgement")
@dataclass(frozen=True)
class TimeLimits:
    """When a date in a sentence is one of another event."""

    past: Annotated[int, "days before publication from which on a date is of an earlier event"] = 30


_LIMITS = TimeLimits()
Times = frozenset[str]
"""The past dates and the windows of time that a sentence names."""


def times_of(sentence: Sequence[Quantity], published: date | None) -> Times:
    """Return the times that the figures of a sentence are of, beside the time of the story.

    :param sentence: its quantities. :param published: when its text was; without it no date is
        known to be past.
    """
    windows = {q.text() for q in sentence if q.window}
    if published is None:
        return frozenset(windows)
    limit = published - timedelta(days=_LIMITS.past)
    dates = {q.date for q in sentence if q.date and not q.as_of}
    return frozenset(windows | {d for d in dates if (last := _last_day(d)) and last < limit})


def _last_day(iso: str) -> date | None:
    """Return the last day of a date, or of an interval; None where the year is not known."""
    found = _DATE.match(iso.rsplit("/", maxsplit=1)[-1])
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    try:
        return date(year, month, int(found[3] or monthrange(year, month)[1]))
    except ValueError:  # a day that no month has, as some texts print
        return None
