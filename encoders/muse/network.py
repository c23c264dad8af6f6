"""The network of Universal Sentence Encoder Multilingual v3 (its small CNN variant) in torch.

Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval", ACL 2020. The weights
are frozen; gradients flow only to the token embeddings, as training a further vocabulary needs. A
batch is flat: the tokens of all sentences follow one another, so nothing is spent on padding.

Libraries choose how to multiply matrices by their shape, and the last bits of a product depend on
that choice. So all products here have the same number of rows, the last one filled up with zeros:
what a row becomes then depends on no other row. `UseModule` lets one thread do a product. With
both, a text has the same vector on one machine whatever it is encoded with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from parallax.core.thresholds import thresholds
from parallax.encoders.muse.weights import ORDERS

_LEFT = max(left for _, left in ORDERS)
_RIGHT = max(order - 1 - left for order, left in ORDERS)


@thresholds("encode", chosen="by hand, for the speed that `bench vectors` measures")
@dataclass(frozen=True)
class BatchSizes:
    """How texts go through the network; none of these changes a vector."""

    pieces: Annotated[int, "pieces at a time, so that results stay in the processor's cache"] = 768
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

    def forward(self, embeddings: Tensor, lengths: Tensor) -> Tensor:
        """Return unit vectors of shape (sentences, 512).

        :param embeddings: token embeddings of all sentences, shape (tokens, 512).
        :param lengths: number of tokens of each sentence, shape (sentences,); they add up to
            ``tokens``.
        """
        x = _product(embeddings, self.projection, self.projection_bias)
        x = functional.layer_norm(
            x, x.shape[-1:], self.projection_gain, self.projection_shift, self.epsilon
        )
        windows = _windows(lengths)
        features = [embeddings]
        for i, (order, left) in enumerate(ORDERS):
            window = windows[:, _LEFT - left : _LEFT - left + order]
            branch = x[:, i * self.width : (i + 1) * self.width]
            branch = branch + self._convolve(branch, window, f"1_{order}")
            branch = branch + self._convolve(branch, window, f"2_{order}")
            features.append(branch)
        joined = torch.cat(features, dim=1)
        joined = functional.layer_norm(
            joined, joined.shape[-1:], self.gain, self.shift, self.epsilon
        )
        return self._pool(joined, lengths)

    def _convolve(self, branch: Tensor, window: Tensor, name: str) -> Tensor:
        """Return one n-gram convolution; window slots outside the sentence read a row of zeros."""
        padded = torch.cat([branch, branch.new_zeros(1, branch.shape[1])])
        gathered = padded.index_select(0, window.reshape(-1)).view(len(branch), -1)
        return _product(gathered, getattr(self, f"w{name}"), getattr(self, f"b{name}")).relu()

    def _pool(self, features: Tensor, lengths: Tensor) -> Tensor:
        """Sum over each sentence, divide by sqrt(length), apply the dense layers and tanh."""
        sentence = torch.repeat_interleave(
            torch.arange(len(lengths), device=features.device), lengths
        )
        total = features.new_zeros(len(lengths), features.shape[1]).index_add(0, sentence, features)
        count = lengths.to(features.dtype).unsqueeze(1)
        blocks = zip(_blocks(total), _blocks(count), strict=True)
        return torch.cat([self._feed_forward(*block) for block in blocks])[: len(lengths)]

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


def _blocks(rows: Tensor) -> list[Tensor]:
    """Return the rows in blocks of `BatchSizes.rows`; the last one is filled up with zeros."""
    padded = functional.pad(rows, (0, 0, 0, -len(rows) % SIZES.rows))
    return [padded[start : start + SIZES.rows] for start in range(0, len(padded), SIZES.rows)]


def _product(rows: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Return ``rows @ weight + bias``, each row the same bits whatever the others are."""
    return torch.cat([torch.addmm(bias, block, weight) for block in _blocks(rows)])[: len(rows)]


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
