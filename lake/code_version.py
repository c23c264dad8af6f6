"""Versions of our own code: a stage keeps what it made for as long as the code that made it is the
same.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import import_module
from pathlib import Path

_SUFFIXES = (".py", ".toml", ".html", ".js", ".css", ".atom", ".json", ".tsv")


@cache
def version_of(*names: str) -> str:
    """Return a hash of the source and data files of some packages of ours, sub-packages included,
    or of single modules.

    A release changes it where it changes what a stage does; a person who edits the code need not
    remember to raise a number.
    """
    made = hashlib.sha256()
    for name in names:
        place = Path(str(import_module(name).__file__))
        folder = place.parent
        for file in sorted(folder.rglob("*")) if place.name == "__init__.py" else [place]:
            if file.suffix in _SUFFIXES and file.is_file():
                made.update(f"{name}/{file.relative_to(folder)}".encode())
                made.update(hashlib.sha256(file.read_bytes()).digest())
    return made.hexdigest()[:16]
