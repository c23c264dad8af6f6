"""Texts, times and days of strangers: whatever a page states, it and all others are stored."""

import codecs
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from pytest_httpserver import HTTPServer

from parallax.core.clean_text import clean
from parallax.core.errors import SchemaError
from parallax.core.files import write_parquet
from parallax.core.settings import Settings
from parallax.core.times import is_day
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.extract import charset
from parallax.corpora.extract.article import Article, extract
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.response import Response
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets.registry import load
from parallax.corpora.store import days_of, known_pages, latest_revisions, store
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, REVISIONS, SENTENCES
from parallax.lake.strange_partitions import strange_partitions
from tests.hostile_pages import BODY, DATES, NO_DATES, SENTENCE, TEXTS, linked, page, serve

URL = "https://a.example/news/1"
NOT_PLAUSIBLE = "publication date not plausible"


def read(html: str | bytes, content_type: str = "text/html", url: str = URL) -> Article:
    body = html if isinstance(html, bytes) else html.encode("utf-8")
    return extract(Response(url, url, body, {"content-type": content_type}))


def gathered(sources: list[str], settings: Settings) -> Harvest:
    registry = load(None)
    with Fetcher(settings) as fetcher:
        return Gatherer(fetcher, Archive(settings.lake), registry).sources(sources)


def all_texts(value: Any) -> list[str]:
    """Return every text in some rows."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in all_texts(one)]


@pytest.mark.slow(20)
@pytest.mark.parametrize("pages", [TEXTS, DATES], ids=["texts", "dates"])
def test_hostile_pages_and_a_good_one_are_stored_clean(
    pages: dict[str, str], settings: Settings, httpserver: HTTPServer
) -> None:
    harvest = gathered(serve(httpserver, pages), settings)
    lake = Lake(settings.lake)
    counts = store(harvest, load(None), lake)
    assert [notice for notice in harvest.notices if notice.is_error] == []
    assert counts["new articles"] == len(pages) + 1
    for table in (ARTICLES, REVISIONS, SENTENCES):
        rows = lake.read(table)
        texts = all_texts(rows.to_dicts())
        assert [text for text in texts if clean(text) != text] == []
        assert all(is_day(day) for day in rows["day"])
        assert all(is_day(day) for day in lake.partitions(table))
    for text, start, end, surface in (
        lake.read(SENTENCES)
        .join(lake.read(REVISIONS), on="revision_id")
        .select("text", "start", "end", "surface")
        .iter_rows()
    ):
        assert text[start:end] == surface
    assert "Добра новина про закон" in latest_revisions(lake)["title"].to_list()
    assert set(known_pages(lake, load(None)).values()) == set(days_of(harvest, lake))


@pytest.mark.parametrize("name", TEXTS)
def test_a_page_of_hostile_text_is_an_article(name: str) -> None:
    article = read(TEXTS[name])
    texts = [article.text, article.url, article.section or "", *article.authors, *article.siblings]
    assert [text for text in texts if clean(text) != text] == []
    assert SENTENCE.strip() in article.text
    assert article.published == datetime(2024, 4, 3, 7, tzinfo=UTC)
    assert article.remarks == ()


@pytest.mark.parametrize(
    ("html", "authors", "section", "title"),
    [
        (TEXTS["author cut in half"], ("А \ufffd",), None, "Закон про мову"),
        (TEXTS["section cut in half"], (), "Світ \ufffd", "Закон про мову"),
        (TEXTS["reference to an escape"], (), None, "Закон \ufffd[31m про мову"),
        (TEXTS["references in a meta author"], ("А\ufffd[1m\ufffd",), None, "Закон про мову"),
        (TEXTS["rich markup"], (), None, None),
    ],
)
def test_what_cannot_be_kept_is_replaced_and_the_rest_is_not(
    html: str, authors: tuple[str, ...], section: str | None, title: str | None
) -> None:
    article = read(html)
    assert (article.authors, article.section) == (authors, section)
    assert title is None or article.title == title
    if title is None:
        assert article.title == "Новини [/b] про [link=file:///etc/passwd]закон[/link] мови"


@pytest.mark.parametrize("stated", NO_DATES)
def test_a_time_that_cannot_be_is_no_date_and_one_remark(stated: str) -> None:
    article = read(page(day=stated))
    assert article.published is None
    assert [remark.reason for remark in article.remarks] == [NOT_PLAUSIBLE]
    assert stated[:20] in article.remarks[0].detail


def test_another_time_that_the_page_states_is_believed_instead() -> None:
    html = page(head=linked('{"@type":"NewsArticle","datePublished":"0001-01-01T00:00:00"}'))
    article = read(html)
    assert article.published == datetime(2024, 4, 3, 7, tzinfo=UTC)
    assert article.remarks == ()


@pytest.mark.parametrize("stated", NO_DATES)
def test_a_change_at_a_time_that_cannot_be_is_unknown(stated: str) -> None:
    head = f'<meta property="article:modified_time" content="{stated}">'
    article = read(page(head=head))
    assert article.modified is None
    assert article.published == datetime(2024, 4, 3, 7, tzinfo=UTC)


def test_tomorrow_is_plausible_and_the_day_after_is_not() -> None:
    now = datetime.now(UTC)
    for hours, kept in ((23, True), (25, False)):
        stated = (now + timedelta(hours=hours)).isoformat()
        assert (read(page(day=stated)).published is not None) is kept


WIDE = page().replace("utf-8", "utf-16")
BYTES_FOR_BYTES = ["hex", "rot13", "zlib", "bz2", "base64", "uu", "quopri", "unicode_escape"]
NO_ENCODINGS = [*BYTES_FOR_BYTES, "raw_unicode_escape", "idna", "punycode", "utf-7", "undefined"]


@pytest.mark.parametrize(
    "name", [*NO_ENCODINGS, "mbcs", "no-such", "utf_8_sig", "cp65001", "x" * 999]
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_name_that_the_web_does_not_know_is_not_believed(name: str, encoding: str) -> None:
    assert charset.declared(b"", f"text/html; charset={name}") is None
    html = page().replace("utf-8", name)
    assert SENTENCE.strip() in read(html.encode(encoding), f"text/html; charset={name}").text


@pytest.mark.parametrize(
    "stated", ["", "; charset=utf-16", "; charset=utf-8", "; charset=windows-1251"]
)
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
def test_utf_16_is_read_whatever_is_stated(encoding: str, mark: bytes, stated: str) -> None:
    article = read(mark + WIDE.encode(encoding), f"text/html{stated}")
    assert article.text == read(page()).text


@pytest.mark.parametrize(
    ("body", "used"),
    [
        (page().replace("utf-8", "utf-16").encode("utf-8"), "utf-8"),  # says UTF-16 and is not
        (b"\xef\xbb\xbf" + page().encode("utf-8"), "utf-8"),
        (page().encode("utf-8").replace(b"</h1>", b"\xff</h1>"), "utf-8"),
        (page().replace("utf-8", "windows-1251").encode("cp1251"), "cp1251"),
        (page().replace("utf-8", "koi8-u").encode("koi8-u", "replace"), "koi8-u"),
    ],
)
def test_the_encoding_that_is_used(body: bytes, used: str) -> None:
    text, found, _ = charset.decode(body)
    assert found == used
    assert "повідомили депутати комітету" in text


def test_an_article_that_cannot_be_stored_is_a_failure_and_the_others_are_stored(
    settings: Settings,
) -> None:
    """No page gives such an article; what our own code may miss one day stops nothing either."""
    lake, now = Lake(settings.lake), datetime.now(UTC)
    good = read(page())
    bad = [
        replace(good, url="https://b.example/1", section="Світ \ud83d"),
        replace(good, url="https://b.example/2", authors=("\udfff",)),
        replace(good, url="https://b.example/3", paragraphs=("\ud83d", *good.paragraphs)),
        replace(good, url="https://b.example/4", published="yesterday"),  # type: ignore[arg-type]
    ]
    other = replace(good, url="https://b.example/6")
    harvest = Harvest(articles=[(one, one.url, now) for one in (good, *bad, other)])
    counts = store(harvest, load(None), lake)
    assert [notice.subject for notice in harvest.notices] == [one.url for one in bad]
    assert all(notice.is_error for notice in harvest.notices)
    assert set(lake.read(ARTICLES)["url"]) == {good.url, other.url}
    assert lake.read(REVISIONS).height == 2
    assert set(lake.read(SENTENCES)["revision_id"]) == set(lake.read(REVISIONS)["revision_id"])
    assert (counts["new articles"], counts["failures"]) == (2, len(bad))
    assert days_of(harvest, lake) == ["2024-04-03"]


def test_two_texts_of_one_page_in_a_harvest_are_one_article(settings: Settings) -> None:
    lake, now = Lake(settings.lake), datetime.now(UTC)
    first = read(page())
    second = replace(first, title="Закон про мову ухвалено", published=None)
    store(Harvest(articles=[(first, "1", now), (second, "2", now)]), load(None), lake)
    assert lake.read(ARTICLES).height == 1
    assert lake.read(REVISIONS)["day"].to_list() == ["2024-04-03"] * 2


@pytest.mark.parametrize(
    "day",
    ["1-01-01", "999-12-31", "2024-4-3", "20240403", "2024-02-30", "2024-04-03T10", "None", ""],
)
def test_a_day_that_is_none_is_not_written(day: str, settings: Settings) -> None:
    lake = Lake(settings.lake)
    store(Harvest(articles=[(read(page()), "1", datetime.now(UTC))]), load(None), lake)
    rows = lake.read(ARTICLES).with_columns(day=pl.lit(day))
    with pytest.raises(SchemaError, match="articles: not a day"):
        lake.replace(ARTICLES, rows, [day])
    assert lake.partitions(ARTICLES) == ["2024-04-03"]


@pytest.mark.parametrize("day", ["1-01-01", "99-12-31", "nonsense"])
def test_a_day_that_an_earlier_release_wrote_is_passed_over_and_named(
    day: str, settings: Settings
) -> None:
    lake = Lake(settings.lake)
    harvest = Harvest(articles=[(read(page()), "1", datetime.now(UTC))])
    store(harvest, load(None), lake)
    for table in (ARTICLES, REVISIONS, SENTENCES):
        rows = lake.read(table).with_columns(day=pl.lit(day))
        write_parquet(lake.folder(table) / f"day={day}" / "part.parquet", rows)
        assert lake.partitions(table) == ["2024-04-03"]
        assert lake.strange_partitions(table) == [day]
    assert lake.scan(ARTICLES).collect()["day"].to_list() == ["2024-04-03"]
    assert [one.value for one in strange_partitions(lake)] == [day] * 3
    assert BODY[3:20] in latest_revisions(lake)["text"][0]
