"""Reading archived pages: our own with better extractors, or those of other archives.

Nothing is fetched. An article is extracted from its archived response, even years later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import polars as pl

from parallax.core.ids import digest
from parallax.core.machine_faults import is_machine_fault
from parallax.core.notices import Notice
from parallax.core.plain_words import plain
from parallax.core.thresholds import thresholds
from parallax.corpora.crawl_result import Harvest, read_page
from parallax.corpora.extract.article import extractor_version
from parallax.corpora.extract.reading import article_of
from parallax.corpora.extract.workers import CLOCK, Clock, side_by_side, start, within
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.response import Response
from parallax.corpora.outlets.registry import Registry
from parallax.corpora.page_error import PageError
from parallax.corpora.store import known_pages, sentence_rows, store
from parallax.corpora.warc_pages import pages
from parallax.lake.lake import Lake
from parallax.lake.rows import SentenceRow
from parallax.lake.schema import ARTICLES, REVISIONS, SENTENCES

Row = dict[str, Any]
Again = tuple[Row, list[SentenceRow], list[Notice]]
"""A revision, its sentences, and what went wrong."""


@thresholds("gather", chosen="by the memory that `bench backfill` measures")
@dataclass(frozen=True)
class BackfillLimits:
    """How an archive file is read."""

    pages: Annotated[int, "pages in memory together"] = 200
    page_bytes: Annotated[
        int, "longest page, where the settings do not say", "as max_page_bytes"
    ] = 10_000_000


LIMITS = BackfillLimits()


@dataclass
class Reread:
    """The result of extracting again."""

    days: list[str] = field(default_factory=list)
    """days with changed texts or sentences, whose later stages are due"""
    pages: int = 0
    changed: int = 0
    notices: list[Notice] = field(default_factory=list)


def reextract(
    lake: Lake,
    archive: Archive,
    registry: Registry,
    days: Iterable[str] | None = None,
    done: Callable[[int], None] = lambda _: None,
    clock: Clock = CLOCK,
) -> Reread:
    """Extract the outdated articles of the given days (all when None) from archived responses.

    Outdated are those of other extractors or rules. An article keeps its id, address and day. A
    page that can no longer be read keeps its text and is reported. A second run, also after a kill,
    gives the same tables.
    """
    result = Reread()

    def read(row: Row) -> Again:
        return _again(row, old[row["revision_id"]], archive, registry, clock)

    for day in lake.partitions(REVISIONS) if days is None else sorted(days):
        old = _outdated(lake, registry, day)
        if not old:
            continue
        made: dict[str, Row] = {}
        sentences: list[SentenceRow] = []
        rows = lake.read(REVISIONS, [day]).filter(pl.col("revision_id").is_in(list(old)))
        for revision, again in zip(
            rows["revision_id"], side_by_side(read, rows.iter_rows(named=True)), strict=True
        ):
            made[revision], new_sentences, notices = again
            sentences += new_sentences
            result.notices += notices
            done(1)
        with lake.writing():
            before = lake.read(SENTENCES, [day])
            _write(lake, day, made, sentences)
            differs = not lake.read(SENTENCES, [day]).equals(before)
        result.pages += len(old)
        result.changed += sum(new["revision_id"] != known for known, new in made.items())
        if differs:
            result.days.append(day)
    return result


def outdated(lake: Lake, registry: Registry) -> int:
    """Return the number of revisions of other extractors or rules."""
    return sum(len(_outdated(lake, registry, day)) for day in lake.partitions(REVISIONS))


def _outdated(lake: Lake, registry: Registry, day: str) -> dict[str, str]:
    """Return the addresses of the outdated revisions of a day, by id."""
    rows = lake.columns(REVISIONS, ["revision_id", "article_id", "extractor", "retrieved"], [day])
    rows = rows.join(
        lake.columns(ARTICLES, ["article_id", "url"], [day]), on="article_id", how="left"
    )
    return {
        revision: url or ""
        for revision, extractor, retrieved, url in rows.select(
            "revision_id", "extractor", "retrieved", "url"
        ).iter_rows()
        if extractor != extractor_version(registry.rules_for(url or "", retrieved.date()))
    }


def _again(row: Row, url: str, archive: Archive, registry: Registry, clock: Clock) -> Again:
    """Return a revision extracted again with its sentences, unchanged if that fails."""
    try:
        article = within(
            clock,
            article_of,
            archive.response(row["payload_sha256"]),
            row["retrieved"],
            registry.rules_for(url, row["retrieved"].date()),
        )
    except FileNotFoundError:
        reason = "the archived page is not there"
        return row, [], [Notice.error(url, reason, row["payload_sha256"])]
    except PageError as error:
        return row, [], [error.notice(url)]
    except Exception as error:  # a damaged page must not stop the others; the notice names it
        if is_machine_fault(error):
            raise
        why = f"{row['payload_sha256']}: {plain(error)}"
        return row, [], [Notice.error(url, "page cannot be read", why)]
    revision_id = digest(row["article_id"], article.title, article.text)
    new = {
        **row,
        "revision_id": revision_id,
        "title": article.title,
        "kind": article.kind,
        "text": article.text,
        "authors": list(article.authors),
        "modified": article.modified or article.published or row["modified"],
        "extractor": article.extractor,
    }
    return new, sentence_rows(article, revision_id, row["day"]), []


def _write(lake: Lake, day: str, again: dict[str, Row], sentences: list[SentenceRow]) -> None:
    """Write a day: the new sentences, then the revisions; then delete orphaned sentences.

    Revisions that another process added meanwhile are in the table by now and are kept.

    :param again: new revisions, by their earlier id.
    """
    made = SENTENCES.frame(sentences).unique(
        subset=list(SENTENCES.key), keep="first", maintain_order=True
    )
    stored = lake.read(SENTENCES, [day]).filter(
        ~pl.col("revision_id").is_in(made["revision_id"].unique().to_list())
    )
    lake.replace(SENTENCES, pl.concat([stored, made]), [day])
    rows = [
        again.get(row["revision_id"], row)
        for row in lake.read(REVISIONS, [day]).iter_rows(named=True)
    ]
    frame = REVISIONS.frame(rows).unique(
        subset=list(REVISIONS.key), keep="first", maintain_order=True
    )
    lake.replace(REVISIONS, frame, [day])
    lake.replace(
        SENTENCES,
        lake.read(SENTENCES, [day]).filter(
            pl.col("revision_id").is_in(frame["revision_id"].to_list())
        ),
        [day],
    )


def gather_archive(
    path: Path,
    registry: Registry,
    archive: Archive,
    lake: Lake,
    *,
    everything: bool = False,
    longest: int = LIMITS.page_bytes,
    at_once: int = LIMITS.pages,
    done: Callable[[int], None] = lambda _: None,
    clock: Clock = CLOCK,
) -> Iterator[tuple[Harvest, dict[str, int]]]:
    """Read the pages of a WARC file (CC-NEWS and the like) into the lake; yield each batch.

    A record that cannot be read is a notice in the harvest of its batch.

    :param everything: also pages of unregistered outlets.
    :param longest: the most bytes of a page.
    :param at_once: pages of a batch, which are in memory together.
    :param clock: what reading one page may take.
    :raises PageError: when the file cannot be read.
    """
    start()
    known = known_pages(lake, registry)

    def read(page: Response | Notice) -> Harvest:
        if isinstance(page, Notice):
            return Harvest(notices=[page])
        harvest = Harvest()
        read_page(page, archive, registry, harvest, known, clock)
        return harvest

    found = pages(path, (lambda _: True) if everything else registry.knows, longest)
    while batch := list(islice(found, at_once)):
        harvest = Harvest()
        for page in side_by_side(read, batch):
            harvest.extend(page)
            done(1)
        yield harvest, store(harvest, registry, lake)


def responses(path: Path, registry: Registry, *, everything: bool) -> Iterator[Response]:
    """Yield the successful responses of a WARC file that can be read, of registered outlets or of
    all.

    :raises PageError: when the file cannot be read.
    """
    wanted = (lambda _: True) if everything else registry.knows
    for found in pages(path, wanted, LIMITS.page_bytes):
        if isinstance(found, Response):
            yield found
