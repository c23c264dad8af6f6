"""Translation packages of Argos that are installed on this machine.

A package is a folder with `metadata.json`, a CTranslate2 model in `model/` and a tokenizer; what it
has for splitting sentences is not read, because sentences keep their boundaries here. The packages
lie where Argos Translate itself keeps them, unless a setting names another folder.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from parallax.translators.package_archive import metadata_fault
from parallax.translators.pieces import Tokenizer, tokenizer_of


@dataclass(frozen=True)
class InstalledPackage:
    """One direction of translation."""

    path: Path
    source: str
    target: str
    version: str
    prefix: str
    """First piece of every translation, in packages of many languages; mostly empty."""
    tokenizer: Tokenizer


def packages_folder(setting: Path | None) -> Path:
    """Return where packages are installed: the setting, or the folder of Argos Translate."""
    if setting:
        return setting
    if own := _argos_setting("ARGOS_PACKAGES_DIR"):
        return Path(own)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "argos-translate" / "packages"


def installed(folder: Path | None = None) -> list[InstalledPackage]:
    """Return the installed translation packages by pair and version, without broken folders.

    :param folder: where to look instead of Argos' folder.
    """
    parent = packages_folder(folder)
    found = [_read(path) for path in sorted(parent.iterdir())] if parent.is_dir() else []
    return sorted(
        (package for package in found if package is not None),
        key=lambda p: (p.source, p.target, [int(n) for n in re.findall(r"\d+", p.version)]),
    )


def _read(path: Path) -> InstalledPackage | None:
    if path.name.startswith("."):
        return None
    try:
        metadata = json.loads((path / "metadata.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if metadata_fault(metadata):
        return None
    source, target = metadata["from_code"], metadata["to_code"]
    tokenizer = tokenizer_of(path, source, target)
    if tokenizer is None:
        return None
    prefix = metadata.get("target_prefix", "")
    return InstalledPackage(path, source, target, metadata["package_version"], prefix, tokenizer)


def _argos_setting(name: str) -> str | None:
    """Return a setting of Argos Translate, from the environment or its own file."""
    if os.environ.get(name):
        return os.environ[name]
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    try:
        stated = json.loads((Path(config) / "argos-translate" / "settings.json").read_bytes())
        return str(stated[name])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
