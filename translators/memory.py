"""The translation memory: what was translated once, or by a human, is never translated again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from core.ids import digest
from core.lake import Lake
from core.tables import TRANSLATIONS
from translators import tmx


@dataclass(frozen=True)
class Translation:
    """A text in the target language and where it comes from."""

    text: str
    engine: str
    model: str
    origin: str
    from_memory: bool = True


def text_hash(text: str) -> str:
    """Return the key of a source text in the memory."""
    return digest(text, length=32)


class Memory:
    """The `translations` table, read a language pair at a time."""

    def __init__(self, lake: Lake) -> None:
        """Point at the lake."""
        self._lake = lake

    def lookup(self, source: str, target: str) -> dict[str, Translation]:
        """Return what is known of a pair, by source text; a memory file's text goes before a machine's."""
        rows = self._lake.read(TRANSLATIONS, [f"{source}-{target}"])
        machine_first = rows.sort((pl.col("engine") == "tmx"), "model", "engine", maintain_order=True)
        return {
            row["text"]: Translation(row["translation"], row["engine"], row["model"], row["origin"])
            for row in machine_first.iter_rows(named=True)
        }

    def add(self, source: str, target: str, translations: Iterable[tuple[str, Translation]]) -> int:
        """Keep translations of a pair; those already there stay as they are. Return how many were new."""
        rows: list[dict[str, object]] = [
            {
                "text_sha256": text_hash(text), "source": source, "target": target, "text": text,
                "translation": made.text, "engine": made.engine, "model": made.model, "origin": made.origin,
                "pair": f"{source}-{target}",
            }
            for text, made in translations
        ]
        return self._lake.add(TRANSLATIONS, TRANSLATIONS.frame(rows)) if rows else 0

    def import_tmx(self, path: Path) -> int:
        """Read a TMX file into the memory; return how many texts were new.

        :raises InputError: when it cannot be read.
        """
        by_pair: dict[tuple[str, str], list[tuple[str, Translation]]] = {}
        for unit in tmx.read(path):
            made = Translation(unit.translation, "tmx", unit.label, unit.label)
            by_pair.setdefault((unit.source, unit.target), []).append((unit.text, made))
        return sum(self.add(source, target, found) for (source, target), found in sorted(by_pair.items()))

    def export_tmx(self, path: Path) -> int:
        """Write the whole memory as TMX; return how many units it holds."""
        units = [
            tmx.Unit(row["source"], row["target"], row["text"], row["translation"], row["origin"])
            for row in self._lake.read(TRANSLATIONS).iter_rows(named=True)
        ]
        if units:
            tmx.write(path, units, "Parallax")
        return len(units)
