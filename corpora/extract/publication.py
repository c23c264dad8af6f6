"""When an article was published, out of what its page states, shows and has in its address."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from parallax.core.thresholds import thresholds
from parallax.core.times import parse_time, plausible
from parallax.corpora.extract.dates import Beside, Times, days_beside
from parallax.corpora.extract.recent_days import recent
from parallax.corpora.extract.written_days import (
    day_in_path,
    in_figures,
    slashed,
    slashed_day,
    swapped,
    written,
)
from parallax.corpora.fetch.addresses import host_of

_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}")
"""A character in JSON: of an apostrophe, ``\\u2019``, htmldate makes the year 2019."""


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class DayAgreement:
    """When other sources overrule the day that a page states first."""

    sources: Annotated[int, "minimum kinds of sources that agree on an older day"] = 2
    days: Annotated[int, "days between both; one may be another time zone"] = 2


AGREEMENT = DayAgreement()


@dataclass(frozen=True)
class Publication:
    """The sources of a page's time of publication.

    `stated` are the times in its metadata, `lines` the short lines beside its headline and behind
    its text, `times` what ``<time>`` shows and states there; `now` is when the page was read.
    """

    stated: Sequence[str]
    lines: Beside
    times: Times
    html: str
    url: str
    zone: str
    now: datetime | None

    @cached_property
    def time(self) -> datetime | None:
        """The time of publication in UTC, None if unknown or not plausible.

        What the metadata state counts first, then ``<time>`` and days beside the headline, the day
        in the address, days that are shown without their year, and the day that htmldate finds
        anywhere; last the day of a printed issue. A day without a time is its first second in the
        page's zone.
        """
        if stated := next(self._plausible(self.stated), None):
            return self._overruled(stated)
        found = next(self._candidates(), None)
        if found in self._sure:
            return found
        if found and self.now and self._day(found) == self._day(self.now):  # perhaps the clock
            older = (t for t in self._candidates() if self._day(t) < self._day(found))
            return next(older, found)
        return found

    def _candidates(self) -> Iterator[datetime]:
        yield from self._beside
        if not any(text for text, _ in self.times):
            yield from self._plausible(stated for _, stated in self.times)
        yield from self._plausible(str(day) for day in (day_in_path(self._path),) if day)
        yield from self._recent(self.lines.headline)
        yield from self._plausible(self._guessed())
        printed = (written(line, self.zone, self.now) for line in self.lines.printed)
        yield from filter(None, printed)

    def _overruled(self, stated: datetime) -> datetime:
        """Return the older day that two kinds of sources agree on, or the stated time."""
        others = {self._day(time) for time in self._plausible(self.stated)}
        with_slashes = set().union(*map(slashed, self.stated))
        path = {day for day in (day_in_path(self._path),) if day}
        other_way = {swapped(day) for day in others}
        latest = self._day(stated) - timedelta(days=AGREEMENT.days)
        if all(day > latest for day in chain(others, with_slashes, other_way, path)):
            return stated
        kinds = defaultdict[date, int](int)
        shown = {self._day(time) for time in self._beside}
        for kind in (others, with_slashes, other_way - others, path, shown):
            for day in kind:
                kinds[day] += day <= latest
        agreed = max((day for day, n in kinds.items() if n >= AGREEMENT.sources), default=None)
        if agreed is None:
            return stated
        same = (time for time in self._beside if self._day(time) == agreed)
        return next(same, None) or next(self._plausible([str(agreed)]), stated)

    @cached_property
    def _beside(self) -> list[datetime]:
        found = days_beside(self.lines, self.times, self.zone, self.now)
        host = host_of(self.url)
        with_slashes = (slashed_day(line, host) for line in self.lines.headline)
        return found or list(self._plausible(str(day) for day in with_slashes if day))

    @cached_property
    def _sure(self) -> list[datetime]:
        """The times that stand between the headline and the text."""
        lines = Beside(below=self.lines.sure)
        return [*days_beside(lines, self.times, self.zone, self.now), *self._recent(lines.below)]

    def _recent(self, lines: Iterable[str]) -> Iterator[datetime]:
        """Yield the times that lines show without their year; none where it is not known when the
        page was read.
        """
        for line in lines:
            if self.now and (time := recent(line, self.zone, self.now)):
                yield time

    @property
    def _path(self) -> str:
        return urlsplit(self.url).path

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def _plausible(self, stamps: Iterable[str]) -> Iterator[datetime]:
        for stamp in stamps:
            if time := plausible(parse_time(stamp, self.zone), self.now):
                yield time

    def _guessed(self) -> Iterator[str]:
        """Yield the day that htmldate finds anywhere on the page, if any; not the first of a year
        or month of which the page names no day, as beside a copyright.
        """
        from htmldate import find_date

        try:
            with warnings.catch_warnings(action="ignore"):  # of time zones it does not know
                day = find_date(_ESCAPE.sub("_", self.html), url=self.url, original_date=True)
        except (ValueError, TypeError, LookupError, OverflowError, AttributeError):
            return  # a page without a date is an article all the same
        if day and (not day.endswith("-01") or self._is_written(day)):
            yield day

    def _is_written(self, day: str) -> bool:
        """Return whether a day stands in the page's source, in figures or words."""
        return in_figures(date.fromisoformat(day), self.html) or any(
            str(self._day(time)) == day
            for line in self.html.splitlines()
            if (time := written(line, self.zone, self.now))
        )
