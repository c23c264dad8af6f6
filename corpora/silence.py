"""Editions from which nothing comes any more: a dead feed, a moved address, a host that refuses us.

Each gathering leaves a mark in the table `runs` for an edition that brought nothing: no page read,
unchanged or resting. An edition with enough marks in a row is silent. One that lists pages, though
older than what was asked for, is only quiet: small outlets sleep at night; it is silent after days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Annotated

from parallax.core.notices import Notice, errors
from parallax.core.thresholds import thresholds
from parallax.core.times import minute_of
from parallax.corpora.crawl_result import Harvest
from parallax.lake.runs import Run

REASON = "edition silent"
SILENT, QUIET = "silent", "quiet"


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class SilenceLimits:
    """When it is not the edition that is silent."""

    quiet_days: Annotated[float, "days of listing only older pages that are silence"] = 3
    outage_editions: Annotated[
        int, "this many editions, and no other brings anything: it is the network"
    ] = 5


LIMITS = SilenceLimits()


@dataclass(frozen=True)
class Silence:
    """Since when, and for how many gatherings in a row, an edition has brought nothing."""

    since: datetime
    passes: int


@dataclass(frozen=True)
class Turn:
    """An edition that fell silent, is silent on another day, or speaks again."""

    edition: str
    silence: Silence
    speaks: bool
    detail: str
    """What is to be known about it, in words."""


def brought(harvest: Harvest) -> bool:
    """Return whether a harvest has a page that was read, is unchanged or is not due."""
    return bool(harvest.articles or harvest.unchanged or harvest.resting)


def marks(edition: str, harvest: Harvest) -> dict[str, int]:
    """Return the mark of an edition that brought nothing, for the counts in the table `runs`."""
    if brought(harvest):
        return {}
    quiet = harvest.older and not harvest.listed
    return {f"{edition}: {QUIET if quiet else SILENT}": 1}


def silence(edition: str, runs: Sequence[Run], passes: int) -> Silence | None:
    """Return how long an edition has been silent after some gatherings, None if it is not.

    A gathering that says nothing of the edition (it was not registered, or its addresses were not
    valid) ends the silence; one in which the network was out is passed over.

    :param runs: gatherings of one lake, oldest first. :param passes: how many in a row are silence.
    """
    known = [run for run in runs if not _is_outage(run)]
    streak = list(takewhile(lambda run: _mark(edition, run), reversed(known)))
    if len(streak) < passes:
        return None
    begun = streak[-1].started
    lasts = streak[0].started - begun
    if lasts < timedelta(days=LIMITS.quiet_days) and any(
        _mark(edition, run) == QUIET for run in streak[:passes]
    ):
        return None
    return Silence(begun, len(streak))


def turns(
    editions: Sequence[str], before: Sequence[Run], now: Run, passes: int, why: dict[str, str]
) -> Iterator[Turn]:
    """Yield what a gathering changes: an edition that fell silent or speaks again, and once a day
    each that still is silent.

    :param editions: ids of those whose addresses are valid.
    :param why: the first failure of an edition in this gathering.
    """
    if _is_outage(now):
        return
    before = [run for run in before if not _is_outage(run)]
    for edition in editions:
        was = silence(edition, before, passes)
        still = silence(edition, [*before, now], passes)
        if still and (not was or before[-1].started.date() < now.started.date()):
            yield Turn(edition, still, speaks=False, detail=_words(still, why.get(edition, "")))
        elif was and not still:
            yield Turn(edition, was, speaks=True, detail=f"silent since {minute_of(was.since)} UTC")


def notices(
    editions: Sequence[str], runs: Sequence[Run], passes: int, why: dict[str, str]
) -> list[Notice]:
    """Return a warning for each edition that is silent after the last of some gatherings."""
    return [
        Notice.warning(edition, REASON, _words(found, why.get(edition, "")))
        for edition in editions
        if (found := silence(edition, runs, passes))
    ]


def first_failure(harvest: Harvest) -> str:
    """Return the first failure of a harvest in words, empty without any."""
    failed = errors(harvest.notices)
    return f"{failed[0].subject}: {failed[0].reason}" if failed else ""


def _words(found: Silence, why: str) -> str:
    return (
        f"nothing in the last {found.passes} gatherings, since {minute_of(found.since)} UTC"
        f"{'; ' + why if why else ', and no failure: its sources list nothing new'}"
    )


def _mark(edition: str, run: Run) -> str:
    return next((mark for mark in (SILENT, QUIET) if run.counts.get(f"{edition}: {mark}")), "")


def _is_outage(run: Run) -> bool:
    """Return whether no edition of many brought anything."""
    if run.counts.get("pages read") or run.counts.get("pages not due"):
        return False  # the usual case, asked for each edition: the marks need not be counted
    silent = sum(what.endswith(f": {SILENT}") for what in run.counts)
    return silent >= LIMITS.outage_editions
