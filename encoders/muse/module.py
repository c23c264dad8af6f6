"""The embedded encoder as a sentence-transformers module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from torch import Tensor

from parallax.core.thresholds import thresholds
from parallax.encoders.muse import weights
from parallax.encoders.muse.network import UseNetwork
from parallax.encoders.muse.vocabulary import Vocabulary, shipped_ukrainian


@thresholds("encode", chosen="by hand, for the speed that `bench vectors` measures")
@dataclass(frozen=True)
class BatchSizes:
    """How texts go through the network.

    A small batch is padded with further texts: libraries multiply small matrices by another path,
    whose last bits differ. So on one machine the vector of a text is the same bits whatever it is
    encoded with.
    """

    pieces: Annotated[int, "pieces at a time, so that results stay in the processor's cache"] = 768
    padding_texts: Annotated[
        int,
        "a smaller batch is padded with this number of texts",
        "by trial, until vectors were the same bits in every batch",
    ] = 16
    padding_pieces: Annotated[int, "pieces of each padding text", "as padding_texts"] = 4


SIZES = BatchSizes()


class UseModule(InputModule):
    """Texts to unit vectors of 512 numbers, without padding: a batch is one flat list of pieces."""

    codes: Tensor
    scale: Tensor
    low: Tensor

    def __init__(self) -> None:
        """Load the weights of the package and, if shipped, our Ukrainian rows."""
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
        """Return the piece ids of all texts one after another, and their numbers by text."""
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
            if len(own) < SIZES.padding_texts:
                added = torch.full((SIZES.padding_texts,), SIZES.padding_pieces, dtype=own.dtype)
                index, own = (
                    torch.cat([index, torch.zeros(int(added.sum()), dtype=index.dtype)]),
                    torch.cat([own, added]),
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
        """Write nothing: the weights are part of installed packages."""


def _small_batches(lengths: list[int]) -> Iterator[slice]:
    """Yield runs of texts of up to `BatchSizes.pieces` pieces, longer texts alone."""
    start, pieces = 0, 0
    for i, length in enumerate(lengths):
        if pieces and pieces + length > SIZES.pieces:
            yield slice(start, i)
            start, pieces = i, 0
        pieces += length
    yield slice(start, len(lengths))


def embedded_transformer() -> SentenceTransformer:
    """Return the embedded encoder as a SentenceTransformer on the CPU."""
    return SentenceTransformer(modules=[UseModule()], device="cpu")
