"""What earlier passes left in the table `runs`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from parallax.core.times import day_of
from parallax.lake.lake import Lake
from parallax.lake.schema import RUNS


def days_of_a_week(lake: Lake) -> list[str]:
    """Return the partitions of `runs` of the last seven days."""
    first = day_of(datetime.now(UTC) - timedelta(days=7))
    return [day for day in lake.partitions(RUNS) if day >= first]


@dataclass(frozen=True)
class Run:
    """When a run of a stage began, and what it counted."""

    started: datetime
    counts: Mapping[str, int]


def runs_of_a_week(lake: Lake, stage: str) -> list[Run]:
    """Return every run of a stage in the last seven days, oldest first."""
    rows = lake.columns(RUNS, ["stage", "started", "counts"], days_of_a_week(lake))
    return [
        Run(started, {one["what"]: one["count"] for one in counts})
        for name, started, counts in rows.sort("started").iter_rows()
        if name == stage
    ]
