"""Unpacking an Argos package of unknown origin: every entry is checked before anything is written,
and its metadata before anything reads it.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from parallax.core.errors import InputError
from parallax.core.escapes import terminal
from parallax.core.machine_faults import is_machine_fault
from parallax.core.path_names import is_path_name, path_name
from parallax.core.thresholds import thresholds


@thresholds(
    "translate", chosen="by judgement: packages of today are 50 to 250 MB in under 50 files"
)
@dataclass(frozen=True)
class ArchiveLimits:
    """How large a package may be."""

    unpacked_bytes: Annotated[int, "largest unpacked package, against decompression bombs"] = (
        2_000_000_000
    )
    ratio: Annotated[float, "most unpacked bytes for a byte of the archive"] = 100
    small_bytes: Annotated[int, "unpacked bytes below which the ratio does not count"] = 10_000_000
    files: Annotated[int, "most files and folders"] = 10_000
    metadata_bytes: Annotated[int, "largest metadata.json"] = 1_000_000


LIMITS = ArchiveLimits()
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_CODE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{1,8})?")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,30}")
_TEXTS = ("from_name", "to_name", "target_prefix", "argos_version", "type")
_LISTS = ("languages", "source_languages", "target_languages", "dependencies", "links")


def unpack(path: Path, folder: Path) -> Path:
    """Unpack an ``.argosmodel`` archive into a new folder; return the package's folder in it.

    :raises InputError: when the file is not such an archive, or an entry or its metadata is not
        what a package has; what is in the folder by then is for the caller to remove.
    :raises OSError: when the disk is full, or the folder may not be written.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            top = _checked(archive, path)
            archive.extractall(folder)
    except (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        ValueError,
        RuntimeError,  # a password, a method that is not there
        OverflowError,
    ) as error:
        if is_machine_fault(error):
            raise
        why = terminal(getattr(error, "strerror", None) or str(error))
        raise InputError(f"{path} is not an Argos package: {why}") from error
    if fault := _fault(folder / top / "metadata.json"):
        raise InputError(f"{path} is not an Argos translation package: {fault}")
    return folder / top


def _checked(archive: zipfile.ZipFile, path: Path) -> str:
    """Return the name of the one folder of an archive.

    :raises InputError: when an entry is unsafe or of a kind that packages do not have.
    """
    entries = archive.infolist()
    names: set[str] = set()
    for entry in entries:
        shown = terminal(entry.orig_filename)[:100]
        link = (entry.external_attr >> 16) & 0o170000 not in (0, 0o100000, 0o040000)
        if link or not all(map(_is_part, entry.orig_filename.removesuffix("/").split("/"))):
            raise InputError(f"{path}: unsafe entry {shown!r}; nothing was installed")
        if entry.flag_bits & _ENCRYPTED:
            raise InputError(f"{path} is encrypted; nothing was installed")
        if entry.compress_type not in _METHODS:
            raise InputError(
                f"{path}: {shown!r} is compressed by an unknown method; nothing was installed"
            )
        name = str(PurePosixPath(entry.filename))
        if name in names:
            raise InputError(f"{path}: {shown!r} is there twice; nothing was installed")
        names.add(name)
    size = sum(entry.file_size for entry in entries)
    most = max(LIMITS.small_bytes, LIMITS.ratio * path.stat().st_size)
    if size > min(LIMITS.unpacked_bytes, most) or len(entries) > LIMITS.files:
        raise InputError(
            f"{path} would unpack to {size:,} bytes in {len(entries):,} files; "
            "nothing was installed"
        )
    tops = {name.split("/")[0] for name in names}
    if len(tops) != 1:
        raise InputError(
            f"{path} is not an Argos package: expected one folder inside, found {len(tops)}"
        )
    return path_name(tops.pop(), f"{path}: the folder")


def _is_part(name: str) -> bool:
    """Tell whether a name is one component of a path; hidden files may be in a package."""
    return is_path_name(name.removeprefix("."))


def _fault(path: Path) -> str:
    """Return what is wrong with a package's metadata, or nothing."""
    if not path.is_file():
        return "it has no metadata.json"
    if path.stat().st_size > LIMITS.metadata_bytes:
        return "its metadata.json is too large"
    try:
        metadata: Any = json.loads(path.read_bytes().decode("utf-8"))
    except (ValueError, RecursionError):
        return "its metadata.json is not JSON in UTF-8"
    return metadata_fault(metadata)


def metadata_fault(metadata: Any) -> str:
    """Return what is wrong with the metadata of a translation package, or nothing."""
    if not isinstance(metadata, dict):
        return "its metadata.json does not hold names and values"
    for name in ("from_code", "to_code"):
        if not _is(metadata.get(name), _CODE):
            return f"{name} of its metadata.json is not a language code"
    if not _is(metadata.get("package_version"), _VERSION):
        return "package_version of its metadata.json is not a version"
    for name in _TEXTS:
        if not isinstance(metadata.get(name, ""), str):
            return f"{name} of its metadata.json is not text"
    for name in _LISTS:
        if not isinstance(metadata.get(name, []), list):
            return f"{name} of its metadata.json is not a list"
    return "" if metadata.get("type", "translate") == "translate" else "it is of another type"


def _is(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
