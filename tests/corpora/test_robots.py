"""robots.txt as servers send it (RFC 9309), and which addresses may be asked, over real servers."""

import socket
from collections.abc import Callable

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from parallax.core.settings import Settings
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.robots import LIMITS, Robots
from parallax.corpora.fetch.transport import is_public
from parallax.corpora.page_error import PageError
from tests.corpora.raw_server import page, serving

AGENT = "Parallax/1.0 (+https://example.com/parallax; mail@example.com)"
ALL = "User-agent: *\nDisallow: /\n"
PAGE = "https://a.example/news/1"


def rules(body: bytes) -> Robots:
    return Robots(lambda _, limit: (200, {}, body[:limit]), AGENT, 0)


def forbids(body: bytes | str) -> bool:
    try:
        rules(body.encode() if isinstance(body, str) else body).check(PAGE)
    except PageError as error:
        return error.reason == "robots.txt forbids"
    return False


@pytest.mark.parametrize(
    "body",
    [
        ALL,
        b"\xef\xbb\xbf" + ALL.encode(),
        ALL.encode("utf-16"),
        ALL.encode("utf-16-le"),
        ALL.replace("\n", "\r\n"),
        ALL.replace("\n", "\r"),
        ALL.replace("\n", "\0\n"),
        "# привіт\n".encode("cp1251") + ALL.encode(),
        "user-agent:*\ndisallow:/",
        "User-agent: parallax\nDisallow: /",
        "User-agent: PARALLAX/2.0 (comment)\nDisallow: /",
        "User-agent: Parallax # ours\nDisallow: /",
        "User-agent: Other\nUser-agent: Parallax\nDisallow: /",
        "User-agent: Parallax\nAllow: /x\nUser-agent: *\n\nUser-agent: parallax\nDisallow: /",
        ALL + "x" * 600_000,
        f"<html><body>Login</body></html>\n{ALL}",
        "User-agent: *\nAllow: /news\nDisallow: /news/",
    ],
    ids=range(17),
)
def test_what_forbids_is_obeyed_however_it_is_written(body: bytes | str) -> None:
    assert forbids(body)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\0" * 1000,
        "<html><body>not found</body></html>",
        "User-agent: com\nDisallow: /",
        "User-agent: example\nDisallow: /",
        "User-agent: mail\nDisallow: /",
        "User-agent: para\nDisallow: /",
        "User-agent: p\nDisallow: /",
        "User-agent: parallax-images\nDisallow: /",
        "User-agent: myparallax\nDisallow: /",
        "User-agent: https\nDisallow: /",
        "User-agent: 1.0\nDisallow: /",
        "User-agent: Parallax\nAllow: /\nUser-agent: *\nDisallow: /",
        "Disallow: /",
        "User-agent: *\nDisallow:",
        "User-agent: *\n" + "Disallow: /private/long/path\n" * 17_655 + "Disallow: /news",
        "User-agent: *\nDisallow: /" + "*a" * 400_000,
        "User-agent: a\n" * 60_000 + "Disallow: /",
    ],
    ids=range(18),
)
def test_what_is_for_others_or_broken_forbids_nothing(body: str) -> None:
    assert not forbids(body)


def test_half_a_line_at_the_limit_is_ignored() -> None:
    begin = "User-agent: *\n"
    filler = "#" * (LIMITS.file_bytes - len(begin) - len("\nDisallow: /n")) + "\n"
    body = f"{begin}{filler}Disallow: /nowhere\n"
    assert body[: LIMITS.file_bytes].endswith("\nDisallow: /n")
    assert not forbids(body)
    assert forbids(body.replace("####", "", 10).replace("/nowhere", "/n"))


@pytest.mark.parametrize(
    ("stated", "pause"),
    [
        ("2", 2.0),
        ("0.5", 0.5),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("1e9", LIMITS.longest_pause),
        ("9" * 400, None),
        ("9" * 100, LIMITS.longest_pause),
        ("soon", None),
        ("", None),
        ("0x10", None),
        ("2 seconds", None),
    ],
)
def test_a_pause_that_cannot_be_is_none(stated: str, pause: float | None) -> None:
    assert rules(f"User-agent: *\nCrawl-delay: {stated}\n".encode()).check(PAGE) == pause


def answers(server: HTTPServer, paths: dict[str, Response | Callable[[Request], Response]]) -> None:
    for path, answer in paths.items():
        if isinstance(answer, Response):
            server.expect_request(path).respond_with_response(answer)
        else:
            server.expect_request(path).respond_with_handler(answer)
    server.expect_request("/page").respond_with_data("text")


def to(target: str, status: int = 301) -> Response:
    return Response(status=status, headers={"Location": target})


def outcome(server: HTTPServer, settings: Settings) -> str:
    with Fetcher(settings) as fetcher:
        try:
            return fetcher.get(server.url_for("/page")).body.decode()
        except PageError as error:
            return error.reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("hops", [1, 5])
def test_redirects_of_robots_txt_are_followed(
    httpserver: HTTPServer, settings: Settings, status: int, hops: int
) -> None:
    paths = {f"/r{n}": to(f"/r{n + 1}", status) for n in range(1, hops)}
    end = {f"/r{hops}": Response(ALL)}
    answers(httpserver, {"/robots.txt": to("r1", status), **paths, **end})
    assert outcome(httpserver, settings) == "robots.txt forbids"
    assert [r.path for r, _ in httpserver.log] == ["/robots.txt", *paths, f"/r{hops}"]


def test_robots_txt_may_be_on_another_host_but_not_a_private_one(
    httpserver: HTTPServer, settings: Settings
) -> None:
    hosts = dict.fromkeys(("a.example", "b.example"), f"127.0.0.1:{httpserver.port}")
    strict = settings.changed(gather={"allow_private_addresses": False, "host_map": hosts})
    answers(httpserver, {"/robots.txt": to("http://b.example/rules"), "/rules": Response(ALL)})
    with Fetcher(strict) as fetcher, pytest.raises(PageError, match=r"robots\.txt forbids"):
        fetcher.get("http://a.example/page")
    httpserver.clear()
    answers(httpserver, {"/robots.txt": to("http://169.254.169.254/latest")})
    with Fetcher(strict) as fetcher, pytest.raises(PageError, match="private address refused"):
        fetcher.get("http://a.example/page")


@pytest.mark.parametrize("target", ["http://[bad/", "", "javascript:x", "/robots.txt", "ftp://a/"])
def test_redirects_that_lead_nowhere_are_no_robots_txt(settings: Settings, target: str) -> None:
    with serving() as server, Fetcher(settings) as fetcher:
        server.answers["/robots.txt"] = page(b"", f"Location: {target}", status="302 Found")
        server.answers["/page"] = page(b"text")
        assert fetcher.get(server.url("/page")).body == b"text"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_robots_txt_that_is_not_for_us_allows_all(
    httpserver: HTTPServer, settings: Settings, status: int
) -> None:
    answers(httpserver, {"/robots.txt": Response(ALL, status=status)})
    assert outcome(httpserver, settings) == "text"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_fault_leaves_the_host_alone(
    httpserver: HTTPServer, settings: Settings, status: int
) -> None:
    answers(httpserver, {"/robots.txt": Response(status=status)})
    with Fetcher(settings) as fetcher:
        for _ in range(3):
            with pytest.raises(PageError, match=r"robots\.txt unavailable"):
                fetcher.get(httpserver.url_for("/page"))
    assert {r.path for r, _ in httpserver.log} == {"/robots.txt"}


def test_a_long_robots_txt_is_read_as_far_as_the_limit(
    httpserver: HTTPServer, settings: Settings
) -> None:
    answers(httpserver, {"/robots.txt": Response(ALL + "# x\n" * 2_000_000)})
    assert outcome(httpserver, settings) == "robots.txt forbids"


PRIVATE = """0.0.0.0 127.0.0.1 127.1.2.3 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1
 192.0.2.1 198.18.0.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::8.8.8.8
 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::808:808 2002:7f00:1::
 2002:a00:1:: 2001:0:7f00:1:: 2001:db8::1 fe80::1 fec0::1 feff::1 fc00::1 fd00::1 ff02::1 100::1
 2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1"""
PUBLIC = """8.8.8.8 1.1.1.1 93.184.216.34 2606:4700:4700::1111 2a00:1450:4001:80b::200e
 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1 2606:4700::5efe:808:808"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_addresses_that_are_not_of_the_internet_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_addresses_of_the_internet_may_be_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [*PRIVATE.split(), "2130706433", "0x7f.1"])
def test_a_private_address_is_refused_in_one_line(address: str, settings: Settings) -> None:
    strict = settings.changed(gather={"allow_private_addresses": False})
    with Fetcher(strict) as fetcher, pytest.raises(PageError) as refused:
        fetcher.get(f"http://[{address}]:9/" if ":" in address else f"http://{address}:9/")
    assert refused.value.reason in ("private address refused", "unreachable host")
    assert "\n" not in str(refused.value)


def test_the_next_address_of_a_host_is_tried(
    httpserver: HTTPServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(2, 1, 6, "", (address, 0)) for address in ("127.0.0.2", "127.0.0.3", "127.0.0.1")]
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda h, *a, **k: found if h == "a.example" else real(h, *a, **k)
    )
    answers(httpserver, {"/robots.txt": Response(status=404)})
    with Fetcher(settings) as fetcher:
        assert fetcher.get(f"http://a.example:{httpserver.port}/page").body == b"text"
