"""The parent flow: one pass over all stages, and the backfill by dates."""

from datetime import date, timedelta

from prefect import flow, get_run_logger, tags

from parallax.core.errors import NothingGatheredError
from parallax.core.notices import errors
from parallax.core.settings import Settings
from parallax.flows.automations import TAG
from parallax.flows.gathering import gather_flow
from parallax.flows.stage_log import current_run_id, named_by_reach
from parallax.flows.stages import FLOWS
from parallax.flows.time_limit import time_limit
from parallax.flows.warned import completed
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES
from parallax.lake.stage_protocol import Days, Stage, StageResult
from parallax.pipeline import run_stages


@flow(name="parallax", flow_run_name=named_by_reach("pass"))
def full_pass(since_hours: float | None = 6, settings: Settings | None = None) -> list[StageResult]:
    """Gather what is new and carry it through to the pages; with a silent edition it ends as
    `CompletedWithWarnings`.

    :raises NothingGatheredError: when all editions fail and not one page could be read.
    :raises TimeLimitError: when it takes longer than the setting `time_limits.pass_minutes`.
    """
    settings = settings or Settings()
    with tags(TAG), time_limit("the pass", settings.time_limits.pass_minutes):
        stages = _pass(since_hours, settings)
    return completed(stages, stages)


def _pass(since_hours: float | None, settings: Settings) -> list[StageResult]:
    run_id = current_run_id(None)
    gathered = gather_flow(since_hours=since_hours, settings=settings, run_id=run_id)
    failures = errors(gathered.notices)
    if not gathered.counts["editions read"] and not gathered.counts["pages read"] and failures:
        first = failures[0]
        raise NothingGatheredError(
            f"nothing could be gathered: {len(failures)} failures, "
            f"the first {first.subject}: {first.reason}",
            "is there a network? `parallax doctor` checks",
        )
    return [gathered, *after_gathering(settings, gathered.days, run_id)]


def after_gathering(settings: Settings, days: list[str], run_id: str) -> list[StageResult]:
    """Run the flows of the stages after gathering for the articles of the given days.

    :raises LakeBusyError: when another pass takes longer than the setting `pass_wait_seconds`.
    """
    if not days:
        get_run_logger().info("Nothing new to compare.")
        return []

    def as_flow(stage: Stage, days: Days) -> StageResult:
        given = None if days is None else list(days)
        return FLOWS[stage.NAME](days=given, settings=settings, run_id=run_id)

    return run_stages(Lake(settings.lake), settings, days, run=as_flow)


@flow(name="backfill", flow_run_name="backfill-{start}-{end}")
def backfill(
    start: date, end: date, gather: bool = False, settings: Settings | None = None
) -> list[StageResult]:
    """Run all stages again over the articles published from ``start`` to ``end`` (both included).

    With ``gather`` the feeds are read first, for as far back as they list pages. Running it twice
    changes nothing.
    """
    settings = settings or Settings()
    with tags(TAG), time_limit("the backfill", settings.time_limits.backfill_minutes):
        stages = _backfill(start, end, gather, settings)
    return completed(stages, stages)


def _backfill(start: date, end: date, gather: bool, settings: Settings) -> list[StageResult]:
    run_id = current_run_id(None)
    results = []
    if gather:
        results.append(
            gather_flow(since_hours=None, since_day=start, settings=settings, run_id=run_id)
        )
    wanted = {f"{start + timedelta(days=offset)}" for offset in range((end - start).days + 1)}
    days = sorted(wanted & set(Lake(settings.lake).partitions(ARTICLES)))
    return [*results, *after_gathering(settings, days, run_id)]
