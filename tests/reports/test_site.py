"""The folder of pages as a site: index, feeds, the data of each page, and what a reader learns
without help.
"""

import csv
import io
import json
import shutil
import webbrowser
from pathlib import Path

import feedparser
import httpx
import polars as pl
import pytest
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.settings import Settings
from parallax.lake.lake import Lake
from parallax.lake.schema import REVISIONS, STORIES
from parallax.reports import charts, evidence, render, stage
from parallax.reports.heat_map import heat_map
from parallax.reports.story_reader import StoryReader
from parallax.reports.summary import Summary
from parallax.reports.views import StoryView
from parallax.reports.web import served
from tests.reports.test_reports import visible


@pytest.fixture(scope="module")
def site(sample_lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake of its own with the sample world's tables and its pages built."""
    lake = Lake(tmp_path_factory.mktemp("site") / "lake")
    shutil.copytree(sample_lake.root / "tables", lake.root / "tables")
    stage.run(
        lake, Settings(lake=lake.root, report={"site_url": "https://parallax.example/"}), None
    )
    return lake


@pytest.fixture(scope="module")
def views(site: Lake) -> dict[str, StoryView]:
    return {view.day: view for view in StoryReader(site, site.partitions(STORIES), "en").stories()}


QUESTIONS = {
    "How many editions tell it, in which languages, and who was first?": (
        "7 editions",
        "en, ru, uk",
        "earliest edition, 1 kurier-ru",
    ),
    "What do they share?": (
        "more than 100,000 in 6 of 7 editions",
        "At least 144 in 5 of 7 editions",
    ),
    "Which figure is in conflict, and who gives which?": (
        "1 figures in conflict",
        "7 harbour-en: “Some 1,500”",
        "“1,7 тысячи”",
    ),
    "Who calls the war what?": (
        "name of the conflict",
        "Специальная военная операция",
        "повномасштабн",
    ),
    "Who says it with distance, who without?": (
        "2 visnyk-uk: “стверджують”",
        "5 visnyk-en: “claims”",
        "1 kurier-ru: no such words",
    ),
    "Who leaves something out?": ("left out by 6 ohlyad-uk",),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_reader_finds_the_answer_in_the_text_of_the_page(
    views: dict[str, StoryView], question: str
) -> None:
    text = visible(render.story_page(views["2024-04-03"])).lower()
    for answer in QUESTIONS[question]:
        assert answer.lower() in text, answer


def test_every_span_of_the_data_files_is_verbatim(site: Lake, views: dict[str, StoryView]) -> None:
    texts = dict(site.columns(REVISIONS, ["revision_id", "text"]).iter_rows())
    for view in views.values():
        table = evidence.frame(view)
        assert len(table) > 10
        for row in table.iter_rows(named=True):
            assert texts[row["revision_id"]][row["start"] : row["end"]] == row["words"]
        name = site.root / "reports" / "stories" / view.file_name.removesuffix(".html")
        assert pl.read_parquet(f"{name}.parquet").equals(table)
        rows = list(csv.DictReader(io.StringIO(Path(f"{name}.csv").read_text("utf-8-sig"))))
        assert [row["words"] for row in rows] == table["words"].to_list()
        data = json.loads(Path(f"{name}.jsonld").read_text("utf-8"))
        assert len(data["annotations"]) == len(table)
        assert {a["target"]["source"] for a in data["annotations"]} <= {
            article["@id"] for article in data["hasPart"]
        }


def test_a_cell_that_reads_as_a_formula_is_disarmed_in_csv_only(
    views: dict[str, StoryView],
) -> None:
    view = views["2024-04-03"]
    first = view.evidence[0]
    hostile = StoryView(
        **{
            **vars(view),
            "evidence": [type(first)(**{**vars(first), "words": "=cmd|' /C calc'!A0"})],
        }
    )
    assert "'=cmd" in evidence.as_csv(hostile).decode("utf-8-sig")
    assert pl.read_parquet(evidence.as_parquet(hostile))["words"].to_list() == [
        "=cmd|' /C calc'!A0"
    ]


def test_the_feeds_tell_the_latest_differences_and_agree(site: Lake) -> None:
    atom = feedparser.parse((site.root / "reports" / "feed.atom").read_bytes())
    feed = json.loads((site.root / "reports" / "feed.json").read_text("utf-8"))
    assert not atom.bozo
    assert [entry.id for entry in atom.entries] == [item["id"] for item in feed["items"]]
    assert len({entry.id for entry in atom.entries}) == len(atom.entries) > 10
    assert [entry.updated for entry in atom.entries] == sorted(
        (entry.updated for entry in atom.entries), reverse=True
    )
    conflict = next(item for item in feed["items"] if item["tags"][0] == "figures in conflict")
    assert conflict["url"].startswith("https://parallax.example/stories/2024-04-")
    page = (
        site.root / "reports" / "stories" / conflict["url"].split("/")[-1].split("#")[0]
    ).read_text("utf-8")
    assert f'id="{conflict["url"].split("#")[1]}"' in page


def test_a_day_built_again_leaves_the_other_pages_and_the_index_whole(
    site: Lake, tmp_path: Path
) -> None:
    lake = Lake(tmp_path / "lake")
    shutil.copytree(site.root, lake.root)
    pages = {file.name: file.read_bytes() for file in (lake.root / "reports").rglob("*.*")}
    settings = Settings(lake=lake.root, report={"site_url": "https://parallax.example/"})
    assert [story.day for story in stage.run(lake, settings, ["2024-04-05"]).stories] == [
        "2024-04-05"
    ]
    assert {file.name: file.read_bytes() for file in (lake.root / "reports").rglob("*.*")} == pages
    torn = next((lake.root / "reports" / "stories").glob("2024-04-03-*.json"))
    torn.write_bytes(b'{"story_id": "x"')
    assert [story.day for story in stage.run(lake, settings, ["2024-04-05"]).stories] == [
        "2024-04-05"
    ]
    assert {file.name: file.read_bytes() for file in (lake.root / "reports").rglob("*.*")} == pages


def test_a_page_that_would_come_out_the_same_is_not_written_and_a_missing_file_is(
    site: Lake, tmp_path: Path
) -> None:
    lake = Lake(tmp_path / "lake")
    shutil.copytree(site.root, lake.root)
    stories = lake.root / "reports" / "stories"
    gone = next(stories.glob("2024-04-05-*.csv"))
    content = gone.read_bytes()
    gone.unlink()
    before = {file.name: file.stat().st_mtime_ns for file in stories.iterdir()}
    heard: list[str] = []
    settings = Settings(lake=lake.root, report={"site_url": "https://parallax.example/"})
    result = stage.run(lake, settings, None, news=lambda story, _: heard.append(story.day))
    assert result.counts["pages written"] == 1
    after = {file.name: file.stat().st_mtime_ns for file in stories.iterdir()}
    assert {name.split("-", 3)[2] for name in after if after[name] != before.get(name)} == {"05"}
    assert gone.read_bytes() == content
    assert heard == []


def test_a_summary_comes_back_as_it_was_written(views: dict[str, StoryView]) -> None:
    for view in views.values():
        summary = Summary.of(view)
        assert Summary.from_json(summary.to_json()) == summary
    for broken in (b"{", b"[]", b'{"differences": []}'):
        with pytest.raises(ValueError):  # noqa: PT011 - of three kinds
            Summary.from_json(broken)


def test_the_heat_map_counts_what_the_cards_show(views: dict[str, StoryView]) -> None:
    view = views["2024-04-03"]
    found = heat_map(view)
    assert [edition.number for edition, _ in found.rows] == [1, 2, 3, 4, 5, 6, 7]
    for edition, counts in found.rows:
        shown = [
            f for f in view.framing if any(edition is e for s in f.statements for e, _ in s.words)
        ]
        assert counts.total() == len(shown)
    unsure = {one.axis for one in view.experimental}
    assert set(found.axes) | set(found.quiet) | unsure >= set(view.axes_checked)
    assert not set(found.quiet) & unsure, "an axis with an unsure finding is not one without any"


def test_no_chart_is_empty_and_each_says_in_words_what_it_shows(
    views: dict[str, StoryView],
) -> None:
    plotted = [
        (figure, charts.dot_plot(figure)) for view in views.values() for figure in view.figures
    ]
    drawn = [(figure, plot) for figure, plot in plotted if plot]
    assert len(drawn) >= 8
    for figure, plot in drawn:
        placed = [m for m in figure.mentions if m.low is not None or m.high is not None]
        assert plot.count('aria-roledescription="point"') == len(placed)
        assert all(m.edition.edition in plot for m in placed)
        assert 'role="img" aria-label="Values by edition' in plot
    for view in views.values():
        lengths = {c.edition.revision_id: c.shared + c.only + c.apart for c in view.coverage}
        plot = charts.position_plot(view.links, view.editions, lengths)
        assert plot is not None
        assert plot.count('aria-roledescription="circle"') >= 4


def test_what_was_compared_adds_up(views: dict[str, StoryView]) -> None:
    for view in views.values():
        for coverage in view.coverage:
            linked = {
                s.index
                for link in view.links
                for s in link.cells.get(coverage.edition.revision_id, [])
            }
            assert coverage.shared + coverage.only == len(linked)
            assert coverage.apart >= 0


def test_the_folder_is_served_with_its_types_and_nothing_beside_it(site: Lake) -> None:
    reports = Path(site.root) / "reports"
    secret = Path(site.root) / "secret.txt"
    secret.write_text("secret")
    page = next((reports / "stories").glob("*.jsonld"))
    with served(reports) as address:
        assert address.startswith("http://127.0.0.1:")
        assert "same story" in httpx.get(address + "index.html").text
        assert httpx.get(f"{address}feed.atom").headers["content-type"] == "application/atom+xml"
        answer = httpx.get(f"{address}stories/{page.name}")
        assert answer.headers["content-type"] == "application/ld+json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        for path in ("stories/", "%2e%2e/secret.txt", "stories/..%2f..%2fsecret.txt", "none.html"):
            assert httpx.get(address + path).status_code == 404, path


def test_a_story_is_opened_by_its_id_or_words_of_its_headline(
    site: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    run = CliRunner().invoke
    assert run(app, ["open", "bad weather", "--lake", str(site.root)]).exit_code == 0
    story = next(s for s in stage.summaries(stage.folder(site) / "stories") if "weather" in s.title)
    assert run(app, ["open", story.story_id[:8], "--lake", str(site.root)]).exit_code == 0
    assert opened == [(Path(site.root) / "reports" / "stories" / story.file).resolve().as_uri()] * 2
    nothing = run(app, ["open", "nothing like it", "--lake", str(site.root)])
    assert nothing.exit_code == 1
    assert "no pages" in str(nothing.exception)
