"""Politeness over real local servers: conditional requests, pauses, one at a time, what a server
asks for.
"""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from parallax.core.settings import Settings
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.throttle import Turns, domain
from parallax.corpora.page_error import PageError

VALIDATORS = [
    {"ETag": '"one"'},
    {"Last-Modified": "Wed, 03 Apr 2024 10:00:00 GMT"},
    {"ETag": '"one"', "Cache-Control": "max-age=600"},
    {"ETag": '"one"', "Cache-Control": "private"},
    {"ETag": '"one"', "Set-Cookie": "a=b"},
]


@pytest.mark.parametrize("validators", VALIDATORS, ids=" ".join)
def test_the_second_poll_reaches_the_server_and_is_conditional(
    httpserver: HTTPServer, settings: Settings, validators: dict[str, str]
) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Response:
        condition = (
            request.headers.get("If-None-Match") or request.headers.get("If-Modified-Since") or ""
        )
        asked.append(condition)
        return (
            Response(status=304, headers=validators)
            if condition
            else Response("a feed", headers=validators)
        )

    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/feed").respond_with_handler(answer)
    got = []
    for _ in range(3):  # each pass is a process of its own: the cache must outlive the client
        with Fetcher(settings) as fetcher:
            got.append(fetcher.get(httpserver.url_for("/feed")))
    assert len(asked) == 3
    assert asked[0] == ""
    assert all(asked[1:])
    assert [r.body for r in got] == [b"a feed"] * 3
    assert [r.unchanged for r in got] == [False, True, True]


def test_a_page_that_changed_is_read_again(httpserver: HTTPServer, settings: Settings) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    for version in ("one", "two"):
        httpserver.expect_ordered_request("/page").respond_with_data(
            version, headers={"ETag": f'"{version}"'}
        )
    with Fetcher(settings.changed(gather={"robots": False})) as fetcher:
        got = [fetcher.get(httpserver.url_for("/page")) for _ in range(2)]
    assert [(r.body, r.unchanged) for r in got] == [(b"one", False), (b"two", False)]


def test_two_requests_to_one_domain_never_overlap_and_keep_their_distance() -> None:
    turns, lock, busy, times = Turns(0.05), threading.Lock(), [0], []

    def ask(host: str) -> None:
        with turns.turn(f"https://{host}/page"):
            with lock:
                busy[0] += 1
                assert busy[0] == 1
                times.append(time.monotonic())
            time.sleep(0.01)
            with lock:
                busy[0] -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, ["rss.unian.net", "www.unian.net", "unian.net", "rss.unian.net"]))
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.05


def test_other_domains_do_not_wait() -> None:
    turns, start = Turns(5), time.monotonic()
    for host in ("a.example", "b.example", "unian.net", "tass.com"):
        with turns.turn(f"https://{host}/"):
            pass
    assert time.monotonic() - start < 1


def test_a_crawl_delay_is_kept(httpserver: HTTPServer, settings: Settings) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nCrawl-delay: 0.3\n")
    httpserver.expect_request("/page").respond_with_data("text")
    start = time.monotonic()
    with Fetcher(settings) as fetcher:
        for _ in range(3):
            fetcher.get(httpserver.url_for("/page"))
    assert time.monotonic() - start >= 0.9


@pytest.mark.parametrize(("asks", "waits", "comes_back"), [("1", 1.0, True), ("3600", 0.0, False)])
def test_retry_after_is_kept_or_the_page_left_alone(
    httpserver: HTTPServer, settings: Settings, asks: str, waits: float, comes_back: bool
) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_ordered_request("/page").respond_with_data(
        "", status=429, headers={"Retry-After": asks}
    )
    httpserver.expect_ordered_request("/page").respond_with_data("text")
    start = time.monotonic()
    with Fetcher(settings.changed(gather={"retries": 2, "robots": False})) as fetcher:
        if comes_back:
            assert fetcher.get(httpserver.url_for("/page")).body == b"text"
        else:
            with pytest.raises(PageError, match="HTTP 429"):
                fetcher.get(httpserver.url_for("/page"))
    assert waits <= time.monotonic() - start < waits + 3
    assert len(httpserver.log) == (2 if comes_back else 1)


def test_robots_txt_is_asked_once_a_pass_also_where_it_fails(
    httpserver: HTTPServer, settings: Settings
) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=503)
    with Fetcher(settings) as fetcher:
        for path in ("/a", "/b", "/c"):
            with pytest.raises(PageError, match=r"robots\.txt unavailable"):
                fetcher.get(httpserver.url_for(path))
    assert [request.path for request, _ in httpserver.log] == ["/robots.txt"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://rss.unian.net/x", "unian.net"),
        ("https://feeds.bbci.co.uk/", "bbci.co.uk"),
        ("http://127.0.0.1:80/", "127.0.0.1:80"),
    ],
)
def test_a_domain_is_what_somebody_registered(url: str, name: str) -> None:
    assert domain(url) == name
