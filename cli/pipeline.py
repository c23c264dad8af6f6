"""The pipeline: demo, run, gather, reextract, story."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parallax.cli import jsonl
from parallax.cli.console import err, out, progress, stage_progress, table
from parallax.cli.inputs import LakeOption, settings_of
from parallax.cli.pages import open_page_of
from parallax.core.errors import InputError, NothingGatheredError
from parallax.core.files import shown
from parallax.core.notices import Notice, counted, errors, warnings
from parallax.core.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parallax.corpora.crawl_result import Harvest
    from parallax.corpora.extract.article import Article
    from parallax.lake.stage_protocol import StageResult

OutletFile = Annotated[
    Path | None,
    typer.Option("--outlets", help="Outlet registry (TOML); the shipped one when not given."),
]
_UNITS = {"m": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0}
SHOWN_NOTICES = 20
_ARCHIVES = (".warc", ".warc.gz", ".warc.zst")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: parallax demo --lake data/demo")(demo)
    app.command(epilog="Example: parallax run --since 6h --outlets my.toml")(run)
    app.command(epilog="Example: parallax gather https://example.org/rss.xml page.html")(gather)
    app.command(epilog="Example: parallax reextract --lake data/lake")(reextract)
    app.command(
        epilog="Example: parallax story one.html https://example.org/two three.html --open"
    )(story)


def demo(
    lake: Annotated[Path, typer.Option(help="Folder for tables and pages.")] = Path("data/demo"),
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the pages in the browser.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show what Prefect logs.")
    ] = False,
) -> None:
    """Run the bundled stories through the whole pipeline; no network is needed."""
    _quiet_prefect(verbose)
    out.print(
        "Four invented stories of eight invented editions go through the whole pipeline.",
        markup=False,
    )
    out.print("A temporary Prefect server starts first; nothing leaves this machine.", markup=False)
    from parallax.flows.demo import run_demo

    result = run_demo(lake)
    _show_stages(result.stages)
    out.print(
        f"\nThe pipeline's own work took {result.seconds:.1f} s. The report:\n  {result.index}",
        markup=False,
    )
    open_page_of(result.index, open_page)


def run(
    since: Annotated[
        str, typer.Option(help="How far back feed entries count: 30m, 6h, 2d, or all.")
    ] = "6h",
    outlets: OutletFile = None,
    lake: LakeOption = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show what Prefect logs.")
    ] = False,
) -> None:
    """Make one pass: gather, cluster, translate, align, learn, compare, report."""
    settings = settings_of(lake, outlets)
    hours = _hours(since)
    _quiet_prefect(verbose)
    from parallax.flows.full_pass import full_pass

    started = time.monotonic()
    stages = full_pass(since_hours=hours, settings=settings)
    _show_stages(stages)
    notices = counted([notice for stage in stages for notice in stage.notices])
    out.print(
        f"\n{time.monotonic() - started:.0f} s, {notices} (table `runs`). "
        f"Pages: {settings.lake}/reports/index.html",
        markup=False,
    )


def gather(
    sources: Annotated[list[str] | None, typer.Argument(metavar="URL|FEED|FILE|WARC...")] = None,
    lake: LakeOption = None,
    outlets: OutletFile = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything", help="Of a WARC file also the pages of outlets that are not registered."
        ),
    ] = False,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help='JSON lines in and out: {"url"} or {"html", "url"}.')
    ] = False,
) -> None:
    """Read pages, feeds, sitemaps, saved files or WARC archives into articles.

    Exit status 1 when nothing at all could be read.
    """
    settings = settings_of(lake, outlets)
    archives, sources = (
        [s for s in sources or [] if s.endswith(_ARCHIVES)],
        [s for s in sources or [] if not s.endswith(_ARCHIVES)],
    )
    for path in archives:
        _gather_archive(Path(path), settings, everything=everything)
    if archives and not sources:
        return
    if as_jsonl:
        raise typer.Exit(0 if _gather_lines(settings) else 1)
    harvest, counts = _gathered(sources or [], settings)
    table(
        ("language", "published", "title", "address"),
        [
            (a.language, f"{a.published:%Y-%m-%d %H:%M}" if a.published else "?", a.title, a.url)
            for a, _, _ in harvest.articles
        ],
    )
    _show_notices(harvest.notices)
    out.print(", ".join(f"{count} {what}" for what, count in counts.items()), markup=False)


def reextract(lake: LakeOption = None) -> None:
    """Read archived pages again where other extractors read them; nothing is fetched."""
    from parallax.corpora.fetch.archive import Archive
    from parallax.corpora.outlets.registry import load
    from parallax.corpora.reextract import outdated
    from parallax.corpora.reextract import reextract as read_again
    from parallax.lake.lake import Lake

    settings = settings_of(lake, None)
    store, registry = Lake(settings.lake), load(settings.gather.outlets)
    with progress() as bar:
        task = bar.add_task("pages", total=outdated(store, registry))
        result = read_again(
            store, Archive(settings.lake), registry, done=lambda n: bar.advance(task, n)
        )
    _show_notices(result.notices)
    out.print(f"{result.pages} pages read again, {result.changed} texts changed", markup=False)
    if result.days:
        days = f"{result.days[0]} to {result.days[-1]}"
        out.print(
            f"The later stages of {days} are due: run the deployment `backfill` over these days "
            "(docs/operations.md).",
            markup=False,
        )


def story(
    sources: Annotated[
        list[str], typer.Argument(metavar="URL|FILE...", help="Versions of one story.")
    ],
    lake: Annotated[
        str | None, typer.Option(help="Lake for these articles; one of its own when not given.")
    ] = None,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser.")
    ] = False,
) -> None:
    """Compare just these pages or files, and write their page."""
    from parallax.aligners.stories.stage import declare_story
    from parallax.core.ids import digest
    from parallax.lake.lake import Lake
    from parallax.pipeline import run_stages
    from parallax.reports.stage import ReportResult, folder

    settings = settings_of(lake or f"data/stories/{digest(*sorted(sources))[:8]}", None)
    harvest, _ = _gathered(sources, settings)
    _show_notices(harvest.notices)
    store = Lake(settings.lake)
    urls = {article.url for article, _, _ in harvest.articles}
    if len(urls) < 2:
        raise InputError(f"a story needs at least two pages; {len(urls)} could be read")
    with store.passing(settings.pass_wait_seconds), stage_progress() as shown_progress:
        story_id, day = declare_story(store, urls)
        results = run_stages(store, settings, [day], progress=shown_progress, first="translate")
    notices = [notice for result in results for notice in result.notices]
    _show_notices(errors(notices))
    for remark in warnings(notices):
        err.print(f"{remark.subject}: {remark.reason}, {remark.detail}", markup=False)
    built = results[-1]
    assert isinstance(built, ReportResult)
    summary = next((story for story in built.stories if story.story_id == story_id), None)
    if summary is None:
        raise InputError("no page could be made of these texts")
    page = folder(store) / "stories" / summary.file
    (compared,) = (result for result in results if result.stage == "compare")
    table(("what", "count"), [(what, str(count)) for what, count in compared.counts.items()])
    out.print(f"The page:\n  {shown(page)}", markup=False)
    open_page_of(page, open_page)


def _gathered(sources: Sequence[str], settings: Settings) -> tuple[Harvest, dict[str, int]]:
    from parallax.corpora.fetch.archive import Archive
    from parallax.corpora.fetch.fetcher import Fetcher
    from parallax.corpora.gatherer import Gatherer
    from parallax.corpora.outlets.registry import load
    from parallax.corpora.store import store
    from parallax.lake.lake import Lake

    if not sources:
        raise InputError(
            "nothing to gather", "name pages, feeds or files; see parallax gather --help"
        )
    registry = load(settings.gather.outlets)
    with Fetcher(settings) as fetcher, progress() as bar:
        task = bar.add_task("reading", total=len(sources))
        harvest = Gatherer(fetcher, Archive(settings.lake), registry).sources(
            sources, seen=lambda _: bar.advance(task)
        )
    if not harvest.articles:
        _show_notices(harvest.notices)
        raise NothingGatheredError("nothing could be gathered")
    return harvest, store(harvest, registry, Lake(settings.lake))


def _gather_archive(path: Path, settings: Settings, *, everything: bool) -> None:
    """Read a WARC file, a batch at a time: its size costs time and no memory."""
    from parallax.corpora.fetch.archive import Archive
    from parallax.corpora.outlets.registry import load
    from parallax.corpora.page_error import PageError
    from parallax.corpora.reextract import gather_archive
    from parallax.lake.lake import Lake

    total, unread = Counter[str](), Counter[str]()
    with progress() as bar:
        task = bar.add_task(path.name, total=None)
        batches = gather_archive(
            path,
            load(settings.gather.outlets),
            Archive(settings.lake),
            Lake(settings.lake),
            everything=everything,
            done=lambda n: bar.advance(task, n),
        )
        try:
            for harvest, counts in batches:
                total.update(counts)
                unread.update(notice.reason for notice in errors(harvest.notices))
        except PageError as error:
            raise InputError(str(error)) from error
    table(("not read because", "pages"), [(reason, str(n)) for reason, n in unread.most_common()])
    out.print(", ".join(f"{count} {what}" for what, count in total.items()), markup=False)


def _gather_lines(settings: Settings) -> bool:
    from parallax.corpora.extract.article import extract
    from parallax.corpora.fetch.fetcher import Fetcher, Response
    from parallax.corpora.gatherer import read_source
    from parallax.corpora.outlets.registry import load

    registry, today = load(settings.gather.outlets), datetime.now(UTC).date()
    with Fetcher(settings) as fetcher:

        def answer(given: dict[str, Any]) -> dict[str, Any]:
            url = jsonl.required_text(given, "url")
            if "html" in given:
                body = jsonl.required_text(given, "html").encode("utf-8")
                response = Response(url, url, body, {"content-type": "text/html; charset=utf-8"})
            else:
                response = read_source(url, fetcher)
            return _article(extract(response, rules=registry.rules_for(response.final_url, today)))

        return jsonl.run(answer)


def _article(article: Article) -> dict[str, Any]:
    from parallax.languages.split import split_text

    return {
        "url": article.url,
        "title": article.title,
        "paragraphs": list(article.paragraphs),
        "captions": list(article.captions),
        "language": article.language,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "modified": article.modified.isoformat() if article.modified else None,
        "section": article.section,
        "kind": article.kind,
        "siblings": list(article.siblings),
        "text": article.text,
        "sentences": [
            {"index": s.index, "role": s.role, "start": s.start, "end": s.end}
            for s in split_text(article.text, len(article.captions))
        ],
    }


def _hours(since: str) -> float | None:
    if since == "all":
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([mhdw])", since)
    if not found:
        raise InputError(f"--since {since!r} is not understood", "30m, 6h, 2d, 1w or all")
    return float(found[1]) * _UNITS[found[2]]


def _quiet_prefect(verbose: bool) -> None:
    """Leave the terminal to this program's own summary and errors; what Prefect logs still reaches
    its server.
    """
    if not verbose:
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")


def _show_stages(stages: Sequence[StageResult]) -> None:
    rows = []
    for stage in stages:
        counts = {what: count for what, count in stage.counts.items() if count}
        rows.append((stage.stage, ", ".join(f"{count:,} {what}" for what, count in counts.items())))
    table(("stage", "what it did"), rows)
    _show_notices([notice for stage in stages for notice in stage.notices])


def _show_notices(notices: Sequence[Notice]) -> None:
    """Show what could not be read or done, failures first."""
    if notices:
        sorted_ = [*errors(notices), *warnings(notices)]
        table(
            ("", "about", "reason", "detail"),
            [(n.severity, n.subject, n.reason, n.detail) for n in sorted_[:SHOWN_NOTICES]],
            title=f"\n{counted(notices)}",
        )
