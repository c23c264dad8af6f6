"""The gather flow: one task an edition."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff

from core.lake import Lake
from core.settings import Settings
from corpora import gather, outlets
from corpora.archive import Archive
from corpora.extract import extractor_version
from corpora.failure import Failure
from corpora.fetch import Fetcher
from corpora.outlets import Edition
from flows.stage import StageLog, StageResult, current_run_id, named_by_reach

EDITIONS_AT_ONCE = 8
_RUNNER: Any = ThreadPoolTaskRunner(max_workers=EDITIONS_AT_ONCE)


@task(
    task_run_name="gather-{edition.id}", tags=["network"], retries=2, retry_delay_seconds=exponential_backoff(2),
    retry_jitter_factor=0.5, cache_policy=NO_CACHE, persist_result=False,
)
def gather_edition(
    edition: Edition, fetcher: Fetcher, archive: Archive, since: datetime | None, known: Mapping[str, str]
) -> gather.Harvest:
    """Read one edition; a page or feed that cannot be read is a row in the harvest, not an exception.

    Single requests are retried by the fetcher; the task's own retries are for what nobody foresaw.
    """
    return gather.gather_edition(edition, fetcher, archive, since, known)


@flow(name="gather", flow_run_name=named_by_reach("gather"), task_runner=_RUNNER)
def gather_flow(
    since_hours: float | None = 24, settings: Settings | None = None, run_id: str | None = None, since_day: date | None = None
) -> StageResult:
    """Read the feeds of every registered edition and the pages they list into the lake.

    Entries older than ``since_hours`` (or ``since_day``) are passed over; None takes all a feed lists.
    """
    settings = settings or Settings()
    lake, registry = Lake(settings.lake), outlets.load(settings.outlets)
    log = StageLog(lake, current_run_id(run_id), "gather")
    since = datetime.now(UTC) - timedelta(hours=since_hours) if since_hours is not None else None
    if since_day is not None:
        since = datetime.combine(since_day, time.min, UTC)
    harvest, known = gather.Harvest(), gather.known_pages(lake)
    with Fetcher(settings) as fetcher:
        submitted = [
            (edition, gather_edition.submit(edition, fetcher, Archive(settings.lake), since, known)) for edition in registry.editions
        ]
        for edition, future in submitted:
            result = future.result(raise_on_failure=False)
            if isinstance(result, gather.Harvest):
                harvest.extend(result)
            else:
                harvest.failures.append(Failure(edition.home, "edition cannot be read", str(result)))
    counts = gather.store(harvest, registry, lake)
    days = gather.days_of(harvest, lake)
    return log.finish(counts, days=days, failures=harvest.failures, models=[extractor_version()])
