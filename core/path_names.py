"""The door for names of files and folders: what data says becomes one component of a path, or
nothing.

A partition value, a day, a language pair, the id of a story, the hash of a payload and the name of
a package all end up in a path. Each goes through `path_name` there, whoever checked it before.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Annotated

from parallax.core.errors import InputError
from parallax.core.escapes import terminal
from parallax.core.thresholds import thresholds


@thresholds("lake", chosen="by judgement: file systems take 255 bytes, and we add to the names")
@dataclass(frozen=True)
class NameLimits:
    """How long a name that comes from data may be."""

    bytes: Annotated[int, "most bytes of a name in UTF-8"] = 200
    shown: Annotated[int, "most characters of a refused name that its error shows"] = 60


LIMITS = NameLimits()
_NOT_IN_NAMES = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories: control characters, lone surrogates, separators of lines."""


def path_name(name: str, what: str) -> str:
    """Return a name that is one component of a path: it stays in the folder it is put into.

    :param what: what the name is of, for the error: "the partition".
    :raises InputError: when it is empty, begins with a dot, has a separator, ``..``, NUL or another
        control character, or is too long.
    """
    if fault := _fault(name):
        shown = terminal(name[: LIMITS.shown]) + ("…" if len(name) > LIMITS.shown else "")
        raise InputError(f"{what} {shown!r} cannot be the name of a file: {fault}")
    return name


def is_path_name(name: str) -> bool:
    """Tell whether `path_name` returns a name."""
    return not _fault(name)


def _fault(name: str) -> str:
    """Return why a name is none, or nothing."""
    if not name:
        return "it is empty"
    if any(unicodedata.category(letter) in _NOT_IN_NAMES for letter in name):
        return "it has a control character"
    if "/" in name or "\\" in name:
        return "it has a separator of folders"
    if name.startswith(".") or ".." in name:
        return "it begins with a dot or has two in a row"
    if len(name.encode("utf-8")) > LIMITS.bytes:
        return f"it is longer than {LIMITS.bytes} bytes"
    return ""
