"""Sentence vectors: the embedded encoder, or any SentenceTransformer by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import Annotated, Protocol

import numpy as np
from numpy.typing import NDArray

from parallax.core.ids import bytes_digest
from parallax.core.settings import Settings
from parallax.core.thresholds import thresholds
from parallax.encoders.cache import VectorCache

EMBEDDED = "embedded"
Vectors = NDArray[np.float32]


@thresholds("encode", chosen="by judgement; no vector depends on it")
@dataclass(frozen=True)
class EncoderLimits:
    """What an encoder keeps."""

    in_memory: Annotated[
        int, "vectors in memory (2 kB each for the embedded encoder) before all are dropped"
    ] = 50_000


LIMITS = EncoderLimits()


class Encoder(Protocol):
    """Texts to unit vectors."""

    @property
    def name(self) -> str:
        """Model and version, as in the table `runs`."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (texts, dimension), rows in the order of the texts."""


class Model(Protocol):
    """A loaded network."""

    dimension: int
    """Numbers of a vector."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (texts, dimension)."""


class SentenceEncoder:
    """A model of sentence vectors, loaded at the first text that is in no cache."""

    def __init__(self, model: str = EMBEDDED, cache: Path | None = None) -> None:
        """Prepare an encoder; nothing is loaded.

        :param model: `embedded`, a name on the hub, or a folder.
        :param cache: folder of cached vectors, if any.
        """
        self.model = model
        self._loaded: Model | None = None
        self._known: dict[str, Vectors] = {}
        self._cache = VectorCache(cache, self.name) if cache else None
        self._lock = RLock()
        self.encoded = 0
        """Number of texts that went through the network, those of a cache not counted."""

    @cached_property
    def name(self) -> str:
        """Model and version."""
        if self.model == EMBEDDED:
            from parallax.encoders.muse import vocabulary, weights

            ukrainian = vocabulary.shipped_ukrainian()
            table = (
                bytes_digest((ukrainian / vocabulary.UKRAINIAN_ROWS).read_bytes())[:8]
                if ukrainian
                else "none"
            )
            return (
                f"embedded: {weights.PACKAGE} {weights.package_version()}, Ukrainian rows {table}"
            )
        from parallax.encoders.hub import name

        return name(self.model)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (len(texts), dimension).

        :raises ModelMissingError: when the model is not here and the hub does not answer.
        """
        with self._lock:  # stories are aligned in several threads, with one model
            return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._network().dimension), dtype=np.float32)
        if len(self._known) > LIMITS.in_memory:
            self._known.clear()
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if self._cache and new:
            self._known.update(self._cache.lookup(new))
            new = [text for text in new if text not in self._known]
        self._make(new)
        if len({len(self._known[text]) for text in texts}) > 1:
            self._make(
                list(dict.fromkeys(texts))
            )  # the model in this folder was another one before
        return np.stack([self._known[text] for text in texts])

    def _make(self, texts: list[str]) -> None:
        """Compute the vectors of texts, and keep them."""
        if not texts:
            return
        made = dict(zip(texts, self._network().vectors(texts), strict=True))
        self.encoded += len(texts)
        self._known.update(made)
        if self._cache:
            self._cache.add(made)

    def _network(self) -> Model:
        if self._loaded is None:
            if self.model == EMBEDDED:
                from parallax.encoders.muse.module import UseEncoder

                self._loaded = UseEncoder()
            else:
                from parallax.encoders.hub import HubModel

                self._loaded = HubModel(self.model)
        return self._loaded


def encoder_of(settings: Settings) -> SentenceEncoder:
    """Return the encoder of this process, which caches vectors and loads a model once."""
    return _encoder(settings.encoder, settings.cache_folder / "vectors")


@lru_cache(maxsize=2)
def _encoder(model: str, cache: Path) -> SentenceEncoder:
    return SentenceEncoder(model, cache)
