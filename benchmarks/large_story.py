"""Size and time of the page of a large story and of a large index (``parallax bench page``).

The editions have the sentences of our own news documents, four editions a language, each in another
order and with some left out. Everything but gathering and translating is run.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.corpus import own_documents
from parallax.aligners.stories.stage import declare_story
from parallax.core.settings import Settings
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract.article import Article
from parallax.corpora.outlets.registry import Registry
from parallax.corpora.store import store
from parallax.lake.lake import Lake
from parallax.lake.schema import STORIES
from parallax.pipeline import run_stages
from parallax.reports import render, stage
from parallax.reports.story_reader import StoryReader
from parallax.reports.summary import Difference, Summary
from parallax.reports.views import StoryView

EDITIONS, SENTENCES = 12, 60
FIRST_PAINT = """const done = arguments[0];
const observer = new PerformanceObserver(list => done(list.getEntries().at(-1).startTime));
observer.observe({type: 'paint', buffered: true});"""
"""Script: milliseconds from the start of the navigation to the first contentful paint."""
_FIRST = datetime(2024, 4, 3, 8, tzinfo=UTC)


def large_lake(folder: Path, editions: int = EDITIONS, sentences: int = SENTENCES) -> Lake:
    """Return a lake with one story of n editions of n sentences, aligned and compared."""
    documents = own_documents()
    random, harvest = Random(1), Harvest()  # noqa: S311 - the same story every time
    for number in range(editions):
        language = ("en", "uk", "ru")[number % 3]
        order = list(range(len(documents)))
        random.shuffle(order)
        kept = [text for d in order for text in documents[d][language] if random.random() < 0.8][
            :sentences
        ]
        url = f"https://edition{number}.example/story"
        when = _FIRST + timedelta(minutes=20 * number)
        article = Article(
            url, kept[0], tuple(kept[1:]), (), language, (), when, None, (), extractor="made"
        )
        harvest.articles.append((article, f"{number:064d}", when))
    settings, lake = Settings(lake=folder), Lake(folder)
    store(harvest, Registry(()), lake)
    _, day = declare_story(lake, [article.url for article, _, _ in harvest.articles])
    run_stages(lake, settings, [day], first="align", until="compare")
    return lake


def large_story() -> StoryView:
    """Return the view of the large story."""
    with tempfile.TemporaryDirectory() as folder:
        lake = large_lake(Path(folder))
        return StoryReader(lake, lake.partitions(STORIES), "en").stories()[0]


def many_summaries(count: int) -> list[Summary]:
    """Return the summaries of n invented stories, twenty a day."""
    return [
        Summary(
            f"{n:016x}",
            f"{_FIRST + timedelta(days=n // 20):%Y-%m-%d}",
            f"Headline of story {n} about a thing that happened",
            f"{n}.html",
            tuple(
                f"outlet{n % 7 + k}-{language}"
                for k, language in enumerate(("uk", "ru", "en", "uk"))
            ),
            ("en", "ru", "uk"),
            tuple(f"Outlet {n % 7 + k}" for k in range(4)),
            n % 3,
            n % 2,
            n % 5,
            n % 4,
            ("attribution", "sourcing"),
            (
                Difference(
                    f"{n}",
                    "attribution",
                    "high",
                    "bare / distance",
                    None,
                    "row-1",
                    (("outlet-uk", "words"),),
                ),
            ),
        )
        for n in range(count)
    ]


@dataclass(frozen=True)
class PageSizes:
    """Seconds to build the page of the large story with its data, its size in MB; the index too.

    `paint_seconds` is the time from opening the page to its first contentful paint in Chromium,
    None if that is not installed.
    """

    links: int
    differences: int
    story_seconds: float
    story_megabytes: float
    index_seconds: float
    index_megabytes: float
    paint_seconds: float | None


def measure(stories: int = 2000) -> PageSizes:
    """Build the page of the large story and an index of n stories, with warm libraries."""
    with tempfile.TemporaryDirectory() as folder:
        lake = large_lake(Path(folder))
        settings = Settings(lake=lake.root)
        stage.run(lake, settings, None)
        shutil.rmtree(Path(folder) / "reports")  # what did not change is not built again
        started = time.perf_counter()
        (summary,) = stage.run(lake, settings, None).stories
        story_seconds = time.perf_counter() - started
        page = Path(folder) / "reports" / "stories" / summary.file
        size, paint = page.stat().st_size, first_paint(page)
        view = StoryReader(lake, [summary.day], settings.target_language).stories()[0]
    summaries = many_summaries(stories)
    started = time.perf_counter()
    index = render.index_page(summaries).encode("utf-8")
    return PageSizes(
        len(view.links),
        len(view.numbers) + len(view.framing),
        story_seconds,
        size / 1e6,
        time.perf_counter() - started,
        len(index) / 1e6,
        paint,
    )


def first_paint(page: Path) -> float | None:
    """Return the seconds to the first paint in a headless Chromium.

    None without Chromium, its driver or selenium.
    """
    driver = shutil.which("chromedriver")
    try:
        from selenium import webdriver
    except ImportError:
        return None
    if not driver:
        return None
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(argument)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        browser.get("about:blank")
        browser.get(page.resolve().as_uri())
        return float(browser.execute_async_script(FIRST_PAINT)) / 1000
    finally:
        browser.quit()
