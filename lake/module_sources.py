"""What the sources of our modules say, read once for each state of a file, not once a run.

Reading 250 sources takes half a second, longer than all else that a run with nothing new does. So
what was read is kept beside Python's own compiled modules, in `__pycache__`; without a place to
write to, each run reads again.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from parallax.core.files import write_atomically

PREFIX = "parallax."


class Source(NamedTuple):
    """A module's source, as far as it decides what the module does."""

    content: str
    """Hash without comments, docstrings and layout."""
    imports: tuple[str, ...]
    """Names it imports from `parallax`, as they are written."""


class Sources:
    """The sources of modules, by file and its state: time of change and size."""

    def __init__(self, kept: Path) -> None:
        """Name the file in which they are kept; it is read when the first source is asked for."""
        self._file = kept
        self._known: dict[str, tuple[list[int], Source]] | None = None
        self._new = False

    def read(self, file: Path) -> Source:
        """Return what a source says."""
        if self._known is None:
            self._known = _read(self._file)
        name, state = str(file), _state(file)
        known = self._known.get(name)
        if known is None or known[0] != state:
            known = state, _parsed(file)
            self._known[name], self._new = known, True
        return known[1]

    def keep(self) -> None:
        """Write what was read anew, where that is possible."""
        if self._new and self._known is not None:
            rows = {name: [state, *source] for name, (state, source) in self._known.items()}
            with suppress(OSError):  # installed for all users, or on a disk that is full
                self._file.parent.mkdir(exist_ok=True)
                made = json.dumps({"made_by": _state(Path(__file__)), "sources": rows})
                write_atomically(self._file, made.encode())
            self._new = False


SOURCES = Sources(Path(__file__).parent / "__pycache__" / "module_sources.json")


def _state(file: Path) -> list[int]:
    stat = file.stat()
    return [stat.st_mtime_ns, stat.st_size]


def _read(file: Path) -> dict[str, tuple[list[int], Source]]:
    """Return what is kept; nothing if it is torn, or another version of this module wrote it."""
    try:
        kept = json.loads(file.read_bytes())
        if kept["made_by"] != _state(Path(__file__)):
            return {}
        return {
            name: (state, Source(content, tuple(imports)))
            for name, (state, content, imports) in kept["sources"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _parsed(file: Path) -> Source:
    tree = ast.parse(file.read_bytes())
    imported: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            separator = "" if base.endswith(".") else "."
            imported += [base, *(f"{base}{separator}{alias.name}" for alias in node.names)]
    ours = (name for name in imported if name.startswith((PREFIX, ".")))
    words = "\n".join(_words(tree)).encode("utf-8", "surrogatepass")
    return Source(hashlib.sha256(words).hexdigest(), tuple(dict.fromkeys(ours)))


def _words(node: object) -> Iterator[str]:
    """Yield the parts of a syntax tree, the same in every version of Python: without positions,
    and without statements that are only a string.
    """
    if isinstance(node, ast.AST):
        yield type(node).__name__
        for name, value in ast.iter_fields(node):
            if value is not None and value != [] and name not in ("ctx", "kind", "type_comment"):
                yield name
                yield from _words(value)
    elif isinstance(node, list):
        for item in node:
            if not _is_docstring(item):
                yield from _words(item)
        yield "end"
    else:
        yield repr(node)


def _is_docstring(node: object) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
