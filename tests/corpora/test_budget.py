"""A pass asks for a bounded part of what an edition lists, and the next one goes on; a host that
does not answer is left alone and reported once. Real servers on loopback.
"""

import errno
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from parallax.core.settings import Settings
from parallax.corpora.budget import Backlog, Budget
from parallax.corpora.crawl_result import Harvest
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.hosts import LEFT_ALONE
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets import registry
from tests.corpora.outlets_world import article, feed, one_pass, settings_for
from tests.corpora.raw_server import RawServer, page, serving


@pytest.fixture
def server() -> Iterator[RawServer]:
    with serving() as raw:
        yield raw


def asked(server: RawServer) -> list[str]:
    """Return the pages asked for since the last call."""
    pages = [path for path in server.asked if not path.endswith("rss")]
    server.asked.clear()
    return pages


def listing(server: RawServer, count: int, dates: list[str] | None = None) -> list[str]:
    """Serve a feed of so many pages; return their paths."""
    paths = [f"/{n}" for n in range(count)]
    server.answers["/rss"] = feed(*(f"https://a.example{p}" for p in paths), dates=dates)
    return paths


@pytest.mark.slow(8)
@pytest.mark.parametrize("answer", [article("The law"), page(b"", status="404 Not Found")])
def test_undated_pages_beyond_the_budget_are_read_by_the_next_passes(
    server: RawServer, tmp_path: Path, answer: bytes
) -> None:
    paths = listing(server, 40)
    server.answers["*"] = answer
    settings = settings_for(
        tmp_path, server, {"a": ["https://a.example/rss"]}, edition_pages=15, http_cache=False
    )
    first = one_pass(settings)
    assert asked(server) == paths[:15]
    left = [n for n in first.notices if n.reason == "pages left for the next pass"]
    assert [(n.subject, n.severity) for n in left] == [("a-en", "warning")]
    assert left[0].detail.startswith("25 of 40 listed")
    one_pass(settings)
    assert asked(server)[:15] == paths[15:30]
    one_pass(settings)
    assert set(paths[30:]) <= set(asked(server))


def test_pages_that_were_never_asked_for_come_before_those_that_were(
    server: RawServer, tmp_path: Path
) -> None:
    listing(server, 10)
    server.answers["*"] = page(b"", status="404 Not Found")
    settings = settings_for(tmp_path, server, {"a": ["https://a.example/rss"]}, edition_pages=6)
    one_pass(settings)
    assert asked(server) == ["/0", "/1", "/2", "/3", "/4", "/5"]
    one_pass(settings)
    assert asked(server) == ["/6", "/7", "/8", "/9", "/0", "/1"]
    one_pass(settings)
    assert asked(server) == ["/2", "/3", "/4", "/5", "/6", "/7"]


def test_the_newest_pages_come_first(server: RawServer, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    dates = [f"{now - timedelta(hours=age):%a, %d %b %Y %H:%M:%S GMT}" for age in (5, 1, 3, 2, 4)]
    listing(server, 5, dates)
    server.answers["*"] = page(b"", status="404 Not Found")
    settings = settings_for(tmp_path, server, {"a": ["https://a.example/rss"]}, edition_pages=3)
    one_pass(settings)
    assert asked(server) == ["/1", "/3", "/2"]


def test_a_slow_outlet_has_its_seconds_and_the_rest_waits(
    server: RawServer, tmp_path: Path
) -> None:
    def slow() -> Iterable[bytes]:
        time.sleep(0.3)
        yield article("The law")

    listing(server, 30)
    server.answers["*"] = slow
    settings = settings_for(tmp_path, server, {"a": ["https://a.example/rss"]}, edition_seconds=1.5)
    start = time.monotonic()
    result = one_pass(settings)
    assert time.monotonic() - start < 4
    assert "pages left for the next pass" in {n.reason for n in result.notices}
    assert 1 <= len(asked(server)) < 10


@pytest.mark.slow(12)
def test_slow_outlets_do_not_hold_up_good_ones(server: RawServer, tmp_path: Path) -> None:
    def slow() -> Iterable[bytes]:
        time.sleep(1)
        yield page(b"", status="404 Not Found")

    names = [f"slow{n}" for n in range(12)] + ["good"]
    for name in names:
        host = f"https://{name}.example"
        server.answers[f"/{name}.rss"] = feed(*(f"{host}/{name}-{n}" for n in range(20)))
    server.answers |= {f"/good-{n}": article(f"The law {n}") for n in range(20)}
    server.answers["*"] = slow
    settings = settings_for(
        tmp_path,
        server,
        {name: [f"https://{name}.example/{name}.rss"] for name in names},
        edition_seconds=6,
        timeout_seconds=5,
    )
    start = time.monotonic()
    result = one_pass(settings)
    assert time.monotonic() - start < 15
    second = min(n for n, path in enumerate(server.asked) if path.startswith("/slow0-1"))
    assert server.asked.index("/good-0") < second + len(names)
    assert result.counts["pages read"] >= 1  # how many depends on how busy this machine is
    left = {n.subject for n in result.notices if n.reason == "pages left for the next pass"}
    assert left >= {f"slow{n}-en" for n in range(12)}


def silent() -> Iterable[bytes]:
    time.sleep(3)
    yield b""


FAULTS: dict[str, bytes | Callable[[], Iterable[bytes]]] = {
    "silence": silent,
    "no answer": b"",
    "garbage": b"\x00\xff" * 100,
    "a TLS alert": b"\x15\x03\x01\x00\x02\x02\x46",
    "half an answer": page(b"abc", length=500),
}


@pytest.mark.slow(5)
@pytest.mark.parametrize("case", FAULTS)
def test_a_host_that_does_not_answer_is_left_alone_and_reported_once(
    server: RawServer, tmp_path: Path, case: str
) -> None:
    dead, good = "https://a.example", "https://b.example"
    server.answers = {
        "/a.rss": feed(*(f"{dead}/{n}" for n in range(30))),
        "/b.rss": feed(*(f"{good}/good-{n}" for n in range(3))),
        **{f"/good-{n}": article(f"The law {n}") for n in range(3)},
        "*": FAULTS[case],
    }
    settings = settings_for(
        tmp_path,
        server,
        {"a": [f"{good}/a.rss"], "b": [f"{good}/b.rss"]},
        timeout_seconds=0.5,
        retries=1,
    )
    start = time.monotonic()
    result = one_pass(settings)
    assert time.monotonic() - start < 8
    assert result.counts["pages read"] == 3
    tries = [path for path in asked(server) if path.startswith("/") and path[1:].isdigit()]
    assert tries == ["/0", "/0", "/1", "/2"]  # only the first page is tried again
    alone = [n for n in result.notices if n.reason == LEFT_ALONE]
    assert [n.subject for n in alone] == ["a.example"]
    assert "27 pages not asked for" in alone[0].detail
    assert len(result.notices) == 4


def test_editions_of_one_host_share_its_notice(server: RawServer, tmp_path: Path) -> None:
    server.answers = {
        f"/{name}.rss": feed(*(f"https://shared.example/{name}-{n}" for n in range(10)))
        for name in ("a", "b", "c")
    }
    server.answers["*"] = b""
    settings = settings_for(
        tmp_path,
        server,
        {name: [f"https://{name}.example/{name}.rss"] for name in ("a", "b", "c")},
        host_map={
            f"{name}.example": f"127.0.0.1:{server.port}" for name in ("a", "b", "c", "shared")
        },
    )
    alone = [n for n in one_pass(settings).notices if n.reason == LEFT_ALONE]
    assert [n.subject for n in alone] == ["shared.example"]
    assert "27 pages not asked for" in alone[0].detail


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_host_that_asks_to_come_back_later_is_left_alone(
    server: RawServer, tmp_path: Path, status: str
) -> None:
    listing(server, 20)
    server.answers["*"] = page(b"", "Retry-After: 3600", status=status)
    settings = settings_for(tmp_path, server, {"a": ["https://a.example/rss"]}, retries=2)
    result = one_pass(settings)
    assert asked(server) == ["/0"]
    assert [n.reason for n in result.notices] == [f"HTTP {status[:3]}", LEFT_ALONE]
    assert "19 pages not asked for" in result.notices[1].detail


def test_a_page_that_answers_between_two_faults_keeps_the_host(
    server: RawServer, tmp_path: Path
) -> None:
    listing(server, 12)
    for n in range(0, 12, 3):
        server.answers[f"/{n}"] = article(f"The law {n}")
    server.answers["*"] = b""
    settings = settings_for(tmp_path, server, {"a": ["https://a.example/rss"]})
    result = one_pass(settings)
    assert len(asked(server)) == 12
    assert LEFT_ALONE not in {n.reason for n in result.notices}


def beside_a_good_page(server: RawServer, settings: Settings, head: str) -> Harvest:
    """Gather a feed of two pages: one answers with this head, the other is an article."""
    server.answers = {"/0": head.encode("utf-8"), "/1": article("The law")}
    server.answers["/rss"] = feed(server.url("/0"), server.url("/1"))
    with Fetcher(settings.changed(gather={"robots": False})) as fetcher:
        return Gatherer(fetcher, Archive(settings.lake), registry.load(None)).sources(
            [server.url("/rss")]
        )


LOCATIONS = {
    "a bracket": "http://[bad/",
    "javascript": "javascript:alert(1)",
    "nothing": "",
    "blanks": "   ",
    "70,000 characters": "/" + "a" * 70_000,
    "a file": "file:///etc/passwd",
    "ftp": "ftp://a.example/x",
    "data": "data:text/html,<p>",
    "mailto": "mailto:a@a.example",
    "no host": "http:///x",
    "a port that is none": "http://a.example:99999/x",
    "a port of letters": "http://a.example:http/x",
    "a control character": "http://a.example/\x01\x02",
    "an address of IPv6 cut short": "http://[::1/x",
    "a label of 70 characters": "http://" + "a" * 70 + ".example/x",
    "a name that is no name": "http://xn--/x",
    "dots": "http://../x",
    "an unknown host in Greek": "http://\u03b1.invalid/",
    "a percent": "http://%/x",
}


@pytest.mark.parametrize("case", LOCATIONS)
def test_a_redirect_that_leads_nowhere_is_the_fault_of_one_page(
    server: RawServer, settings: Settings, case: str
) -> None:
    head = f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {LOCATIONS[case]}\r\n\r\n"
    harvest = beside_a_good_page(server, settings, head)
    assert [a.title for a, _, _ in harvest.articles] == ["The law"]
    assert [n.subject for n in harvest.notices if n.is_error] == [server.url("/0")]
    assert not any(word in harvest.notices[0].detail for word in ("Error", "Traceback"))


WAITS = {
    "an impossible zone": "Mon, 1 Jan 2024 00:00:00 +9999999999999",
    "year 0": "Mon, 1 Jan 0000 00:00:00 GMT",
    "year 99999": "Mon, 1 Jan 99999 00:00:00 GMT",
    "day 99": "Mon, 99 Jan 2024 00:00:00 GMT",
    "words": "soon",
    "a negative number": "-5",
    "a fraction": "1.5",
    "5,000 digits": "9" * 5_000,
    "digits of another script": "\u0661\u0662",
    "a superscript": "\u00b2",
    "infinity": "inf",
    "nothing": "",
    "a comma": ",",
    "a zone without a time": "GMT",
}


@pytest.mark.parametrize("case", WAITS)
def test_a_time_to_come_back_that_cannot_be_read_is_the_fault_of_one_page(
    server: RawServer, settings: Settings, case: str
) -> None:
    head = f"HTTP/1.1 429 X\r\nContent-Length: 0\r\nRetry-After: {WAITS[case]}\r\n\r\n"
    harvest = beside_a_good_page(server, settings, head)
    assert harvest.notices[0].reason == "HTTP 429"
    if case != "5,000 digits":  # which asks to come back after the end of the world
        assert [a.title for a, _, _ in harvest.articles] == ["The law"]


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EFBIG, errno.EDQUOT])
def test_a_full_disk_ends_the_pass_and_is_not_the_fault_of_a_page(
    server: RawServer, tmp_path: Path, fault: int
) -> None:
    listing(server, 3)
    server.answers["*"] = article("The law")
    settings = settings_for(tmp_path, server, {"a": ["https://a.example/rss"]})

    class Full(Archive):
        def keep(self, response: object) -> str:
            raise OSError(fault, "the disk is full")

    with Fetcher(settings) as fetcher:
        gatherer = Gatherer(fetcher, Full(settings.lake), registry.load(None))
        with pytest.raises(OSError, match="the disk is full"):
            gatherer.sources(["https://a.example/rss"])


@pytest.mark.parametrize(
    "content", ["", "[]", "null", '{"a": 5}', '{"a": {"b": "x"}}', "[" * 5_000, "\x00", '{"a": []}']
)
def test_a_broken_file_of_what_was_asked_for_is_passed_over(tmp_path: Path, content: str) -> None:
    file = tmp_path / "backlog.json"
    file.write_text(content)
    with Backlog(file) as backlog:
        assert backlog.ordered("a", {"https://a.example/1": None}) == ["https://a.example/1"]
        backlog.note(
            "a", ["https://a.example/1", "https://a.example/2"], {"https://a.example/1": 5.0}, 1
        )
    with Backlog(file) as again:
        pages = {"https://a.example/1": None, "https://a.example/2": None}
        assert again.ordered("a", pages) == ["https://a.example/2", "https://a.example/1"]


def test_the_first_page_is_read_however_long_the_lists_took() -> None:
    budget = Budget(pages=5, seconds=0.0)
    assert budget.may_read()
    budget.spend()
    assert not budget.may_read()
