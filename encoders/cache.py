"""Sentence vectors on disk, by text and model, so that a text is encoded once, not once a run.

Each addition is a new parquet file named by its texts, so parallel runs are safe. The keys of a
file are read once a process: a lookup opens only new files and those with a vector that is asked
for. A file that is torn, gone or not one of ours is passed over: its texts are encoded again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parallax.core.files import write_parquet
from parallax.core.ids import digest

log = logging.getLogger(__name__)

KEY_LENGTH = 32
"""Hexadecimal digits of the hash of a text."""


class VectorCache:
    """The vectors of one model in a folder."""

    def __init__(self, folder: Path, model: str) -> None:
        """Open the model's part of the folder; nothing is created before the first addition."""
        self._folder = folder / digest(model)
        self._model = model
        self._known: set[Path] = set()
        self._file_of: dict[str, Path] = {}

    def lookup(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the known vectors of the texts, by text."""
        self._look_for_new_files()
        by_file: dict[Path, dict[str, str]] = {}
        for text in texts:
            if file := self._file_of.get(key := _key(text)):
                by_file.setdefault(file, {})[key] = text
        found = {}
        for file, wanted in by_file.items():
            rows = _read(file, ["text_sha256", "vector"])
            rows = rows.filter(pl.col("text_sha256").is_in(list(wanted)))
            for key, vector in zip(
                rows["text_sha256"].to_list(), rows["vector"].to_numpy(), strict=True
            ):
                if np.isfinite(vector).all():
                    found[wanted[key]] = vector
        return found

    def add(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Add the vectors of some texts."""
        if not vectors:
            return
        keyed = sorted((_key(text), vector) for text, vector in vectors.items())
        width = len(keyed[0][1])
        frame = pl.DataFrame(
            {
                "text_sha256": [key for key, _ in keyed],
                "model": [self._model] * len(keyed),
                "vector": np.stack([v for _, v in keyed]),
            },
            schema={
                "text_sha256": pl.String,
                "model": pl.String,
                "vector": pl.Array(pl.Float32, width),
            },
        )
        file = self._folder / f"{digest(*(key for key, _ in keyed))}.parquet"
        write_parquet(file, frame)
        self._known.discard(file)  # it may have been torn

    def _look_for_new_files(self) -> None:
        for file in sorted(set(self._folder.glob("*.parquet")) - self._known):
            for key in _read(file, ["text_sha256"])["text_sha256"]:
                self._file_of.setdefault(key, file)
            self._known.add(file)


def _read(file: Path, columns: list[str]) -> pl.DataFrame:
    """Return some columns of a file, without rows where they cannot be read."""
    empty = pl.DataFrame(schema={"text_sha256": pl.String, "vector": pl.Array(pl.Float32, 1)})
    try:
        vector = pl.read_parquet_schema(file).get("vector")
        if not isinstance(vector, pl.Array) or vector.inner != pl.Float32:
            raise pl.exceptions.SchemaError("no vectors")
        return pl.read_parquet(file, columns=columns).cast({"text_sha256": pl.String}).drop_nulls()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        log.debug("%s is passed over: %s", file, error)
        return empty.select(columns)


def _key(text: str) -> str:
    return digest(text, length=KEY_LENGTH)
