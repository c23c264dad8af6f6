"""The HTTP cache over passes in which everything changes: one answer an address, no growth, and
nothing in its file ends a pass.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from parallax.core.settings import Settings
from parallax.corpora.fetch import http_cache
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.fetch.http_cache import prune_cache, trim
from parallax.corpora.page_error import PageError
from tests.corpora.raw_server import RawServer, page, serving

SIZE = 300_000
TODAY = datetime.now(UTC).date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def server() -> Iterator[RawServer]:
    with serving() as raw:
        yield raw


@pytest.fixture
def plain(settings: Settings) -> Settings:
    return settings.changed(gather={"robots": False})


def size(settings: Settings) -> int:
    return sum(file.stat().st_size for file in (settings.cache_folder / "cache").glob("http.*"))


def rows(settings: Settings) -> int:
    with closing(sqlite3.connect(settings.cache_folder / "cache" / "http.sqlite")) as database:
        (count,) = database.execute("SELECT count(*) FROM entries").fetchone()
    return int(count)


def read(server: RawServer, settings: Settings, version: str, *headers: str) -> None:
    """Fetch a feed and three pages of 300 kB that are new in each version."""
    paths = ("/feed", "/1", "/2", "/3")
    body = f"{version} " * (SIZE // (len(version) + 1))
    server.answers |= {path: page(body.encode(), *headers) for path in paths}
    with Fetcher(settings) as fetcher:
        for path in paths:
            assert fetcher.get(server.url(path)).body == body.encode()


HEADERS = [
    ('ETag: "{}"',),
    ("Last-Modified: Wed, 03 Apr 2024 10:00:0{} GMT",),
    ("Cache-Control: max-age=600",),
    ("Cache-Control: max-age=600, immutable", 'ETag: "{}"'),
    ("Cache-Control: max-age=0", 'ETag: "{}"'),
    ("Cache-Control: no-cache", 'ETag: "{}"'),
    ("Cache-Control: private", 'ETag: "{}"'),
    ("Vary: User-Agent", 'ETag: "{}"'),
    ("Vary: Accept-Encoding, Cookie", 'ETag: "{}"', "Set-Cookie: a={}"),
    ("Vary: *", 'ETag: "{}"'),
    ("Expires: Thu, 01 Jan 2099 00:00:00 GMT", 'ETag: "{}"'),
    ("Age: 99999999999999999999", 'ETag: "{}"'),
    (),
]


@pytest.mark.parametrize("headers", HEADERS, ids=" | ".join)
def test_ten_passes_over_changing_pages_do_not_make_the_file_grow(
    server: RawServer, plain: Settings, headers: tuple[str, ...]
) -> None:
    for n in range(10):
        read(server, plain, f"version {n}", *(header.format(n) for header in headers))
        assert size(plain) < 3 * 4 * SIZE
        assert rows(plain) <= 4


def test_answers_that_were_cut_off_leave_nothing(server: RawServer, plain: Settings) -> None:
    server.answers["*"] = page(bytes(SIZE), 'ETag: "a"', length=SIZE + 5)
    for n in range(5):
        with Fetcher(plain) as fetcher, pytest.raises(PageError):
            fetcher.get(server.url(f"/{n}"))
    assert rows(plain) == 0


@pytest.mark.parametrize("status", ["301 Moved", "404 Not Found", "410 Gone", "200 OK"])
def test_a_body_that_nobody_reads_is_not_kept(
    server: RawServer, plain: Settings, status: str
) -> None:
    long = bytes(12_000_000 if status == "200 OK" else SIZE)
    server.answers["*"] = page(long, 'ETag: "a"', "Location: http://[bad/", status=status)
    for n in range(3):
        with Fetcher(plain) as fetcher, pytest.raises(PageError):
            fetcher.get(server.url(f"/{n}"))
    assert size(plain) < SIZE


def test_prune_deletes_what_was_not_used_since_a_day(server: RawServer, plain: Settings) -> None:
    read(server, plain, "one", 'ETag: "a"')
    folder, before = plain.cache_folder, size(plain)
    assert prune_cache(folder, TODAY - timedelta(days=1)).answers == 0
    assert prune_cache(folder, TOMORROW, dry=True).answers == 4
    assert rows(plain) == 4
    cleared = prune_cache(folder, TOMORROW)
    assert (cleared.answers, rows(plain)) == (4, 0)
    assert cleared.size > 0.9 * before - 100_000
    assert size(plain) < 100_000
    assert prune_cache(folder, TOMORROW).answers == 0


def test_an_answer_that_nobody_asks_for_is_deleted_after_some_days(
    server: RawServer, plain: Settings
) -> None:
    read(server, plain, "one", 'ETag: "a"')
    file = plain.cache_folder / "cache" / "http.sqlite"
    with closing(sqlite3.connect(file)) as database:
        old = time.time() - (http_cache.LIMITS.days + 1) * 86_400
        database.execute("UPDATE entries SET last_accessed_at = ?", (old,))
        database.commit()
    trim(file.parent)
    assert rows(plain) == 0
    assert size(plain) < 100_000


def test_an_answer_that_is_being_written_stays(server: RawServer, plain: Settings) -> None:
    read(server, plain, "one", 'ETag: "a"')
    with closing(sqlite3.connect(plain.cache_folder / "cache" / "http.sqlite")) as database:
        database.execute(
            "UPDATE entries SET expires_at = 0, chunk_count = NULL, last_accessed_at = ?",
            (time.time(),),
        )
        database.commit()
    trim(plain.cache_folder / "cache")
    assert rows(plain) == 4


def damage_head(file: Path) -> None:
    file.write_bytes(b"garbage" * 500 + file.read_bytes()[3500:])


def damage_middle(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    file.write_bytes(data)


def damage_bodies(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        (root,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'streams'"
        ).fetchone()
    data = bytearray(file.read_bytes())
    data[4096 * (root - 1) : 4096 * root] = b"\xff" * 4096
    file.write_bytes(data)


def first_version(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "CREATE TABLE entries (id BLOB, cache_key BLOB, data BLOB, created_at, deleted_at)"
        )


def other_tables(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE streams (a, b)")
        database.execute("CREATE TABLE entries (a, b)")


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES = {
    "garbage": lambda file: file.write_bytes(b"garbage" * 1000),
    "an empty file": lambda file: file.write_bytes(b""),
    "a damaged head": damage_head,
    "damaged pages": damage_middle,
    "a damaged table": damage_bodies,
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:5000]),
    "the first version": first_version,
    "other tables": other_tables,
    "a folder": folder,
    "gone": lambda file: file.unlink(),
    "a link to nothing": lambda file: (file.unlink(), file.symlink_to(file.parent / "no" / "x")),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_a_damaged_cache_costs_its_answers_and_nothing_else(
    server: RawServer, plain: Settings, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    read(server, plain, "one", 'ETag: "a"')
    file = plain.cache_folder / "cache" / "http.sqlite"
    for beside in file.parent.glob("http.sqlite-*"):
        beside.unlink()
    DAMAGES[case](file)
    prune_cache(plain.cache_folder, TODAY)
    for version in ("two", "three"):
        read(server, plain, version, f'ETag: "{version}"')
    assert "Traceback" not in caplog.text


def test_a_cache_that_another_process_holds_is_no_fault_of_a_page(
    server: RawServer, plain: Settings
) -> None:
    read(server, plain, "one", 'ETag: "a"')
    file = plain.cache_folder / "cache" / "http.sqlite"
    with closing(sqlite3.connect(file, check_same_thread=False, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        threading.Timer(1.0, lambda: other.execute("COMMIT")).start()
        read(server, plain, "two", 'ETag: "b"')
        time.sleep(1)
