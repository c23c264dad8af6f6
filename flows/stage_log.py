"""What every stage flow leaves behind: a row in `runs` and a summary artifact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run

from parallax.core.escapes import markdown, terminal
from parallax.core.notices import Notice, errors, warnings
from parallax.core.times import day_of
from parallax.flows.metrics import write_metrics
from parallax.lake.lake import Lake
from parallax.lake.schema import RUNS
from parallax.lake.stage_protocol import StageResult

SHOWN_NOTICES = 50
MOST_CHARACTERS = 300
"""Of a cell: a notice may quote a page."""


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
        self, result: StageResult, pages: Sequence[tuple[str, str]] = (), headline: str = ""
    ) -> StageResult:
        """Write the row in `runs` and the artifact; return the result.

        :param headline: what the artifact says first.
        :param pages: (what a page is called, its address); two stories may have one headline.
        """
        finished = datetime.now(UTC)
        row = {
            "run_id": self.run_id,
            "stage": self.stage,
            "started": self.started,
            "finished": finished,
            "counts": [{"what": what, "count": count} for what, count in result.counts.items()],
            "models": result.models,
            "code": metadata.version("parallax-news"),
            "notices": [notice.row() for notice in result.notices],
            "day": day_of(self.started),
        }
        self.lake.add(RUNS, RUNS.frame([row]))
        write_metrics(self.lake)
        seconds = (finished - self.started).total_seconds()
        logger = get_run_logger()
        for notice in result.notices:
            # what is wrong with single pages is in the artifact and in `runs`
            if not notice.is_error and not notice.subject.startswith(("http:", "https:")):
                said = f"{notice.subject}: {notice.reason}, {notice.detail}"
                logger.warning("%s", terminal(said))
        logger.info(
            "%s: %s in %.1f s",
            self.stage,
            ", ".join(f"{n:,} {what}" for what, n in result.counts.items() if n) or "nothing",
            seconds,
        )
        create_markdown_artifact(
            key=f"parallax-{self.stage}",
            description=f"What the {self.stage} stage did",
            markdown=summary(result, seconds, pages, headline),
        )
        return result


def summary(
    result: StageResult, seconds: float, pages: Sequence[tuple[str, str]], headline: str = ""
) -> str:
    """Return the stage's summary in Markdown; text of strangers in it is shown as it stands."""
    lines = [headline, ""] if headline else []
    lines += [f"# {result.stage}", "", f"{seconds:.1f} s", "", "| what | count |", "|---|---|"]
    lines += [f"| {markdown(what)} | {count:,} |" for what, count in result.counts.items()]
    if result.models:
        lines += ["", "Models: " + markdown("; ".join(result.models))]
    if pages:
        links = (f"- [{_cell(name)}](<{address}>)" for name, address in pages)
        lines += ["", "## Pages", "", *links]
    lines += _notices("failures", errors(result.notices))
    lines += _notices("warnings", warnings(result.notices))
    return "\n".join(lines)


def _notices(title: str, notices: Sequence[Notice]) -> list[str]:
    if not notices:
        return []
    lines = ["", f"## {len(notices):,} {title}", "", "| about | reason | detail |", "|---|---|---|"]
    lines += [
        f"| {_cell(n.subject)} | {_cell(n.reason)} | {_cell(n.detail)} |"
        for n in notices[:SHOWN_NOTICES]
    ]
    if len(notices) > SHOWN_NOTICES:
        lines.append(f"| … and {len(notices) - SHOWN_NOTICES:,} more in the table `runs` | | |")
    return lines


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
    return markdown(text[:MOST_CHARACTERS])
