"""Retention: delete data of days before a given date, and what killed runs left behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from parallax.core.files import Folder
from parallax.lake.lake import Lake
from parallax.lake.partition_files import FILE
from parallax.lake.schema import REVISIONS, TABLES

_LEFT_BEHIND = 24 * 3600.0
"""Seconds after which a half-written file is one that a killed run left."""


@dataclass
class Removed:
    """How many files were removed, or would be, and their size in bytes."""

    partitions: int = 0
    payloads: int = 0
    vectors: int = 0
    leftovers: int = 0
    size: int = 0


def prune(lake: Lake, before: date, cache: Path, *, dry: bool = False) -> Removed:
    """Remove the partitions of days before a date, raw responses that no remaining text refers to,
    old vectors, and files that killed runs left half-written.

    Translations are kept: they have no day. Pages of removed stories are removed when the index is
    next built. House style is learned from the markers that remain.

    :param cache: folder of the cached vectors. :param dry: only count.
    """
    moment = datetime(before.year, before.month, before.day, tzinfo=UTC).timestamp()
    kept_days = [day for day in lake.partitions(REVISIONS) if day >= before.isoformat()]
    kept = set(lake.columns(REVISIONS, ["payload_sha256"], kept_days)["payload_sha256"].to_list())
    old_days = [
        lake.folder(table) / f"day={day}" / FILE
        for table in TABLES.values()
        if table.partition == "day"
        for day in lake.partitions(table)
        if day < before.isoformat()
    ]
    payloads = [
        file
        for file in _files(lake.root / "raw")
        if file.name.split(".")[0] not in kept and file.stat().st_mtime < moment
    ]
    vectors = [file for file in _files(cache / "vectors") if file.stat().st_mtime < moment]
    abandoned = time.time() - _LEFT_BEHIND
    leftovers = [
        file
        for file in _files(lake.root)
        if file.name.startswith(".")
        and file.name.endswith(".tmp")
        and file.stat().st_mtime < abandoned
    ]
    removed = Removed(len(old_days), len(payloads), len(vectors), len(leftovers))
    for file in (*old_days, *payloads, *vectors, *leftovers):
        removed.size += file.stat().st_size
        if not dry:
            file.unlink()
    return removed


def _files(root: Folder) -> Iterator[Folder]:
    if root.is_dir():
        yield from (file for file in root.rglob("*") if file.is_file())
