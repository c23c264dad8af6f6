"""Keeping a lake for long: what is older than a day goes, and the whole of it into one file and
back.
"""

from __future__ import annotations

import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from parallax.core.errors import InputError
from parallax.core.files import Folder
from parallax.lake.lake import FILE, Lake
from parallax.lake.schema import REVISIONS, TABLES

_PARTS = ("tables", "raw", "reports")
"""What a backup holds: all that cannot be made anew, and the pages, whose addresses people have."""
_LEFT_BEHIND = 24 * 3600.0
"""Seconds after which a half-written file is one that a killed run left."""


@dataclass
class Removed:
    """Files that went, or would, and how large they are together."""

    partitions: int = 0
    payloads: int = 0
    vectors: int = 0
    leftovers: int = 0
    size: int = 0


def prune(lake: Lake, before: date, cache: Path, *, dry: bool = False) -> Removed:
    """Remove the partitions of days before a day, raw responses that no text left refers to, old
    vectors, and what killed runs left.

    Translations stay: they have no day. Pages of stories that are gone go when the index is next
    built. House style forgets with the markers.

    :param cache: folder of the cached vectors; :param dry: only count.
    """
    removed, moment = (
        Removed(),
        datetime(before.year, before.month, before.day, tzinfo=UTC).timestamp(),
    )
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
    removed.partitions, removed.payloads, removed.vectors, removed.leftovers = map(
        len, (old_days, payloads, vectors, leftovers)
    )
    for file in (*old_days, *payloads, *vectors, *leftovers):
        removed.size += file.stat().st_size
        if not dry:
            file.unlink()
    return removed


def backup(lake: Lake, file: Path) -> int:
    """Write tables, raw responses and pages into one tar file while no process writes; return how
    many files.

    :raises InputError: when the lake is behind a URL, whose store has its own way, or is not there.
    """
    root = lake.root
    if not isinstance(root, Path) or not (root / "tables").is_dir():
        raise InputError(
            f"{root} is no lake on this machine", "an object store keeps versions of its own"
        )
    if file.resolve().is_relative_to(root.resolve()):
        raise InputError(f"{file} lies in the lake itself", "name a file outside")
    count = 0
    with lake.writing(), tarfile.open(file, "w") as tar:
        for part in _PARTS:
            for path in sorted((root / part).rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    tar.add(path, arcname=str(path.relative_to(root)))
                    count += 1
    return count


def restore(file: Path, lake: Lake) -> int:
    """Unpack a backup into a folder that holds no lake yet; return how many files.

    :raises InputError: when there is a lake already, or the file is no backup of one.
    """
    root = lake.root
    if not isinstance(root, Path) or (root / "tables").exists():
        raise InputError(f"{root} is a lake already", "name a new folder with --lake")
    try:
        with tarfile.open(file) as tar:
            members = tar.getmembers()
            if strange := [
                m.name for m in members if not m.isfile() or m.name.split("/")[0] not in _PARTS
            ]:
                raise InputError(f"{file} is no backup of a lake: it holds {strange[0]}")
            tar.extractall(root, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise InputError(f"cannot restore {file}: {error}") from error
    return len(members)


def _files(root: Folder) -> Iterator[Folder]:
    if root.is_dir():
        yield from (file for file in root.rglob("*") if file.is_file())
