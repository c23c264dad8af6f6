"""Months of use: retention, backup and restore, figures for a monitor, and the alarm when an outlet
changes its layout.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.errors import InputError, LakeBusyError
from parallax.core.notices import Notice
from parallax.core.settings import Settings
from parallax.corpora import extraction_alarm
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract.article import Article
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.flows.metrics import write_metrics
from parallax.lake.lake import Lake
from parallax.lake.restore import ASIDE
from parallax.lake.schema import REVISIONS, RUNS, STORIES, TABLES
from parallax.reports import stage


def said(*arguments: str, status: int = 0) -> str:
    answer = CliRunner().invoke(app, list(arguments))
    assert answer.exit_code == status, answer.output
    return answer.output


@pytest.fixture
def old_lake(sample_lake: Lake, tmp_path: Path) -> Lake:
    shutil.copytree(sample_lake.root, tmp_path / "lake")
    lake = Lake(tmp_path / "lake")
    stage.run(lake, Settings(lake=lake.root), None)
    return lake


def _cached(root: Path) -> Iterator[Path]:
    """Files of vectors and of parses."""
    for folder in ("vectors", "parses"):
        yield from (root / folder).rglob("*.parquet")


def test_old_days_go_with_their_raw_pages_vectors_parses_and_report_pages(old_lake: Lake) -> None:
    root = old_lake.root
    left, fresh = root / "tables" / ".part.parquet.1.tmp", root / "tables" / ".part.parquet.2.tmp"
    for file in (left, fresh):
        file.write_text("half")
    for file in (left, *(root / "raw").rglob("*.gz"), *_cached(root)):
        os.utime(file, (1_600_000_000, 1_600_000_000))
    before = {
        file: file.read_bytes()
        for file in root.rglob("*.*")
        if file.is_file() and not file.name.endswith(".lock")
    }
    assert "would remove" in said("prune", "2024-04-06", "--lake", str(root), "--dry-run")
    assert all(file.read_bytes() == content for file, content in before.items())
    assert "half-written files" in said("prune", "2024-04-06", "--lake", str(root))
    assert not left.exists()
    assert fresh.exists()
    for table in TABLES.values():
        if table.partition == "day":
            assert all(day >= "2024-04-06" for day in old_lake.partitions(table)), table.name
    kept = set(old_lake.read(REVISIONS)["payload_sha256"].to_list())
    assert {file.name.split(".")[0] for file in (root / "raw").rglob("*.gz")} == kept
    assert not list(_cached(root))
    pages = {file.name[:10] for file in (root / "reports" / "stories").glob("*.html")}
    assert pages == set(
        old_lake.read(STORIES)
        .group_by("story_id", "day")
        .len()
        .filter(pl.col("len") > 1)["day"]
        .to_list()
    )
    assert said("prune", "2024-04-06", "--lake", str(root)).startswith("removed 0 partitions")


@pytest.mark.parametrize(
    "before",
    [
        "soon",
        "",
        "-5d",
        "--5d",
        "-1",
        "90",
        "9.5d",
        "d",
        "99999999d",
        "739999d",
        "9" * 5000 + "d",
        "0000-00-00",
        "2026-02-30",
        "2026-13-01",
        "99999-01-01",
        "2026-1-1",
        "\u0663d",
        "9\x1b[31md",
    ],
)
def test_a_day_that_is_none_is_one_line_and_removes_nothing(before: str, old_lake: Lake) -> None:
    files = sorted(old_lake.root.rglob("*.parquet"))
    answer = CliRunner().invoke(app, ["prune", before, "--lake", str(old_lake.root)])
    assert isinstance(answer.exception, InputError)
    assert "neither a number of days" in str(answer.exception) or "before the year 1" in str(
        answer.exception
    )
    assert len(str(answer.exception)) < 150
    assert str(answer.exception).isprintable()
    assert sorted(old_lake.root.rglob("*.parquet")) == files


def test_what_killed_runs_left_goes_after_a_day_and_empty_folders_at_once(old_lake: Lake) -> None:
    root, yesterday = old_lake.root, time.time() - 25 * 3600
    old, fresh = root / "work" / "align" / "old", root / "work" / "align" / "fresh"
    unpacked = root / ASIDE / "tables" / "stories" / "day=2024-04-03" / "part.parquet"
    for file in (old / "input.json", fresh / "input.json", unpacked):
        file.parent.mkdir(parents=True)
        file.write_text("{}")
    os.utime(old / "input.json", (yesterday, yesterday))
    empty = old_lake.folder(STORIES) / "day=1999-01-01"
    empty.mkdir()
    assert "2 half-written files" in said("prune", "2000-01-01", "--lake", str(root), "--dry-run")
    assert (old / "input.json").exists()
    assert "2 half-written files" in said("prune", "2000-01-01", "--lake", str(root))
    assert [path.name for path in (root / "work" / "align").iterdir()] == ["fresh"]
    assert not (root / ASIDE).exists()
    assert not empty.exists()
    said("prune", "0d", "--lake", str(root))
    assert old_lake.exists()
    assert list((root / "tables").rglob("day=*")) == []


def test_old_answers_of_servers_go_and_are_counted(
    old_lake: Lake, settings: Settings, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/a").respond_with_data("x" * 300_000, headers={"ETag": '"1"'})
    with Fetcher(settings.changed(lake=old_lake.root, gather={"robots": False})) as fetcher:
        fetcher.get(httpserver.url_for("/a"))
    cache = old_lake.root / "cache" / "http.sqlite"
    before = cache.stat().st_size
    assert before > 300_000
    later = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    command = ("prune", later, "--lake", str(old_lake.root))
    told = re.search(
        r"([1-9]\d*) cached answers",
        said("prune", later, "--lake", str(old_lake.root), "--dry-run"),
    )
    assert told
    assert cache.stat().st_size >= before
    assert told[0] in said(*command)
    assert cache.stat().st_size < 100_000


def test_a_backup_comes_back_byte_for_byte(old_lake: Lake, tmp_path: Path) -> None:
    tar = tmp_path / "lake.tar"
    said("backup", str(tar), "--lake", str(old_lake.root))
    said("restore", str(tar), "--lake", str(tmp_path / "new"))
    for part in ("tables", "raw", "reports"):
        files = {
            f.relative_to(old_lake.root): f.read_bytes()
            for f in (old_lake.root / part).rglob("*.*")
            if f.is_file()
        }
        assert files == {
            f.relative_to(tmp_path / "new"): f.read_bytes()
            for f in (tmp_path / "new" / part).rglob("*.*")
            if f.is_file()
        }
    again = CliRunner().invoke(app, ["restore", str(tar), "--lake", str(tmp_path / "new")])
    assert "is a lake already" in str(again.exception)


def test_backup_restore_and_prune_wait_for_a_pass(
    old_lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tar, new = tmp_path / "lake.tar", tmp_path / "new"
    said("backup", str(tar), "--lake", str(old_lake.root))
    monkeypatch.setenv("PARALLAX_PASS_WAIT_SECONDS", "0.1")
    new.mkdir()
    for root, *command in (
        (old_lake.root, "backup", str(tmp_path / "second.tar")),
        (old_lake.root, "prune", "2024-04-06"),
        (new, "restore", str(tar)),
    ):
        with passing_elsewhere(root):
            answer = CliRunner().invoke(app, [*command, "--lake", str(root)])
        assert isinstance(answer.exception, LakeBusyError), command
        assert "(pass)" in str(answer.exception)
    assert not (tmp_path / "second.tar").exists()
    assert not (new / "tables").exists()
    said("restore", str(tar), "--lake", str(new))


@contextmanager
def passing_elsewhere(root: Path) -> Iterator[None]:
    """Hold a lake for a pass in another process."""
    holder = (
        "import time; from parallax.lake.lake import Lake\nwith "
        f"Lake({str(root)!r}).passing(1): print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", holder], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "elsewhere/file", "tables/link"])
def test_a_backup_that_would_write_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    tar = tmp_path / "evil.tar"
    with tarfile.open(tar, "w") as file:
        entry = tarfile.TarInfo(name)
        if name.endswith("link"):
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        file.addfile(entry)
    answer = CliRunner().invoke(app, ["restore", str(tar), "--lake", str(tmp_path / "new")])
    assert "is not a backup of a lake" in str(answer.exception)
    assert not (tmp_path / "new").exists()


def test_the_figures_of_the_last_runs_are_openmetrics(lake: Lake) -> None:
    now = datetime.now(UTC)
    rows = [
        dict.fromkeys(RUNS.schema)
        | {
            "run_id": run,
            "stage": "gather",
            "day": f"{now:%Y-%m-%d}",
            "started": now,
            "finished": now.replace(microsecond=at),
            "notices": [
                Notice.error("https://a.example/", "HTTP 404").row(),
                *[Notice.warning("https://b.example/", "listed twice").row()] * 2,
            ],
            "counts": [{"what": "pages read", "count": count}],
        }
        for run, at, count in (("a", 1, 3), ("b", 2, 7))
    ]
    lake.add(RUNS, RUNS.frame(rows))
    write_metrics(lake)
    families = {
        family.name: family
        for family in text_string_to_metric_families((lake.root / "metrics.txt").read_text("utf-8"))
    }
    assert [(s.labels, s.value) for s in families["parallax_stage_count"].samples] == [
        ({"stage": "gather", "what": "pages read"}, 7.0)
    ]
    assert families["parallax_stage_failures"].samples[0].value == 1
    assert families["parallax_stage_warnings"].samples[0].value == 2


def harvest(articles: int, failures: int, characters: int = 1000) -> Harvest:
    made = Harvest()
    for n in range(articles):
        made.articles.append(
            (
                Article(
                    f"https://a.example/{n}",
                    "T" * characters,
                    (),
                    (),
                    "uk",
                    (),
                    None,
                    None,
                    (),
                    extractor="x",
                ),
                f"{n}",
                datetime.now(UTC),
            )
        )
    made.notices = [
        Notice.error(f"https://a.example/failed/{n}", "no text found") for n in range(failures)
    ]
    return made


@pytest.mark.parametrize(
    ("now", "alarm"),
    [
        (harvest(10, 0), None),
        (harvest(6, 4), None),
        (harvest(2, 8), "2 of 10 pages gave an article, 95% before"),
        (harvest(10, 0, 300), "articles have 300 characters, 1,000 before"),
        (harvest(0, 4), None),
        (harvest(0, 5), "0 of 5 pages"),
    ],
    ids=["as ever", "some fail", "most fail", "short", "too few to say", "none"],
)
def test_an_outlet_that_changes_its_layout_raises_an_alarm(now: Harvest, alarm: str | None) -> None:
    before = [extraction_alarm.counts("a-uk", harvest(19, 1)) for _ in range(3)]
    found = extraction_alarm.fallen("a-uk", extraction_alarm.counts("a-uk", now), before)
    assert (alarm is None) == (found is None)
    assert alarm is None or alarm in found.detail
    assert extraction_alarm.fallen("a-uk", extraction_alarm.counts("a-uk", now), []) is None
