"""Gathering alone: gather, reextract."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from parallax.cli import jsonl
from parallax.cli.console import out, progress, table
from parallax.cli.inputs import LakeOption, OutletFile, existing_lake, settings_of
from parallax.cli.line_keys import Keys
from parallax.cli.notices import show_notices
from parallax.core.errors import InputError, NothingGatheredError
from parallax.core.notices import Notice, errors
from parallax.core.settings import Settings
from parallax.core.times import minute_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parallax.cli.jsonl import Line
    from parallax.corpora.crawl_result import Harvest
    from parallax.corpora.extract.article import Article

_ARCHIVES = (".warc", ".warc.gz", ".warc.zst")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: parallax gather https://example.org/rss.xml page.html")(gather)
    app.command(epilog="Example: parallax reextract --lake data/lake")(reextract)


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
    found = [_gather_archive(Path(path), settings, everything=everything) for path in archives]
    if archives and not sources:
        if not any(found):
            raise NothingGatheredError("nothing could be gathered")
        return
    if as_jsonl:
        _gather_lines(settings)
    harvest, counts = gathered(sources or [], settings)
    table(
        ("language", "published", "title", "address"),
        [
            (a.language, minute_of(a.published) if a.published else "?", a.title, a.url)
            for a, _, _ in harvest.articles
        ],
    )
    show_notices(harvest.notices)
    out.print(", ".join(f"{count} {what}" for what, count in counts.items()), markup=False)


def reextract(lake: LakeOption = None) -> None:
    """Read archived pages again where other extractors read them; nothing is fetched."""
    from parallax.corpora.extract.workers import Clock
    from parallax.corpora.fetch.archive import Archive
    from parallax.corpora.outlets.registry import load
    from parallax.corpora.reextract import outdated
    from parallax.corpora.reextract import reextract as read_again

    settings = settings_of(lake, None)
    store, registry = existing_lake(settings), load(settings.gather.outlets)
    with progress() as bar:
        task = bar.add_task("pages", total=outdated(store, registry))
        result = read_again(
            store,
            Archive(settings.lake),
            registry,
            done=lambda n: bar.advance(task, n),
            clock=Clock.of(settings.gather),
        )
    show_notices(result.notices)
    out.print(f"{result.pages} pages read again, {result.changed} texts changed", markup=False)
    if result.days:
        days = f"{result.days[0]} to {result.days[-1]}"
        out.print(
            f"The later stages of {days} are due: run the deployment `backfill` over these days "
            "(docs/operations.md).",
            markup=False,
        )


def gathered(sources: Sequence[str], settings: Settings) -> tuple[Harvest, dict[str, int]]:
    """Read sources and store their articles; return both what was read and how much was stored.

    :raises InputError: when no source is given.
    :raises NothingGatheredError: when no article could be read.
    """
    from parallax.corpora.budget import Backlog
    from parallax.corpora.extract.workers import Clock, start
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
    folder = settings.cache_folder / "cache"
    start()
    clock = Clock.of(settings.gather)
    with (
        Fetcher(settings) as fetcher,
        Backlog(folder / "backlog.json") as backlog,
        progress() as bar,
    ):
        task = bar.add_task("reading", total=len(sources))
        archive = Archive(settings.lake)
        gatherer = Gatherer(fetcher, archive, registry, backlog=backlog, clock=clock)
        harvest = gatherer.sources(sources, seen=lambda _: bar.advance(task))
    if not harvest.articles:
        show_notices(harvest.notices)
        raise NothingGatheredError("nothing could be gathered")
    return harvest, store(harvest, registry, Lake(settings.lake))


def _gather_archive(path: Path, settings: Settings, *, everything: bool) -> bool:
    """Read a WARC file, a batch at a time: its size costs time and no memory.

    Return whether it could be read: a page of it, or there is nothing in it to fail.
    """
    from parallax.corpora.extract.workers import Clock
    from parallax.corpora.fetch.archive import Archive
    from parallax.corpora.outlets.registry import load
    from parallax.corpora.page_error import PageError
    from parallax.corpora.reextract import gather_archive
    from parallax.lake.lake import Lake

    total, unread = Counter({"pages read": 0}), Counter[str]()
    damage: list[Notice] = []
    with progress() as bar:
        task = bar.add_task(path.name, total=None)
        batches = gather_archive(
            path,
            load(settings.gather.outlets),
            Archive(settings.lake),
            Lake(settings.lake),
            everything=everything,
            longest=settings.gather.max_page_bytes,
            done=lambda n: bar.advance(task, n),
            clock=Clock.of(settings.gather),
        )
        try:
            for harvest, counts in batches:
                total.update(counts)
                damage += [n for n in harvest.notices if n.subject == str(path)]
                unread.update(notice.reason for notice in errors(harvest.notices))
        except PageError as error:
            raise InputError(str(error)) from error
    show_notices(damage)
    if unread:
        reasons = [(reason, str(n)) for reason, n in unread.most_common()]
        table(("not read because", "pages"), reasons)
    out.print(", ".join(f"{count} {what}" for what, count in total.items()), markup=False)
    return total["pages read"] > 0 or not unread


def _gather_lines(settings: Settings) -> NoReturn:
    from parallax.corpora.extract.reading import article_of
    from parallax.corpora.extract.workers import Clock, start, within
    from parallax.corpora.fetch.fetcher import Fetcher
    from parallax.corpora.fetch.response import Response
    from parallax.corpora.gatherer import read_source
    from parallax.corpora.outlets.registry import load

    start()
    registry, today = load(settings.gather.outlets), datetime.now(UTC).date()
    clock = Clock.of(settings.gather)
    with Fetcher(settings) as fetcher:

        def answer(given: Line) -> Line:
            keys = Keys(given)
            url = keys.text("url")
            if "html" in given:
                body = keys.text("html").encode("utf-8")
                response = Response(url, url, body, {"content-type": "text/html; charset=utf-8"})
            else:
                response = read_source(url, fetcher)
            rules = registry.rules_for(response.final_url, today)
            return _article(within(clock, article_of, response, None, rules))

        jsonl.run_each(answer)


def _article(article: Article) -> dict[str, Any]:
    from parallax.corpora.extract.article import sentences_of

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
            for s, _ in sentences_of(article)
        ],
    }
