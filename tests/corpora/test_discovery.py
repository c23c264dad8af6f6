"""Where pages come from: sitemaps, addresses of language versions, and pages that need no second
reading.
"""

import gzip
import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.corpora.discover import entries
from parallax.corpora.discover.listing import Listing
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.response import Response
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets.registry import Edition, load
from parallax.corpora.page_error import PageError
from parallax.corpora.store import days_of, known_pages, store
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES
from tests.corpora.test_fetch import PAGE

REGISTRY = load(None)
SITEMAP = "https://a.example/sitemap.xml"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{0}</loc><news:news><news:publication_date>2024-04-03T10:00:00+03:00</news:publication_date></news:news></url>
<url><loc>{1}</loc><lastmod>2020-01-01</lastmod></url><url><lastmod>2024-04-03</lastmod></url>
</urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{0}</loc><lastmod>2024-04-03</lastmod></sitemap><sitemap><loc>{1}</loc><lastmod>2019-01-01</lastmod></sitemap></sitemapindex>"""


def parsed(body: bytes) -> Listing:
    listing = entries.parse(Response(SITEMAP, SITEMAP, body))
    assert listing is not None
    return listing


def test_a_news_sitemap_lists_pages_with_their_times() -> None:
    found = parsed(NEWS.format("https://a.example/1?utm_source=x", "https://a.example/2").encode())
    assert [(e.url, str(e.published)) for e in found.entries] == [
        ("https://a.example/1", "2024-04-03 07:00:00+00:00"),
        ("https://a.example/2", "2020-01-01 00:00:00+00:00"),
    ]
    assert parsed(
        gzip.compress(NEWS.format("https://a.example/1", "https://a.example/2").encode())
    ).entries


def test_of_an_index_only_what_changed_is_read() -> None:
    asked: list[str] = []

    def read(url: str) -> Response:
        asked.append(url)
        return Response(
            url, url, NEWS.format("https://a.example/1", "https://a.example/2").encode()
        )

    body = INDEX.format("https://a.example/new.xml", "https://a.example/old.xml").encode()
    found = entries.listed(Response(SITEMAP, SITEMAP, body), datetime(2024, 4, 1, tzinfo=UTC), read)
    assert found is not None
    assert len(found.entries) == 2
    assert asked == ["https://a.example/new.xml"]


def test_a_sitemap_of_an_index_that_fails_is_one_failure() -> None:
    def read(url: str) -> Response:
        if url.endswith("gone.xml"):
            raise PageError("HTTP 404", url)
        return Response(
            url, url, NEWS.format("https://a.example/1", "https://a.example/2").encode()
        )

    body = INDEX.format("https://a.example/gone.xml", "https://a.example/good.xml").encode()
    found = entries.listed(Response(SITEMAP, SITEMAP, body), None, read)
    assert found is not None
    assert [entry.url for entry in found.entries] == ["https://a.example/1", "https://a.example/2"]
    assert [(n.subject, n.reason) for n in found.notices] == [
        ("https://a.example/gone.xml", "HTTP 404")
    ]


def test_what_a_response_lists_crosses_to_another_process() -> None:
    body = INDEX.format("https://a.example/new.xml", "https://a.example/old.xml").encode()
    response = Response(SITEMAP, SITEMAP, body)
    assert pickle.loads(pickle.dumps(entries.parse))(response) == entries.parse(response)
    assert pickle.loads(pickle.dumps(entries.parse(response))) == entries.parse(response)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<urlset><url>", "broken XML"),
        (b"\x1f\x8b\x08broken", "cannot be decompressed"),
        (gzip.compress(b" " * 101_000_000), "page too long"),
    ],
    ids=["broken", "no gzip", "a bomb"],
)
def test_a_bad_sitemap_is_reported(body: bytes, reason: str) -> None:
    with pytest.raises(PageError) as refused:
        parsed(body)
    assert refused.value.reason == reason


def test_entities_of_a_sitemap_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://secret.example/")
    body = (
        f'<!DOCTYPE u [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<urlset><url><loc>&x;</loc></url></urlset>"
    )
    assert parsed(body.encode()).entries == ()


def test_an_edition_is_read_from_its_sitemap(httpserver: HTTPServer, settings: Settings) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/page").respond_with_data(
        PAGE, content_type="text/html; charset=utf-8"
    )
    listed = NEWS.format(httpserver.url_for("/page"), httpserver.url_for("/gone"))
    httpserver.expect_request("/sitemap.xml").respond_with_data(
        listed, content_type="application/xml"
    )
    edition = Edition(
        "a-uk", "A", "uk", httpserver.url_for("/"), sitemaps=(httpserver.url_for("/sitemap.xml"),)
    )
    with Fetcher(settings) as fetcher:
        harvest = Gatherer(fetcher, Archive(settings.lake), REGISTRY).edition(
            edition, datetime(2024, 4, 1, tzinfo=UTC)
        )
    assert [article.title for article, _, _ in harvest.articles] == ["Закон про мову"]
    assert harvest.notices == []


def test_a_page_that_did_not_change_is_not_read_again_but_its_day_is_known(
    httpserver: HTTPServer, settings: Settings
) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/page").respond_with_data(
        PAGE, content_type="text/html; charset=utf-8"
    )
    lake, counts = Lake(settings.lake), []
    for _ in range(2):
        with Fetcher(settings) as fetcher:
            harvest = Gatherer(
                fetcher, Archive(settings.lake), REGISTRY, known_pages(lake, REGISTRY)
            ).sources([httpserver.url_for("/page")])
        counts.append(store(harvest, load(None), lake))
        assert days_of(harvest, lake) == ["2024-04-03"]
    assert [c["pages unchanged"] for c in counts] == [0, 1]
    assert [c["new texts"] for c in counts] == [1, 0]


WALLS = [
    (
        '<html lang="uk"><title>Just a moment...</title><body>'
        '<div class="cf-turnstile"></div></body></html>',
        "captcha",
    ),
    (
        '<html lang="en"><body><h1>We value your privacy</h1><p>Accept?</p></body></html>',
        "consent wall",
    ),
    (
        '<html lang="ru"><body><p>Материал доступен только для подписчиков.</p></body></html>',
        "paywall",
    ),
]


@pytest.mark.parametrize(("html", "reason"), WALLS, ids=[reason for _, reason in WALLS])
def test_a_wall_is_recognised_and_recorded_as_such(
    httpserver: HTTPServer, settings: Settings, html: str, reason: str
) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/page").respond_with_data(
        html, content_type="text/html; charset=utf-8"
    )
    with Fetcher(settings) as fetcher:
        harvest = Gatherer(fetcher, Archive(settings.lake), REGISTRY).sources(
            [httpserver.url_for("/page")]
        )
    assert [f.reason for f in harvest.notices] == [reason]


def test_the_shipped_registry_is_as_wide_as_it_says() -> None:
    registry = load(None)
    assert len({e.outlet for e in registry.editions}) >= 25
    assert len(registry.editions) >= 45
    assert {e.ownership for e in registry.editions} == {
        "public",
        "state",
        "private",
        "government",
        "in exile",
    }
    assert all(
        url.startswith("https://")
        for e in registry.editions
        for url in (e.home, *e.feeds, *e.sitemaps)
    )


def test_addresses_of_language_versions_follow_from_one_another() -> None:
    registry = load(None)
    found = registry.twins_of("https://www.pravda.com.ua/rus/news/2024/04/3/7449500/")
    assert found == [
        "https://www.pravda.com.ua/news/2024/04/3/7449500/",
        "https://www.pravda.com.ua/eng/news/2024/04/3/7449500/",
    ]
    assert registry.twins_of("https://www.bbc.com/ukrainian/articles/x") == []


def test_an_edition_whose_addresses_no_longer_hold_is_left_alone(
    tmp_path: Path, settings: Settings
) -> None:
    edition = Edition(
        "a-uk",
        "A",
        "uk",
        "https://a.example/",
        feeds=("https://a.example/rss",),
        until=date(2020, 1, 1),
    )
    with Fetcher(settings) as fetcher:
        assert (
            Gatherer(fetcher, Archive(settings.lake), REGISTRY).edition(edition, None).notices == []
        )
    wrong = tmp_path / "outlets.toml"
    wrong.write_text(
        '[[outlet]]\nname = "A"\n[[outlet.edition]]\nid = '
        '"a"\nlanguage = "uk"\nhome = "x"\nfeed = "y"\n'
    )
    with pytest.raises(InputError, match="feed"):
        load(wrong)


def test_a_page_whose_article_a_killed_pass_did_not_write_is_read_again(
    httpserver: HTTPServer, settings: Settings
) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/page").respond_with_data(
        PAGE, content_type="text/html; charset=utf-8"
    )
    lake = Lake(settings.lake)
    for _ in range(2):
        with Fetcher(settings) as fetcher:
            harvest = Gatherer(
                fetcher, Archive(settings.lake), REGISTRY, known_pages(lake, REGISTRY)
            ).sources([httpserver.url_for("/page")])
        store(harvest, load(None), lake)
        written = lake.read(ARTICLES)
        lake.replace(ARTICLES, ARTICLES.empty(), lake.partitions(ARTICLES))
    assert len(written) == 1
