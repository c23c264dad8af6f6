"""Folders, local or of any fsspec URL, and writing a file so that whoever reads it sees the old one
or the new one, never half.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from upath import UPath

from parallax.core.passwords import without_passwords

if TYPE_CHECKING:
    import polars as pl


Folder = Path | UPath
"""A local folder or file, or one behind an fsspec URL (``s3://bucket/lake``); both have the methods
of `pathlib.Path`.
"""


def folder(where: str | Folder) -> Folder:
    """Return the folder at a path or an fsspec URL; nothing is asked of a server yet.

    :raises ValueError: when it is no URL, or no installed file system knows its scheme, with the
        package that does.
    """
    if isinstance(where, UPath) or "://" not in str(where):
        return where if isinstance(where, UPath) else Path(where)
    try:
        place = UPath(where)
        str(place)  # some are read only then
    except (ImportError, ValueError) as error:
        raise ValueError(f"{where}: {error}") from error
    return place


def shown(path: Folder) -> str:
    """Return the whole path, or the URL, for a person to read."""
    return str(path.resolve()) if isinstance(path, Path) else without_passwords(str(path))


def write_atomically(path: Folder, content: bytes) -> None:
    """Write aside in the same folder, flush to disk, rename; the folder is made where it is
    missing.

    An object store shows an object when it is whole; there is nothing to rename.
    """
    if not isinstance(path, Path):
        try:
            path.write_bytes(content)
        except FileNotFoundError:  # a file system that has folders
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # a name of its own for each write: threads may write one file, also those of two machines
    temporary = path.with_name(f".{path.name}.{token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_parquet(
    path: Folder, frame: pl.DataFrame, metadata: dict[str, str] | None = None
) -> None:
    """Write a frame as parquet, atomically; the same frame gives the same bytes.

    :param metadata: names and values that the file carries beside its rows.
    """
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=True, metadata=metadata)
    write_atomically(path, buffer.getvalue())
