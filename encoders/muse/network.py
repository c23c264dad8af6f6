"""The network of Universal Sentence Encoder Multilingual v3 (its small CNN variant) in torch.

Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval", ACL 2020. The weights
are frozen; gradients flow only to the token embeddings, as training a further vocabulary needs. A
batch is flat: the tokens of all sentences follow one another, so nothing is spent on padding.

What a token becomes depends on the few tokens around it alone. So each layer computes every
distinct window of tokens once: sentences, the same sentences joined with their neighbours and the
same without their digits have most windows in common, and the piece of a frequent word is projected
once.

Libraries choose how to multiply matrices by their shape, and the last bits of a product depend on
that choice. So all products here have the same number of rows, the last one filled up with zeros:
what a row becomes then depends on no other row. `UseModule` lets one thread do a product. With
both, a text has the same vector on one machine whatever it is encoded with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from parallax.core.thresholds import thresholds
from parallax.encoders.muse.distinct import distinct_rows
from parallax.encoders.muse.weights import ORDERS

_LEFT = max(left for _, left in ORDERS)
_RIGHT = max(order - 1 - left for order, left in ORDERS)

Each = Callable[[Callable[[slice], Tensor], list[slice]], Iterable[Tensor]]
"""`map`, or that of a pool of threads."""


@thresholds("encode", chosen="by hand, for the speed that `bench vectors` measures")
@dataclass(frozen=True)
class BatchSizes:
    """How texts go through the network; none of these changes a vector."""

    pieces: Annotated[int, "pieces at a time, whose distinct windows are computed once"] = 16_384
    task: Annotated[int, "rows of a layer that a thread computes at a time"] = 256
    rows: Annotated[int, "rows of every product; with fewer, one text costs less"] = 64


SIZES = BatchSizes()


class UseNetwork(nn.Module):
    """From token embeddings to one unit vector a sentence."""

    projection: Tensor
    projection_bias: Tensor
    projection_gain: Tensor
    projection_shift: Tensor
    gain: Tensor
    shift: Tensor
    cnn_W: Tensor  # noqa: N815 - the package's own name
    cnn_b: Tensor
    d0: Tensor
    d1: Tensor
    d2: Tensor
    d3: Tensor
    p1: Tensor
    p3: Tensor

    def __init__(self, matrices: dict[str, NDArray[np.float32]]) -> None:
        """Keep the matrices of ``weights.load()`` as constant buffers."""
        super().__init__()
        self.epsilon = float(matrices["eps"])
        merged = {
            "projection": np.concatenate([matrices[f"proj{n}"] for n, _ in ORDERS], axis=1),
            "projection_bias": np.concatenate([matrices[f"proj_b{n}"] for n, _ in ORDERS]),
            "projection_gain": np.concatenate([matrices[f"ln_g{n}"] for n, _ in ORDERS]),
            "projection_shift": np.concatenate([matrices[f"ln_b{n}"] for n, _ in ORDERS]),
        }
        rest = {
            k: v
            for k, v in matrices.items()
            if not k.startswith(("proj", "eps")) and k[:4] not in ("ln_g", "ln_b")
        }
        rest |= {"gain": matrices["ln_g"], "shift": matrices["ln_b"]}
        for name, value in (merged | rest).items():
            self.register_buffer(
                name, torch.from_numpy(np.asarray(value, dtype=np.float32).copy()), persistent=False
            )
        self.width = merged["projection"].shape[1] // len(ORDERS)

    def forward(
        self, embeddings: Tensor, lengths: Tensor, pieces: Tensor | None = None, each: Each = map
    ) -> Tensor:
        """Return unit vectors of shape (sentences, 512).

        :param embeddings: embeddings of pieces, shape (pieces, 512).
        :param lengths: number of tokens of each sentence, shape (sentences,); they add up to
            ``tokens``.
        :param pieces: the row of ``embeddings`` of each token of all sentences, shape (tokens,);
            one row a token when not given.
        :param each: does the tasks of a layer, which are independent of one another.
        """
        if pieces is None:
            pieces = torch.arange(len(embeddings), device=embeddings.device)
        projected = _by_rows(len(embeddings), each, lambda rows: self._project(embeddings[rows]))
        slots = _windows(lengths)
        parts = [(embeddings, pieces)]
        for i, (order, left) in enumerate(ORDERS):
            window = slots[:, _LEFT - left : _LEFT - left + order]
            branch = projected[:, i * self.width : (i + 1) * self.width], pieces
            for layer in (1, 2):
                branch = self._convolve(*branch, window, f"{layer}_{order}", each)
            parts.append(branch)
        first, number = distinct_rows(torch.stack([numbers for _, numbers in parts], dim=1))
        chosen = [(table, numbers[first]) for table, numbers in parts]
        features = _by_rows(len(first), each, lambda rows: self._joined(chosen, rows))
        return self._pool(features, number, lengths, each)

    def _project(self, embeddings: Tensor) -> Tensor:
        x = _product(embeddings, self.projection, self.projection_bias)
        return functional.layer_norm(
            x, x.shape[-1:], self.projection_gain, self.projection_shift, self.epsilon
        )

    def _convolve(
        self, table: Tensor, numbers: Tensor, window: Tensor, name: str, each: Each
    ) -> tuple[Tensor, Tensor]:
        """Return what one n-gram convolution, added to its input, makes of each distinct window,
        and the number of the window around each token.

        :param table: input by number; :param numbers: the number of each token; :param window: the
            tokens around each token. Slots outside the sentence read a row of zeros.
        """
        padded = torch.cat([table, table.new_zeros(1, table.shape[1])])
        around = functional.pad(numbers, (0, 1), value=len(table))[window]
        first, number = distinct_rows(around)
        own, around = numbers[first], around[first]
        weight, bias = getattr(self, f"w{name}"), getattr(self, f"b{name}")

        def convolved(rows: slice) -> Tensor:
            gathered = padded.index_select(0, around[rows].reshape(-1)).view(-1, len(weight))
            return table.index_select(0, own[rows]) + _product(gathered, weight, bias).relu()

        return _by_rows(len(first), each, convolved), number

    def _joined(self, parts: list[tuple[Tensor, Tensor]], rows: slice) -> Tensor:
        joined = torch.cat(
            [table.index_select(0, numbers[rows]) for table, numbers in parts], dim=1
        )
        return functional.layer_norm(joined, joined.shape[-1:], self.gain, self.shift, self.epsilon)

    def _pool(self, features: Tensor, number: Tensor, lengths: Tensor, each: Each) -> Tensor:
        """Sum over each sentence, divide by sqrt(length), apply the dense layers and tanh."""
        starts = lengths.cumsum(0) - lengths
        total = functional.embedding_bag(number, features, starts, mode="sum")
        count = lengths.to(features.dtype).unsqueeze(1)

        def vectors(rows: slice) -> Tensor:
            blocks = zip(_blocks(total[rows]), _blocks(count[rows]), strict=True)
            made = torch.cat([self._feed_forward(*block) for block in blocks])
            return made[: len(total[rows])]

        return _by_rows(len(lengths), each, vectors)

    def _feed_forward(self, total: Tensor, count: Tensor) -> Tensor:
        """Return the vectors of a block of sentences from their sums and lengths.

        A row that fills up has the length 0.
        """
        pooled = (total @ self.cnn_W + count * self.cnn_b) / count.clamp(min=1).sqrt()
        first = torch.relu(pooled @ self.d0)
        second = torch.relu(pooled @ self.p1 + first @ self.d1)
        third = torch.relu(second @ self.d2)
        vector = torch.tanh(second @ self.p3 + third @ self.d3)
        norm = (vector * vector).sum(dim=1, keepdim=True).clamp(min=self.epsilon).sqrt()
        return vector / norm


def _by_rows(count: int, each: Each, task: Callable[[slice], Tensor]) -> Tensor:
    """Return the rows that a task makes of each `BatchSizes.task` of them, one after another."""
    tasks = [slice(at, min(at + SIZES.task, count)) for at in range(0, count, SIZES.task)]
    if len(tasks) == 1:
        return task(tasks[0])
    made = None
    for rows, values in zip(tasks, each(task, tasks), strict=True):
        if made is None:
            made = values.new_empty(count, values.shape[1])
        made[rows] = values
    assert made is not None
    return made


def _blocks(rows: Tensor) -> list[Tensor]:
    """Return the rows in blocks of `BatchSizes.rows`; the last one is filled up with zeros."""
    size, whole = SIZES.rows, len(rows) - len(rows) % SIZES.rows
    blocks = [rows[start : start + size] for start in range(0, whole, size)]
    if whole < len(rows):
        blocks.append(functional.pad(rows[whole:], (0, 0, 0, size - len(rows) + whole)))
    return blocks


def _product(rows: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Return ``rows @ weight + bias``, each row the same bits whatever the others are."""
    blocks = [torch.addmm(bias, block, weight) for block in _blocks(rows)]
    return (blocks[0] if len(blocks) == 1 else torch.cat(blocks))[: len(rows)]


def _windows(lengths: Tensor) -> Tensor:
    """Return for each token the flat positions around it, shape (tokens, widest window).

    A slot outside the token's own sentence holds ``tokens``, the index of the row of zeros.
    """
    tokens = int(lengths.sum())
    ends = torch.repeat_interleave(lengths.cumsum(0), lengths)
    starts = ends - torch.repeat_interleave(lengths, lengths)
    offsets = torch.arange(-_LEFT, _RIGHT + 1, device=lengths.device)
    slots = torch.arange(tokens, device=lengths.device).unsqueeze(1) + offsets
    inside = (slots >= starts.unsqueeze(1)) & (slots < ends.unsqueeze(1))
    return torch.where(inside, slots, torch.full_like(slots, tokens))
