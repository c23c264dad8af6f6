"""``lake.json``: which version the folder of a lake has, and which Parallax made and migrated it.

The schema version of each file says how to read its rows; this one says how the lake itself is laid
out: folders, names of files, what belongs together. A lake without the file is of version 1.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from parallax.core.errors import InputError, NewerLakeError
from parallax.core.files import Folder, write_atomically
from parallax.lake.partition_files import NEWER

FILE = "lake.json"
VERSION = 1
"""The version that this Parallax writes and reads."""


@dataclass(frozen=True)
class LakeVersion:
    """What `lake.json` says."""

    lake_version: int
    made_by: str | None
    """Version of the Parallax that made the lake; None for lakes older than the file."""
    migrated_by: str | None
    """Version of the Parallax that migrated it last."""

    def to_json(self) -> bytes:
        """Return the content of the file; the same values give the same bytes."""
        return (json.dumps(vars(self), indent=1, sort_keys=True) + "\n").encode("utf-8")


def read(root: Folder) -> LakeVersion | None:
    """Return what the file says, None when there is none.

    :raises NewerLakeError: when a newer Parallax made or migrated the lake.
    :raises InputError: when the file is damaged.
    """
    path = root / FILE
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        found: dict[str, Any] = json.loads(content)
        version = found["lake_version"]
        made_by, migrated_by = found.get("made_by"), found.get("migrated_by")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        version, made_by, migrated_by = None, None, None
    if type(version) is not int or version < 1:
        raise InputError(
            f"{path} is damaged: it does not say which version the lake has",
            "restore it from a backup",
        )
    if version > VERSION:
        raise NewerLakeError(
            f"{root} is a lake of version {str(version)[:20]}, this Parallax knows {VERSION}", NEWER
        )
    return LakeVersion(version, _text(made_by), _text(migrated_by))


def begin(root: Folder, *, new: bool) -> None:
    """Write the file of a lake that has none.

    :param new: whether the lake begins now; one that was there before was made by an unknown
        version.
    """
    write(root, LakeVersion(VERSION, this_parallax() if new else None, None))


def migrated(root: Folder, *, changed: bool) -> None:
    """Write the file after a migration, where it is missing, older or not of this version.

    :param changed: whether anything was rewritten.
    """
    found = read(root)
    if changed or found is None or found.lake_version < VERSION:
        made_by = found.made_by if found else None
        write(root, LakeVersion(VERSION, made_by, this_parallax()))


def write(root: Folder, version: LakeVersion) -> None:
    """Write the file, atomically."""
    write_atomically(root / FILE, version.to_json())


def this_parallax() -> str:
    """Return the version of the installed Parallax."""
    return metadata.version("parallax-news")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
