"""The network of the embedded encoder in torch, for gradients: a further vocabulary is trained so
that its sentences land where those of another language do.

Plain and padded with nothing; `parallax.encoders.muse.network` is the fast one, in numpy.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from parallax.encoders.muse.weights import ORDERS

_LEFT = max(left for _, left in ORDERS)
_RIGHT = max(order - 1 - left for order, left in ORDERS)


class UseNetwork(nn.Module):
    """From token embeddings to one unit vector a sentence; gradients flow to the embeddings."""

    def __init__(self, matrices: dict[str, NDArray[np.float32]]) -> None:
        """Keep the matrices of ``weights.load()`` as constants."""
        super().__init__()
        self.epsilon = float(matrices["eps"])
        self._m = {
            name: torch.from_numpy(np.asarray(value, dtype=np.float32).copy())
            for name, value in matrices.items()
            if name != "eps"
        }
        for name in ("proj", "proj_b", "ln_g", "ln_b"):
            parts = [self._m[f"{name}{n}"] for n, _ in ORDERS]
            self._m[f"joined {name}"] = torch.cat(parts, dim=-1)

    def forward(self, embeddings: Tensor, lengths: Tensor) -> Tensor:
        """Return unit vectors of shape (sentences, 512).

        :param embeddings: embeddings of the tokens of all sentences, shape (tokens, 512).
        :param lengths: number of tokens of each sentence, shape (sentences,).
        """
        m = self._m
        projected = self._normalised(
            embeddings @ m["joined proj"] + m["joined proj_b"], "joined ln_g", "joined ln_b"
        )
        slots, parts = _windows(lengths), [embeddings]
        for branch, (order, left) in zip(projected.chunk(len(ORDERS), 1), ORDERS, strict=True):
            window = slots[:, _LEFT - left : _LEFT - left + order]
            x = branch
            for layer in (1, 2):
                weight, bias = m[f"w{layer}_{order}"], m[f"b{layer}_{order}"]
                padded = torch.cat([x, x.new_zeros(1, x.shape[1])])
                x = x + (padded[window].reshape(-1, len(weight)) @ weight + bias).relu()
            parts.append(x)
        features = self._normalised(torch.cat(parts, dim=1), "ln_g", "ln_b")
        starts = lengths.cumsum(0) - lengths
        total = functional.embedding_bag(torch.arange(len(features)), features, starts, mode="sum")
        count = lengths.to(features.dtype).unsqueeze(1)
        pooled = (total @ m["cnn_W"] + count * m["cnn_b"]) / count.sqrt()
        first = torch.relu(pooled @ m["d0"])
        second = torch.relu(pooled @ m["p1"] + first @ m["d1"])
        third = torch.relu(second @ m["d2"])
        vector = torch.tanh(second @ m["p3"] + third @ m["d3"])
        return vector / (vector * vector).sum(1, keepdim=True).clamp(min=self.epsilon).sqrt()

    def _normalised(self, x: Tensor, gain: str, shift: str) -> Tensor:
        return functional.layer_norm(x, x.shape[-1:], self._m[gain], self._m[shift], self.epsilon)


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
