"""The embedded encoder as a sentence-transformers module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from torch import Tensor

from parallax.encoders.muse import weights
from parallax.encoders.muse.network import UseNetwork
from parallax.encoders.muse.vocabulary import Vocabulary, shipped_ukrainian

PIECES_AT_ONCE = 768
"""So much of a batch goes through the network at a time: what it writes then stays in the
processor's cache.
"""
COMPANY, COMPANY_PIECES = 16, 4
"""A stretch of fewer texts gets the company of so many, of so many pieces each: libraries multiply
small matrices by another path, whose last bits differ. So the vector of a text is the same bits
whatever it is encoded with, in one process or in many.
"""


class UseModule(InputModule):
    """Texts to unit vectors of 512 numbers, without padding: a batch is one flat list of pieces."""

    codes: Tensor
    scale: Tensor
    low: Tensor

    def __init__(self) -> None:
        """Load the weights of the package and, where shipped, our Ukrainian rows."""
        super().__init__()  # type: ignore[no-untyped-call]  # sentence-transformers leaves it unannotated
        rows, matrices = weights.load()
        self.network = UseNetwork(matrices).eval()
        self.vocabulary = Vocabulary(rows, shipped_ukrainian())
        for name in ("codes", "scale", "low"):
            self.register_buffer(
                name, torch.from_numpy(getattr(self.vocabulary.rows, name)), persistent=False
            )

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, Tensor]:
        """Return the piece ids of all texts one after another, and how many each text has."""
        ids = [self.vocabulary.ids((prompt or "") + str(text)) for text in inputs]
        return {
            "piece_ids": torch.tensor([i for one in ids for i in one]),
            "lengths": torch.tensor([len(one) for one in ids]),
        }

    def forward(self, features: dict[str, Tensor], **_: Any) -> dict[str, Tensor]:
        """Add ``sentence_embedding``, shape (texts, 512)."""
        lengths = features["lengths"]
        vectors = []
        for texts in _small_batches(lengths.tolist()):
            pieces = slice(int(lengths[: texts.start].sum()), int(lengths[: texts.stop].sum()))
            index = features["piece_ids"][pieces]
            own = lengths[texts]
            if len(own) < COMPANY:
                company = torch.full((COMPANY,), COMPANY_PIECES, dtype=own.dtype)
                index, own = (
                    torch.cat([index, torch.zeros(int(company.sum()), dtype=index.dtype)]),
                    torch.cat([own, company]),
                )
            rows = self.codes[index].to(torch.float32) * self.scale[index].unsqueeze(1) + self.low[
                index
            ].unsqueeze(1)
            vectors.append(self.network(rows, own)[: texts.stop - texts.start])
        features["sentence_embedding"] = torch.cat(vectors)
        return features

    def get_embedding_dimension(self) -> int:
        """Return 512."""
        return weights.DIMENSION

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Write nothing: the weights come with installed packages."""


def _small_batches(lengths: list[int]) -> Iterator[slice]:
    """Yield stretches of texts of about `PIECES_AT_ONCE` pieces together; a longer text is a
    stretch of its own.
    """
    start, pieces = 0, 0
    for i, length in enumerate(lengths):
        if pieces and pieces + length > PIECES_AT_ONCE:
            yield slice(start, i)
            start, pieces = i, 0
        pieces += length
    yield slice(start, len(lengths))


def embedded_transformer() -> SentenceTransformer:
    """Return the embedded encoder as a SentenceTransformer on the CPU."""
    return SentenceTransformer(modules=[UseModule()], device="cpu")
