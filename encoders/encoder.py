"""Sentence vectors: any SentenceTransformer by name, or the embedded one; each distinct text is
encoded once.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib import metadata
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from parallax.core.deadline import within
from parallax.core.errors import ModelMissingError
from parallax.core.ids import bytes_digest
from parallax.core.settings import Settings
from parallax.encoders.cache import VectorCache

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

EMBEDDED = "embedded"
Vectors = NDArray[np.float32]

_HUB_SECONDS = 5
REMEMBERED = 50_000
"""Vectors kept in memory (2 kB each for the embedded encoder) before they are forgotten again."""


class Encoder(Protocol):
    """Texts to unit vectors."""

    @property
    def name(self) -> str:
        """Model and version, as it stands in `runs`."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (texts, dimension), rows in the order of the texts."""


class SentenceEncoder:
    """An encoder over a SentenceTransformer; loads it at the first text that no cache knows."""

    def __init__(self, model: str = EMBEDDED, cache: Path | None = None) -> None:
        """Name the model: `embedded`, a name on the hub, or a folder; and the folder of cached
        vectors, if any.
        """
        self.model = model
        self._transformer: SentenceTransformer | None = None
        self._known: dict[str, Vectors] = {}
        self._cache = VectorCache(cache, self.name) if cache else None
        self._lock = RLock()
        self.encoded = 0
        """How many texts went through the network, so that a run can report it."""

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

        :raises ModelMissingError: when the configured model is not on this machine and the hub does
            not answer.
        """
        with self._lock:  # stories are aligned side by side in threads, with one model
            return self._encoded(texts)

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._loaded().get_embedding_dimension() or 0), dtype=np.float32)
        if len(self._known) > REMEMBERED:
            self._known.clear()
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if self._cache and new:
            self._known.update(self._cache.lookup(new))
            new = [text for text in new if text not in self._known]
        if new:
            vectors = self._loaded().encode(
                new,
                batch_size=64,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
            self.encoded += len(new)
            made = dict(zip(new, np.asarray(vectors, dtype=np.float32), strict=True))
            self._known.update(made)
            if self._cache:
                self._cache.add(made)
        return np.stack([self._known[text] for text in texts])

    def _loaded(self) -> SentenceTransformer:
        if self._transformer is None:
            self._transformer = load_transformer(self.model)
        return self._transformer


def encoder_of(settings: Settings) -> SentenceEncoder:
    """Return this process' encoder, which keeps its vectors in the cache folder: a model is loaded
    once a process.
    """
    return _encoder(settings.encoder, settings.cache_folder / "vectors")


@lru_cache(maxsize=2)
def _encoder(model: str, cache: Path) -> SentenceEncoder:
    return SentenceEncoder(model, cache)


def load_transformer(model: str) -> SentenceTransformer:
    """Load the embedded model, a local folder, or a model of the hub.

    :raises ModelMissingError: when the model cannot be had; nothing else is used in its place.
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
    except Exception as error:  # each format of weights has faults of its own
        raise ModelMissingError(
            f"the encoder {model!r} cannot be loaded: {error}", _hint(model)
        ) from error


def in_hub_cache(model: str) -> bool:
    """Tell whether a hub model lies in the local cache."""
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(model, "modules.json"), str)


def present() -> list[str]:
    """Return the encoders this machine has: the embedded one, and SentenceTransformers in the hub's
    local cache.
    """
    from huggingface_hub import CacheNotFound, scan_cache_dir

    try:
        repositories = [
            repo.repo_id for repo in scan_cache_dir().repos if repo.repo_type == "model"
        ]
    except CacheNotFound:
        repositories = []
    return [EMBEDDED, *sorted(name for name in repositories if in_hub_cache(name))]


def _require_hub(model: str) -> None:
    """Ask the hub once, with a short limit, so that being offline costs seconds and one line."""
    import httpx

    endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co")
    try:
        link = f"{endpoint}/{model}/resolve/main/modules.json"
        within(_HUB_SECONDS, lambda: httpx.head(link, timeout=_HUB_SECONDS, follow_redirects=True))
    except (httpx.HTTPError, TimeoutError) as error:
        raise ModelMissingError(
            f"the encoder {model!r} is not on this machine and the hub does not answer",
            _hint(model),
        ) from error


def _hint(model: str) -> str:
    return f"on a machine with network: `huggingface-cli download {model}`, or set encoder = '{EMBEDDED}'"
