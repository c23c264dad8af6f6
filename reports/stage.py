"""The report stage: pages of the stories of some days with their data, and the index and feeds of
all stories.

The folder is a static site: any web server serves it, and it opens from a disk.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from parallax.core.files import Folder, write_atomically
from parallax.core.path_names import path_name
from parallax.core.settings import Settings
from parallax.lake import batches
from parallax.lake.batches import Batch, Workers, in_turn
from parallax.lake.fingerprints import stage_version
from parallax.lake.lake import Lake
from parallax.lake.stage_protocol import SILENT, Days, Progress, StageResult
from parallax.lake.stories import day_of_each
from parallax.reports import evidence, feeds, render
from parallax.reports.fingerprints import page_keys
from parallax.reports.story_reader import StoryReader
from parallax.reports.summary import Difference, Summary, sure_conflicts
from parallax.reports.views import StoryView

log = logging.getLogger(__name__)
NAME = "report"
SETTINGS: tuple[str, ...] = ("target_language",)
_SUMMARY, _STORY = ".json", ".story.json"
_FILES = (".html", ".csv", ".parquet", ".jsonld", _SUMMARY)


def folder(lake: Lake) -> Folder:
    """Return where the pages are."""
    return lake.root / "reports"


News = Callable[[Summary, Sequence[Difference]], None]
"""Hears of a story and those of its differences that its page did not show before, nor people
judged false or not interesting.
"""


@dataclass(frozen=True)
class ReportResult(StageResult):
    """What the report stage did, and the stories of its days."""

    stories: list[Summary] = field(default_factory=list)


def run(
    lake: Lake,
    settings: Settings,
    days: Days,
    *,
    progress: Progress = SILENT,
    workers: Workers = in_turn,
    news: News = lambda _, __: None,
) -> ReportResult:
    """Write the page of every story of the given days (all when None) with its data, the index and
    the feeds.

    A page whose inputs are unchanged is kept. Files of stories that are no more are removed.
    Stories of other days are not read: the index has them from the summaries beside their pages;
    one whose summary is missing or of another version is rebuilt.

    :param news: called before the summary is written: a killed run may call it twice for a story,
        and never loses one.
    """
    known = day_of_each(lake)
    stories = folder(lake) / "stories"
    kept = _summaries(stories, known)
    looked_at = sorted(
        {day for name, day in known.items() if days is None or day in days or name not in kept}
    )
    present = {file.name for file in _present(stories, _FILES)}
    due: list[dict[str, Any]] = []
    version = stage_version(__name__, settings, NAME, SETTINGS)
    target = settings.target_language
    for story, made_of in page_keys(lake, looked_at, target, version).items():
        old = kept.get(story)
        if (
            old is None
            or old.made_of != made_of
            or not {_beside(old.file, suffix) for suffix in _FILES} <= present
        ):
            due.append({"story_id": story, "day": known[story], "made_of": made_of})
    due.sort(key=lambda unit: (unit["day"], unit["story_id"]))
    total = sum(days is None or day in days for day in known.values())
    progress.begin(total, "pages written")
    progress.advance(total - sum(days is None or unit["day"] in days for unit in due))
    batches.clear(lake, NAME)  # what a killed run left: its pages may be gone since
    done = batches.run(
        lake, settings, NAME, build_batch, due, workers=workers, progress=progress.advance
    )
    notices, sure = batches.failed(lake, done), 0
    for batch in done:
        for summary in batch_summaries(lake, batch):
            old = kept.get(summary.story_id)
            shown = {difference.id for difference in old.differences} if old else set()
            if fresh := [
                difference
                for difference in summary.differences
                if difference.id not in shown and not difference.folded
            ]:
                news(summary, fresh)
                sure += len(sure_conflicts(fresh))
            write_atomically(stories / _beside(summary.file, _SUMMARY), summary.to_json())
            kept[summary.story_id] = summary
    batches.clear(lake, NAME)
    _remove(stories, {kept[name].file.removesuffix(".html") for name in known if name in kept})
    listed = sorted(
        (kept[name] for name in known if name in kept), key=lambda s: (s.day, s.story_id)
    )
    items = feeds.items(listed, settings.report.site_url)
    for name, content in (
        ("feed.atom", render.atom_feed(items, settings.report.site_url).encode("utf-8")),
        ("feed.json", feeds.json_feed(items, settings.report.site_url)),
        ("index.html", render.index_page(listed).encode("utf-8")),
    ):
        write_atomically(folder(lake) / name, content)
    own = [s for s in listed if days is None or s.day in days]
    counts = {
        "pages": len(own),
        "pages written": len(due) - len(notices),
        "figures in conflict": sum(s.conflicts for s in own),
        "sure conflicts not reported before": sure,
        "differences of wording": sum(s.framing for s in own),
        "figures left out": sum(s.omitted for s in own),
        "folded: judged false or not interesting": sum(
            s.folded_conflicts + s.folded_framing + s.folded_omitted for s in own
        ),
    }
    return ReportResult(NAME, counts, sorted({s.day for s in own}), notices, stories=own)


def build_batch(settings: Settings, batch: Batch) -> None:
    """Write the pages of the stories of a batch with their data, and their summaries into its
    folder.
    """
    lake = Lake(settings.lake)
    made_of = {unit["story_id"]: unit["made_of"] for unit in batch.input(lake)}
    reader = StoryReader(
        lake, sorted({unit["day"] for unit in batch.input(lake)}), settings.target_language, made_of
    )

    def write(place: tuple[str, str]) -> None:
        view = reader.story(*place)
        _write(folder(lake) / "stories", view)
        summary = Summary.of(view, made_of[view.story_id])
        name = path_name(f"{view.story_id}{_STORY}", "the story")
        write_atomically(batch.folder(lake) / name, summary.to_json())

    batch.finish(lake, {}, batches.each(reader.places(), lambda place: f"page:{place[1]}", write))


def batch_summaries(lake: Lake, batch: Batch) -> list[Summary]:
    """Return the summaries of the pages that a batch wrote, by story."""
    files: list[Folder] = [
        file for file in batch.folder(lake).iterdir() if file.name.endswith(_STORY)
    ]
    return [
        Summary.from_json(file.read_bytes()) for file in sorted(files, key=lambda file: file.name)
    ]


def _summaries(stories: Folder, known: dict[str, str]) -> dict[str, Summary]:
    """Return the summaries of stories that are known, on their day, and have a page, by story."""
    return {
        s.story_id: s
        for s in summaries(stories)
        if known.get(s.story_id) == s.day and (stories / s.file).exists()
    }


def summaries(stories: Folder) -> list[Summary]:
    """Return the readable summaries beside the pages, sorted by day and story."""
    found = []
    for file in _present(stories, (_SUMMARY,)):
        try:
            found.append(Summary.from_json(file.read_bytes()))
        except ValueError:
            log.warning("%s is torn or of another version; its page is rebuilt", file.name)
    return sorted(found, key=lambda s: (s.day, s.story_id))


def _write(stories: Folder, view: StoryView) -> None:
    """Write the page of a story and its data. The summary follows: a killed run leaves none that
    speaks of a page that is not there.
    """
    for suffix, content in (
        (".csv", evidence.as_csv(view)),
        (".parquet", evidence.as_parquet(view)),
        (".jsonld", evidence.as_json_ld(view)),
        (".html", render.story_page(view).encode("utf-8")),
    ):
        write_atomically(stories / _beside(view.file_name, suffix), content)


def _beside(page: str, suffix: str) -> str:
    return path_name(page.removesuffix(".html") + suffix, "the page")


def _remove(stories: Folder, names: set[str]) -> None:
    for file in list(_present(stories, _FILES)):
        if file.stem not in names:
            log.info("removing %s: its story is no more", file.name)
            file.unlink()


def _present(stories: Folder, suffixes: tuple[str, ...]) -> Iterator[Folder]:
    if stories.is_dir():
        yield from (file for file in stories.iterdir() if file.suffix in suffixes)
