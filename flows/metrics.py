"""Figures of the last run of each stage as OpenMetrics text, beside the tables: `metrics.txt`, for
a node exporter or a look.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.openmetrics.exposition import generate_latest

from parallax.core.files import write_atomically
from parallax.lake.lake import Lake
from parallax.lake.runs import days_of_a_week
from parallax.lake.schema import RUNS

FILE = "metrics.txt"


def write_metrics(lake: Lake) -> None:
    """Rebuild the file from the table `runs` of the last week."""
    latest = (
        lake.kept(RUNS, days_of_a_week(lake))
        .sort("finished")
        .unique("stage", keep="last", maintain_order=True)
    )
    registry = CollectorRegistry()
    seconds = Gauge(
        "parallax_stage_seconds",
        "How long the last run of a stage took.",
        ["stage"],
        registry=registry,
    )
    finished = Gauge(
        "parallax_stage_finished_timestamp_seconds",
        "When the last run of a stage ended.",
        ["stage"],
        registry=registry,
    )
    failures = Gauge(
        "parallax_stage_failures",
        "What the last run of a stage could not read or do.",
        ["stage"],
        registry=registry,
    )
    remarks = Gauge(
        "parallax_stage_warnings",
        "Remarks of the last run of a stage on what it read or did.",
        ["stage"],
        registry=registry,
    )
    counted = Gauge(
        "parallax_stage_count",
        "What the last run of a stage made.",
        ["stage", "what"],
        registry=registry,
    )
    for row in latest.sort("stage").iter_rows(named=True):
        seconds.labels(row["stage"]).set((row["finished"] - row["started"]).total_seconds())
        finished.labels(row["stage"]).set(row["finished"].timestamp())
        failures.labels(row["stage"]).set(sum(n["severity"] == "error" for n in row["notices"]))
        remarks.labels(row["stage"]).set(sum(n["severity"] == "warning" for n in row["notices"]))
        for one in row["counts"]:
            counted.labels(row["stage"], one["what"]).set(one["count"])
    write_atomically(lake.root / FILE, generate_latest(registry))  # type: ignore[no-untyped-call]  # the library leaves it unannotated
