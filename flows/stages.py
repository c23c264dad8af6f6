"""The flows of the stages after gathering: cluster, translate, align, learn, compare, report.

Each is one task that calls the stage's `run`. It holds the lake against other passes, whether it
runs alone (the daily report) or in a pass that holds the lake already.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prefect import Flow, flow
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.assets import materialize
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from parallax.aligners import stage as align
from parallax.aligners.stories import stage as cluster
from parallax.comparers import stage as compare
from parallax.core.escapes import markdown
from parallax.core.files import Folder
from parallax.core.settings import Settings
from parallax.flows.assets import assets
from parallax.flows.events import emit_conflicts
from parallax.flows.progress import ArtifactProgress
from parallax.flows.runners import by_runner
from parallax.flows.stage_log import StageLog, current_run_id
from parallax.flows.time_limit import time_limit
from parallax.lake.lake import Lake
from parallax.lake.stage_protocol import Stage, StageResult
from parallax.reports import stage as report
from parallax.reports.feeds import base_of
from parallax.reports.stage import ReportResult
from parallax.reports.summary import CONFLICT, Difference, Summary
from parallax.translators import stage as translate
from parallax.translators.editions import stage as learn

MOST_LINKS = 50
"""Pages that the artifact of the report stage links to."""
Days = list[str] | None
"""Partitions a stage works on; None means all."""
_AFRESH: Any = {"cache_policy": NO_CACHE, "persist_result": False}
"""A stage knows itself what is due; Prefect must not answer for it."""


@materialize(*assets("stories", "story_changes"), task_run_name="cluster-articles", **_AFRESH)
def cluster_articles(settings: Settings, days: Days) -> StageResult:
    """Cluster the articles of the given days."""
    return _run(cluster, settings, days)


@flow(name=cluster.NAME, flow_run_name=cluster.NAME)
def cluster_flow(
    days: Days = None, settings: Settings | None = None, run_id: str | None = None
) -> StageResult:
    """Cluster the articles of the given days into stories; the result's days are those of the
    stories written.
    """
    return _logged(cluster, cluster_articles, days, settings, run_id)


@materialize(*assets("translations"), task_run_name="translate-stories", **_AFRESH)
def translate_stories(settings: Settings, days: Days) -> StageResult:
    """Translate the sentences of stories that the memory does not know."""
    return _run(translate, settings, days)


def _translate_run_name() -> str:
    given = flow_run.parameters
    settings = Settings.model_validate(given.get("settings") or Settings())
    return f"translate-into-{given.get('target') or settings.target_language}"


@flow(name=translate.NAME, flow_run_name=_translate_run_name)
def translate_flow(
    days: Days = None,
    settings: Settings | None = None,
    run_id: str | None = None,
    target: str | None = None,
) -> StageResult:
    """Translate the sentences of stories into the target language, that of the settings when none
    is given.

    What cannot be translated is counted and said, not an error.
    """
    settings = settings or Settings()
    settings = settings.changed(target_language=target or settings.target_language)
    return _logged(translate, translate_stories, days, settings, run_id)


@materialize(*assets("beads", "links"), task_run_name="align-stories", **_AFRESH)
def align_stories(settings: Settings, days: Days) -> StageResult:
    """Align every pair of articles of every story of the given days."""
    return _run(align, settings, days)


@flow(name=align.NAME, flow_run_name=align.NAME)
def align_flow(
    days: Days = None, settings: Settings | None = None, run_id: str | None = None
) -> StageResult:
    """Align the sentences of stories: beads of each pair of articles, links across all of them."""
    return _logged(align, align_stories, days, settings, run_id)


@materialize(*assets("translations"), task_run_name="learn-from-editions", **_AFRESH)
def learn_from_editions(settings: Settings, days: Days) -> StageResult:
    """Add what translated editions of one outlet say to the translation memory."""
    return _run(learn, settings, days)


@flow(name=learn.NAME, flow_run_name=learn.NAME)
def learn_flow(
    days: Days = None, settings: Settings | None = None, run_id: str | None = None
) -> StageResult:
    """Learn translations from outlets that publish in several languages."""
    return _logged(learn, learn_from_editions, days, settings, run_id)


@materialize(
    *assets(
        "quantities",
        "number_differences",
        "figures",
        "figure_changes",
        "markers",
        "framing_differences",
        "framing_contrasts",
        "origins",
        "house_style",
    ),
    task_run_name="compare-stories",
    **_AFRESH,
)
def compare_stories(settings: Settings, days: Days) -> StageResult:
    """Compare numbers and framing of all linked sentences of the given days."""
    return _run(compare, settings, days)


@flow(name=compare.NAME, flow_run_name=compare.NAME)
def compare_flow(
    days: Days = None, settings: Settings | None = None, run_id: str | None = None
) -> StageResult:
    """Compare the numbers and the wording of linked sentences."""
    return _logged(compare, compare_stories, days, settings, run_id)


@materialize(*assets("reports"), task_run_name="build-pages", **_AFRESH)
def build_pages(settings: Settings, days: Days) -> ReportResult:
    """Write the pages of the stories of the given days; an event for each new sure conflict."""

    def send(story: Summary, fresh: Sequence[Difference]) -> None:
        emit_conflicts(story, fresh, settings.report.site_url)

    return report.run(
        Lake(settings.lake),
        settings,
        days,
        progress=ArtifactProgress(report.NAME),
        workers=by_runner,
        news=send,
    )


@flow(name=report.NAME, flow_run_name=report.NAME)
def report_flow(
    days: Days = None, settings: Settings | None = None, run_id: str | None = None
) -> StageResult:
    """Build the pages, a table of the conflicts found, and a link to the index."""
    settings = settings or Settings()
    lake = Lake(settings.lake)
    log = StageLog(lake, current_run_id(run_id), report.NAME)
    with _held(lake, settings, report.NAME):
        built = build_pages(settings, days)
    create_table_artifact(
        key="parallax-conflicts",
        table=conflict_table(built.stories),
        description="Figures in conflict",
    )
    address = base_of(settings.report.site_url) or f"{index_path(lake).parent.as_uri()}/"
    create_link_artifact(
        key="parallax-pages",
        link=f"{address}index.html",
        link_text="The report pages",
        description=str(index_path(lake)),
    )
    pages = [(s.title, f"{address}stories/{s.file}") for s in built.stories[-MOST_LINKS:]]
    return log.finish(built, pages=[("All stories", f"{address}index.html"), *pages])


FLOWS: dict[str, Flow[..., StageResult]] = {
    made.name: made
    for made in (
        cluster_flow,
        translate_flow,
        align_flow,
        learn_flow,
        compare_flow,
        report_flow,
    )
}
"""The flow of each stage after gathering, by the stage's name."""


def conflict_table(stories: Sequence[Summary]) -> list[dict[str, str]]:
    """Return the conflicts of some stories, without what people judged false or not interesting, as
    rows for a table, whose cells Prefect's UI renders as Markdown.
    """
    return [
        {
            "day": story.day,
            "story": markdown(story.title),
            "figures": markdown(one.title),
            "confidence": one.confidence,
            "who says what": markdown(
                "; ".join(f"{edition}: “{words}”" for edition, words in one.said)
            ),
        }
        for story in stories
        for one in story.differences
        if one.kind == CONFLICT and not one.folded
    ]


def index_path(lake: Lake) -> Folder:
    """Return the absolute path of the index page, or its URL."""
    index = report.folder(lake) / "index.html"
    return index.resolve() if isinstance(index, Path) else index


def _run(stage: Stage, settings: Settings, days: Days) -> StageResult:
    """Run a stage with its batches on the task runner of the settings."""
    lake, progress = Lake(settings.lake), ArtifactProgress(stage.NAME)
    return stage.run(lake, settings, days, progress=progress, workers=by_runner)


@contextmanager
def _held(lake: Lake, settings: Settings, stage: str) -> Iterator[None]:
    """Hold the lake for a stage, for as long as a stage may take."""
    with (
        time_limit(stage, settings.time_limits.stage_minutes),
        lake.passing(settings.pass_wait_seconds),
    ):
        yield


def _logged(
    stage: Stage,
    work: Callable[[Settings, Days], StageResult],
    days: Days,
    settings: Settings | None,
    run_id: str | None,
) -> StageResult:
    """Call a task, holding the lake, and leave its row in `runs` and its artifact."""
    settings = settings or Settings()
    log = StageLog(Lake(settings.lake), current_run_id(run_id), stage.NAME)
    with _held(log.lake, settings, stage.NAME):
        result = work(settings, days)
    return log.finish(result)
