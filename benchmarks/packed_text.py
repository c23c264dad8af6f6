"""Text files that may be packed with xz, and the JSON lines in them."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

from parallax.core.errors import InputError


def unpacked(file: Path) -> str:
    """Return the text of a file in UTF-8, plain or packed with xz (``.xz``).

    :raises OSError, lzma.LZMAError, UnicodeDecodeError: when there is none.
    """
    content = file.read_bytes()
    return (lzma.decompress(content) if file.suffix == ".xz" else content).decode("utf-8")


def text_of(file: Path) -> str:
    """Return the same.

    :raises InputError: when the content is something else.
    """
    try:
        return unpacked(file)
    except (lzma.LZMAError, UnicodeDecodeError) as error:
        raise InputError(f"{file} is not a text in UTF-8, plain or packed with xz") from error


def json_objects(file: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines.

    :raises InputError: when it has none, or something else.
    """
    rows = []
    for number, line in enumerate(text_of(file).rstrip("\n").split("\n"), 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"{file}: line {number} is not JSON") from error
        if not isinstance(row, dict):
            raise InputError(f"{file}: line {number} is no JSON object")
        rows.append(row)
    if not rows:
        raise InputError(f"{file} is empty")
    return rows
