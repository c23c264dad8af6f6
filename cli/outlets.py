"""Outlets: what is registered, whether it answers, adding one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parallax.cli.console import out, progress, table
from parallax.cli.inputs import OutletFile
from parallax.core.errors import InputError
from parallax.core.passwords import without_passwords
from parallax.core.settings import Settings
from parallax.core.times import minute_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from parallax.corpora.extract.article import Article
    from parallax.corpora.fetch.response import Response
    from parallax.corpora.outlets.registry import Registry
    from parallax.corpora.outlets.survey import Fetch, Found, FoundEdition

outlets_app = typer.Typer(
    no_args_is_help=True, help="List the outlets a pass reads, try them, or add one of your own."
)
_REGISTER = "`parallax outlets add https://…` finds the feeds of an outlet and registers it"
_HOUR, _DAY = 60, 24 * 60
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the group of this module."""
    app.add_typer(outlets_app, name="outlets")


@outlets_app.command("list", epilog="Example: parallax outlets list")
def list_outlets(outlets: OutletFile = None, as_json: AsJson = False) -> None:
    """Show the editions a pass reads."""
    from parallax.corpora.outlets.registry import load

    rows = [
        (
            e.id,
            e.outlet,
            e.language,
            e.country,
            e.ownership,
            without_passwords(" ".join((*e.feeds, *e.sitemaps, *e.channels))),
        )
        for e in load(outlets or Settings().gather.outlets).editions
    ]
    columns = ("edition", "outlet", "language", "country", "ownership", "feeds")
    if as_json:
        out.print_json(json.dumps([dict(zip(columns, row, strict=True)) for row in rows]))
    else:
        table(columns, rows)


@outlets_app.command(epilog="Example: parallax outlets check --outlets my.toml")
def check(outlets: OutletFile = None) -> None:
    """Try every feed, sitemap and channel, read its newest article, and say what was found.

    Exit status 1 when none answers.
    """
    from parallax.corpora.fetch.fetcher import Fetcher
    from parallax.corpora.outlets.registry import load
    from parallax.corpora.page_error import PageError

    settings = Settings()
    registry = load(outlets or settings.gather.outlets)
    rows, good = [], 0
    listed = [(e, feed) for e in registry.editions for feed in (*e.feeds, *e.sitemaps, *e.channels)]
    if not listed:
        raise InputError("no feed, sitemap or channel is registered", _REGISTER)
    with Fetcher(settings) as fetcher, progress() as bar:
        for edition, feed in bar.track(listed, description="feeds"):
            try:
                answer = _answer(feed, fetcher.get, _reader(settings, registry))
                good += 1
            except PageError as error:
                answer = str(error)
            rows.append((edition.id, without_passwords(feed), answer))
    table(("edition", "feed", "answer"), rows)
    raise typer.Exit(0 if good else 1)


@outlets_app.command(
    epilog="Examples: parallax outlets add https://news.example.org; "
    "parallax outlets add https://news.example.org --outlets my.toml --yes"
)
def add(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Front page of the outlet.")],
    outlets: Annotated[
        Path, typer.Option("--outlets", help="File that the outlet is added to; made if missing.")
    ] = Path("outlets.toml"),
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Add it without asking.")] = False,
) -> None:
    """Find the feeds, sitemaps, languages and name of an outlet, read three articles of each
    language, show what was read, and add the outlet to your file.
    """
    from parallax.corpora.fetch.fetcher import Fetcher
    from parallax.corpora.outlets.registering import entry_of
    from parallax.corpora.outlets.registry import load
    from parallax.corpora.outlets.survey import survey

    settings, registry = Settings(), _registered(outlets)
    url = address if "://" in address else f"https://{address}"
    if any(registered.knows(url) for registered in registry):
        raise InputError(f"{url} is in {outlets} already", "see: parallax outlets list")
    shipped = load(None)
    if outlet := shipped.outlet_of(url):
        out.print(f"{outlet} comes with Parallax; your file will have an entry of its own.")
    with Fetcher(settings) as fetcher, progress() as bar:
        task = bar.add_task("looking", total=None)
        found = survey(
            url,
            fetcher.get,
            _reader(settings, shipped),
            lambda at: bar.update(task, advance=1, description=f"reading {at}"),
        )
    _show(found)
    entry = entry_of(found, {e.id for registered in registry for e in registered.editions})
    out.print(f"\n{entry}")
    if not yes and not typer.confirm(f"Add this to {outlets}?"):
        raise typer.Exit(1)
    before = outlets.read_text("utf-8").rstrip() if outlets.exists() else ""
    outlets.write_text(f"{before}\n\n{entry}".lstrip(), "utf-8")
    load(outlets)
    out.print(f"Added to {outlets}.")
    used = settings.gather.outlets
    if used is None or used.resolve() != outlets.resolve():
        out.print(f"Read it with: parallax run --outlets {outlets}")


def _registered(outlets: Path) -> list[Registry]:
    """Return what a file registers already: nothing where it does not exist or has comments only.

    :raises InputError: when it cannot be read.
    """
    from parallax.core.toml_file import read_toml
    from parallax.corpora.outlets.registry import load

    if not outlets.exists():
        return []
    try:
        empty = not read_toml(outlets.read_bytes())
    except (OSError, ValueError):
        empty = False  # `load` says what is wrong
    return [] if empty else [load(outlets)]


def _reader(settings: Settings, registry: Registry) -> Callable[[Response], Article]:
    """Return what reads an article, as a pass does, within the time of a page."""
    from parallax.corpora.extract.reading import article_of
    from parallax.corpora.extract.workers import Clock, start, within

    start()
    clock = Clock.of(settings.gather)

    def read(response: Response) -> Article:
        now = datetime.now(UTC)
        rules = registry.rules_for(response.final_url, now.date())
        return within(clock, article_of, response, now, rules)

    return read


def _answer(feed: str, fetch: Fetch, read: Callable[[Response], Article]) -> str:
    """Return what a list has, in words: "12 articles, newest 14 min ago, body 2,300 characters"."""
    from parallax.corpora.outlets.survey import newest_first, source_of
    from parallax.corpora.page_error import PageError

    source = source_of(feed, fetch)
    count = len(source.pages)
    said = [f"{count:,} article{'s' if count > 1 else ''}", f"newest {age(source.newest)}"]
    try:
        article = read(fetch(newest_first(source)[0].url))
        said.append(f"body {sum(map(len, article.paragraphs)):,} characters")
    except PageError as error:
        said.append(f"its newest page cannot be read: {error}")
    return ", ".join(said)


def age(moment: datetime | None, now: datetime | None = None) -> str:
    """Return how long ago a time was: "14 min ago", "3 h ago", "2 days ago".

    :param now: the present when None.
    """
    if moment is None:
        return "at an unknown time"
    minutes = max(0, int(((now or datetime.now(UTC)) - moment).total_seconds() // 60))
    if minutes < _HOUR:
        return f"{minutes} min ago"
    if minutes < 2 * _DAY:
        return f"{minutes // _HOUR} h ago"
    return f"{minutes // _DAY} days ago"


def _show(found: Found) -> None:
    """Show what was found and read."""
    out.print(f"{found.name}: {', '.join(e.language for e in found.editions)}")
    for edition in found.editions:
        rows = [
            (source.kind, source.url, f"{len(source.pages):,} pages, newest {age(source.newest)}")
            for source in edition.sources
        ]
        table(("list", "address", "has"), rows, title=f"\n{edition.language}: {edition.home}")
        table(("published", "headline", "characters", "first words"), _read_rows(edition))


def _read_rows(edition: FoundEdition) -> list[tuple[str, str, str, str]]:
    read = [
        (
            minute_of(a.published) if a.published else "?",
            a.title[:70],
            f"{sum(map(len, a.paragraphs)):,}",
            a.paragraphs[0][:60],
        )
        for a in edition.articles
    ]
    failed = [("", n.subject[-70:], "", f"{n.reason} {n.detail}"[:60]) for n in edition.failures]
    return [*read, *failed]
