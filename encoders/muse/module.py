"""The embedded encoder as a sentence-transformers module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from torch import Tensor
from torch.nn import functional

from parallax.encoders.muse import weights
from parallax.encoders.muse.network import SIZES, Each, UseNetwork
from parallax.encoders.muse.vocabulary import Vocabulary, shipped_ukrainian

if TYPE_CHECKING:
    from parallax.encoders.encoder import Vectors


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
        lengths, pieces = features["lengths"], features["piece_ids"]
        ends = [0, *lengths.cumsum(0).tolist()]
        with _one_thread_a_product() as threads, ThreadPoolExecutor(threads) as pool:
            each = map if threads == 1 else pool.map
            vectors = [
                self._encoded(pieces[ends[texts.start] : ends[texts.stop]], lengths[texts], each)
                for texts in _parts(lengths.tolist())
            ]
        features["sentence_embedding"] = torch.cat(vectors)
        return features

    def _encoded(self, pieces: Tensor, lengths: Tensor, each: Each) -> Tensor:
        index, numbers = torch.unique(pieces, return_inverse=True)
        codes = self.codes[index].to(torch.float32)
        rows = codes * self.scale[index].unsqueeze(1) + self.low[index].unsqueeze(1)
        return cast("Tensor", self.network(rows, lengths, numbers, each))

    @torch.inference_mode()
    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (texts, 512): those of ``SentenceTransformer.encode``.

        That would sort the texts by length, and tear those apart that have windows in common.
        """
        made = self.forward(self.preprocess(texts))["sentence_embedding"]
        return cast("Vectors", functional.normalize(made, p=2, dim=1).numpy())

    def get_embedding_dimension(self) -> int:
        """Return 512."""
        return weights.DIMENSION

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Write nothing: the weights are part of installed packages."""


_THREADS = Lock()


@contextmanager
def _one_thread_a_product() -> Iterator[int]:
    """Let one thread do each product; yield the number of threads for products side by side.

    Threads that share a product divide it by its shape and their number, and its last bits depend
    on how they do.
    """
    with _THREADS:  # their number is one for the whole process
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            yield threads
        finally:
            torch.set_num_threads(threads)


def _parts(lengths: list[int]) -> Iterator[slice]:
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
