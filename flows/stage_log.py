"""What every stage flow leaves behind: a row in `runs` and a summary artifact."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run

from parallax.core.notices import Failure
from parallax.flows.metrics import write_metrics
from parallax.lake.lake import Lake
from parallax.lake.schema import RUNS

SHOWN_FAILURES = 50
_BRACKETS = str.maketrans({"[": "\\[", "]": "\\]"})
"""A headline must not end the link it stands in."""


@dataclass(frozen=True)
class StageResult:
    """What a stage did: counts by name, failures, and the days it touched."""

    stage: str
    counts: dict[str, int]
    days: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    models: list[str] = field(default_factory=list)


@dataclass
class StageLog:
    """Times a stage and writes its row; make one at the start of a stage flow and call `finish` at
    its end.
    """

    lake: Lake
    run_id: str
    stage: str
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    def finish(
        self,
        counts: Mapping[str, int],
        *,
        days: Iterable[str] = (),
        failures: Sequence[Failure] = (),
        models: Sequence[str] = (),
        pages: Sequence[tuple[str, str]] = (),
    ) -> StageResult:
        """Write the row in `runs` and the artifact; return the result.

        :param pages: (what a page is called, its address); two stories may have one headline.
        """
        finished = datetime.now(UTC)
        day = f"{self.started:%Y-%m-%d}"
        row = {
            "run_id": self.run_id,
            "stage": self.stage,
            "started": self.started,
            "finished": finished,
            "counts": [{"what": what, "count": count} for what, count in counts.items()],
            "models": list(models),
            "code": metadata.version("parallax-news"),
            "failures": [failure.row() for failure in failures],
            "day": day,
        }
        self.lake.add(RUNS, RUNS.frame([row]))
        write_metrics(self.lake)
        seconds = (finished - self.started).total_seconds()
        get_run_logger().info(
            "%s: %s in %.1f s",
            self.stage,
            ", ".join(f"{n:,} {what}" for what, n in counts.items() if n) or "nothing",
            seconds,
        )
        create_markdown_artifact(
            key=f"parallax-{self.stage}",
            description=f"What the {self.stage} stage did",
            markdown=summary(self.stage, counts, failures, models, seconds, pages),
        )
        return StageResult(self.stage, dict(counts), sorted(days), list(failures), list(models))


def summary(
    stage: str,
    counts: Mapping[str, int],
    failures: Sequence[Failure],
    models: Sequence[str],
    seconds: float,
    pages: Sequence[tuple[str, str]],
) -> str:
    """Return the stage's summary in Markdown."""
    lines = [f"# {stage}", "", f"{seconds:.1f} s", "", "| what | count |", "|---|---|"]
    lines += [f"| {what} | {count:,} |" for what, count in counts.items()]
    if models:
        lines += ["", "Models: " + "; ".join(models)]
    if pages:
        lines += [
            "",
            "## Pages",
            "",
            *(f"- [{_cell(name).translate(_BRACKETS)}]({address})" for name, address in pages),
        ]
    if failures:
        lines += [
            "",
            f"## {len(failures)} could not be read",
            "",
            "| address | reason | detail |",
            "|---|---|---|",
        ]
        lines += [
            f"| {_cell(f.url)} | {_cell(f.reason)} | {_cell(f.detail)} |"
            for f in failures[:SHOWN_FAILURES]
        ]
        if len(failures) > SHOWN_FAILURES:
            lines.append(f"| … and {len(failures) - SHOWN_FAILURES} more in the table `runs` | | |")
    return "\n".join(lines)


def current_run_id(given: str | None) -> str:
    """Return the id of the pass: the parent's, or this flow run's own."""
    return given or str(flow_run.id or "local")


def named_by_reach(what: str) -> Callable[[], str]:
    """Return what gives a flow run its name: how far back it reaches (``gather-last-6h``,
    ``gather-all``).
    """

    def name() -> str:
        parameters = flow_run.parameters or {}
        if parameters.get("since_day"):
            return f"{what}-since-{parameters['since_day']}"
        hours = parameters.get("since_hours")
        return f"{what}-all" if hours is None else f"{what}-last-{hours:g}h"

    return name


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")[:300]
