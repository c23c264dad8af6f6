"""Checking a codebook against itself, and telling two codebooks apart."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comparers.framing.codebook import Codebook, Label
from comparers.framing.patterns import words
from corpora.language import LANGUAGES


@dataclass(frozen=True)
class Entry:
    """One pattern of a codebook: what it says on which axis in which language; a trap has no value."""

    axis: str
    language: str
    pattern: str
    value: str | None
    ref: str | None = None

    def __str__(self) -> str:
        """Return the entry on one line."""
        says = "trap" if self.value is None else self.value + (f" of {self.ref}" if self.ref else "")
        return f"{self.axis} {self.language} “{self.pattern}”: {says}"


def entries(folder: Path) -> list[Entry]:
    """Return every pattern of the ``*.toml`` files of a folder, in order."""
    return sorted(_entries(folder), key=str)


def _entries(folder: Path) -> Iterator[Entry]:
    for file in sorted(folder.glob("*.toml")):
        data: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        for section, key in (("marker", "value"), ("trap", None)):
            for entry in data.get(section, []):
                value = entry[key] if key else None
                yield from (Entry(data["axis"], entry["language"], p, value, entry.get("ref")) for p in entry["patterns"])


def faults(codebook: Codebook, folder: Path) -> list[str]:
    """Return what is wrong with a codebook: patterns that do not find their own words or say two things, traps that do not hold."""
    found = []
    said: dict[tuple[str, str, str], Entry] = {}
    for entry in entries(folder):
        if entry.language not in LANGUAGES:
            found.append(f"{entry}: no such language")
            continue
        key = entry.axis, entry.language, entry.pattern
        other = said.setdefault(key, entry)
        if (other.value, other.ref) != (entry.value, entry.ref):
            found.append(f"{entry}: also {other.value or 'trap'}{f' of {other.ref}' if other.ref else ''}")
            continue
        text = " ".join(part.removeprefix("=").removesuffix("*") for part in entry.pattern.split())
        labels = [match.label for match in codebook.axes[entry.axis].markers[entry.language].find(words(text, entry.language))]
        if entry.value is None and labels:
            found.append(f"{entry}: does not silence its own words, they are read as {labels[0].value}")
        if entry.value is not None and not any(_says(label, entry) for label in labels):
            found.append(f"{entry}: does not find its own words ({', '.join(label.value for label in labels) or 'nothing'})")
    return found


def _says(label: Label, entry: Entry) -> bool:
    return label.value == entry.value and label.ref == entry.ref


def differences(old: Path, new: Path) -> tuple[list[Entry], list[Entry]]:
    """Return (removed, added) entries between two folders of a codebook."""
    before, after = set(entries(old)), set(entries(new))
    return sorted(before - after, key=str), sorted(after - before, key=str)
