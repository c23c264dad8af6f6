"""Fetching over a real local HTTP server: every misbehaviour ends as a plain reason."""

from importlib import metadata
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from parallax.core.settings import Settings
from parallax.corpora.discover import entries
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.response import Response as Listed
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets import registry
from parallax.corpora.page_error import PageError
from parallax.corpora.store import store
from parallax.lake.lake import Lake

PAGE = (
    '<html lang="uk">'
    '<meta property="article:published_time" '
    'content="2024-04-03T10:00:00Z"><h1>Закон про мову</h1><p>'
    + "Рада ухвалила закон про мову в п’ятницю, повідомили депутати. " * 3
    + "</p></html>"
)


@pytest.fixture
def server(httpserver: HTTPServer) -> HTTPServer:
    httpserver.expect_request("/robots.txt").respond_with_data(
        "User-agent: *\nDisallow: /private/\n"
    )
    httpserver.expect_request("/page").respond_with_data(
        PAGE, content_type="text/html; charset=utf-8"
    )
    return httpserver


def reason(url: str, settings: Settings) -> str:
    with Fetcher(settings) as fetcher, pytest.raises(PageError) as refused:
        fetcher.get(url)
    return refused.value.reason


def test_a_page_is_read_with_an_honest_name(server: HTTPServer, settings: Settings) -> None:
    with Fetcher(settings) as fetcher:
        assert "Закон" in fetcher.get(server.url_for("/page")).body.decode()
    agents = {request.headers["User-Agent"] for request, _ in server.log}
    version = metadata.version("parallax-news")
    assert agents == {f"Parallax/{version} (+{settings.gather.contact})"}


def test_private_addresses_are_refused_unless_allowed(
    server: HTTPServer, settings: Settings
) -> None:
    strict = settings.changed(gather={"allow_private_addresses": False})
    assert reason(server.url_for("/page"), strict) == "private address refused"
    assert not server.log
    mapped = strict.changed(gather={"host_map": {"news.example": f"127.0.0.1:{server.port}"}})
    with Fetcher(mapped) as fetcher:
        assert fetcher.get("https://news.example/page").final_url == "https://news.example/page"


def test_a_redirect_to_a_private_address_is_refused(server: HTTPServer, settings: Settings) -> None:
    server.expect_request("/away").respond_with_response(
        Response(status=302, headers={"Location": "http://10.0.0.1/secret"})
    )
    mapped = settings.changed(
        gather={
            "allow_private_addresses": False,
            "host_map": {"news.example": f"127.0.0.1:{server.port}"},
        }
    )
    assert reason("http://news.example/away", mapped) == "private address refused"


@pytest.mark.parametrize(
    ("status", "expected"), [(404, "HTTP 404"), (403, "HTTP 403"), (500, "HTTP 500")]
)
def test_statuses_are_reported(
    server: HTTPServer, settings: Settings, status: int, expected: str
) -> None:
    server.expect_request("/gone").respond_with_data("", status=status)
    assert reason(server.url_for("/gone"), settings) == expected


def test_a_redirect_loop_ends(server: HTTPServer, settings: Settings) -> None:
    server.expect_request("/loop").respond_with_response(
        Response(status=302, headers={"Location": "/loop"})
    )
    assert reason(server.url_for("/loop"), settings) == "redirects in a loop"


def test_a_long_page_is_refused(server: HTTPServer, settings: Settings) -> None:
    server.expect_request("/long").respond_with_data(b"x" * 20_000_000)
    assert reason(server.url_for("/long"), settings) == "page too long"


def test_robots_txt_is_obeyed(server: HTTPServer, settings: Settings) -> None:
    assert reason(server.url_for("/private/x"), settings) == "robots.txt forbids"
    assert [request.path for request, _ in server.log] == ["/robots.txt"]


def test_robots_txt_that_fails_forbids(httpserver: HTTPServer, settings: Settings) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=500)
    assert reason(httpserver.url_for("/page"), settings) == "robots.txt unavailable"


def test_a_server_fault_is_tried_again(server: HTTPServer, settings: Settings) -> None:
    calls = []

    def flaky(_: Request) -> Response:
        calls.append(1)
        return Response(PAGE, status=200 if len(calls) > 1 else 503, content_type="text/html")

    server.expect_request("/flaky").respond_with_handler(flaky)
    with Fetcher(settings.changed(gather={"retries": 2})) as fetcher:
        assert fetcher.get(server.url_for("/flaky")).body
    assert len(calls) == 2


def test_an_unreachable_host_is_reported(settings: Settings) -> None:
    assert reason("http://127.0.0.1:9/", settings) == "unreachable host"
    assert reason("http://no-such-host.invalid/", settings) == "unreachable host"


def test_every_bad_input_is_a_row_and_stops_nothing(
    server: HTTPServer, settings: Settings, tmp_path: Path
) -> None:
    server.expect_request("/pdf").respond_with_data(b"%PDF", content_type="application/pdf")
    server.expect_request("/empty").respond_with_data("", content_type="text/html")
    server.expect_request("/textless").respond_with_data(
        "<html><body></body></html>", content_type="text/html"
    )
    server.expect_request("/none.xml").respond_with_data(
        '<rss version="2.0"><channel></channel></rss>', content_type="text/xml"
    )
    server.expect_request("/broken.xml").respond_with_data(
        '<rss version="2.0"><channel><item><title>', content_type="text/xml"
    )
    paths = [
        "/pdf",
        "/empty",
        "/textless",
        "/none.xml",
        "/broken.xml",
        "/missing",
        "/page",
        "/page",
    ]
    sources = [server.url_for(path) for path in paths] + [
        str(tmp_path / "no.html"),
        "http://127.0.0.1:9/x",
    ]
    with Fetcher(settings) as fetcher:
        harvest = Gatherer(fetcher, Archive(settings.lake), registry.load(None)).sources(sources)
    assert [article.title for article, _, _ in harvest.articles] == ["Закон про мову"]
    assert [f.reason for f in harvest.notices] == [
        "not a web page (application/pdf)",
        "empty page",
        "no article text",
        "feed without entries",
        "broken XML",
        "HTTP 500",
        "listed twice",
        "cannot read file",
        "unreachable host",
    ]
    counts = store(harvest, registry.load(None), Lake(settings.lake))
    assert counts == {
        "pages read": 1,
        "pages unchanged": 0,
        "pages not due": 0,
        "new articles": 1,
        "new texts": 1,
        "failures": 8,
        "warnings": 1,
    }
    assert store(harvest, registry.load(None), Lake(settings.lake))["new texts"] == 0


def test_the_raw_response_is_kept_once(server: HTTPServer, settings: Settings) -> None:
    archive = Archive(settings.lake)
    with Fetcher(settings) as fetcher:
        response = fetcher.get(server.url_for("/page"))
    key = archive.keep(response)
    written = archive.path(key).stat().st_mtime_ns
    assert archive.keep(response) == key
    assert archive.path(key).stat().st_mtime_ns == written
    assert archive.payload(key) == response.body


def test_a_feed_gives_addresses_without_tracking_and_times_in_utc() -> None:
    item = (
        "<item><link>https://a.example/1?utm_source=x</link>"
        "<pubDate>Wed, 03 Apr 2024 10:00:00 +0300</pubDate></item>"
    )
    body = f'<rss version="2.0"><channel>{item}{item}</channel></rss>'.encode()
    listing = entries.parse(Listed("https://a.example/rss", "https://a.example/rss", body))
    assert listing is not None
    assert [(e.url, str(e.published)) for e in listing.entries] == [
        ("https://a.example/1", "2024-04-03 07:00:00+00:00")
    ] * 2


def test_a_page_that_a_feed_lists_twice_is_read_once_and_reported(
    server: HTTPServer, settings: Settings
) -> None:
    item = f"<item><link>{server.url_for('/page')}</link></item>"
    server.expect_request("/rss").respond_with_data(
        f'<rss version="2.0"><channel>{item}{item}</channel></rss>', content_type="text/xml"
    )
    with Fetcher(settings) as fetcher:
        harvest = Gatherer(fetcher, Archive(settings.lake), registry.load(None)).sources(
            [server.url_for("/rss")]
        )
    assert len(harvest.articles) == 1
    assert [(f.subject, f.reason) for f in harvest.notices] == [
        (server.url_for("/page"), "listed twice")
    ]
