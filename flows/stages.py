"""The flows of the stages after gathering: link, translate, align, compare, report.

Each holds the lake against other passes, whether it runs alone (the daily report) or in a pass that
holds it already.
"""

from collections.abc import Sequence
from math import ceil
from pathlib import Path

from prefect import flow, get_run_logger, tags
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.assets import materialize
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from parallax.aligners import stage
from parallax.aligners.beads.scorer import load as load_scorer
from parallax.aligners.stories import stage as linking
from parallax.comparers import stage as compare_stage
from parallax.comparers.framing import codebook
from parallax.core.files import Folder
from parallax.core.notices import Failure
from parallax.core.settings import Settings
from parallax.encoders.encoder import encoder_of
from parallax.flows.assets import assets
from parallax.flows.notifying import emit
from parallax.flows.progress import Progress
from parallax.flows.runners import by_runner
from parallax.flows.stage_log import StageLog, StageResult, current_run_id
from parallax.lake.batches import Tally
from parallax.lake.lake import Lake
from parallax.lake.schema import STORIES
from parallax.reports import stage as building
from parallax.reports.feeds import base_of
from parallax.reports.summary import CONFLICT, Difference, Summary
from parallax.translators import editions, pending
from parallax.translators import stage as translate_stage
from parallax.translators import translate as translating
from parallax.translators.translate import Outcome

MOST_LINKS = 50
"""Pages that the artifact of the report stage links to."""
Days = list[str] | None
"""Partitions a stage works on; None means all."""


@materialize(
    *assets("stories", "story_changes"),
    task_run_name="link-articles",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def link_articles(settings: Settings, days: Days) -> tuple[dict[str, int], list[str]]:
    """Cluster the articles of the given days."""
    return linking.link_articles(Lake(settings.lake), encoder_of(settings), settings, days)


@flow(name="link", flow_run_name="link")
def link_flow(
    days: Days = None, settings: Settings | None = None, run_id: str | None = None
) -> StageResult:
    """Link the articles of the given days into stories; the result's days are those of the stories
    written.
    """
    settings = settings or Settings()
    log = StageLog(Lake(settings.lake), current_run_id(run_id), "link")
    with log.lake.passing(settings.pass_wait_seconds):
        counts, story_days = link_articles(settings, days)
    return log.finish(counts, days=story_days, models=[encoder_of(settings).name])


@materialize(
    *assets("translations"),
    task_run_name="translate-{source}-{settings.target_language}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def translate_language(settings: Settings, source: str, texts: list[str]) -> Outcome:
    """Translate the sentences of one language that the memory does not know."""
    batches = ceil(len(set(texts)) / translating.LIMITS.sentences)
    progress = Progress(
        f"translate-{source}-{settings.target_language}", "batches of sentences", batches
    )
    outcome = translate_stage.translate_language(
        Lake(settings.lake), settings, source, texts, progress.advance, by_runner
    )
    if outcome.made:
        progress.advance(batches)  # what the memory knew needed none
    elif not outcome.missing:
        get_run_logger().info(
            "nothing to translate: all %d %s sentences are in the memory",
            outcome.from_memory,
            source,
        )
    return outcome


def _translate_run_name() -> str:
    given = flow_run.parameters
    return f"translate-into-{given.get('target') or Settings.model_validate(given.get('settings') or Settings()).target_language}"


@flow(name="translate", flow_run_name=_translate_run_name)
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
    target = target or settings.target_language
    settings = settings.changed(target_language=target)
    lake = Lake(settings.lake)
    log = StageLog(lake, current_run_id(run_id), "translate")
    counts: dict[str, int] = {}
    failures: list[Failure] = []
    used: set[str] = set()
    pending.import_memories(lake, settings)
    for source, texts in pending.foreign_sentences(lake, settings, story_days(lake, days)).items():
        with tags(f"language:{source}"), lake.passing(settings.pass_wait_seconds):
            pair, outcome = f"{source}-{target}", translate_language(settings, source, texts)
        counts |= {
            f"{pair}: from memory": outcome.from_memory,
            f"{pair}: translated": outcome.made,
            f"{pair}: not translated": outcome.missing,
            f"{pair}: flagged": outcome.flagged,
        }
        used |= {f"{t.engine} {t.model}" for t in outcome.translations.values()}
        if outcome.missing:
            get_run_logger().warning("%d sentences %s", outcome.missing, outcome.why_missing)
            failures.append(Failure(f"translation:{pair}", "not translated", outcome.why_missing))
    return log.finish(counts, failures=failures, models=sorted(used))


@materialize(
    *assets("beads", "links"),
    task_run_name="align-stories",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def align_stories(settings: Settings, days: list[str]) -> Tally:
    """Align every pair of articles of every story of the given days; translated editions teach the
    translation memory.
    """
    lake = Lake(settings.lake)
    progress = Progress("align", "stories aligned", building.several(lake, days))
    tally = stage.align_stories(lake, settings, days, progress.advance, by_runner)
    tally.counts["translations learnt from editions"] = editions.learn(lake, days)
    return tally


@flow(name="align", flow_run_name="align")
def align_flow(
    days: Days = None, settings: Settings | None = None, run_id: str | None = None
) -> StageResult:
    """Align the sentences of stories: beads of each pair of articles, links across all of them."""
    settings = settings or Settings()
    lake = Lake(settings.lake)
    log = StageLog(lake, current_run_id(run_id), "align")
    scorer, encoder = load_scorer(settings.align.bead_table), encoder_of(settings)
    if warning := scorer.warning(encoder.name):
        get_run_logger().warning(warning)
    with lake.passing(settings.pass_wait_seconds):
        tally = align_stories(settings, story_days(lake, days))
    return log.finish(
        tally.counts, failures=tally.failures, models=[encoder.name, f"bead table {scorer.version}"]
    )


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
    cache_policy=NO_CACHE,
    persist_result=False,
)
def compare_stories(settings: Settings, days: list[str]) -> Tally:
    """Compare numbers and framing of all linked sentences of the given days."""
    lake = Lake(settings.lake)
    progress = Progress("compare", "stories compared", building.several(lake, days))
    return compare_stage.compare_stories(lake, days, settings, progress.advance, by_runner)


@flow(name="compare", flow_run_name="compare")
def compare_flow(
    days: Days = None, settings: Settings | None = None, run_id: str | None = None
) -> StageResult:
    """Compare the numbers and the wording of linked sentences."""
    settings = settings or Settings()
    lake = Lake(settings.lake)
    log = StageLog(lake, current_run_id(run_id), "compare")
    with lake.passing(settings.pass_wait_seconds):
        tally = compare_stories(settings, story_days(lake, days))
    return log.finish(tally.counts, failures=tally.failures, models=[codebook.load().version])


@materialize(
    *assets("reports"), task_run_name="build-pages", cache_policy=NO_CACHE, persist_result=False
)
def build_pages(settings: Settings, days: Days) -> tuple[building.Built, int]:
    """Write the pages of the stories of the given days; return what was built, and how many sure
    conflicts no page showed before.
    """
    lake = Lake(settings.lake)
    progress = Progress("report", "pages written", building.several(lake, days))
    sure = 0

    def tell(story: Summary, fresh: Sequence[Difference]) -> None:
        nonlocal sure
        sure += emit(story, fresh, settings.report.site_url)

    return building.build(lake, settings, days, progress.advance, tell, by_runner), sure


@flow(name="report", flow_run_name="report")
def report_flow(
    days: Days = None, settings: Settings | None = None, run_id: str | None = None
) -> StageResult:
    """Build the pages, a table of the conflicts found, and a link to the index; send an event for
    each new sure conflict.
    """
    settings = settings or Settings()
    lake = Lake(settings.lake)
    log = StageLog(lake, current_run_id(run_id), "report")
    with lake.passing(settings.pass_wait_seconds):
        built, sure = build_pages(settings, days)
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
    return log.finish(
        {
            "pages": len(built.stories),
            "pages written": built.written,
            "figures in conflict": sum(s.conflicts for s in built.stories),
            "sure conflicts not told before": sure,
            "differences of wording": sum(s.framing for s in built.stories),
            "figures left out": sum(s.omitted for s in built.stories),
        },
        failures=built.failures,
        pages=[
            ("All stories", f"{address}index.html"),
            *((s.title, f"{address}stories/{s.file}") for s in built.stories[-MOST_LINKS:]),
        ],
    )


def conflict_table(stories: Sequence[Summary]) -> list[dict[str, str]]:
    """Return the conflicts of some stories as rows for a table."""
    return [
        {
            "day": story.day,
            "story": story.title,
            "figures": one.title,
            "confidence": one.confidence,
            "who says what": "; ".join(f"{edition}: “{words}”" for edition, words in one.said),
        }
        for story in stories
        for one in story.differences
        if one.kind == CONFLICT
    ]


def story_days(lake: Lake, days: Days) -> list[str]:
    """Return the given days, or all that have stories."""
    return lake.partitions(STORIES) if days is None else days


def index_path(lake: Lake) -> Folder:
    """Return the absolute path of the index page, or its URL."""
    index = building.folder(lake) / "index.html"
    return index.resolve() if isinstance(index, Path) else index
