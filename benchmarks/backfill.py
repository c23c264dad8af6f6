"""Memory and speed of reading a large archive (``parallax bench backfill``).

A WARC file is filled with pages of the sample world, padded to the size of real ones, each with its
own address, headline and text.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.memory import resident_mb
from benchmarks.pages import own_pages
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.outlets import registry
from parallax.corpora.reextract import gather_archive
from parallax.lake.lake import Lake

_FIRST = date(2024, 1, 1)
_A_DAY = 500


@dataclass(frozen=True)
class Reached:
    """Progress of a backfill: pages read so far, seconds, resident memory in MiB."""

    pages: int
    seconds: float
    mebibytes: float


def write_archive(path: Path, pages: int) -> None:
    """Write a WARC file of n different pages, five hundred a day."""
    models = own_pages()
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for n in range(pages):
            page = models[n % len(models)]
            day = _FIRST + timedelta(days=n // _A_DAY)
            html = page.body.replace(b"</p>", f" № {n}</p>".encode()).replace(
                b"2024-04-", f"{day:%Y-%m}-".encode()
            )
            url = f"https://outlet{n % 20}.example/{day:%Y/%m/%d}/{n}"
            html = html.replace(b'rel="canonical"', b'rel="shortlink"').replace(
                b'property="og:url"', b'property="og:other"'
            )
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.1"
            )
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=io.BytesIO(html), http_headers=headers
                )
            )


def measure(pages: int, done: Callable[[int], None] = lambda _: None) -> Iterator[Reached]:
    """Gather an archive of n pages; yield the progress after every tenth, and at the end."""
    with tempfile.TemporaryDirectory() as folder:
        file, lake = Path(folder) / "pages.warc.gz", Lake(Path(folder) / "lake")
        write_archive(file, pages)
        read, reported, started = 0, 0, time.perf_counter()

        def count(pages_read: int) -> None:
            nonlocal read
            read += pages_read
            done(pages_read)

        for _ in gather_archive(
            file, registry.load(None), Archive(lake.root), lake, everything=True, done=count
        ):
            if read - reported >= pages / 10 or read == pages:
                reported = read
                yield Reached(read, time.perf_counter() - started, resident_mb())
