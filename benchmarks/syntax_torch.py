"""The network of `languages/syntax/network.py` in torch, for training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.syntax_examples import ATTRIBUTES, RELATIONS, Example
from parallax.languages.syntax.network import Layout
from parallax.languages.syntax.word_rows import PER_WORD, ROWS, WORD_ROWS

_NEVER = -1e4


@dataclass(frozen=True)
class Sizes:
    """Sizes of the network and how much of it is left out in training."""

    embedding: int = 128
    units: int = 256
    arcs: int = 160
    labels: int = 48
    attention_heads: int = 4
    near: int = 16
    """Distances of head and dependent that have a bias of their own."""
    languages: int = 3
    dilations: list[int] = field(default_factory=lambda: [1, 1, 2, 4, 1, 2])
    attention_after: list[int] = field(default_factory=lambda: [4])
    dropout: float = 0.25
    embedding_dropout: float = 0.1
    words_dropped: float = 0.15
    """Words of which only endings, beginnings and shape are seen."""
    rows_dropped: float = 0.05

    def layout(self) -> Layout:
        """Return what the network in numpy has to know."""
        return Layout(
            RELATIONS,
            ATTRIBUTES,
            self.dilations,
            self.attention_after,
            self.attention_heads,
        )


@dataclass(frozen=True)
class Batch:
    """Examples of nearly equal length, shape (sentences, words) and more."""

    rows: Tensor
    languages: Tensor
    mask: Tensor
    heads: Tensor
    relations: Tensor
    tags: Tensor
    weights: Tensor

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Batch:
        """Return the examples side by side, their length rounded up to a multiple of four."""
        longest = max(len(one.words) for one in examples)
        size = (len(examples), -(-longest // 4) * 4)
        rows = np.full((*size, PER_WORD), ROWS)
        mask = np.zeros(size, dtype=np.bool_)
        numbers = np.zeros((2, *size), dtype=np.int64)
        tags = np.zeros((*size, len(ATTRIBUTES)), dtype=np.int64)
        weights = np.zeros(size, dtype=np.float32)
        for i, one in enumerate(examples):
            words = len(one.words)
            rows[i, :words], mask[i, :words], tags[i, :words] = one.rows, True, one.tags
            numbers[:, i, :words] = one.heads, one.relations
            weights[i, :words] = one.weights
        languages = torch.tensor([one.language for one in examples])
        arrays = (mask, numbers[0], numbers[1], tags, weights)
        return cls(torch.from_numpy(rows), languages, *map(torch.from_numpy, arrays))


class TrainedNetwork(nn.Module):
    """Rows of words, convolutions, attention, biaffine arcs and labels, tags."""

    def __init__(self, sizes: Sizes) -> None:
        """Make the layers; their names are those in the file of weights."""
        super().__init__()
        self.sizes = sizes
        units = sizes.units
        self.emb = nn.EmbeddingBag(ROWS + 1, sizes.embedding, mode="sum", padding_idx=ROWS)
        nn.init.normal_(self.emb.weight, std=0.1)
        self.lang = nn.Embedding(sizes.languages, sizes.embedding)
        self.inp = nn.Linear(sizes.embedding, units)
        layers, attentions = len(sizes.dilations), len(sizes.attention_after)
        self.norms = nn.ModuleList(nn.LayerNorm(units) for _ in range(layers))
        self.convs = nn.ModuleList(nn.Linear(3 * units, units) for _ in range(layers))
        self.an = nn.ModuleList(nn.LayerNorm(units) for _ in range(attentions))
        self.qkv = nn.ModuleList(nn.Linear(units, 3 * units) for _ in range(attentions))
        self.ao = nn.ModuleList(nn.Linear(units, units) for _ in range(attentions))
        self.fn = nn.LayerNorm(units)
        self.root = nn.Parameter(torch.randn(units) * 0.1)
        self.arc_d, self.arc_h = nn.Linear(units, sizes.arcs), nn.Linear(units, sizes.arcs)
        self.U = nn.Parameter(torch.randn(sizes.arcs, sizes.arcs) * 0.02)
        self.ub = nn.Parameter(torch.zeros(sizes.arcs))
        self.dist = nn.Parameter(torch.zeros(2 * sizes.near + 1))
        self.rel_d, self.rel_h = nn.Linear(units, sizes.labels), nn.Linear(units, sizes.labels)
        bilinear = (len(RELATIONS), sizes.labels + 1, sizes.labels + 1)
        self.V = nn.Parameter(torch.randn(bilinear) * 0.02)
        self.tag = nn.Linear(units, sum(map(len, ATTRIBUTES.values())))

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return scores of heads, the two sides of labels, and scores of tags."""
        states, mask = self._encoded(batch)
        states = self._dropped(states, self.sizes.dropout)
        words = states.shape[1] - 1
        below = functional.relu(self.arc_d(states[:, 1:]))
        above = functional.relu(self.arc_h(states))
        scores = ((below @ self.U + self.ub) @ above.transpose(1, 2)).float()
        word, head = torch.arange(1, words + 1)[:, None], torch.arange(words + 1)
        near = self.sizes.near
        scores = scores + self.dist[(head - word).clamp(-near, near) + near] * (head > 0)
        scores = scores.masked_fill(~mask[:, None, :] | (word == head), _NEVER)
        return (
            scores,
            functional.relu(self.rel_d(states[:, 1:])),
            functional.relu(self.rel_h(states)),
            self.tag(states[:, 1:]).float(),
        )

    def labels(self, below: Tensor, above: Tensor, heads: Tensor) -> Tensor:
        """Return scores of relations to given heads, shape (sentences, words, relations)."""
        chosen = torch.gather(above, 1, heads[..., None].expand(-1, -1, above.shape[-1]))
        one = torch.ones_like(below[..., :1])
        below, chosen = torch.cat([below, one], -1), torch.cat([chosen, one], -1)
        sentences, words, units = below.shape
        flat = self.V.permute(1, 0, 2).reshape(units, -1)
        mixed = (below.reshape(-1, units) @ flat).view(sentences * words, -1, units)
        scores = mixed @ chosen.reshape(-1, units, 1)
        return scores.view(sentences, words, -1).float()

    def _encoded(self, batch: Batch) -> tuple[Tensor, Tensor]:
        sentences, words, _ = batch.rows.shape
        vectors = self.emb(self._rows(batch.rows).view(-1, PER_WORD)).view(sentences, words, -1)
        vectors = vectors + self.lang(batch.languages)[:, None]
        states = self.inp(self._dropped(vectors, self.sizes.embedding_dropout))
        states = torch.cat([self.root.to(states.dtype).expand(sentences, 1, -1), states], 1)
        mask = functional.pad(batch.mask, (1, 0), value=True)
        given = mask[..., None].to(states.dtype)
        states = states * given
        for i, dilation in enumerate(self.sizes.dilations):
            normal = self.norms[i](states) * given
            left = functional.pad(normal, (0, 0, dilation, 0))[:, : words + 1]
            right = functional.pad(normal, (0, 0, 0, dilation))[:, dilation:]
            made = functional.relu(self.convs[i](torch.cat([left, normal, right], -1)))
            states = states + self._dropped(made, self.sizes.dropout) * given
            if i in self.sizes.attention_after:
                layer = self.sizes.attention_after.index(i)
                seen = self._attention(states, mask, layer)
                states = states + self._dropped(seen, self.sizes.dropout) * given
        return self.fn(states), mask

    def _attention(self, states: Tensor, mask: Tensor, layer: int) -> Tensor:
        sentences, words, units = states.shape
        heads = self.sizes.attention_heads
        mixed = self.qkv[layer](self.an[layer](states)).view(sentences, words, 3, heads, -1)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        scores = (query @ key.transpose(2, 3)).float() * (units // heads) ** -0.5
        weights = scores.masked_fill(~mask[:, None, None, :], _NEVER).softmax(-1)
        seen = weights.to(value.dtype) @ value
        made: Tensor = self.ao[layer](seen.transpose(1, 2).reshape(sentences, words, units))
        return made

    def _rows(self, rows: Tensor) -> Tensor:
        """Leave out rows in training, so that endings are learned and no single row is needed."""
        if not self.training:
            return rows
        rows = rows.clone()
        dropped = torch.rand(rows.shape[:2]) < self.sizes.words_dropped
        rows[..., :WORD_ROWS].masked_fill_(dropped[..., None], ROWS)
        return rows.masked_fill(torch.rand(rows.shape) < self.sizes.rows_dropped, ROWS)

    def _dropped(self, states: Tensor, share: float) -> Tensor:
        """Leave out units of a whole sentence in training (Gal & Ghahramani 2016)."""
        if not self.training:
            return states
        kept = torch.empty(states.shape[0], 1, states.shape[2], dtype=states.dtype)
        return states * kept.bernoulli_(1 - share) / (1 - share)


def loss(network: TrainedNetwork, batch: Batch, tag_weight: float) -> Tensor:
    """Return the loss of a batch: heads, labels and tags, each word by its weight."""
    arcs, below, above, tags = network(batch)
    mask = batch.mask
    weights = batch.weights[mask] / batch.weights[mask].sum()
    labels = network.labels(below, above, batch.heads)[mask]
    total = (_entropy(arcs[mask], batch.heads[mask]) * weights).sum()
    total = total + (_entropy(labels, batch.relations[mask]) * weights).sum()
    parts = tags[mask].split([len(values) for values in ATTRIBUTES.values()], -1)
    for at, part in enumerate(parts):
        total = total + tag_weight * _entropy(part, batch.tags[mask][:, at]).mean()
    return total


def _entropy(scores: Tensor, right: Tensor) -> Tensor:
    return functional.cross_entropy(scores, right, reduction="none")
