"""The pages: rebuild them, open one."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.console import out, stage_progress
from parallax.cli.inputs import LakeOption, existing_lake, settings_of
from parallax.core.errors import InputError
from parallax.core.files import Folder, shown


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: parallax report --lake data/demo --open")(report)
    app.command(
        "open",
        epilog="Examples: parallax open e20c0b67 --lake data/demo; "
        "parallax open 'bad weather' --lake data/demo",
    )(open_story)


def report(
    story_id: Annotated[
        str | None,
        typer.Argument(
            metavar="[STORY]", help="A story's id, or its beginning; all when not given."
        ),
    ] = None,
    lake: LakeOption = None,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the pages in the browser.")
    ] = False,
) -> None:
    """Rebuild pages from the tables of the lake."""
    from parallax.lake.schema import STORIES
    from parallax.reports import stage

    settings = settings_of(lake, None)
    store = existing_lake(settings)
    days = None
    if story_id is not None:
        known = store.read(STORIES)
        rows = known.filter(known["story_id"].str.starts_with(story_id))
        if rows.is_empty():
            raise InputError(f"no story {story_id} in {settings.lake}")
        days = rows["day"].unique().to_list()
    with stage_progress() as shown_progress, store.passing(settings.pass_wait_seconds):
        built = stage.run(store, settings, days, progress=shown_progress)
    index = stage.folder(store) / "index.html"
    out.print(
        f"{len(built.stories)} pages, {built.counts['pages written']} of them written; "
        f"the index:\n  {shown(index)}",
        markup=False,
    )
    open_page_of(index, open_page)


def open_story(
    story: Annotated[
        str,
        typer.Argument(
            metavar="STORY", help="A story's id, or its beginning; or words of its headline."
        ),
    ],
    lake: LakeOption = None,
) -> None:
    """Open the page of a story in the browser."""
    from parallax.lake.lake import Lake
    from parallax.reports import stage

    settings = settings_of(lake, None)
    folder = stage.folder(Lake(settings.lake)) / "stories"
    known = stage.summaries(folder)
    words = story.lower().split()
    found = [s for s in known if s.story_id.startswith(story)] or [
        s for s in known if all(word in s.title.lower() for word in words)
    ]
    if len(found) != 1:
        several = "; ".join(f"{s.story_id[:8]} {s.title}" for s in found[:5])
        hint = several or "parallax report builds pages; its index lists them"
        raise InputError(f"{len(found) or 'no'} pages in {settings.lake} are of {story!r}", hint)
    page = folder / found[0].file
    out.print(shown(page), markup=False)
    open_page_of(page, True)


def open_page_of(page: Folder, wanted: bool) -> None:
    """Open a page in the browser if it is wanted."""
    if wanted:
        webbrowser.open(page.resolve().as_uri() if isinstance(page, Path) else page.as_uri())
