"""The gather stage: feeds, sitemaps and channels of every registered edition into articles,
revisions and sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated

from parallax.core.machine_faults import is_machine_fault
from parallax.core.notices import Notice
from parallax.core.plain_words import plain
from parallax.core.settings import Settings
from parallax.core.thresholds import thresholds
from parallax.corpora import extraction_alarm, silence, store
from parallax.corpora.budget import Backlog
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract.article import extractor_version
from parallax.corpora.extract.workers import Clock, start
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.revisit import Rechecks
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets.registry import Edition, Registry, load
from parallax.lake.batches import Workers, in_turn
from parallax.lake.lake import Lake
from parallax.lake.runs import Run, runs_of_a_week
from parallax.lake.stage_protocol import SILENT, Days, Progress, StageResult

NAME = "gather"
SETTINGS: tuple[str, ...] = ()


@thresholds("gather", chosen="by judgement; what takes time is waiting for hosts")
@dataclass(frozen=True)
class GatherLimits:
    """How many sources are read side by side."""

    sources: Annotated[
        int, "sources read at the same time; slow ones, of which there are fewer, hold up none"
    ] = 16


LIMITS = GatherLimits()


@dataclass(frozen=True)
class Source:
    """An edition of the registry, or, without one, a query to GDELT."""

    name: str
    edition: Edition | None
    query: str = ""

    def read(self, gatherer: Gatherer, since: datetime | None) -> Harvest:
        """Read what the source lists; a page or feed that cannot be read is a notice."""
        if self.edition is not None:
            return gatherer.edition(self.edition, since)
        return gatherer.search(self.query, since)


News = Callable[[silence.Turn], None]
"""Hears of an edition that fell silent or speaks again."""
Readers = Callable[[Sequence[Source], Gatherer, datetime | None], Iterator[Harvest | Exception]]
"""Read sources somewhere and yield what each brought, or what it failed with, in their order."""


def side_by_side(
    sources: Sequence[Source], gatherer: Gatherer, since: datetime | None
) -> Iterator[Harvest | Exception]:
    """Read sources by threads of this process."""
    pool = ThreadPoolExecutor(LIMITS.sources)
    try:
        futures = [pool.submit(source.read, gatherer, since) for source in sources]
        for future in futures:
            try:
                yield future.result()
            except Exception as error:  # one source must not stop the others; its notice names it
                yield error
    finally:
        pool.shutdown(cancel_futures=True)


def run(
    lake: Lake,
    settings: Settings,
    days: Days,
    *,
    progress: Progress = SILENT,
    workers: Workers = in_turn,
    since: datetime | None = None,
    readers: Readers = side_by_side,
    news: News = lambda _: None,
) -> StageResult:
    """Read every registered edition into the lake; the result's days are those of the articles
    found.

    Editions that bring nothing are counted, and reported when they are silent.

    :param days: entries dated before the first of these days are passed over; None takes all that
        a feed lists.
    :param since: the same to the second; the later of both counts.
    """
    del workers  # reading waits for hosts: threads are enough
    registry = load(settings.gather.outlets)
    sources = sources_of(registry, settings.gather.gdelt_query)
    earliest = _later(
        since, datetime.combine(date.fromisoformat(min(days)), time.min, UTC) if days else None
    )
    harvest, found, failed = Harvest(), dict[str, int](), dict[str, str]()
    started, clock = datetime.now(UTC), Clock.of(settings.gather)
    start()
    progress.begin(len(sources), "sources read")
    with (
        Fetcher(settings) as fetcher,
        Rechecks(settings.cache_folder / "cache" / "rechecks.json") as rechecks,
        Backlog(settings.cache_folder / "cache" / "backlog.json") as backlog,
    ):
        known = store.known_pages(lake, registry)
        archive = Archive(settings.lake)
        gatherer = Gatherer(fetcher, archive, registry, known, rechecks, backlog, clock)
        read = readers(sources, gatherer, earliest)
        for source, answer in zip(sources, read, strict=True):
            if isinstance(answer, Exception) and is_machine_fault(answer):
                raise answer
            result = answer if isinstance(answer, Harvest) else _failed(source, answer)
            harvest.extend(result)
            found |= extraction_alarm.counts(source.name, result)
            if source.edition and source.edition.holds(started.date()):
                found |= silence.marks(source.name, result)
                if not silence.brought(result) and (why := silence.first_failure(result)):
                    failed[source.name] = why
            progress.advance()
    before, now = runs_of_a_week(lake, NAME), Run(started, found | store.pages(harvest))
    alarms = (
        extraction_alarm.fallen(e.id, found, [run.counts for run in before])
        for e in registry.editions
    )
    harvest.notices += [alarm for alarm in alarms if alarm]
    valid = [e.id for e in registry.editions if e.holds(started.date())]
    passes = settings.gather.silent_passes
    silent = silence.notices(valid, [*before, now], passes, failed)
    harvest.notices += silent
    counts = {
        "editions read": len(valid) - len(failed),
        "editions failed": len(failed),
        "editions silent": len(silent),
        **store.store(harvest, registry, lake),
        **{name: count for name, count in found.items() if count},
    }
    for turn in silence.turns(valid, before, now, passes, failed):
        news(turn)
    models = [extractor_version()]
    return StageResult(NAME, counts, store.days_of(harvest, lake), harvest.notices, models)


def sources_of(registry: Registry, gdelt_query: str) -> list[Source]:
    """Return every edition of a registry, and the query to GDELT where there is one."""
    sources = [Source(edition.id, edition) for edition in registry.editions]
    if gdelt_query:
        sources.append(Source(f"GDELT: {gdelt_query}", None, gdelt_query))
    return sources


def _failed(source: Source, error: Exception) -> Harvest:
    return Harvest(notices=[Notice.error(source.name, "source cannot be read", plain(error))])


def _later(*times: datetime | None) -> datetime | None:
    return max((time for time in times if time is not None), default=None)
