"""Hostile texts through all stages: the pages, feeds and files show them and nothing obeys them."""

import csv
import io
from pathlib import Path

import lxml.html
import pytest
from lxml import etree
from markdown_it import MarkdownIt
from pytest_httpserver import HTTPServer

from parallax.core.escapes import visible
from parallax.core.settings import Settings
from parallax.core.times import is_day
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets.registry import load
from parallax.corpora.store import store
from parallax.flows.stage_log import summary
from parallax.lake.lake import Lake
from parallax.lake.schema import TABLES
from parallax.pipeline import run_stages
from parallax.reports import stage as report
from parallax.reports.stage import ReportResult
from tests.hostile_pages import DATES, TEXTS, serve


@pytest.mark.model
@pytest.mark.slow(40)
def test_a_pass_over_hostile_pages_ends_and_its_files_are_sound(
    httpserver: HTTPServer, settings: Settings
) -> None:
    lake, registry = Lake(settings.lake), load(None)
    with Fetcher(settings) as fetcher:
        harvest = Gatherer(fetcher, Archive(settings.lake), registry).sources(
            serve(httpserver, TEXTS | dict(list(DATES.items())[::5]))
        )
    store(harvest, registry, lake)
    built = run_stages(lake, settings, None)[-1]
    assert isinstance(built, ReportResult)
    for table in TABLES.values():
        values = lake.partitions(table)
        assert table.partition != "day" or all(is_day(day) for day in values)
        assert lake.strange_partitions(table) == []

    folder = report.folder(lake)
    assert isinstance(folder, Path)
    pages = [*folder.glob("stories/*.html"), folder / "index.html"]
    assert len(pages) > 1
    for page in pages:
        text = page.read_text("utf-8")
        assert visible(text) == text
        tree = lxml.html.document_fromstring(text)
        assert len(tree.xpath("//script")) <= 1
        assert not tree.xpath("//img | //@onerror | //iframe")
        hosts = {link.split("/")[2] for link in tree.xpath("//a/@href") if "//" in link}
        assert hosts <= {f"localhost:{httpserver.port}"}
    etree.fromstring((folder / "feed.atom").read_bytes())
    for file in folder.glob("stories/*.csv"):
        rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]

    ours = "https://parallax.example/index.html"
    titles = [(story.title, ours) for story in built.stories]
    made = MarkdownIt("commonmark").enable("table").render(summary(built, 1.0, titles))
    links = lxml.html.fragment_fromstring(made, create_parent="div")
    assert set(links.xpath("//@href | //@src")) == {ours}
