"""Reading archived pages again, and pages that others archived."""

import gzip
import io
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from parallax.cli.app import app
from parallax.core.settings import Settings
from parallax.corpora.crawl_result import Harvest, read_page
from parallax.corpora.extract.article import extractor_version
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets import registry
from parallax.corpora.page_error import PageError
from parallax.corpora.reextract import gather_archive, reextract
from parallax.corpora.store import store
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, REVISIONS, SENTENCES
from tests.corpora.test_fetch import PAGE

URL = "https://www.pravda.com.ua/news/2024/04/3/1/"
HEADERS = {"content-type": "text/html; charset=utf-8"}
REGISTRY = registry.load(None)


def stored(settings: Settings) -> tuple[Lake, Archive]:
    lake, archive, harvest = Lake(settings.lake), Archive(settings.lake), Harvest()
    read_page(Response(URL, URL, PAGE.encode(), HEADERS), archive, REGISTRY, harvest, {})
    store(harvest, REGISTRY, lake)
    return lake, archive


def tables(lake: Lake) -> list[pl.DataFrame]:
    return [lake.read(table) for table in (ARTICLES, REVISIONS, SENTENCES)]


def spoil(lake: Lake) -> None:
    """Put in what an older extractor may have made of the page: another text, under another id."""
    old = lake.read(REVISIONS).with_columns(
        extractor=pl.lit("trafilatura 1"),
        text=pl.lit("Закон про мову\nМеню"),
        revision_id=pl.lit("old"),
    )
    lake.replace(REVISIONS, old, lake.partitions(REVISIONS))
    lake.replace(
        SENTENCES,
        lake.read(SENTENCES).head(1).with_columns(revision_id=pl.lit("old")),
        lake.partitions(SENTENCES),
    )


def test_a_page_that_was_a_file_is_read_again(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE, "utf-8")
    archive, response = (
        Archive(settings.lake),
        Response(file.as_uri(), file.as_uri(), PAGE.encode()),
    )
    assert archive.response(archive.keep(response)) == response


def test_an_article_of_older_extractors_is_rebuilt_from_its_archived_page(
    settings: Settings,
) -> None:
    lake, archive = stored(settings)
    fresh = tables(lake)
    spoil(lake)
    result = reextract(lake, archive, REGISTRY)
    assert (result.pages, result.changed, result.days, result.notices) == (
        1,
        1,
        ["2024-04-03"],
        [],
    )
    assert all(a.equals(b) for a, b in zip(tables(lake), fresh, strict=True))
    assert reextract(lake, archive, REGISTRY).pages == 0


def test_an_article_whose_page_is_lost_keeps_its_text_and_is_reported(settings: Settings) -> None:
    lake, archive = stored(settings)
    spoil(lake)
    before = tables(lake)
    archive.path(before[1]["payload_sha256"][0]).unlink()
    result = reextract(lake, archive, REGISTRY)
    assert [f.reason for f in result.notices] == ["the archived page is not there"]
    assert all(a.equals(b) for a, b in zip(tables(lake), before, strict=True))


def test_another_splitter_changes_the_sentences_of_a_text_that_stays(settings: Settings) -> None:
    lake, archive = stored(settings)
    fresh = tables(lake)
    lake.replace(
        REVISIONS,
        lake.read(REVISIONS).with_columns(extractor=pl.lit("another splitter")),
        lake.partitions(REVISIONS),
    )
    whole = lake.read(SENTENCES).head(2).with_columns(surface=pl.lit("all in one"))
    lake.replace(SENTENCES, whole, lake.partitions(SENTENCES))
    result = reextract(lake, archive, REGISTRY)
    assert (result.pages, result.changed, result.days) == (1, 0, ["2024-04-03"])
    assert all(a.equals(b) for a, b in zip(tables(lake), fresh, strict=True))


def test_the_command_says_what_changed(settings: Settings) -> None:
    lake, _ = stored(settings)
    spoil(lake)
    answer = CliRunner().invoke(app, ["reextract", "--lake", str(settings.lake)])
    assert answer.exit_code == 0, answer.output
    assert "1 pages read again, 1 texts changed" in answer.output
    assert lake.read(REVISIONS)["extractor"].to_list() == [
        extractor_version(REGISTRY.rules_for(URL, datetime.now(UTC).date()))
    ]


def warc(path: Path, pages: list[tuple[str, bytes, str]]) -> Path:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, body, status in pages:
            headers = StatusAndHeaders(
                status,
                [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")],
                "HTTP/1.1",
            )
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=io.BytesIO(gzip.compress(body)), http_headers=headers
                )
            )
    return path


def test_pages_of_registered_outlets_come_from_an_archive_file(
    settings: Settings, tmp_path: Path
) -> None:
    other = "https://unknown.example/1"
    file = warc(
        tmp_path / "CC-NEWS.warc.gz",
        [
            (URL, PAGE.encode(), "200 OK"),
            (other, PAGE.encode() + b" ", "200 OK"),
            (URL + "gone", b"", "404 Not Found"),
        ],
    )
    lake, archive = Lake(settings.lake), Archive(settings.lake)
    brought = list(gather_archive(file, REGISTRY, archive, lake))
    assert [counts["new articles"] for _, counts in brought] == [1]
    assert lake.read(ARTICLES)["edition"].to_list() == ["pravda-uk"]
    assert len(lake.read(ARTICLES)["siblings"][0]) == 2
    again = CliRunner().invoke(
        app, ["gather", str(file), "--everything", "--lake", str(settings.lake)]
    )
    assert again.exit_code == 0, again.output
    assert "1 pages unchanged" in again.output
    assert set(lake.read(ARTICLES)["outlet"]) == {"Ukrainska Pravda", "unknown.example"}


def test_a_file_that_is_not_there_is_one_clear_line(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(PageError, match="cannot read file"):
        list(
            gather_archive(
                tmp_path / "no.warc.gz", REGISTRY, Archive(settings.lake), Lake(settings.lake)
            )
        )
