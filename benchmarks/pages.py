"""How fast pages are read, and unchanged pages skipped (``parallax bench pages``)."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from parallax.corpora.crawl_result import Harvest, read_page
from parallax.corpora.extract.article import extract
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets.registry import load
from parallax.corpora.reextract import responses
from parallax.corpora.sample.story_file import HERE
from parallax.languages.split import split_text

_HEADERS = {"content-type": "text/html"}
_COPIES = 10


@dataclass(frozen=True)
class Speed:
    """Pages a second on one core: to sentences, archived and read, unchanged; and their size."""

    pages: int
    kilobytes: float
    to_sentences: float
    gathered: float
    unchanged: float


def own_pages() -> list[Response]:
    """Return the pages of the sample world, padded with scripts and menus, at several addresses."""
    padding = (
        f"<script>{'var banner = 1;' * 4000}</script><nav>{'<a href=/x>Section</a> ' * 200}</nav>"
    )
    found = []
    for file in sorted((HERE / "site").rglob("*.html")):
        html = file.read_bytes().replace(b"</body>", f"{padding}</body>".encode())
        address = f"https://{file.relative_to(HERE / 'site')}"
        found += [
            Response(f"{address}?{n}", f"{address}?{n}", html + f"<!-- {n} -->".encode(), _HEADERS)
            for n in range(_COPIES)
        ]
    return found


def archived_pages(path: Path, most: int) -> list[Response]:
    """Return pages of a WARC file."""
    return list(islice(responses(path, load(None), everything=True), most))


def measure(pages: Sequence[Response]) -> Speed:
    """Read the pages from bytes to sentences, then into an archive, then as known pages."""
    start, read = time.perf_counter(), 0
    for page in pages:
        try:
            article = extract(page)
        except Exception:  # noqa: S112 - a page without an article costs time too
            continue
        split_text(article.text, len(article.captions))
        read += 1
    to_sentences = len(pages) / (time.perf_counter() - start)
    with tempfile.TemporaryDirectory() as folder:
        archive, registry, harvest = Archive(Path(folder)), load(None), Harvest()
        start = time.perf_counter()
        for page in pages:
            read_page(page, archive, registry, harvest, {})
        gathered = len(pages) / (time.perf_counter() - start)
        known = {payload: "2024-04-03" for _, payload, _ in harvest.articles}
        start = time.perf_counter()
        for page in pages:
            read_page(page, archive, registry, Harvest(), known)
        unchanged = (
            len(known) / (time.perf_counter() - start) if len(known) == len(pages) else float("nan")
        )
    return Speed(
        read,
        sum(len(page.body) for page in pages) / len(pages) / 1000,
        to_sentences,
        gathered,
        unchanged,
    )
