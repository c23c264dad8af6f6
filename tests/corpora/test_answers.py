"""Answers of servers that lie, flood, drip or unpack to gigabytes: each ends as one plain reason,
within the time limit and without memory; what is merely unusual is read.
"""

import gzip
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parallax.core.settings import Settings
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.response import Response
from parallax.corpora.page_error import PageError
from tests.corpora.raw_server import RawServer, page, serving

TEXT = "Рада ухвалила закон про мову. ".encode() * 300
GZIP = gzip.compress(TEXT)
CASES = Path(__file__).parent / "data"


@pytest.fixture
def server() -> Iterator[RawServer]:
    with serving() as raw:
        yield raw


@pytest.fixture
def plain(settings: Settings) -> Settings:
    return settings.changed(gather={"robots": False, "timeout_seconds": 1.5})


def fetched(server: RawServer, settings: Settings) -> Response:
    with Fetcher(settings) as fetcher:
        return fetcher.get(server.url("/page"))


def refusal(server: RawServer, settings: Settings) -> PageError:
    with pytest.raises(PageError) as refused:
        fetched(server, settings)
    assert "\n" not in str(refused.value)
    return refused.value


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def chunked(*parts: bytes, encoding: str = "") -> bytes:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    if encoding:
        head += f"Content-Encoding: {encoding}\r\n".encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return head + b"\r\n" + chunks + b"0\r\n\r\n"


READ = {
    "gzip": page(GZIP, "Content-Encoding: gzip"),
    "the old name of gzip, in capitals": page(GZIP, "Content-Encoding: X-GZIP"),
    "gzip and identity": page(GZIP, "Content-Encoding: identity, gzip"),
    "identity": page(TEXT, "Content-Encoding: identity"),
    "the charset for an encoding": page(TEXT, "Content-Encoding: UTF-8"),
    "an old charset for an encoding": page(TEXT, "Content-Encoding: windows-1251"),
    "none": page(TEXT, "Content-Encoding: none"),
    "gzip and a charset": page(GZIP, "Content-Encoding: gzip, utf-8"),
    "an empty encoding": page(TEXT, "Content-Encoding: "),
    "gzip in two members": page(
        gzip.compress(TEXT[:500]) + gzip.compress(TEXT[500:]), "Content-Encoding: gzip"
    ),
    "gzip and garbage": page(GZIP + b"\x00\x00garbage", "Content-Encoding: gzip"),
    "gzip and one more byte": page(GZIP + b"\x1f", "Content-Encoding: gzip"),
    "zlib": page(zlib.compress(TEXT), "Content-Encoding: deflate"),
    "bare deflate": page(raw_deflate(TEXT), "Content-Encoding: deflate"),
    "gzip in chunks of one byte": chunked(
        *(GZIP[at : at + 1] for at in range(len(GZIP))), encoding="gzip"
    ),
    "zlib in chunks of one byte": chunked(
        *(zlib.compress(TEXT)[at : at + 1] for at in range(len(zlib.compress(TEXT)))),
        encoding="deflate",
    ),
    "no length": b"HTTP/1.0 200 OK\r\n\r\n" + TEXT,
    "a status before the answer": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + page(TEXT),
}


@pytest.mark.parametrize("case", READ)
def test_what_is_merely_unusual_is_read(server: RawServer, plain: Settings, case: str) -> None:
    server.answers["/page"] = READ[case]
    assert fetched(server, plain).body == TEXT


def forever(head: bytes, piece: bytes, pause: float) -> Callable[[], Iterator[bytes]]:
    """An answer that never ends: a head, then a piece again and again."""

    def answer() -> Iterator[bytes]:
        yield head
        while True:
            yield piece
            time.sleep(pause)

    return answer


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def silence() -> Iterator[bytes]:
    time.sleep(4)
    yield b"HTTP/1.1 200 OK\r\n\r\nlate"


REFUSED = {
    "gzip twice": (page(gzip.compress(GZIP), "Content-Encoding: gzip, gzip"), "decompressed"),
    "gzip in two headers": (
        page(gzip.compress(GZIP), "Content-Encoding: gzip", "Content-Encoding: gzip"),
        "decompressed",
    ),
    "gzip of deflate": (page(GZIP, "Content-Encoding: deflate, gzip"), "decompressed"),
    "a hundred encodings": (page(GZIP, "Content-Encoding: " + "gzip," * 100), "decompressed"),
    "brotli, which was not asked for": (page(b"\x0b", "Content-Encoding: br"), "decompressed"),
    "an encoding that is none": (page(TEXT, "Content-Encoding: rot13"), "decompressed"),
    "gzip twice and a charset": (page(GZIP, "Content-Encoding: gzip, utf-8, gzip"), "decompressed"),
    "no gzip": (page(TEXT, "Content-Encoding: gzip"), "decompressed"),
    "no deflate": (page(b"\xff" * 900, "Content-Encoding: deflate"), "decompressed"),
    "gzip cut short": (page(GZIP[:-20], "Content-Encoding: gzip"), "decompressed"),
    "gzip without its checksum": (page(GZIP[:-8], "Content-Encoding: gzip"), "decompressed"),
    "gzip with a wrong checksum": (
        page(GZIP[:-8] + b"\x00" * 8, "Content-Encoding: gzip"),
        "decompressed",
    ),
    "a second member that is damaged": (
        page(GZIP + GZIP[:12] + b"\xff" * 50, "Content-Encoding: gzip"),
        "decompressed",
    ),
    "zlib cut short": (page(zlib.compress(TEXT)[:-9], "Content-Encoding: deflate"), "decompressed"),
    "one byte of deflate": (page(b"x", "Content-Encoding: deflate"), "decompressed"),
    "less than its length": (page(TEXT, length=len(TEXT) + 10), "broken answer"),
    "two lengths": (page(TEXT, "Content-Length: 5"), "broken answer"),
    "a length that is none": (
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
        "broken answer",
    ),
    "a chunk that is none": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
        "broken answer",
    ),
    "chunks that end early": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc",
        "broken answer",
    ),
    "a hundred thousand headers": (
        page(TEXT, *(f"X-{n}: {n}" for n in range(100_000))),
        "broken answer",
    ),
    "a header of ten megabytes": (page(TEXT, "X: " + "a" * 10_000_000), "broken answer"),
    "HTTP/0.9": (b"<html>no status, no headers</html>", "broken answer"),
    "a TLS alert": (b"\x15\x03\x01\x00\x02\x02\x46", "broken answer"),
    "nothing": (b"", "broken answer"),
    "a status that is none": (b"HTTP/1.1 99999 What\r\n\r\n", "broken answer"),
    "headers that drip": (forever(b"HTTP/1.1 200 OK\r\nX: ", b"a", 0.05), "timed out"),
    "chunks without end": (forever(CHUNKED, b"1\r\na\r\n", 0.05), "timed out"),
    "hints without end": (forever(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.01), "timed out"),
    "trailers without end": (forever(CHUNKED + b"1\r\na\r\n0\r\n", b"X: a\r\n", 0.01), "timed out"),
    "silence": (silence, "timed out"),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", "HTTP 204"),
    "a part": (page(TEXT, "Content-Range: bytes 0-5/9", status="206 Partial Content"), "HTTP 206"),
    "not modified, though nothing is known": (
        b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n',
        "HTTP 304",
    ),
    "another protocol": (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
        "broken answer",
    ),
    "a page that is too long": (page(b"x" * 200_000), "page too long"),
    "gzip that is too long": (
        page(gzip.compress(b"x" * 200_000), "Content-Encoding: gzip"),
        "page too long",
    ),
    "deflate that is too long": (
        page(zlib.compress(b"x" * 200_000), "Content-Encoding: deflate"),
        "page too long",
    ),
    "members of nothing without end": (
        page(gzip.compress(b"") * 10_000, "Content-Encoding: gzip"),
        "page too long",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_answer_that_is_none_is_one_plain_reason_within_the_time_limit(
    server: RawServer, plain: Settings, case: str
) -> None:
    server.answers["/page"], expected = REFUSED[case]
    start = time.monotonic()
    error = refusal(server, plain.changed(gather={"max_page_bytes": 100_000}))
    assert expected in error.reason
    assert time.monotonic() - start < 3.5


def bomb(megabytes: int, wbits: int) -> bytes:
    packer = zlib.compressobj(9, wbits=wbits)
    zeros = bytes(1_000_000)
    return b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()


BOMBS = {
    "gzip": lambda: page(bomb(600, 31), "Content-Encoding: gzip"),
    "zlib": lambda: page(bomb(600, 15), "Content-Encoding: deflate"),
    "bare deflate": lambda: page(bomb(600, -15), "Content-Encoding: deflate"),
    "gzip twice": lambda: page(gzip.compress(bomb(600, 31)), "Content-Encoding: gzip, gzip"),
    "gzip twice, a file of others": lambda: page(
        (CASES / "body_gzip_gzip.bin").read_bytes(), "Content-Encoding: gzip, gzip"
    ),
    "a redirect": lambda: page(
        bomb(600, 31), "Content-Encoding: gzip", "Location: /elsewhere", status="302 Found"
    ),
    "an error": lambda: page(bomb(600, 31), "Content-Encoding: gzip", status="404 Not Found"),
    "many members": lambda: page(gzip.compress(bytes(9_000_000)) * 60, "Content-Encoding: gzip"),
}
_READER = """
import resource, sys
from parallax.core.settings import Settings
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.page_error import PageError
settings = Settings(lake=sys.argv[1]).changed(gather={
    "allow_private_addresses": True, "robots": False, "retries": 0, "host_delay_seconds": 0})
with Fetcher(settings) as fetcher:
    def get(path):
        try:
            return len(fetcher.get(sys.argv[2] + path).body)
        except PageError as error:
            return error.reason
    get("/small")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(get("/bomb"))
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow(20)
@pytest.mark.parametrize("case", BOMBS)
def test_a_kilobyte_that_becomes_a_gigabyte_takes_no_memory(
    server: RawServer, tmp_path: Path, case: str
) -> None:
    server.answers |= {"/small": page(TEXT), "/bomb": BOMBS[case]()}
    read = subprocess.run(
        [sys.executable, "-c", _READER, str(tmp_path), server.url("")],
        capture_output=True,
        text=True,
        check=True,
    )
    reason, megabytes = read.stdout.splitlines()
    assert reason in ("page too long", "cannot be decompressed", "HTTP 404")
    assert int(megabytes) < 100
