"""Fingerprints of what makes rows: our own code and the settings of a stage.

A stage keeps what it made for as long as its fingerprint is the same. The code of a stage is the
source of its module and of all that this imports from `parallax`, directly or not, with the data
files beside them; nobody has to list them, and an edited comment rebuilds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec, resolve_name
from pathlib import Path

from parallax.core.ids import digest
from parallax.core.settings import Settings
from parallax.lake.module_sources import PREFIX, SOURCES

_PACKAGE = "__init__.py"
_NOT_DATA = {".py", ".pyc", ".so", ".md"}
Find = Callable[[str], Path | None]
"""Returns the file of a module by its full name, None when there is no such module."""


def stage_version(module: str, settings: Settings, group: str, also: Iterable[str] = ()) -> str:
    """Return a hash of the code of a stage and of all settings it may read.

    :param module: full name of the stage's module. :param group: its group of settings.
    :param also: names of settings outside the group that decide its rows.
    """
    names = {group, *also} & set(type(settings).model_fields)
    return digest(code_version(module), settings.model_dump_json(include=names))


@cache
def code_version(module: str) -> str:
    """Return a hash of the source a module runs: see `version_of`."""
    return version_of(module, module_file)


def version_of(module: str, find: Find) -> str:
    """Return a hash of the source of a module, of its transitive imports from `parallax`, and of
    the data files of their packages.

    Comments, docstrings and layout do not count.
    """
    made = hashlib.sha256()
    reached = modules_reached(module, find)
    for name, file in sorted(reached.items()):
        made.update(f"{name} {SOURCES.read(file).content}\n".encode())
    packages = {name: file.parent for name, file in reached.items() if file.name == _PACKAGE}
    for name, folder in sorted(packages.items()):
        for file in _data_files(folder):
            content = _hash(file, file.stat().st_mtime_ns)
            made.update(f"{name} {file.relative_to(folder).as_posix()} {content}\n".encode())
    return made.hexdigest()[:16]


def modules_reached(module: str, find: Find) -> dict[str, Path]:
    """Return the files of a module and of all it imports from `parallax`, by module name.

    Imports inside functions count. `parallax` itself does not: it only passes names on.
    """
    found: dict[str, Path] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in found or not name.startswith(PREFIX):
            continue
        if (file := find(name)) is None:
            continue  # a name of a module, not a module
        found[name] = file
        package = name if file.name == _PACKAGE else name.rpartition(".")[0]
        waiting.append(package)
        waiting += [resolve_name(written, package) for written in SOURCES.read(file).imports]
    SOURCES.keep()
    return found


@cache
def module_file(name: str) -> Path | None:
    """Return the file of a module of ours without importing it, None if there is no such file."""
    top, *rest = name.removeprefix(PREFIX).split(".")
    spec = find_spec(PREFIX + top)
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin)
    if not rest:
        return file
    place = file.parent.joinpath(*rest)
    candidates = (place / _PACKAGE, place.with_suffix(".py"))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _data_files(folder: Path) -> Iterator[Path]:
    """Yield the data files of a package: all but sources, in it and in folders that are no
    packages of their own.
    """
    for place in sorted(folder.iterdir()):
        if place.is_dir():
            if place.name != "__pycache__" and not (place / _PACKAGE).is_file():
                yield from _data_files(place)
        elif place.suffix not in _NOT_DATA:
            yield place


@cache
def _hash(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
