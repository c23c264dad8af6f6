"""The network of Universal Sentence Encoder Multilingual v3 (its small CNN variant) in numpy.

Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval", ACL 2020. The weights
are frozen. A batch is flat: the tokens of all sentences follow one another, so nothing is spent on
padding.

What a token becomes depends on the few tokens around it alone. So each layer computes every
distinct window of tokens once: sentences, the same sentences joined with their neighbours and the
same without their digits have most windows in common, and the piece of a frequent word is projected
once.

Libraries choose how to multiply matrices by their shape, and the last bits of a product depend on
that choice. So all products here have the same number of rows, the last one filled up with zeros:
what a row becomes then depends on no other row. `UseEncoder` lets one thread do a product. With
both, a text has the same vector on one machine whatever it is encoded with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from parallax.core.thresholds import thresholds
from parallax.encoders.muse.distinct import Numbers, distinct_rows
from parallax.encoders.muse.weights import ORDERS

Array = NDArray[np.float32]

_LEFT = max(left for _, left in ORDERS)
_RIGHT = max(order - 1 - left for order, left in ORDERS)

Each = Callable[[Callable[[slice], Array], list[slice]], Iterable[Array]]
"""`map`, or that of a pool of threads."""


@thresholds("encode", chosen="by hand, for the speed that `bench vectors` measures")
@dataclass(frozen=True)
class BatchSizes:
    """How texts go through the network; none of these changes a vector."""

    pieces: Annotated[int, "pieces at a time, whose distinct windows are computed once"] = 4_096
    task: Annotated[int, "rows of a layer that a thread computes at a time"] = 256
    rows: Annotated[int, "rows of every product; with fewer, one text costs less"] = 64


SIZES = BatchSizes()


class UseNetwork:
    """From token embeddings to one unit vector a sentence."""

    def __init__(self, matrices: dict[str, NDArray[np.float32]]) -> None:
        """Keep the matrices of ``weights.load()``, those of the three projections joined."""
        self.epsilon = np.float32(matrices["eps"])
        self._projection = np.concatenate([matrices[f"proj{n}"] for n, _ in ORDERS], axis=1)
        self._projection_bias, self._projection_gain, self._projection_shift = (
            np.concatenate([matrices[f"{name}{n}"] for n, _ in ORDERS])
            for name in ("proj_b", "ln_g", "ln_b")
        )
        self._matrices = matrices
        self.width = self._projection.shape[1] // len(ORDERS)

    def vectors(self, embeddings: Array, lengths: Numbers, pieces: Numbers, each: Each) -> Array:
        """Return unit vectors of shape (sentences, 512).

        :param embeddings: embeddings of pieces, shape (pieces, 512).
        :param lengths: number of tokens of each sentence, shape (sentences,); they add up to
            ``tokens``.
        :param pieces: the row of ``embeddings`` of each token of all sentences, shape (tokens,).
        :param each: does the tasks of a layer, which are independent of one another.
        """
        projected = _by_rows(len(embeddings), each, lambda rows: self._project(embeddings[rows]))
        slots = _windows(lengths)
        parts = [(embeddings, pieces)]
        for i, (order, left) in enumerate(ORDERS):
            window = slots[:, _LEFT - left : _LEFT - left + order]
            table = np.ascontiguousarray(projected[:, i * self.width : (i + 1) * self.width])
            branch = table, pieces
            for layer in (1, 2):
                branch = self._convolve(*branch, window, f"{layer}_{order}", each)
            parts.append(branch)
        first, number = distinct_rows(np.stack([numbers for _, numbers in parts], axis=1))
        chosen = [(table, numbers[first]) for table, numbers in parts]
        features = _by_rows(len(first), each, lambda rows: self._joined(chosen, rows))
        return self._pool(features, number, lengths, each)

    def _project(self, embeddings: Array) -> Array:
        made = _product(embeddings, self._projection)
        made += self._projection_bias
        return self._normalised(made, self._projection_gain, self._projection_shift)

    def _normalised(self, x: Array, gain: Array, shift: Array) -> Array:
        """Return each row less its mean, over its deviation, times ``gain``, plus ``shift``; in
        place.
        """
        x -= x.mean(axis=1, keepdims=True)
        deviation = np.einsum("ij,ij->i", x, x)[:, None]
        deviation /= np.float32(x.shape[1])
        deviation += self.epsilon
        x /= np.sqrt(deviation)
        x *= gain
        x += shift
        return x

    def _convolve(
        self, table: Array, numbers: Numbers, window: Numbers, name: str, each: Each
    ) -> tuple[Array, Numbers]:
        """Return what one n-gram convolution, added to its input, makes of each distinct window,
        and the number of the window around each token.

        :param table: input by number; :param numbers: the number of each token; :param window: the
            tokens around each token. Slots outside the sentence read a row of zeros.
        """
        padded = np.concatenate([table, np.zeros((1, table.shape[1]), dtype=np.float32)])
        around = np.append(numbers, len(table))[window]
        first, number = distinct_rows(around)
        own, around = numbers[first], around[first]
        weight, bias = self._matrices[f"w{name}"], self._matrices[f"b{name}"]

        def convolved(rows: slice) -> Array:
            made = _product(padded[around[rows]].reshape(-1, len(weight)), weight)
            made += bias
            _relu(made)
            made += table[own[rows]]
            return made

        return _by_rows(len(first), each, convolved), number

    def _joined(self, parts: list[tuple[Array, Numbers]], rows: slice) -> Array:
        joined = np.concatenate([table[numbers[rows]] for table, numbers in parts], axis=1)
        return self._normalised(joined, self._matrices["ln_g"], self._matrices["ln_b"])

    def _pool(self, features: Array, number: Numbers, lengths: Numbers, each: Each) -> Array:
        """Sum over each sentence, divide by sqrt(length), apply the dense layers and tanh."""
        ends = np.cumsum(lengths)
        starts = ends - lengths

        def vectors(rows: slice) -> Array:
            total: Array = np.stack(
                [
                    features[number[a:b]].sum(axis=0)
                    for a, b in zip(starts[rows], ends[rows], strict=True)
                ]
            )
            return self._feed_forward(total, lengths[rows].astype(np.float32)[:, None])

        return _by_rows(len(lengths), each, vectors)

    def _feed_forward(self, total: Array, count: Array) -> Array:
        """Return the vectors of sentences from their sums and lengths."""
        m = self._matrices
        pooled = _product(total, m["cnn_W"])
        pooled += count * m["cnn_b"]
        pooled /= np.sqrt(count)
        first = _relu(_product(pooled, m["d0"]))
        second = _product(pooled, m["p1"])
        second += _product(first, m["d1"])
        _relu(second)
        third = _relu(_product(second, m["d2"]))
        vector = np.tanh(_product(second, m["p3"]) + _product(third, m["d3"]))
        square = np.einsum("ij,ij->i", vector, vector)[:, None]
        return np.asarray(vector / np.sqrt(np.maximum(square, self.epsilon)))


def _relu(x: Array) -> Array:
    return np.maximum(x, 0, out=x)


def _by_rows(count: int, each: Each, task: Callable[[slice], Array]) -> Array:
    """Return the rows that a task makes of each `BatchSizes.task` of them, one after another."""
    tasks = [slice(at, min(at + SIZES.task, count)) for at in range(0, count, SIZES.task)]
    if len(tasks) == 1:
        return task(tasks[0])
    made: Array | None = None
    for rows, values in zip(tasks, each(task, tasks), strict=True):
        if made is None:
            made = np.empty((count, values.shape[1]), dtype=np.float32)
        made[rows] = values
    assert made is not None
    return made


def _product(rows: Array, weight: Array) -> Array:
    """Return ``rows @ weight``, each row the same bits whatever the others are: `BatchSizes.rows`
    rows at a time, the last ones filled up with zeros.
    """
    size, count = SIZES.rows, len(rows)
    made = np.empty((count, weight.shape[1]), dtype=np.float32)
    whole = count - count % size
    for at in range(0, whole, size):
        np.matmul(rows[at : at + size], weight, out=made[at : at + size])
    if whole < count:
        filled = np.zeros((size, rows.shape[1]), dtype=np.float32)
        filled[: count - whole] = rows[whole:]
        made[whole:] = (filled @ weight)[: count - whole]
    return made


def _windows(lengths: Numbers) -> Numbers:
    """Return for each token the flat positions around it, shape (tokens, widest window).

    A slot outside the token's own sentence holds ``tokens``, the index of the row of zeros.
    """
    tokens = int(lengths.sum())
    ends = np.repeat(np.cumsum(lengths), lengths)
    starts = ends - np.repeat(lengths, lengths)
    slots = np.arange(tokens)[:, None] + np.arange(-_LEFT, _RIGHT + 1)
    inside = (slots >= starts[:, None]) & (slots < ends[:, None])
    return np.where(inside, slots, tokens)
