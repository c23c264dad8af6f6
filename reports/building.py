"""The report stage: pages of the stories of some days, and the index of all stories."""

from __future__ import annotations

from collections.abc import Callable

from core.files import Folder, write_atomically
from core.lake import Lake
from core.settings import Settings
from core.tables import STORIES
from reports import render
from reports.gathering import StoryReader
from reports.view import StoryView


def folder(lake: Lake) -> Folder:
    """Return where the pages are."""
    return lake.root / "reports"


def build(
    lake: Lake, settings: Settings, days: list[str] | None, progress: Callable[[int], None] = lambda _: None
) -> list[StoryView]:
    """Write the page of every story of the given days (all when None) and the index; return the views written.

    Pages of stories that are no more are removed.
    """
    views = StoryReader(lake, lake.partitions(STORIES), settings.target_language).stories()
    wanted = [view for view in views if days is None or view.day in days]
    stories = folder(lake) / "stories"
    for view in wanted:
        write_atomically(stories / view.file_name, render.story_page(view).encode("utf-8"))
        progress(1)
    known = {view.file_name for view in views}
    for stale in stories.glob("*.html") if stories.is_dir() else ():
        if stale.name not in known:
            stale.unlink()
    write_atomically(folder(lake) / "index.html", render.index_page(views).encode("utf-8"))
    return wanted
