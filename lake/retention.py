"""Retention: delete data of days before a given date, and what killed runs left behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from parallax.core.files import Folder
from parallax.lake.lake import Lake
from parallax.lake.partition_files import FILE
from parallax.lake.restore import ASIDE
from parallax.lake.schema import JUDGEMENTS, REVISIONS, STORY_DECISIONS, TABLES
from parallax.lake.strange_partitions import strange_partitions

_LEFT_BEHIND = 24 * 3600.0
"""Seconds after which a half-written file or a batch is one that a killed run left."""
_KEPT = ("tables",)
"""Folders that stay when they are empty: a lake without days is a lake."""


@dataclass
class Removed:
    """How many files were removed, or would be, and their size in bytes."""

    partitions: int = 0
    payloads: int = 0
    vectors: int = 0
    parses: int = 0
    leftovers: int = 0
    size: int = 0


def prune(lake: Lake, before: date, cache: Path, *, dry: bool = False) -> Removed:
    """Remove the partitions of days before a date, raw responses that no remaining text refers to,
    old vectors and parses of sentences, and what killed runs left: half-written files, batches and
    restores.

    Translations are kept: they have no day. So are judgements: they hold no text, and nobody would
    judge again. Pages of removed stories are removed when the index is
    next built. House style is learned from the markers that remain.

    The caller holds the lake for a pass (`Lake.passing`).

    :param cache: folder of what may be deleted (`Settings.cache_folder`). :param dry: only count.
    """
    moment = datetime(before.year, before.month, before.day, tzinfo=UTC).timestamp()
    kept_days = [day for day in lake.partitions(REVISIONS) if day >= before.isoformat()]
    kept = set(lake.columns(REVISIONS, ["payload_sha256"], kept_days)["payload_sha256"].to_list())
    for one in strange_partitions(lake):  # their days are known when they are migrated
        if one.table is REVISIONS:
            kept.update(one.rows()["payload_sha256"].to_list())
    old_days = [
        lake.folder(table) / f"day={day}" / FILE
        for table in TABLES.values()
        if table.partition == "day" and table not in (JUDGEMENTS, STORY_DECISIONS)
        for day in lake.partitions(table)
        if day < before.isoformat()
    ]
    payloads = [
        file
        for file in _files(lake.root / "raw")
        if file.name.split(".")[0] not in kept and file.stat().st_mtime < moment
    ]
    rechecks = cache / "cache" / "rechecks.json"
    vectors = [
        file
        for file in (*_files(cache / "vectors"), *([rechecks] if rechecks.is_file() else []))
        if file.stat().st_mtime < moment
    ]
    parses = [file for file in _files(cache / "parses") if file.stat().st_mtime < moment]
    leftovers = list(dict.fromkeys(_left_behind(lake)))
    removed = Removed(len(old_days), len(payloads), len(vectors), len(parses), len(leftovers))
    for file in (*old_days, *payloads, *vectors, *parses, *leftovers):
        removed.size += file.stat().st_size
        if not dry:
            file.unlink()
    if not dry:
        for folder in ("tables", "raw", "work", ASIDE):
            _remove_empty(lake.root / folder)
    return removed


def _left_behind(lake: Lake) -> Iterator[Folder]:
    """Yield the files of runs that were killed: half-written ones, batches and unpacked backups."""
    abandoned = time.time() - _LEFT_BEHIND
    yield from _files(lake.root / ASIDE)  # no restore is under way while the lake is held
    for file in (*_half_written(lake), *_files(lake.root / "work")):
        if file.stat().st_mtime < abandoned:
            yield file


def _half_written(lake: Lake) -> Iterator[Folder]:
    for file in _files(lake.root):
        if file.name.startswith(".") and file.name.endswith(".tmp"):
            yield file


def _files(root: Folder) -> Iterator[Folder]:
    if root.is_dir():
        yield from (file for file in root.rglob("*") if file.is_file())


def _remove_empty(root: Folder) -> None:
    """Remove the empty folders under a local folder, and itself; an object store has none."""
    if isinstance(root, Path) and root.is_dir():
        for folder in sorted((f for f in root.rglob("*") if f.is_dir()), reverse=True):
            with suppress(OSError):  # not empty
                folder.rmdir()
        if root.name not in _KEPT:
            with suppress(OSError):
                root.rmdir()
