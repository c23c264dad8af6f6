"""Checking a codebook against itself, and telling two codebooks apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parallax.comparers.framing import ledger, match
from parallax.comparers.framing.agency import HELPERS
from parallax.comparers.framing.codebook import Codebook, Label, axis_files, patterns
from parallax.comparers.framing.victims import CASUALTY, UNSPECIFIED
from parallax.languages import actor_symmetry, actors
from parallax.languages.detect import LANGUAGES
from parallax.languages.phrases import words

_READ_AS = {CASUALTY: UNSPECIFIED}


@dataclass(frozen=True)
class Entry:
    """One pattern of a codebook: its value on an axis in a language; a trap has none."""

    axis: str
    language: str
    pattern: str
    value: str | None
    ref: str | None = None

    def __str__(self) -> str:
        """Return the entry on one line."""
        says = (
            "trap" if self.value is None else self.value + (f" of {self.ref}" if self.ref else "")
        )
        return f"{self.axis} {self.language} “{self.pattern}”: {says}"


def entries(folder: Path) -> list[Entry]:
    """Return every pattern of the ``*.toml`` files of a folder, in order."""
    return sorted((entry for data in axis_files(folder) for entry in _entries(data)), key=str)


def _entries(data: dict[str, Any]) -> Iterator[Entry]:
    for language, pattern, label in patterns(data):
        yield Entry(data["axis"], language, pattern, label["value"], label.get("ref"))
    for trap in data.get("trap", []):
        yield from (
            Entry(data["axis"], trap["language"], pattern, None) for pattern in trap["patterns"]
        )


def faults(codebook: Codebook, folder: Path) -> list[str]:
    """Return what is wrong with a codebook.

    Each concept must have members in every language; the words of each entry must be found in the
    sentence it names as its hit and stay silent in the one it names as its miss; each pattern must
    find its own words and say one thing; each trap must silence its own words. The actors of the
    sides must mirror each other.
    """
    found = actor_symmetry.faults(actors.load())
    said: dict[tuple[str, str, str], Entry] = {}
    for data in axis_files(folder):
        found += ledger.faults(data)
        found += _untrue_examples(codebook, data)
        for entry in _entries(data):
            if entry.language not in LANGUAGES:
                found.append(f"{entry}: no such language")
                continue
            other = said.setdefault((entry.axis, entry.language, entry.pattern), entry)
            if (other.value, other.ref) != (entry.value, entry.ref):
                of = f" of {other.ref}" if other.ref else ""
                found.append(f"{entry}: also {other.value or 'trap'}{of}")
                continue
            found += _unread(codebook, entry)
    return found


def _unread(codebook: Codebook, entry: Entry) -> Iterator[str]:
    patterns = codebook.axes[entry.axis].markers[entry.language]
    labels = [
        match.label
        for match in patterns.find(words(patterns.example(entry.pattern), entry.language))
    ]
    if entry.value is None and labels:
        yield f"{entry}: does not silence its own words, they are read as {labels[0].value}"
    if entry.value is not None and not any(_says(label, entry) for label in labels):
        read = ", ".join(label.value for label in labels) or "nothing"
        yield f"{entry}: does not find its own words ({read})"


def _untrue_examples(codebook: Codebook, data: dict[str, Any]) -> Iterator[str]:
    """Yield the words whose hit is not found or whose miss is, by the whole reading of a sentence
    (helpers such as `weapon` apart).
    """
    for entry in ledger.entries(data):
        of = f" of {entry.ref}" if entry.ref else ""
        name = f"{entry.member.concept} " if entry.member else ""
        where = f"{data['axis']} {name}{entry.language} {entry.value}{of}"
        if entry.value in HELPERS or not entry.patterns:
            continue
        for kind, sentence in (("hit", entry.hit), ("miss", entry.miss)):
            if sentence is None:
                if kind == "hit" or entry.member is None:
                    yield f"{where}: has no {kind}"
                continue
            values = {
                (m.value, m.ref)
                for m in match.find(sentence, entry.language, codebook)
                if m.axis == data["axis"]
            }
            read = any(_is_of(entry, value, ref) for value, ref in values)
            if read != (kind == "hit"):
                read_as = sorted(values, key=str) or "nothing"
                yield f"{where}: {kind} “{sentence}” is read as {read_as}"


def _is_of(entry: ledger.Entry, value: str, ref: str | None) -> bool:
    return value == _READ_AS.get(entry.value, entry.value) and (
        entry.ref is None or ref == entry.ref or str(ref).endswith(f"_{entry.ref}")
    )


def _says(label: Label, entry: Entry) -> bool:
    return label.value == entry.value and label.ref == entry.ref


def differences(old: Path, new: Path) -> tuple[list[Entry], list[Entry]]:
    """Return (removed, added) entries between two folders of a codebook."""
    before, after = set(entries(old)), set(entries(new))
    return sorted(before - after, key=str), sorted(after - before, key=str)
