"""Sentence vectors on disk, by text and model, so that a text is encoded once and not once a run.

An addition is a new parquet file named by what it holds; nothing is ever rewritten, so runs side by side do no harm.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from core.files import write_atomically
from core.ids import digest

KEY_LENGTH = 32


class VectorCache:
    """The vectors of one model in a folder."""

    def __init__(self, folder: Path, model: str) -> None:
        """Point at the model's part of the folder; nothing is created before the first addition."""
        self._folder = folder / digest(model)
        self._model = model

    def lookup(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors known for any of the texts, by text."""
        by_key = {_key(text): text for text in texts}
        files = sorted(self._folder.glob("*.parquet"))
        if not files or not by_key:
            return {}
        found = (
            pl.scan_parquet(files, glob=False).filter(pl.col("text_sha256").is_in(list(by_key)))
            .unique("text_sha256", keep="first", maintain_order=True).collect()
        )
        vectors = found["vector"].to_numpy()
        return {by_key[key]: vectors[i] for i, key in enumerate(found["text_sha256"].to_list())}

    def add(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep the vectors of some texts."""
        if not vectors:
            return
        keyed = sorted((_key(text), vector) for text, vector in vectors.items())
        width = len(keyed[0][1])
        frame = pl.DataFrame(
            {"text_sha256": [key for key, _ in keyed], "model": [self._model] * len(keyed), "vector": np.stack([v for _, v in keyed])},
            schema={"text_sha256": pl.String, "model": pl.String, "vector": pl.Array(pl.Float32, width)},
        )
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd")
        write_atomically(self._folder / f"{digest(*(key for key, _ in keyed))}.parquet", buffer.getvalue())


def _key(text: str) -> str:
    return digest(text, length=KEY_LENGTH)
