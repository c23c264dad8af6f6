"""What earlier passes left in the table `runs`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from parallax.lake.lake import Lake
from parallax.lake.schema import RUNS


def days_of_a_week(lake: Lake) -> list[str]:
    """Return the partitions of `runs` of the last seven days."""
    first = f"{datetime.now(UTC) - timedelta(days=7):%Y-%m-%d}"
    return [day for day in lake.partitions(RUNS) if day >= first]


def counts_of_a_week(lake: Lake, stage: str) -> list[dict[str, int]]:
    """Return the counts of every run of a stage in the last seven days."""
    rows = lake.columns(RUNS, ["stage", "counts"], days_of_a_week(lake))
    return [
        {one["what"]: one["count"] for one in counts}
        for name, counts in rows.iter_rows()
        if name == stage
    ]
