"""One story of given pages: story."""

from __future__ import annotations

from typing import Annotated

import typer

from parallax.cli.console import err, out, stage_progress, table
from parallax.cli.gathering import gathered
from parallax.cli.inputs import settings_of
from parallax.cli.notices import show_notices
from parallax.cli.pages import open_page_of
from parallax.core.errors import InputError
from parallax.core.files import shown
from parallax.core.notices import errors, warnings


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog="Examples: parallax story one.html https://example.org/two three.html --open; "
        "parallax story merge STORY STORY --lake data/lake; "
        "parallax story split STORY https://example.org/of-another-event --lake data/lake"
    )(story)


def story(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="URL|FILE...|merge STORY STORY...|split STORY URL...",
            help="Versions of one story; or what you decide of stories of a lake: that they are "
            "one, or that articles of one report another event.",
        ),
    ],
    lake: Annotated[
        str | None, typer.Option(help="Lake for these articles; one of its own when not given.")
    ] = None,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser.")
    ] = False,
) -> None:
    """Compare just these pages or files, and write their page; or merge and split stories."""
    if sources[0] in ("merge", "split"):
        _decide(sources[0], sources[1:], lake)
        return
    from parallax.aligners.stories.stage import declare_story
    from parallax.core.ids import digest
    from parallax.lake.lake import Lake
    from parallax.pipeline import run_stages
    from parallax.reports.stage import ReportResult, folder
    from parallax.reports.story_reader import StoryReader

    settings = settings_of(lake or f"data/stories/{digest(*sorted(sources))[:8]}", None)
    harvest, _ = gathered(sources, settings)
    show_notices(harvest.notices)
    store = Lake(settings.lake)
    urls = {article.url for article, _, _ in harvest.articles}
    if len(urls) < 2:
        raise InputError(f"a story needs at least two pages; {len(urls)} could be read")
    with store.passing(settings.pass_wait_seconds), stage_progress() as shown_progress:
        story_id, day = declare_story(store, urls)
        results = run_stages(store, settings, [day], progress=shown_progress, first="translate")
    notices = [notice for result in results for notice in result.notices]
    show_notices(errors(notices))
    for remark in warnings(notices):
        err.print(f"{remark.subject}: {remark.reason}, {remark.detail}", markup=False)
    built = results[-1]
    assert isinstance(built, ReportResult)
    summary = next((story for story in built.stories if story.story_id == story_id), None)
    if summary is None:
        raise InputError("no page could be made of these texts")
    (view,) = StoryReader(store, [day], settings.target_language, {story_id}).stories()
    if view.strangers:
        groups = " and ".join(
            ", ".join(edition.edition for edition in group) for group in view.strangers
        )
        out.print(
            f"These pages may not be of one story: {groups} say hardly anything alike.",
            style="yellow",
        )
    page = folder(store) / "stories" / summary.file
    (compared,) = (result for result in results if result.stage == "compare")
    table(("what", "count"), [(what, str(count)) for what, count in compared.counts.items()])
    out.print(f"The page:\n  {shown(page)}", markup=False)
    open_page_of(page, open_page)


def _decide(kind: str, what: list[str], where: str | None) -> None:
    """Keep a decision on stories of a lake, and make their pages again."""
    from parallax.aligners.stories import decisions
    from parallax.lake.lake import Lake
    from parallax.pipeline import run_stages

    settings = settings_of(where, None)
    store = Lake(settings.lake).required("parallax run makes it")
    with store.passing(settings.pass_wait_seconds), stage_progress() as shown_progress:
        if kind == "merge":
            days = decisions.merge(store, what)
        elif what:
            days = decisions.split(store, what[0], what[1:])
        else:
            raise InputError("a split needs a story", "parallax story split STORY URL...")
        results = run_stages(store, settings, days, progress=shown_progress)
    show_notices(errors([notice for result in results for notice in result.notices]))
    table(("what", "count"), [(what, str(n)) for what, n in results[0].counts.items()])
