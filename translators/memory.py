"""The translation memory: a sentence is translated once, or by a human, and never again."""

from __future__ import annotations

import logging
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from parallax.core.errors import InputError
from parallax.core.ids import digest
from parallax.lake.lake import Lake
from parallax.lake.schema import TRANSLATIONS
from parallax.translators import quality_flags, tmx

log = logging.getLogger(__name__)
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´＇", "'"))

TMX, EDITION, ARGOS = "tmx", "edition", "argos"
ENGINES = (TMX, EDITION, ARGOS)
"""The origins of translations, the best first: TMX files of users, outlets, machines."""


@dataclass(frozen=True)
class Translation:
    """A text in the target language and its origin.

    ``flags`` say what is wrong with it (`parallax.translators.quality_flags`).
    """

    text: str
    engine: str
    model: str
    origin: str
    from_memory: bool = True
    flags: tuple[str, ...] = ()


def written_form(text: str) -> str:
    """Return the form in which texts of one wording are one: composed letters, one apostrophe, and
    a blank for every kind of blank.
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_APOSTROPHES).split())


def text_hash(text: str) -> str:
    """Return the key of a source text in the memory."""
    return digest(text, length=32)


class Memory:
    """The `translations` table, read one language pair at a time."""

    def __init__(self, lake: Lake) -> None:
        """Open the memory of a lake."""
        self._lake = lake

    def lookup(
        self,
        source: str,
        target: str,
        engines: Sequence[str] = ENGINES,
        texts: Collection[str] | None = None,
    ) -> dict[str, Translation]:
        """Return the translations of a pair by source text, from the best of ``engines``.

        :param texts: the source texts that are asked for; all when not given. A text of a memory
            file answers for the same text with other blanks or apostrophes.
        """
        rows = self._lake.read(TRANSLATIONS, [f"{source}-{target}"]).filter(
            pl.col("engine").is_in(list(engines))
        )
        if texts is not None:
            rows = pl.concat(
                [rows.filter(pl.col("text").is_in(list(texts))), _written_otherwise(rows, texts)]
            )
        rank = pl.col("engine").replace_strict(
            {name: -place for place, name in enumerate(ENGINES)}, return_dtype=pl.Int8
        )
        worst_first = rows.sort(rank, "model", maintain_order=True)
        return {row["text"]: self.translation(row) for row in worst_first.iter_rows(named=True)}

    @staticmethod
    def translation(row: dict[str, Any]) -> Translation:
        """Return the translation that a row holds."""
        return Translation(
            row["translation"],
            row["engine"],
            row["model"],
            row["origin"],
            flags=tuple(row["flags"]),
        )

    @staticmethod
    def rows(
        source: str, target: str, translations: Iterable[tuple[str, Translation]]
    ) -> list[dict[str, object]]:
        """Return translations of a pair as rows of the table."""
        return [
            {
                "text_sha256": text_hash(text),
                "source": source,
                "target": target,
                "text": text,
                "translation": made.text,
                "engine": made.engine,
                "model": made.model,
                "origin": made.origin,
                "flags": list(made.flags),
                "pair": f"{source}-{target}",
            }
            for text, made in translations
        ]

    def add(self, source: str, target: str, translations: Iterable[tuple[str, Translation]]) -> int:
        """Add translations of a pair, known ones unchanged; return the number of new ones."""
        rows = self.rows(source, target, translations)
        return self._lake.add(TRANSLATIONS, TRANSLATIONS.frame(rows)) if rows else 0

    def import_tmx(self, path: Path) -> int:
        """Read a TMX file into the memory; return the number of new texts. Units that cannot be
        read, or are of other languages, are reported in the log.

        :raises InputError: when the file cannot be read, or none of its units.
        """
        passed_over: Counter[str] = Counter()
        by_pair: dict[tuple[str, str], dict[str, Translation]] = {}
        others = 0
        for unit in tmx.read(path, passed_over):
            flags = tuple(
                quality_flags.flags(unit.text, unit.translation, unit.source, unit.target)
            )
            made = Translation(unit.translation, TMX, unit.label, unit.label, flags=flags)
            first = by_pair.setdefault((unit.source, unit.target), {}).setdefault(unit.text, made)
            others += first.text != made.text
        if passed_over:
            why = "; ".join(
                f"{n:,} {reason}" for reason, n in passed_over.most_common(tmx.LIMITS.reasons)
            )
            said = f"{passed_over.total():,} units passed over ({why})"
            if not by_pair:
                raise InputError(f"{path} has no translation that Parallax reads: {said}")
            log.warning("%s: %s", path, said)
        if others:
            log.warning(
                "%s: %s texts have more than one translation; the first is kept",
                path,
                f"{others:,}",
            )
        return sum(
            self.add(source, target, found.items())
            for (source, target), found in sorted(by_pair.items())
        )

    def export_tmx(self, path: Path) -> int:
        """Write the whole memory as TMX; return the number of units."""
        units = [
            tmx.Unit(row["source"], row["target"], row["text"], row["translation"], row["origin"])
            for row in self._lake.read(TRANSLATIONS).iter_rows(named=True)
        ]
        if units:
            tmx.write(path, units, "Parallax")
        return len(units)


def _written_otherwise(rows: pl.DataFrame, texts: Collection[str]) -> pl.DataFrame:
    """Return rows of memory files for texts that are written otherwise, under those texts."""
    asked = pl.DataFrame(
        {"asked": list(texts), "form": [written_form(text) for text in texts]},
        schema={"asked": pl.String, "form": pl.String},
    )
    files = rows.filter(pl.col("engine") == TMX)
    forms = files.with_columns(
        pl.Series("form", [written_form(text) for text in files["text"]], pl.String)
    )
    return (
        forms.join(asked, on="form")
        .filter(pl.col("asked") != pl.col("text"))
        .with_columns(
            text=pl.col("asked"), text_sha256=pl.col("asked").map_elements(text_hash, pl.String)
        )
        .select(rows.columns)
        .unique(["text", "model"], keep="first", maintain_order=True)
    )
