"""Checksums of installed packages, to find files that changed since."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from parallax.core.files import write_atomically

FILE = "parallax.json"
"""The file of checksums in the folder of each package that Parallax installs."""


def keep(package: Path, archive: Path) -> None:
    """Write the SHA-256 of an archive and of every file of it."""
    kept = {"archive": archive.name, "sha256": _sha256(archive), "files": _files(package)}
    write_atomically(package / FILE, (json.dumps(kept, indent=1, sort_keys=True) + "\n").encode())


def faults(package: Path) -> list[str] | None:
    """Return what changed since the installation; None for a package installed by other means."""
    try:
        kept: dict[str, str] = json.loads((package / FILE).read_text("utf-8"))["files"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, RecursionError):
        kept = {}
    if not isinstance(kept, dict) or not kept:
        return [f"{FILE} cannot be read"]
    now = _files(package)
    return [
        *(f"{name} is missing" for name in sorted(kept.keys() - now.keys())),
        *(f"{name} was not in the package" for name in sorted(now.keys() - kept.keys())),
        *(
            f"{name} has changed"
            for name in sorted(kept.keys() & now.keys())
            if kept[name] != now[name]
        ),
    ]


def _files(package: Path) -> dict[str, str]:
    return {
        path.relative_to(package).as_posix(): _sha256(path)
        for path in sorted(package.rglob("*"))
        if path.is_file() and path.name != FILE
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
