"""The gather flow: one task an edition, and one for what GDELT finds."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from prefect import flow, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff

from parallax.core.settings import Settings
from parallax.corpora import stage as gather
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.stage import LIMITS, Source
from parallax.flows.events import emit_turn
from parallax.flows.progress import ArtifactProgress
from parallax.flows.stage_log import StageLog, current_run_id, named_by_reach
from parallax.flows.time_limit import time_limit
from parallax.flows.warned import completed
from parallax.lake.lake import Lake
from parallax.lake.stage_protocol import StageResult

_RUNNER: Any = ThreadPoolTaskRunner(max_workers=LIMITS.sources)


@task(
    task_run_name="gather-{source.name}",
    tags=["network"],
    # the fetcher retries single requests; these retries are for what nobody foresaw
    retries=2,
    retry_delay_seconds=exponential_backoff(2),
    retry_jitter_factor=0.5,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def read_source(source: Source, gatherer: Gatherer, since: datetime | None) -> Harvest:
    """Read one source; a page or feed that cannot be read is a notice in the harvest."""
    return source.read(gatherer, since)


def by_tasks(
    sources: Sequence[Source], gatherer: Gatherer, since: datetime | None
) -> Iterator[Harvest | Exception]:
    """Read sources as tasks of the flow that runs (see `parallax.corpora.stage.Readers`)."""
    submitted = []
    for source in sources:
        edition = source.edition
        marks = [f"language:{edition.language}", f"outlet:{edition.outlet}"] if edition else []
        with tags(*marks):
            submitted.append(read_source.submit(source, gatherer, since))
    for future in submitted:
        result = future.result(raise_on_failure=False)
        yield result if isinstance(result, Harvest | Exception) else RuntimeError(str(result))


@flow(name="gather", flow_run_name=named_by_reach("gather"), task_runner=_RUNNER)
def gather_flow(
    since_hours: float | None = 24,
    settings: Settings | None = None,
    run_id: str | None = None,
    since_day: date | None = None,
) -> StageResult:
    """Read the feeds of every registered edition and the pages they list into the lake.

    Entries older than ``since_hours`` (or than ``since_day``, where that is given) are passed over;
    None takes all that a feed lists. A silent edition, or one whose layout changed, ends the run as
    `CompletedWithWarnings`.
    """
    settings = settings or Settings()
    log = StageLog(Lake(settings.lake), current_run_id(run_id), gather.NAME)
    since = None
    if since_day is None and since_hours is not None:
        since = datetime.now(UTC) - timedelta(hours=since_hours)
    with time_limit(gather.NAME, settings.time_limits.gather_minutes):
        result = gather.run(
            log.lake,
            settings,
            None if since_day is None else [f"{since_day}"],
            progress=ArtifactProgress(gather.NAME),
            since=since,
            readers=by_tasks,
            news=emit_turn,
        )
    counts = result.counts
    headline = (
        f"Editions: {counts['editions read']:,} read, {counts['editions failed']:,} failed, "
        f"{counts['editions silent']:,} silent."
    )
    return completed(log.finish(result, headline=headline), [result])
