"""Backup and restore: a whole lake as one tar file."""

from __future__ import annotations

import tarfile
from pathlib import Path

from parallax.core.errors import InputError
from parallax.lake.lake import Lake

_PARTS = ("tables", "raw", "reports")
"""What a backup holds: all that cannot be rebuilt, and the pages, whose addresses people have."""


def backup(lake: Lake, file: Path, wait_seconds: float) -> int:
    """Write tables, raw responses and pages into one tar file while no process writes and no pass
    is under way, so that all tables are of one pass; return how many files.

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
    count = 0
    with lake.passing(wait_seconds), lake.writing(), tarfile.open(file, "w") as tar:
        for part in _PARTS:
            for path in sorted((root / part).rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    tar.add(path, arcname=str(path.relative_to(root)))
                    count += 1
    return count


def restore(file: Path, lake: Lake, wait_seconds: float) -> int:
    """Unpack a backup into a folder that holds no lake yet; return how many files.

    :param wait_seconds: how long to wait for a pass that begins a lake there.
    :raises LakeBusyError: when a pass takes longer than this.
    :raises InputError: when there is a lake already, or the file is not a backup.
    """
    _without_tables(lake)
    try:
        with tarfile.open(file) as tar:
            members = tar.getmembers()
            if strange := [
                m.name for m in members if not m.isfile() or m.name.split("/")[0] not in _PARTS
            ]:
                raise InputError(f"{file} is not a backup of a lake: it holds {strange[0]}")
            with lake.passing(wait_seconds), lake.writing():
                tar.extractall(_without_tables(lake), filter="data")
    except (OSError, tarfile.TarError) as error:
        raise InputError(f"cannot restore {file}: {error}") from error
    return len(members)


def _without_tables(lake: Lake) -> Path:
    root = lake.root
    if not isinstance(root, Path) or lake.exists():
        raise InputError(f"{root} is a lake already", "name a new folder with --lake")
    return root
