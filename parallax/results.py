"""What every result of the library can do: turn into plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any


class Result:
    """Base of the results, which are frozen dataclasses: readable `repr`, `to_dict`, and a table in
    notebooks.
    """

    def to_dict(self) -> dict[str, Any]:
        """Return the result as dictionaries, lists, strings and numbers that JSON can hold."""
        assert is_dataclass(self)
        return {field.name: plain(getattr(self, field.name)) for field in fields(self)}


def plain(value: Any) -> Any:
    """Return a value as what JSON can hold: tuples and sets become lists, dataclasses dictionaries,
    dates ISO text.
    """
    if isinstance(value, Result):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, (set, frozenset)):
        return sorted(map(plain, value))
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def shortened(text: str, length: int) -> str:
    """Return a text in at most ``length`` characters, on one line, for a `repr`."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def counted(n: int, noun: str) -> str:
    """Return a number with its noun: "1 bead", "2 beads"."""
    return f"{n:,} {noun}" + ("" if n == 1 else "s")
