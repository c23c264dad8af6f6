"""Text to rows of the embedding table: the package's own pieces, or our Ukrainian pieces.

Universal Sentence Encoder never saw Ukrainian. A second SentencePiece model and a second block of
rows, trained so that a Ukrainian sentence lands where its Russian or English rendering lands
(``benchmarks/train_uk_vocabulary.py``, ``docs/model-card-uk.md``), feed the same frozen network.
Each text goes through exactly one of the two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
import sentencepiece

from parallax.encoders.muse.weights import QuantisedRows, tokenizer_path
from parallax.languages.letters import (
    LATIN_LOOK_ALIKES,
    ONLY_RUSSIAN,
    ONLY_UKRAINIAN,
    SHARED,
    UKRAINIAN,
    both_cases,
)

UKRAINIAN_MODEL = "uk.model"
UKRAINIAN_ROWS = "uk_rows.npz"

_UKRAINIAN_ONLY = re.compile(f"[{both_cases(ONLY_UKRAINIAN)}]")
_RUSSIAN_ONLY = re.compile(f"[{both_cases(ONLY_RUSSIAN)}]")
_CYRILLIC = re.compile(f"[{both_cases(SHARED)}]")
_FOLD = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "`": "'", "\u0301": None, "\u00ad": None, "\u00a0": " "}
)
_LOOK_ALIKE = str.maketrans(*LATIN_LOOK_ALIKES)
_LETTER = f"[{both_cases(UKRAINIAN)}]"
_LATIN, _UKRAINIAN = re.compile("[a-zA-Z]"), re.compile(_LETTER)
_MIXED_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_]*(?:{_LETTER}[a-zA-Z]|[a-zA-Z]{_LETTER})[^\W\d_]*")


def normalised(text: str) -> str:
    """Return ``text`` for the encoder: one apostrophe, no stress marks, no Latin look-alikes.

    Look-alikes are replaced in Cyrillic words. Stored texts and offsets never change.
    """
    text = text.translate(_FOLD)
    if not (_LATIN.search(text) and _UKRAINIAN.search(text)):  # most texts, and quickly
        return text
    return _MIXED_WORD.sub(lambda word: word[0].translate(_LOOK_ALIKE), text)


@lru_cache(maxsize=65536)
def is_ukrainian(text: str) -> bool:
    """Return whether a sentence is Ukrainian, by its letters, or else by a language identifier."""
    ukrainian, russian = len(_UKRAINIAN_ONLY.findall(text)), len(_RUSSIAN_ONLY.findall(text))
    if ukrainian != russian:
        return ukrainian > russian
    if not _CYRILLIC.search(text):
        return False
    from parallax.languages.detect import detect_statistically

    return detect_statistically(text) == "uk"


class Vocabulary:
    """Piece ids over both blocks of rows; Ukrainian ids follow the package's own."""

    def __init__(self, rows: QuantisedRows, ukrainian: Path | None) -> None:
        """Join the package's rows with the Ukrainian block of a folder, or of none."""
        self._shared = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer_path()))
        self._ukrainian: sentencepiece.SentencePieceProcessor | None = None
        self.offset = len(rows)
        self.rows = rows
        if ukrainian is not None:
            self._ukrainian = sentencepiece.SentencePieceProcessor(
                model_file=str(ukrainian / UKRAINIAN_MODEL)
            )
            with np.load(ukrainian / UKRAINIAN_ROWS, allow_pickle=False) as table:
                self.rows = rows.joined(QuantisedRows(table["codes"], table["scale"], table["low"]))

    def ids(self, text: str) -> list[int]:
        """Return the row ids of ``text`` with sentence marks; never empty."""
        text = normalised(text)
        if self._ukrainian is not None and is_ukrainian(text):
            return [
                self.offset + i for i in self._ukrainian.encode(text, add_bos=True, add_eos=True)
            ]
        ids: list[int] = self._shared.encode(text, add_bos=True, add_eos=True)
        # an empty text is one unknown piece, as in the package
        return ids if len(ids) > 2 else [ids[0], 0, ids[-1]]


def shipped_ukrainian() -> Path | None:
    """Return the folder of the Ukrainian vocabulary in this package, or None without it."""
    folder = Path(str(resources.files("parallax.encoders.muse") / "data"))
    return folder if (folder / UKRAINIAN_ROWS).is_file() else None
