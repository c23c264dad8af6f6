"""Backup: a whole lake as one tar file, whose last member lists all others with their hashes.

The file is written aside and renamed when it is whole. A mark in its header says that a list comes,
so that a backup that was cut is told from one of the releases that wrote no list.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from parallax.core.errors import InputError
from parallax.lake import lake_version
from parallax.lake.lake import Lake

FOLDERS = ("tables", "raw", "reports")
"""What a backup holds: all that cannot be rebuilt, and the pages, whose addresses people have."""
MANIFEST = "backup.json"
"""The last member: version of the lake, and size and SHA-256 of each file."""
MARK = "PARALLAX.backup"
"""Name in the tar file's header of those that end with a list."""


def backup(lake: Lake, file: Path, wait_seconds: float) -> int:
    """Write `lake.json`, tables, raw responses and pages into one tar file while no process writes
    and no pass is under way, so that all tables are of one pass; return how many files.

    :param wait_seconds: how long to wait for a pass.
    :raises LakeBusyError: when a pass takes longer than this.
    :raises InputError: when the lake is behind a URL, or there is no lake.
    """
    root = lake.root
    if not isinstance(root, Path) or not lake.exists():
        raise InputError(
            f"{root} is not a lake on this machine", "an object store keeps versions of its own"
        )
    if file.resolve().is_relative_to(root.resolve()):
        raise InputError(f"{file} lies in the lake itself", "name a file outside")
    aside = file.with_name(
        f".{file.name}.part"
    )  # the next backup overwrites what a killed one left
    with lake.passing(wait_seconds), lake.writing():
        try:
            with aside.open("wb") as written:
                count = _write(root, written)
                written.flush()
                os.fsync(written.fileno())
            aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)
    return count


def _write(root: Path, to: BinaryIO) -> int:
    listed: dict[str, dict[str, object]] = {}
    with tarfile.open(
        fileobj=to, mode="w", format=tarfile.PAX_FORMAT, pax_headers={MARK: "1"}
    ) as tar:
        for path in _files(root):
            name = path.relative_to(root).as_posix()
            info = tarfile.TarInfo(name)
            with path.open("rb") as content:
                status = os.fstat(content.fileno())
                info.size, info.mtime = status.st_size, int(status.st_mtime)
                read = _Hashed(content)
                tar.addfile(info, read)
            listed[name] = {"size": info.size, "sha256": read.hash.hexdigest()}
        version = lake_version.read(root)
        manifest = {
            "parallax": lake_version.this_parallax(),
            "lake_version": version.lake_version if version else 1,
            "files": listed,
        }
        written = json.dumps(manifest, indent=1).encode("utf-8")
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(written)
        tar.addfile(info, io.BytesIO(written))
    return len(listed)


def _files(root: Path) -> Iterator[Path]:
    if (root / lake_version.FILE).is_file():
        yield root / lake_version.FILE
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path


class _Hashed(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file, self.hash = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.hash.update(content)
        return content
