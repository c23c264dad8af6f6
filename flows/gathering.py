"""The gather flow: one task an edition, and one for what GDELT finds."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from prefect import flow, get_run_logger, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff

from parallax.core.notices import Failure
from parallax.core.settings import Settings
from parallax.corpora import extraction_alarm, store
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract.article import extractor_version
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.revisit import Rechecks
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets import registry as outlets
from parallax.corpora.outlets.registry import Edition
from parallax.flows.metrics import days_of_a_week
from parallax.flows.progress import Progress
from parallax.flows.stage_log import StageLog, StageResult, current_run_id, named_by_reach
from parallax.lake.lake import Lake
from parallax.lake.schema import RUNS

EDITIONS_AT_ONCE = 8
_RUNNER: Any = ThreadPoolTaskRunner(max_workers=EDITIONS_AT_ONCE)
_NETWORK: Any = {
    "tags": ["network"],
    "retries": 2,
    "retry_delay_seconds": exponential_backoff(2),
    "retry_jitter_factor": 0.5,
    "cache_policy": NO_CACHE,
    "persist_result": False,
}
"""Single requests are retried by the fetcher; the tasks' own retries are for what nobody foresaw.
"""


@task(task_run_name="gather-{edition.id}", **_NETWORK)
def gather_edition(edition: Edition, gatherer: Gatherer, since: datetime | None) -> Harvest:
    """Read one edition; a page or feed that cannot be read is a row in the harvest, not an
    exception.
    """
    return gatherer.edition(edition, since)


@task(task_run_name="gather-gdelt", **_NETWORK)
def search_gdelt(query: str, gatherer: Gatherer, since: datetime | None) -> Harvest:
    """Read the pages of registered outlets that GDELT lists for a query."""
    return gatherer.search(query, since)


@flow(name="gather", flow_run_name=named_by_reach("gather"), task_runner=_RUNNER)
def gather_flow(
    since_hours: float | None = 24,
    settings: Settings | None = None,
    run_id: str | None = None,
    since_day: date | None = None,
) -> StageResult:
    """Read the feeds of every registered edition and the pages they list into the lake.

    Entries older than ``since_hours`` (or ``since_day``) are passed over; None takes all a feed
    lists.
    """
    settings = settings or Settings()
    lake, registry = Lake(settings.lake), outlets.load(settings.gather.outlets)
    log = StageLog(lake, current_run_id(run_id), "gather")
    since = datetime.now(UTC) - timedelta(hours=since_hours) if since_hours is not None else None
    if since_day is not None:
        since = datetime.combine(since_day, time.min, UTC)
    harvest = Harvest()
    with (
        Fetcher(settings) as fetcher,
        Rechecks(settings.cache_folder / "cache" / "rechecks.json") as rechecks,
    ):
        gatherer = Gatherer(
            fetcher, Archive(settings.lake), registry, store.known_pages(lake, registry), rechecks
        )
        submitted = []
        for edition in registry.editions:
            with tags(f"language:{edition.language}", f"outlet:{edition.outlet}"):
                submitted.append((edition.id, gather_edition.submit(edition, gatherer, since)))
        if settings.gather.gdelt_query:
            submitted.append(
                (
                    f"GDELT: {settings.gather.gdelt_query}",
                    search_gdelt.submit(settings.gather.gdelt_query, gatherer, since),
                )
            )
        progress = Progress("gather", "sources read", len(submitted))
        found: dict[str, int] = {}
        for source, future in submitted:
            result = future.result(raise_on_failure=False)
            if isinstance(result, Harvest):
                harvest.extend(result)
                found |= extraction_alarm.counts(source, result)
            else:
                harvest.failures.append(Failure(source, "edition cannot be read", str(result)))
            progress.advance()
    before = _counts_of_a_week(lake)
    for edition in registry.editions:
        if alarm := extraction_alarm.fallen(edition.id, found, before):
            get_run_logger().warning("%s: %s, %s", alarm.url, alarm.reason, alarm.detail)
            harvest.failures.append(alarm)
    counts = {
        **store.store(harvest, registry, lake),
        **{name: count for name, count in found.items() if count},
    }
    days = store.days_of(harvest, lake)
    return log.finish(counts, days=days, failures=harvest.failures, models=[extractor_version()])


def _counts_of_a_week(lake: Lake) -> list[dict[str, int]]:
    """Return the counts of the gatherings of the last seven days."""
    rows = lake.columns(RUNS, ["stage", "counts"], days_of_a_week(lake))
    return [
        {one["what"]: one["count"] for one in counts}
        for stage, counts in rows.iter_rows()
        if stage == "gather"
    ]
