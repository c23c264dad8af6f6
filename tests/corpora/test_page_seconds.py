"""`gather.page_seconds` holds in each way in which a page is read: the slow page is an error that
names the setting, and the page beside it is read.
"""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.response import Response
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, REVISIONS
from tests.corpora.outlets_world import article, feed, one_pass, settings_for
from tests.corpora.raw_server import page, serving
from tests.corpora.strange_pages import STRANGE
from tests.corpora.strange_pages import page as strange
from tests.corpora.test_damaged_archives import record

pytestmark = [pytest.mark.slow(8), pytest.mark.timeout(180)]
SLOW, GOOD = STRANGE["headings"], strange()
"""A page that takes many seconds in the extractors, and one that takes a moment."""
REASON, DETAIL = "page takes too long", "more than 2 s (gather.page_seconds)"
ASK = CliRunner()


@pytest.fixture(autouse=True)
def _two_seconds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PARALLAX_GATHER__PAGE_SECONDS", "2")
    monkeypatch.setenv("PARALLAX_LAKE", str(tmp_path / "lake"))
    monkeypatch.setenv("COLUMNS", "400")


def files(folder: Path) -> list[str]:
    (folder / "slow.html").write_text(SLOW, "utf-8")
    (folder / "good.html").write_text(GOOD, "utf-8")
    return [str(folder / "slow.html"), str(folder / "good.html")]


def articles(folder: Path) -> list[str]:
    return [url.rsplit("/", 1)[-1] for url in Lake(folder / "lake").read(ARTICLES)["url"]]


def said(output: str) -> bool:
    """Whether a table names the reason and the setting in one row."""
    return any(REASON in line and DETAIL in line for line in output.splitlines())


def test_of_files(tmp_path: Path) -> None:
    answer = ASK.invoke(app, ["gather", *files(tmp_path)])
    assert answer.exit_code == 0, answer.output
    assert said(answer.output)
    assert articles(tmp_path) == ["good.html"]


def test_of_a_story(tmp_path: Path) -> None:
    answer = ASK.invoke(app, ["story", *files(tmp_path), "--lake", str(tmp_path / "lake")])
    assert answer.exit_code == 1
    assert said(answer.output)
    assert "1 could be read" in str(answer.exception)


def test_of_lines() -> None:
    given = [{"url": "https://a.example/x", "html": html} for html in (SLOW, GOOD)]
    answer = ASK.invoke(app, ["gather", "--jsonl"], input="\n".join(map(json.dumps, given)))
    slow, good = map(json.loads, answer.stdout.splitlines())
    assert slow["error"] == f"{REASON}: {DETAIL}"
    assert good["title"]


def test_of_an_archive_file(tmp_path: Path) -> None:
    file = tmp_path / "pages.warc"
    file.write_bytes(record("slow", SLOW.encode()) + record("good", GOOD.encode()))
    answer = ASK.invoke(app, ["gather", str(file), "--everything"])
    assert answer.exit_code == 0, answer.output
    assert "page takes too long" in answer.output
    assert articles(tmp_path) == ["good"]


def test_of_archived_pages_that_are_read_again(tmp_path: Path) -> None:
    assert ASK.invoke(app, ["gather", files(tmp_path)[1]]).exit_code == 0
    lake = Lake(tmp_path / "lake")
    payload = Archive(lake.root).keep(
        Response("https://a.example/x", "https://a.example/x", SLOW.encode())
    )
    good = lake.read(REVISIONS).with_columns(extractor=pl.lit("an older one"))
    slow = good.with_columns(revision_id=pl.lit("slow"), payload_sha256=pl.lit(payload))
    lake.replace(REVISIONS, pl.concat([slow, good]), lake.partitions(REVISIONS))
    answer = ASK.invoke(app, ["reextract"])
    assert said(answer.output)
    assert "1 failure," in answer.output
    assert "2 pages read again" in answer.output


def test_of_a_pass(tmp_path: Path) -> None:
    url = "https://a.example/"
    with serving() as server:
        server.answers |= {
            "/feed": feed(f"{url}slow", f"{url}good"),
            "/slow": page(SLOW.encode()),
            "/good": article("The parliament passed the law"),
        }
        settings = settings_for(
            tmp_path, server, {"a": [f"{url}feed"]}, page_seconds=2, timeout_seconds=20
        )
        result = one_pass(settings)
    failed = [(n.subject, n.reason, n.detail) for n in result.notices if n.is_error]
    assert failed == [(f"{url}slow", REASON, DETAIL)]
    assert articles(tmp_path) == ["good"]
