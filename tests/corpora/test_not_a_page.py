"""Pictures, documents and random bytes in place of a page: one plain reason, nothing else."""

import gzip
import json
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from parallax.corpora.extract.article import extract
from parallax.corpora.fetch.response import Response
from parallax.corpora.page_error import PageError
from tests.corpora.strange_pages import page

NOISE = random.Random(7).randbytes(20_000)


def picture() -> bytes:
    """Return a PNG that every program opens."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    size = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    rows = zlib.compress(NOISE[: 16 * 49])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


NOT_PAGES = {
    "image/png": picture(),
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + NOISE,
    "image/webp": b"RIFF\x00\x10\x00\x00WEBPVP8 " + NOISE,
    "image/svg+xml": b"<?xml version='1.0'?>\n<!-- a map --><svg xmlns='x'><text>News</text></svg>",
    "video/mp4": b"\x00\x00\x00\x18ftypmp42" + NOISE,
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + NOISE,
    "application/zip": b"PK\x03\x04" + NOISE,
    "application/gzip": gzip.compress(b"<html><p>A page that was packed</p></html>"),
    "application/json": json.dumps({"articles": [{"title": "A law was passed"}] * 50}).encode(),
    "application/rss+xml": b"\xef\xbb\xbf<rss version='2.0'><channel></channel></rss>",
    "application/octet-stream": NOISE,
}


@pytest.mark.parametrize("kind", NOT_PAGES)
def test_what_is_no_page_is_named_whatever_the_server_says(kind: str) -> None:
    with pytest.raises(PageError) as refused:
        extract(Response("x", "x", NOT_PAGES[kind], {"content-type": "text/html; charset=utf-8"}))
    assert str(refused.value) == f"not a web page ({kind})"


def test_what_the_server_calls_no_page_is_named_on_one_line() -> None:
    with pytest.raises(PageError) as refused:
        extract(Response("x", "x", b"words", {"content-type": "text/\x1b[31mcalendar"}))
    assert str(refused.value) == "not a web page (text/⟨U+001B⟩[31mcalendar)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-u", "utf-16-le"])
def test_a_page_is_one_in_every_encoding(encoding: str) -> None:
    html = page().replace("<html", "<!DOCTYPE html>\n<html", 1)
    article = extract(Response("x", "x", html.encode(encoding, "replace")))
    assert article.paragraphs


def test_the_command_names_them_and_no_library_speaks(tmp_path: Path) -> None:
    files = []
    for number, body in enumerate(NOT_PAGES.values()):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_bytes(body)
    done = subprocess.run(
        [sys.executable, "-m", "parallax", "gather", *files, "--lake", tmp_path / "lake"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 1
    told = [line.split() for line in done.stdout.splitlines() if line.startswith("error")]
    assert len(told) == len(files) - 1  # the feed is one, without entries
    assert done.stderr == "parallax: nothing could be gathered\n"
