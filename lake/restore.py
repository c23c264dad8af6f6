"""Restore: a backup unpacked aside, every file of it verified, and moved into place when whole.

The tables come last: what a killed restore leaves does not look like a lake, and the next restore
into the same folder removes it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import lzma
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from parallax.core.errors import InputError
from parallax.core.escapes import terminal
from parallax.core.path_names import is_path_name
from parallax.core.plain_words import plain
from parallax.lake import lake_version
from parallax.lake.backup import FOLDERS, MANIFEST, MARK
from parallax.lake.lake import Lake

log = logging.getLogger(__name__)

ASIDE = ".restoring"
"""Folder in the lake into which a backup is unpacked; a killed restore leaves it."""
_CHUNK = 1 << 20
_Found = tuple[int, str]
"""(size, SHA-256) of a file"""
_DAMAGE = (
    tarfile.TarError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    RecursionError,
)
"""What reading a damaged tar file raises."""


def restore(file: Path, lake: Lake, wait_seconds: float) -> int:
    """Unpack a backup into a folder that holds no lake yet; return how many files.

    A backup that is not whole leaves nothing. One of a release that wrote no list of its files is
    restored with a remark in the log, if it ends as a tar file does.

    :param wait_seconds: how long to wait for a pass that begins a lake there.
    :raises LakeBusyError: when a pass takes longer than this.
    :raises NewerLakeError: when a newer Parallax made the lake.
    :raises InputError: when there is a lake already, or the file is not a whole backup; it names
        the first file that is missing or damaged.
    """
    root = _without_tables(lake)
    with _nothing_left(root), lake.passing(wait_seconds), lake.writing():
        aside = _without_tables(lake) / ASIDE
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            count = _unpack(file, aside)
            lake_version.read(aside)
            for name in (lake_version.FILE, *reversed(FOLDERS)):  # the tables last
                _move(aside / name, root / name)
        except OSError as error:
            raise InputError(f"cannot restore {file}: {plain(error)}") from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return count


@contextmanager
def _nothing_left(root: Path) -> Iterator[None]:
    """Remove the folder and those above it after an error, where they were not there before."""
    made = [folder for folder in (root, *root.parents) if not folder.exists()]
    try:
        yield
    except BaseException:
        for folder in made:
            for lock in folder.glob(".*.lock"):
                lock.unlink()
            with suppress(OSError):
                folder.rmdir()
        raise


def _unpack(file: Path, aside: Path) -> int:
    """Unpack and verify a backup; return how many files it has.

    :raises InputError: when it is not a whole backup.
    """
    found: dict[str, _Found] = {}
    manifest: bytes | None = None
    try:
        opened = tarfile.open(file)  # noqa: SIM115 - the block below closes it
    except _DAMAGE as error:
        raise InputError(f"{file} is not a backup of a lake: it is no tar file") from error
    try:
        with opened as tar:
            marked = MARK in tar.pax_headers
            for member in tar:
                _check(member, file, found, ended=manifest is not None)
                if member.name == MANIFEST:
                    manifest = _content(tar, member).read()
                else:
                    found[member.name] = _extract(tar, member, aside / member.name)
    except _DAMAGE as error:
        raise InputError(f"cannot restore {file}: {_after(found)} it is damaged") from error
    if manifest is not None:
        _verify(file, found, manifest)
    elif marked or not _ends(file):
        raise InputError(f"cannot restore {file}: {_after(found)} it is cut or damaged")
    elif not any(name.startswith(f"{FOLDERS[0]}/") for name in found):
        raise InputError(f"{file} is not a backup of a lake: it holds no tables")
    else:
        log.warning(
            "%s has no list of its files: an older Parallax wrote it, and nothing says whether it "
            "is unchanged",
            file,
        )
    return len(found)


def _after(found: Mapping[str, _Found]) -> str:
    return f"after {list(found)[-1]}," if found else "from its beginning"


def _check(
    member: tarfile.TarInfo, file: Path, found: Mapping[str, _Found], *, ended: bool
) -> None:
    """Refuse a member that no backup has.

    :raises InputError: naming it.
    """
    parts = member.name.split("/")
    known = member.name in (MANIFEST, lake_version.FILE) or (parts[0] in FOLDERS and len(parts) > 1)
    if (
        not known
        or not member.isreg()
        or member.issparse()
        or not all(map(is_path_name, parts))
        or member.name in found
        or ended
    ):
        shown = terminal(member.name)[:100]
        raise InputError(f"{file} is not a backup of a lake: it holds {shown}")


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Any:
    content = tar.extractfile(member)
    if content is None:
        raise tarfile.ReadError(member.name)
    return content


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, to: Path) -> _Found:
    """Write a member to a file with its time of change; return its size and hash."""
    to.parent.mkdir(parents=True, exist_ok=True)
    size, made = 0, hashlib.sha256()
    content = _content(tar, member)
    with to.open("xb") as written:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            made.update(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    if size != member.size:
        raise tarfile.ReadError(member.name)
    with suppress(OverflowError, ValueError):  # a time that cannot be
        os.utime(to, (member.mtime, member.mtime))
    return size, made.hexdigest()


def _verify(file: Path, found: Mapping[str, _Found], manifest: bytes) -> None:
    """Compare what was unpacked with the list.

    :raises InputError: naming the first file that is missing, damaged or not in the list.
    """
    try:
        listed: dict[str, _Found] = {
            name: (about["size"], about["sha256"])
            for name, about in json.loads(manifest)["files"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"cannot restore {file}: the list of its files is damaged") from error
    for name, about in listed.items():
        if name not in found:
            raise InputError(f"cannot restore {file}: {terminal(name)[:200]} is missing")
        if found[name] != about:
            raise InputError(f"cannot restore {file}: {name} is damaged")
    if more := sorted(found.keys() - listed.keys()):
        raise InputError(f"cannot restore {file}: {more[0]} is not in the list of its files")


def _ends(file: Path) -> bool:
    """Tell whether a tar file ends as tar files do, with two empty blocks; of a compressed one its
    own end says so.
    """
    if not tarfile.is_tarfile(file):
        return False
    with file.open("rb") as content:
        head = content.read(tarfile.BLOCKSIZE)
        if head[257:262] != b"ustar":
            return True
        size = content.seek(0, os.SEEK_END)
        content.seek(max(0, size - 2 * tarfile.BLOCKSIZE))
        return content.read() == bytes(2 * tarfile.BLOCKSIZE)


def _move(source: Path, target: Path) -> None:
    """Move a file or folder; into a folder that is there, what is in it."""
    if source.is_dir() and target.is_dir():
        for inner in source.iterdir():
            _move(inner, target / inner.name)
    elif source.exists():
        source.replace(target)


def _without_tables(lake: Lake) -> Path:
    root = lake.root
    if not isinstance(root, Path) or lake.exists():
        raise InputError(f"{root} is a lake already", "name a new folder with --lake")
    return root
