"""Sentence vectors on disk, by text and model, so that a text is encoded once, not once a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parallax.core.ids import digest
from parallax.lake.text_files import TextFiles, key_of


class VectorCache:
    """The vectors of one model in a folder."""

    def __init__(self, folder: Path, model: str) -> None:
        """Open the model's part of the folder; nothing is created before the first addition."""
        self._files = TextFiles(folder / digest(model), _has_vectors)
        self._model = model

    def lookup(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the known vectors of the texts, by text."""
        return {
            text: vector
            for known, rows in self._files.rows(texts, ["vector"])
            if known
            for text, vector in zip(known, rows["vector"].to_numpy(), strict=True)
            if np.isfinite(vector).all()
        }

    def add(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Add the vectors of some texts."""
        if not vectors:
            return
        texts = sorted(vectors, key=key_of)
        made = np.stack([vectors[text] for text in texts])
        self._files.add(
            {
                "model": [self._model] * len(texts),
                "vector": pl.Series(made, dtype=pl.Array(pl.Float32, made.shape[1])),
            },
            texts,
        )


def _has_vectors(columns: Mapping[str, pl.DataType]) -> bool:
    vector = columns.get("vector")
    return isinstance(vector, pl.Array) and vector.inner == pl.Float32
