"""The doors: for each kind of input its seeds, what reads it, and the law its result obeys."""

import io
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from parallax.core.clean_text import clean
from parallax.core.errors import InputError, ModelMissingError
from parallax.core.times import plausible
from parallax.corpora.discover import entries
from parallax.corpora.extract.article import extract
from parallax.corpora.fetch.addresses import web_address
from parallax.corpora.fetch.response import Response
from parallax.corpora.page_error import PageError
from parallax.corpora.sample.story_file import HERE
from parallax.corpora.store import sentence_rows
from parallax.corpora.warc_pages import pages
from parallax.translators import packages, tmx
from tests import argos_package
from tests.fuzzing.mutations import BINARY, TEXT, Mutation, mutated

URL = "https://visnyk.example/uk/2024/04/03/kontrakty.html"
TYPES = (
    "text/html; charset=utf-8",
    "text/html",
    "",
    "text/html; charset=cp1251",
    "text/html; charset=hex",
)
SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://a.example/news/1</loc><lastmod>2024-04-03T10:00:00+03:00</lastmod>
<news:news><news:publication_date>2024-04-03</news:publication_date></news:news>
<image:image><image:loc>https://cdn.example/i.jpg</image:loc></image:image></url>
<url><loc>https://a.example/news/2</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://a.example/s1.xml</loc><lastmod>2024-04-03</lastmod></sitemap></sitemapindex>"""
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
<entry><link href="https://a.example/1"/><updated>2024-04-03T10:00:00Z</updated></entry></feed>"""
GDELT = b"""{"articles": [{"url": "https://a.example/1", "seendate": "20240403T100000Z"}]}"""
CHANNEL = b"""<html><body><div class="tgme_widget_message x"><a href="https://a.example/1">a</a>
<time datetime="2024-04-03T10:00:00+00:00"></time></div><a data-before="5" href="/s/x?before=5">
</a></body></html>"""


@dataclass(frozen=True)
class Door:
    """One kind of input."""

    seeds: Callable[[], Sequence[bytes]]
    ways: Sequence[Mutation]
    read: Callable[[bytes, random.Random], None]
    """Reads a mutated file; raises what leaves the door, or AssertionError where a law breaks."""

    def file(self, rolls: random.Random) -> bytes:
        """Return a mutated file."""
        return mutated(self.seeds(), self.ways, rolls)


def read_page(data: bytes, rolls: random.Random) -> None:
    """Read a page: an article that every table and file can hold, or a refusal."""
    response = Response(URL, URL, data, {"content-type": rolls.choice(TYPES)})
    try:
        article = extract(response)
    except PageError:
        return
    held = (article.title, *article.paragraphs, *article.captions, *article.authors)
    for text in (*held, article.url, *article.siblings, article.section or ""):
        assert clean(text) == text, ascii(text[:200])
    assert article.published == plausible(article.published)
    assert article.modified == plausible(article.modified)
    for address in (article.url, *article.siblings):
        assert web_address(address) == address
    sentence_rows(article, "0" * 16, "2024-04-03")


def read_listing(data: bytes, rolls: random.Random) -> None:
    """Read a feed, sitemap, channel or answer of GDELT: pages on the web, or a refusal."""
    url = rolls.choice((URL, "https://t.me/s/x", "https://api.gdeltproject.org/api/v2/doc/doc?q"))
    try:
        listing = entries.parse(Response(url, url, data, {"content-type": "application/xml"}))
    except PageError:
        return
    for entry in (*listing.entries, *listing.further) if listing else ():
        assert web_address(entry.url) == entry.url


def read_memory(data: bytes, rolls: random.Random) -> None:
    """Read a translation memory."""
    del rolls
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "memory.tmx"
        file.write_bytes(data)
        try:
            units = list(tmx.read(file))
        except InputError:
            return
    for unit in units:
        assert {unit.source, unit.target} <= {"uk", "ru", "en"}
        assert clean(unit.text) == unit.text
        assert clean(unit.translation) == unit.translation


def read_archive(data: bytes, rolls: random.Random) -> None:
    """Read a WARC file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / rolls.choice(("pages.warc.gz", "pages.warc"))
        file.write_bytes(data)
        try:
            list(pages(file, lambda _: True, 5_000_000))
        except PageError:
            return


def read_package(data: bytes, rolls: random.Random) -> None:
    """Install an Argos package: installed whole, or nothing left."""
    del rolls
    with tempfile.TemporaryDirectory() as folder:
        file, target = Path(folder) / "x.argosmodel", Path(folder) / "packages"
        file.write_bytes(data)
        target.mkdir()
        try:
            packages.install_file(file, target)
        except (InputError, ModelMissingError):
            assert not list(target.iterdir())
        assert [
            path.name
            for path in Path(folder).iterdir()
            if path.name not in ("x.argosmodel", "packages")
        ] == []


@cache
def _pages() -> list[bytes]:
    return [file.read_bytes() for file in sorted(HERE.rglob("*.html")) if "site" in str(file)]


@cache
def _listings() -> list[bytes]:
    feeds = [file.read_bytes() for file in sorted(HERE.rglob("rss.xml"))]
    return [*feeds, SITEMAP, INDEX, ATOM, GDELT, CHANNEL]


@cache
def _memories() -> list[bytes]:
    lines = (HERE / "memory.tmx").read_bytes().split(b"</tu>")
    return [b"</tu>".join([*lines[:8], lines[-1]])]


@cache
def _archives() -> list[bytes]:
    made = []
    for packed in (True, False):
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=packed)
        for page in _pages()[:4]:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    URL, "response", payload=io.BytesIO(page), http_headers=headers
                )
            )
        made.append(buffer.getvalue())
    return made


@cache
def _packages() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return [argos_package.build(Path(folder), "uk", "en").read_bytes()]


DOORS = {
    "page": Door(_pages, TEXT, read_page),
    "listing": Door(_listings, TEXT, read_listing),
    "memory": Door(_memories, TEXT, read_memory),
    "archive": Door(_archives, BINARY, read_archive),
    "package": Door(_packages, BINARY, read_package),
}
SHARES = {"page": 0.5, "listing": 0.3, "memory": 0.08, "archive": 0.08, "package": 0.04}
"""Which share of the files is of which kind."""
