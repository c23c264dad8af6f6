"""WARC files with one bad record: it is a notice, and reading goes on at the next one."""

import gzip
import random
import subprocess
import sys
import zlib
from pathlib import Path

import brotli
import pytest
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.notices import Notice
from parallax.core.settings import Settings
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets import registry
from parallax.corpora.reextract import gather_archive, reextract
from parallax.corpora.warc_pages import pages
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, REVISIONS
from tests.corpora.test_fetch import PAGE
from tests.corpora.test_reextract import spoil, stored

BODY = "<p>Рада ухвалила закон про мову.</p>".encode() * 40
DATA = Path(__file__).parent / "data"


def record(
    name: str,
    body: bytes = BODY,
    *headers: str,
    length: object = None,
    uri: str = "https://a.example/{}",
    date: str = "2024-04-03T10:00:00Z",
    http: bytes | None = None,
) -> bytes:
    """Return a record of a WARC file, with whatever lies a test needs."""
    if http is None:
        lines = ["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *headers, "", ""]
        http = "\r\n".join(lines).encode()
    block = http + body
    lines = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Target-URI: {uri.format(name)}",
        f"WARC-Date: {date}",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block) if length is None else length}",
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def spoilt(data: bytes) -> bytes:
    middle = len(data) // 2
    return (
        data[:middle]
        + bytes(byte ^ 0xFF for byte in data[middle : middle + 4])
        + data[middle + 4 :]
    )


def read(path: Path, longest: int = 100_000) -> tuple[list[str], list[Notice]]:
    """Return the last parts of the addresses that were read, and the notices."""
    found = list(pages(path, lambda _: True, longest))
    good = [page for page in found if isinstance(page, Response)]
    assert all(page.body in (BODY, b"") for page in good)
    return (
        [page.url.rpartition("/")[2] for page in good],
        [notice for notice in found if isinstance(notice, Notice)],
    )


A, B = record("a"), record("b")
CHUNKED = "Transfer-Encoding: chunked"
BAD_RECORDS = {
    "gzip that is none": record("x", BODY, "Content-Encoding: gzip"),
    "gzip twice": record("x", gzip.compress(gzip.compress(BODY)), "Content-Encoding: gzip, gzip"),
    "gzip cut short": record("x", gzip.compress(BODY)[:-10], "Content-Encoding: gzip"),
    "gzip too long": record("x", gzip.compress(bytes(500_000)), "Content-Encoding: gzip"),
    "deflate that is none": record("x", b"\xff" * 90, "Content-Encoding: deflate"),
    "brotli that is none": record("x", b"\xff" * 900, "Content-Encoding: br"),
    "brotli cut short": record("x", brotli.compress(BODY)[:-4], "Content-Encoding: br"),
    "brotli too long": record("x", brotli.compress(bytes(500_000)), "Content-Encoding: br"),
    "zstd": record("x", b"\x28\xb5\x2f\xfd" * 9, "Content-Encoding: zstd"),
    "an unknown encoding": record("x", BODY, "Content-Encoding: rot13"),
    "a chunk that is none": record("x", b"3\r\nabc\r\nzz\r\nabc", CHUNKED),
    "chunks that end early": record("x", b"ffff\r\nabc", CHUNKED),
    "a page that is too long": record("x", b"x" * 100_001),
    "a block that is too long": record("x", b"x" * 1_500_000),
    "no HTTP": record("x", b"nothing of the kind", http=b""),
    "an HTTP status that is none": record("x", http=b"HTTP/1.1 abc\r\n\r\n"),
    "an address that is none": record("x", uri="http://[bad/{}"),
    "an address of 3,000 characters": record("x" * 3000),
    "a length that is too long": record("x", length=len(BODY) + 100),
    "a length far too long": record("x", length=10**17),
    "a length that is too short": record("x", length=200),
    "a negative length": record("x", length=-5),
    "a length in words": record("x", length="many"),
    "a length of 40 digits": record("x", length="9" * 40),
    "no length": record("x").replace(b"Content-Length", b"Content-Width"),
    "a header without end": b"WARC/1.0\r\nWARC-Type: response\r\n" + b"X: y\r\n" * 20_000,
    "bytes": random.Random(19).randbytes(5_000),
    "HTML": b"<html>not a record</html>\r\n" * 20,
}


@pytest.mark.parametrize("case", BAD_RECORDS)
@pytest.mark.parametrize("form", ["plain", "gzip", "one member"])
def test_one_bad_record_is_a_notice_and_the_others_are_read(
    tmp_path: Path, case: str, form: str
) -> None:
    bad = BAD_RECORDS[case]
    path = tmp_path / ("x.warc" if form == "plain" else "x.warc.gz")
    whole = A + bad + b"\r\n" + B
    path.write_bytes(
        whole
        if form == "plain"
        else gzip.compress(whole)
        if form == "one member"
        else gzip.compress(A) + gzip.compress(bad) + gzip.compress(B)
    )
    names, notices = read(path)
    assert names == ["a", "b"]
    assert notices
    assert all(n.is_error and n.reason and "\n" not in n.detail for n in notices)


DAMAGE = {
    "a member with a wrong byte": spoilt(gzip.compress(record("x"))),
    "a member with a wrong checksum": gzip.compress(record("x"))[:-8] + bytes(8),
    "a member cut short": gzip.compress(record("x"))[:-30],
    "garbage": random.Random(7).randbytes(70_000),
    "zeros": bytes(1000),
    "the beginning of a member": b"\x1f\x8b\x08" * 50,
    "a member that is no record": gzip.compress(b"no record"),
    "a plain record": record("x"),
    "an empty member cut short": gzip.compress(b"")[:15],
    "a bare magic number": b"\x1f\x8b\x08\x00",
}


@pytest.mark.parametrize("case", DAMAGE)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_reading_goes_on_at_the_next_gzip_member(tmp_path: Path, case: str, place: str) -> None:
    a, b, bad = gzip.compress(A), gzip.compress(B), DAMAGE[case]
    parts = {"first": [bad, a, b], "middle": [a, bad, b], "last": [a, b, bad]}[place]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(parts))
    names, notices = read(path)
    assert names == ["a", "b"]
    assert [n.reason for n in notices] == ["damaged archive"]
    assert f"{len(bad):,} bytes passed over" in notices[0].detail or case == (
        "a member that is no record"
    )


UNUSUAL = {
    "angle brackets": record("b", uri="<https://a.example/{}>"),
    "gzip": record("b", gzip.compress(BODY), "Content-Encoding: gzip"),
    "brotli": record("b", brotli.compress(BODY), "Content-Encoding: br"),
    "deflate": record("b", zlib.compress(BODY), "Content-Encoding: deflate"),
    "chunks": record("b", b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), CHUNKED),
    "chunks that are joined": record("b", BODY, CHUNKED),
    "a wrong length of the page": record("b", BODY, "Content-Length: 5"),
    "WARC/1.1": record("b").replace(b"WARC/1.0", b"WARC/1.1"),
    "names in lower case": record("b").replace(b"WARC-Type", b"warc-type"),
    "blank lines": b"\r\n" * 20 + record("b"),
    "a name that was looked up": record("x", uri="dns:{}") + record("b"),
    "an answer that is an error": record("x", http=b"HTTP/1.1 404 Not Found\r\n\r\n") + record("b"),
    "a record inside a page": record("b"),
}


@pytest.mark.parametrize("case", UNUSUAL)
@pytest.mark.parametrize("form", ["plain", "gzip"])
def test_what_is_merely_unusual_is_read(tmp_path: Path, case: str, form: str) -> None:
    path = tmp_path / ("x.warc" if form == "plain" else "x.warc.gz")
    path.write_bytes(
        A + UNUSUAL[case] if form == "plain" else gzip.compress(A) + gzip.compress(UNUSUAL[case])
    )
    assert read(path) == (["a", "b"], [])


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "never", ""])
def test_a_time_that_cannot_be_is_a_remark(tmp_path: Path, date: str) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(A + record("b", date=date))
    names, notices = read(path)
    assert names == ["a", "b"]
    assert [(n.severity, n.reason) for n in notices] == [
        ("warning", "time of retrieval not plausible")
    ]


def test_the_end_of_a_file_that_was_cut_off_is_a_notice(tmp_path: Path) -> None:
    whole = gzip.compress(A) + gzip.compress(B)
    for cut in (1, 9, 20, len(gzip.compress(B)) - 1):
        path = tmp_path / "x.warc.gz"
        path.write_bytes(whole[:-cut])
        names, notices = read(path)
        assert names == ["a"]
        assert [n.reason for n in notices] == ["damaged archive"]


def test_a_file_where_a_page_has_a_wrong_encoding_brings_the_other(settings: Settings) -> None:
    file = DATA / "wrong_content_encoding.warc.gz"
    lake = Lake(settings.lake)
    brought = list(
        gather_archive(
            file, registry.load(None), Archive(settings.lake), lake, everything=True, at_once=1
        )
    )
    assert [n.reason for harvest, _ in brought for n in harvest.notices if n.is_error] == [
        "cannot be decompressed"
    ]
    assert lake.read(ARTICLES)["url"].to_list() == ["https://a.example/2"]


def test_the_command_says_what_was_passed_over(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    good = gzip.compress(record("a", PAGE.encode()))
    path.write_bytes(b"garbage" + good + good[:-20])
    answer = CliRunner().invoke(
        app, ["gather", str(path), "--everything", "--lake", str(settings.lake)]
    )
    assert answer.exit_code == 0, answer.output
    assert "7 bytes passed over" in " ".join(answer.output.split())
    assert "1 new articles" in answer.output


_READER = """
import resource, sys
from pathlib import Path
from parallax.corpora.warc_pages import pages
list(pages(Path(sys.argv[1]), lambda _: True, 10_000_000))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = pages(Path(sys.argv[2]), lambda _: True, 10_000_000)
print([getattr(one, "reason", "read") for one in found])
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def large(name: str) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    zeros = b"".join(packer.compress(bytes(1_000_000)) for _ in range(600)) + packer.flush()
    if name == "a page in gzip":
        return gzip.compress(record("x", zeros, "Content-Encoding: gzip"))
    if name == "a page in brotli":
        brotlied = brotli.compress(bytes(400_000_000), quality=1)
        return gzip.compress(record("x", brotlied, "Content-Encoding: br"))
    return zeros if name == "a member" else gzip.compress(record("x", length=600_000_000) + zeros)


@pytest.mark.slow(20)
@pytest.mark.parametrize(
    "case", ["a page in gzip", "a page in brotli", "a member", "a long record"]
)
def test_a_record_of_hundreds_of_megabytes_takes_no_memory(tmp_path: Path, case: str) -> None:
    small, big = tmp_path / "small.warc.gz", tmp_path / "big.warc.gz"
    small.write_bytes(gzip.compress(A))
    big.write_bytes(gzip.compress(A) + large(case) + gzip.compress(B))
    done = subprocess.run(
        [sys.executable, "-c", _READER, str(small), str(big)],
        capture_output=True,
        text=True,
        check=True,
    )
    found, megabytes = done.stdout.splitlines()
    assert found.startswith("['read', ")
    assert found.endswith(", 'read']")
    assert int(megabytes) < 100


@pytest.mark.parametrize("damage", [b"", b"garbage", spoilt(gzip.compress(A)), gzip.compress(A)])
def test_an_archived_page_that_is_damaged_keeps_its_text_and_is_reported(
    settings: Settings, damage: bytes
) -> None:
    lake, archive = stored(settings)
    spoil(lake)
    before = lake.read(REVISIONS)
    archive.path(before["payload_sha256"][0]).write_bytes(damage)
    result = reextract(lake, archive, registry.load(None))
    assert [n.reason for n in result.notices] == ["the archived page is damaged"]
    assert lake.read(REVISIONS).equals(before)
