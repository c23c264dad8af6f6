"""The embedded encoder: texts to vectors with the weights of an installed package, in numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import numpy as np
from threadpoolctl import ThreadpoolController

from parallax.core.processors import threads
from parallax.encoders.muse import weights
from parallax.encoders.muse.distinct import Numbers
from parallax.encoders.muse.network import SIZES, Array, Each, UseNetwork
from parallax.encoders.muse.vocabulary import Vocabulary, shipped_ukrainian

_THREADS = Lock()


class UseEncoder:
    """Texts to unit vectors of 512 numbers, without padding: a batch is one flat list of pieces."""

    dimension = weights.DIMENSION

    def __init__(self) -> None:
        """Load the weights of the package and, if shipped, our Ukrainian rows."""
        rows, matrices = weights.load()
        self._network = UseNetwork(matrices)
        self._vocabulary = Vocabulary(rows, shipped_ukrainian())
        self._libraries = ThreadpoolController().select(user_api="blas")

    def vectors(self, texts: Sequence[str]) -> Array:
        """Return unit vectors, shape (texts, 512).

        Threads that share a product divide it by its shape and their number, and its last bits
        depend on how they do. So one thread does a product, and several products go side by side.
        """
        ids = [self._vocabulary.ids(text) for text in texts]
        lengths = np.array([len(one) for one in ids], dtype=np.int64)
        pieces = np.array([i for one in ids for i in one], dtype=np.int64)
        ends = [0, *np.cumsum(lengths).tolist()]
        count = threads()
        with (
            _THREADS,  # their number is one for the whole process
            self._libraries.limit(limits=1),
            ThreadPoolExecutor(count) as pool,
        ):
            each: Each = map if count == 1 else pool.map
            made = [
                self._part(pieces[ends[part.start] : ends[part.stop]], lengths[part], each)
                for part in _parts(lengths.tolist())
            ]
        return np.concatenate(made)

    def _part(self, pieces: Numbers, lengths: Numbers, each: Each) -> Array:
        index, numbers = np.unique(pieces, return_inverse=True)
        return self._network.vectors(self._vocabulary.rows[index], lengths, numbers, each)


def _parts(lengths: list[int]) -> Iterator[slice]:
    """Yield runs of texts of up to `BatchSizes.pieces` pieces, longer texts alone."""
    start, pieces = 0, 0
    for i, length in enumerate(lengths):
        if pieces and pieces + length > SIZES.pieces:
            yield slice(start, i)
            start, pieces = i, 0
        pieces += length
    yield slice(start, len(lengths))
