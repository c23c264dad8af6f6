"""The files and the arithmetic of slovnet's networks in numpy (https://github.com/natasha/slovnet).

A network is a tar of arrays and vocabularies; word vectors are product-quantised
(https://github.com/natasha/navec): a word has 100 numbers of 8 bits, each stands for 3 numbers of
its vector. Reading them here takes a third of the time and memory that the packages of the same
names need: parser and tagger share one vocabulary, and no tables for comparing words are made.
"""

from __future__ import annotations

import gzip
import json
import re
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parallax.languages.syntax.engine import product

Floats = NDArray[np.float32]

_UNKNOWN, _PADDING = "<unk>", "<pad>"
_SIGNS = "!#$%&()[]\\/*+,.:;<=>?@^_{|}~-‐−‒⁃–—―`\"'«»„“ʼʻ”№…"
_KIND = re.compile(
    rf"(?P<RU>[а-яё]+)|(?P<EN>[a-z]+)|(?P<NUM>[+-]?\d+)|(?P<PUNCT>[{re.escape(_SIGNS)}]+)", re.I
)


class Archive:
    """One of slovnet's networks on disk."""

    def __init__(self, path: Path) -> None:
        """Read the whole file."""
        with tarfile.open(path) as tar:
            self._members = {
                member.name: data.read()
                for member in tar.getmembers()
                if (data := tar.extractfile(member))
            }
        self.layout: dict[str, Any] = json.loads(self._members["model.json"])

    def array(self, entry: dict[str, Any]) -> Floats:
        """Return the array that an entry of the layout names."""
        data = self._members[f"arrays/{entry['array']}.bin"]
        return np.frombuffer(data, dtype=entry["dtype"]).reshape(entry["shape"])

    def vocabulary(self, name: str) -> list[str]:
        """Return the entries of a vocabulary, by number."""
        return gzip.decompress(self._members[f"vocabs/{name}.gz"]).decode("utf-8").splitlines()


class WordVectors:
    """Navec's quantised word vectors, with the words of slovnet's networks."""

    def __init__(self, path: Path, words: list[str]) -> None:
        """Read the vectors; :param words: by number, the same for all networks."""
        with tarfile.open(path) as tar:
            file = tar.extractfile("pq.bin")
            assert file is not None
            count, _, parts, centroids = np.frombuffer(file.read(16), dtype=np.uint32).tolist()
            self._codes = np.frombuffer(file.read(count * parts), np.uint8).reshape(count, parts)
            self._values = np.frombuffer(file.read(), np.float32).reshape(parts, centroids, -1)
        self._numbers = {word: number for number, word in enumerate(words)}
        self._parts = np.arange(parts)
        self.unknown = self._numbers[_UNKNOWN]
        self.padding = self._numbers[_PADDING]

    @property
    def words(self) -> Iterable[str]:
        """The words that have a vector."""
        return self._numbers.keys()

    def number(self, word: str) -> int:
        """Return the number of a word in small letters, or that of unknown words."""
        return self._numbers.get(word, self.unknown)

    def __getitem__(self, numbers: NDArray[np.int64]) -> Floats:
        """Return vectors, shape (numbers, 300)."""
        return self._values[self._parts, self._codes[numbers]].reshape(len(numbers), -1)


@dataclass(frozen=True)
class Layer:
    """A convolution over three words, ReLU and batch normalisation."""

    weight: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    def __call__(self, states: Floats, mask: Floats) -> Floats:
        """Return new states, shape (sentences, words, units), zero where the mask is."""
        padded = np.pad(states, ((0, 0), (1, 1), (0, 0)))
        around = np.concatenate([padded[:, :-2], states, padded[:, 2:]], axis=-1)
        made = np.maximum(_product(around, self.weight) + self.bias, 0)
        return np.asarray((made * self.scale + self.shift) * mask)


class Encoder:
    """Words and their shapes through the convolutions of a network."""

    def __init__(self, archive: Archive) -> None:
        """Take the arrays of a network."""
        self._shapes = archive.array(archive.layout["emb"]["shape"]["weight"])
        names = archive.vocabulary("shape")
        self._shape_numbers = {name: number for number, name in enumerate(names)}
        self._layers = [_layer(archive, entry) for entry in archive.layout["encoder"]["layers"]]

    def shape(self, word: str) -> int:
        """Return the number of the shape of a word."""
        return self._shape_numbers.get(word_shape(word), self._shape_numbers["OTHER"])

    def __call__(self, vectors: Floats, shapes: NDArray[np.int64], mask: Floats) -> Floats:
        """Return states, shape (sentences, words, units).

        :param vectors: of words, shape (sentences, words, 300). :param mask: 1 where a word is,
            shape (sentences, words, 1).
        """
        states = np.concatenate([vectors, self._shapes[shapes]], axis=-1)
        for layer in self._layers:
            states = layer(states, mask)
        return states


class Linear:
    """A product and a bias."""

    def __init__(self, archive: Archive, entry: dict[str, Any]) -> None:
        """Take the arrays that an entry of the layout names."""
        self._weight, self._bias = archive.array(entry["weight"]), archive.array(entry["bias"])

    def __call__(self, states: Floats) -> Floats:
        """Return the states times the weights."""
        return _product(states, self._weight) + self._bias


class Biaffine:
    """Head and dependent of an arc, each through a layer, and the kernel between them."""

    def __init__(self, archive: Archive, entry: dict[str, Any]) -> None:
        """Take the arrays that an entry of the layout names."""
        self._head = Linear(archive, entry["head"]["proj"])
        self._tail = Linear(archive, entry["tail"]["proj"])
        self._root = archive.array(entry["root"])
        self._kernel = archive.array(entry["kernel"])

    def arcs(self, states: Floats) -> Floats:
        """Return scores of heads, shape (sentences, words, words + 1); column 0 is the root."""
        rooted = self._rooted(states)
        heads, tails = np.maximum(self._head(rooted), 0), np.maximum(self._tail(rooted), 0)
        # In slovnet's files "head" is the layer of dependents, and "tail" that of their heads.
        scores = _product(heads, self._kernel) @ tails.swapaxes(1, 2)
        return np.asarray(scores[:, 1:])

    def labels(self, states: Floats, heads: NDArray[np.int64]) -> Floats:
        """Return scores of relations, shape (sentences, words, relations).

        :param heads: of each word, from 1, or 0 for the root, shape (sentences, words).
        """
        chosen = np.take_along_axis(self._rooted(states), heads[:, :, None], axis=1)
        above, own = np.maximum(self._head(chosen), 0), np.maximum(self._tail(states), 0)
        width = own.shape[-1]
        mixed = _product(above, self._kernel).reshape(*own.shape[:2], -1, width)
        return np.asarray((mixed @ own[..., None])[..., 0])

    def _rooted(self, states: Floats) -> Floats:
        root = np.broadcast_to(self._root, (len(states), 1, states.shape[-1]))
        return np.concatenate([root, states], axis=1)


def word_shape(word: str) -> str:
    """Return the shape of a word by the rules that the networks were trained with.

    >>> word_shape("Киев"), word_shape("2022"), word_shape("—")
    ('RU_Xx', 'NUM', 'PUNCT_—')
    """
    found = _KIND.match(word)
    kind = found.lastgroup if found else "OTHER"
    if kind in {"RU", "EN"}:
        return f"{kind}_{_outline(word)}"
    if kind == "PUNCT":
        return f"PUNCT_{word if len(word) == 1 else 'OTHER'}"
    return str(kind)


def _outline(word: str) -> str:
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "XX"
    if word.islower():
        return "xx"
    if _is_title(word):
        return "Xx"
    return "Xx-Xx" if "-" in word and all(map(_is_title, word.split("-", 1))) else "OTHER"


def _is_title(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


def _layer(archive: Archive, entry: dict[str, Any]) -> Layer:
    weight, norm = archive.array(entry["conv"]["weight"]), entry["norm"]
    units, inputs, width = weight.shape
    scale = archive.array(norm["weight"]) / archive.array(norm["std"])
    return Layer(
        np.ascontiguousarray(weight.transpose(2, 1, 0).reshape(width * inputs, units)),
        archive.array(entry["conv"]["bias"]),
        scale,
        archive.array(norm["bias"]) - archive.array(norm["mean"]) * scale,
    )


def _product(states: Floats, weight: Floats) -> Floats:
    """Return states times weights, one product of two matrices."""
    flat = product(states.reshape(-1, states.shape[-1]), weight)
    return flat.reshape(*states.shape[:-1], weight.shape[-1])
