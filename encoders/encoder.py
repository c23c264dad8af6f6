"""Sentence vectors: any SentenceTransformer by name, or the embedded one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import metadata
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Annotated, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from parallax.core.deadline import within
from parallax.core.errors import ModelMissingError
from parallax.core.ids import bytes_digest
from parallax.core.settings import Settings
from parallax.core.thresholds import thresholds
from parallax.encoders.cache import VectorCache

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

EMBEDDED = "embedded"
Vectors = NDArray[np.float32]


@thresholds("encode", chosen="by judgement; no vector depends on it")
@dataclass(frozen=True)
class EncoderLimits:
    """What an encoder waits for, keeps and computes at a time."""

    hub_seconds: Annotated[float, "time limit of the hub's answer"] = 5
    in_memory: Annotated[
        int, "vectors in memory (2 kB each for the embedded encoder) before all are dropped"
    ] = 50_000
    batch: Annotated[int, "texts of a batch of sentence-transformers"] = 64


LIMITS = EncoderLimits()


class Encoder(Protocol):
    """Texts to unit vectors."""

    @property
    def name(self) -> str:
        """Model and version, as in the table `runs`."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (texts, dimension), rows in the order of the texts."""


class SentenceEncoder:
    """A SentenceTransformer, loaded at the first text that is in no cache."""

    def __init__(self, model: str = EMBEDDED, cache: Path | None = None) -> None:
        """Prepare an encoder; nothing is loaded.

        :param model: `embedded`, a name on the hub, or a folder.
        :param cache: folder of cached vectors, if any.
        """
        self.model = model
        self._transformer: SentenceTransformer | None = None
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
        return f"{self.model} (sentence-transformers {metadata.version('sentence-transformers')})"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (len(texts), dimension).

        :raises ModelMissingError: when the model is not here and the hub does not answer.
        """
        with self._lock:  # stories are aligned in several threads, with one model
            return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._loaded().get_embedding_dimension() or 0), dtype=np.float32)
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
        made = dict(zip(texts, self._vectors(texts), strict=True))
        self.encoded += len(texts)
        self._known.update(made)
        if self._cache:
            self._cache.add(made)

    def _vectors(self, texts: list[str]) -> Vectors:
        transformer = self._loaded()
        if self.model == EMBEDDED:
            from parallax.encoders.muse.module import UseModule

            return cast("UseModule", transformer[0]).vectors(texts)
        vectors = transformer.encode(
            texts,
            batch_size=LIMITS.batch,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _loaded(self) -> SentenceTransformer:
        if self._transformer is None:
            self._transformer = load_transformer(self.model)
        return self._transformer


def encoder_of(settings: Settings) -> SentenceEncoder:
    """Return the encoder of this process, which caches vectors and loads a model once."""
    return _encoder(settings.encoder, settings.cache_folder / "vectors")


@lru_cache(maxsize=2)
def _encoder(model: str, cache: Path) -> SentenceEncoder:
    return SentenceEncoder(model, cache)


def load_transformer(model: str) -> SentenceTransformer:
    """Load the embedded model, a local folder, or a model of the hub.

    :raises ModelMissingError: when the model cannot be loaded; no other is used instead.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", "5")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if model == EMBEDDED:
        from parallax.encoders.muse.module import embedded_transformer

        return embedded_transformer()
    from sentence_transformers import SentenceTransformer

    if not Path(model).exists() and not in_hub_cache(model):
        _require_hub(model)
    try:
        return SentenceTransformer(model)
    except Exception as error:  # each format of weights fails in its own way
        raise ModelMissingError(
            f"the encoder {model!r} cannot be loaded: {error}", _hint(model)
        ) from error


def in_hub_cache(model: str) -> bool:
    """Return whether a hub model is in the local cache."""
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(model, "modules.json"), str)


def present() -> list[str]:
    """Return the encoders of this machine: the embedded one, and those in the hub's cache."""
    from huggingface_hub import CacheNotFound, scan_cache_dir

    try:
        repositories = [
            repo.repo_id for repo in scan_cache_dir().repos if repo.repo_type == "model"
        ]
    except CacheNotFound:
        repositories = []
    return [EMBEDDED, *sorted(name for name in repositories if in_hub_cache(name))]


def _require_hub(model: str) -> None:
    """Ask the hub once, with a time limit, so that being offline costs seconds and one line."""
    import httpx

    endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co")
    try:
        link = f"{endpoint}/{model}/resolve/main/modules.json"
        within(
            LIMITS.hub_seconds,
            lambda: httpx.head(link, timeout=LIMITS.hub_seconds, follow_redirects=True),
        )
    except (httpx.HTTPError, TimeoutError) as error:
        raise ModelMissingError(
            f"the encoder {model!r} is not on this machine and the hub does not answer",
            _hint(model),
        ) from error


def _hint(model: str) -> str:
    return (
        f"on a machine with network: `huggingface-cli download {model}`, "
        f"or set encoder = '{EMBEDDED}'"
    )
