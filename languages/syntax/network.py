"""A parser and tagger in numpy: convolutions, one layer of attention, biaffine arcs and labels.

Words become vectors (`word_rows`), six convolutions over neighbours at growing distances and one
layer of attention over the sentence mix them, and a biaffine layer scores every pair of words as
head and dependent (Dozat & Manning 2017). `benchmarks/train_syntax.py` trains it in torch.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parallax.languages.syntax.engine import Features, product, softmax, width_of
from parallax.languages.syntax.trees import best_heads
from parallax.languages.syntax.word_rows import PER_WORD, word_rows

Floats = NDArray[np.float32]

_NEVER = np.float32(-1e4)
_ROWS, _SCALES = "emb.weight", "emb.scale"
_MOST_CODE = 127
_LEAST = 1e-6
_EPSILON = 1e-5
"""Of layer normalisation, as in torch."""


@dataclass(frozen=True)
class Analysis:
    """What the network says of a sentence."""

    heads: list[int]
    """A tree, from 0, -1 for the root."""
    relations: list[str]
    confidences: list[float]
    heads_sure: list[float]
    """Probabilities of the heads alone."""
    tags: list[tuple[str, Features]]


@dataclass(frozen=True)
class Layout:
    """Sizes and names of a network."""

    relations: list[str]
    attributes: dict[str, list[str]]
    """Values of the part of speech, the first one, and of each feature; `_` for none."""
    dilations: list[int]
    attention_after: list[int]
    """Convolutions that a layer of attention follows, from 0."""
    attention_heads: int
    calibration: dict[str, list[float]] = field(default_factory=dict)
    """By relation without subtype, and for "" as all others: offset and factor of the log odds that
    the probability of an arc has, so that confidences are shares of right arcs (Platt 1999)."""


class SyntaxNetwork:
    """The weights, and the way of a batch through them."""

    def __init__(self, arrays: dict[str, Floats], layout: Layout) -> None:
        """Keep the arrays, by their names in torch."""
        self._arrays = arrays
        self.layout = layout
        others = layout.calibration.get("", [0.0, 1.0])
        calibration = np.array(
            [layout.calibration.get(name.partition(":")[0], others) for name in layout.relations]
        )
        self._offset, self._factor = calibration.T

    @classmethod
    def load(cls, path: Path) -> SyntaxNetwork:
        """Read a network that `save` wrote.

        :raises OSError: without the file. :raises ValueError: when it is another kind of file.
        """
        with np.load(path, allow_pickle=False) as file:
            layout = Layout(**json.loads(str(file["layout"])))
            arrays = {
                name: file[name] if name == _ROWS else file[name].astype(np.float32)
                for name in file.files
                if name != "layout"
            }
        return cls(arrays, layout)

    def analyses(self, batch: Sequence[Sequence[str]], language: int) -> list[Analysis]:
        """Return the analyses of sentences of nearly equal length, given as words.

        :param language: 0 Ukrainian, 1 Russian, 2 English.
        """
        states, mask = self._encoded(batch, language)
        arcs = softmax(self._arcs(states, mask))
        logs = np.log(np.maximum(arcs, np.finfo(np.float32).tiny))
        trees = [
            best_heads(logs[i, : len(words), : len(words) + 1]) for i, words in enumerate(batch)
        ]
        heads = np.zeros(arcs.shape[:2], dtype=np.int64)
        for i, tree in enumerate(trees):
            heads[i, : len(tree)] = np.array(tree) + 1
        labels = softmax(self._labels(states, heads))
        chosen = labels.argmax(-1)
        heads_sure = np.take_along_axis(arcs, heads[..., None], -1)[..., 0]
        sure = heads_sure * labels.max(-1)
        odds = self._offset[chosen] + self._factor[chosen] * log_odds(sure)
        sure = 1 / (1 + np.exp(-odds))
        tags = self._tags(states[:, 1:])
        return [
            Analysis(
                tree,
                [self.layout.relations[label] for label in chosen[i, : len(tree)]],
                sure[i, : len(tree)].tolist(),
                heads_sure[i, : len(tree)].tolist(),
                [self._tag(row) for row in tags[i, : len(tree)]],
            )
            for i, tree in enumerate(trees)
        ]

    def _encoded(
        self, batch: Sequence[Sequence[str]], language: int
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Return states of root and words, shape (sentences, words + 1, units), and which are."""
        distinct = {word: i for i, word in enumerate(dict.fromkeys(w for s in batch for w in s))}
        rows = np.array([word_rows(word) for word in distinct]).reshape(-1, PER_WORD)
        vectors = self._arrays[_ROWS][rows] * self._arrays[_SCALES][rows][..., None]
        vectors = vectors.sum(axis=1)
        vectors = self._linear(vectors + self._arrays["lang.weight"][language], "inp")
        width = width_of(max(len(words) for words in batch)) + 1
        states: Floats = np.zeros((len(batch), width, vectors.shape[1]), dtype=np.float32)
        mask = np.zeros((len(batch), width), dtype=np.bool_)
        mask[:, 0], states[:, 0] = True, self._arrays["root"]
        for i, words in enumerate(batch):
            mask[i, 1 : len(words) + 1] = True
            states[i, 1 : len(words) + 1] = vectors[[distinct[word] for word in words]]
        given = mask[:, :, None].astype(np.float32)
        for i, dilation in enumerate(self.layout.dilations):
            normal = self._normal(states, f"norms.{i}") * given
            padded = np.pad(normal, ((0, 0), (dilation, dilation), (0, 0)))
            around = np.concatenate(
                [padded[:, : -2 * dilation], normal, padded[:, 2 * dilation :]], axis=-1
            )
            states = np.asarray(states + np.maximum(self._linear(around, f"convs.{i}"), 0) * given)
            if i in self.layout.attention_after:
                layer = self.layout.attention_after.index(i)
                states = np.asarray(states + self._attention(states, mask, layer) * given)
        return self._normal(states, "fn"), mask

    def _attention(self, states: Floats, mask: NDArray[np.bool_], layer: int) -> Floats:
        heads = self.layout.attention_heads
        sentences, width, units = states.shape
        mixed = self._linear(self._normal(states, f"an.{layer}"), f"qkv.{layer}")
        query, key, value = mixed.reshape(sentences, width, 3, heads, -1).transpose(2, 0, 3, 1, 4)
        scores = query @ key.swapaxes(2, 3) * np.float32((units // heads) ** -0.5)
        weights = softmax(np.where(mask[:, None, None, :], scores, _NEVER))
        seen = (weights @ value).swapaxes(1, 2).reshape(sentences, width, units)
        return self._linear(seen, f"ao.{layer}")

    def _arcs(self, states: Floats, mask: NDArray[np.bool_]) -> Floats:
        """Return scores of heads, shape (sentences, words, words + 1); column 0 is the root."""
        below = np.maximum(self._linear(states[:, 1:], "arc_d"), 0)
        above = np.maximum(self._linear(states, "arc_h"), 0)
        bent = _times(below, self._arrays["U"]) + self._arrays["ub"]
        scores = bent @ above.swapaxes(1, 2)
        word, head = np.arange(1, states.shape[1])[:, None], np.arange(states.shape[1])
        near = len(self._arrays["dist"]) // 2
        bias = self._arrays["dist"][np.clip(head - word, -near, near) + near] * (head > 0)
        possible = mask[:, None, :] & (word != head)
        return np.asarray(np.where(possible, scores + bias, _NEVER), dtype=np.float32)

    def _labels(self, states: Floats, heads: NDArray[np.int64]) -> Floats:
        """Return scores of relations, shape (sentences, words, relations)."""
        below = _with_one(np.maximum(self._linear(states[:, 1:], "rel_d"), 0))
        above = np.maximum(self._linear(states, "rel_h"), 0)
        above = _with_one(np.take_along_axis(above, heads[:, :, None], axis=1))
        units = below.shape[-1]
        mixed = _times(below, self._arrays["V"]).reshape(*below.shape[:2], -1, units)
        return np.asarray((mixed @ above[..., None])[..., 0])

    def _tags(self, states: Floats) -> NDArray[np.int64]:
        """Return the number of the likeliest value of each attribute, last axis attributes."""
        scores = self._linear(states, "tag")
        ends = np.cumsum([len(values) for values in self.layout.attributes.values()])[:-1]
        return np.stack([part.argmax(-1) for part in np.split(scores, ends, axis=-1)], axis=-1)

    def _tag(self, numbers: NDArray[np.int64]) -> tuple[str, Features]:
        chosen = [
            (name, values[number])
            for (name, values), number in zip(
                self.layout.attributes.items(), numbers.tolist(), strict=True
            )
        ]
        features = sorted(pair for pair in chosen[1:] if pair[1] != "_")
        return chosen[0][1], tuple(features)

    def _linear(self, states: Floats, name: str) -> Floats:
        weight, bias = self._arrays[f"{name}.weight"], self._arrays[f"{name}.bias"]
        return np.asarray(_times(states, weight) + bias)

    def _normal(self, states: Floats, name: str) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.einsum("...i,...i->...", centred, centred)[..., None] / states.shape[-1]
        centred /= np.sqrt(spread + _EPSILON)
        return np.asarray(centred * self._arrays[f"{name}.weight"] + self._arrays[f"{name}.bias"])


def log_odds(probabilities: Floats) -> Floats:
    """Return log(p / (1 - p)), p kept a little from 0 and 1."""
    kept = np.clip(probabilities, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float32)


def save(path: Path, state: dict[str, Any], layout: Layout) -> None:
    """Write a network in 16 bits, the rows of words in 8 bits with one scale a row.

    :param state: arrays by their names in torch; matrices there are outputs by inputs.
    """
    arrays: dict[str, Any] = {"layout": np.array(json.dumps(vars(layout)))}
    for name, value in state.items():
        array = np.asarray(value, dtype=np.float32)
        if name == _ROWS:
            array = array[:-1]  # the last row is that of left-out words
            scales = (np.abs(array).max(axis=1) / _MOST_CODE + _LEAST).astype(np.float16)
            codes = np.round(array / scales[:, None].astype(np.float32))
            arrays[name] = np.clip(codes, -_MOST_CODE, _MOST_CODE).astype(np.int8)
            arrays[_SCALES] = scales
            continue
        if name == "V":  # relations, below, above -> below, relations by above
            array = array.transpose(1, 0, 2).reshape(array.shape[1], -1)
        elif array.ndim == 2 and name.endswith(".weight") and name != "lang.weight":
            array = array.T
        arrays[name] = np.ascontiguousarray(array.astype(np.float16))
    np.savez_compressed(path, **arrays)


def _times(states: Floats, weight: Floats) -> Floats:
    """Return states times weights, one product of two matrices."""
    return product(states.reshape(-1, states.shape[-1]), weight).reshape(*states.shape[:-1], -1)


def _with_one(states: Floats) -> Floats:
    return np.concatenate([states, np.ones_like(states[..., :1])], axis=-1)
