"""Encoders of the hub or of a folder, through sentence-transformers (the extra `hub`)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np

from parallax.core.deadline import within
from parallax.core.errors import ModelMissingError
from parallax.core.processors import threads
from parallax.core.thresholds import thresholds
from parallax.encoders.encoder import EMBEDDED, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGE = "sentence-transformers"


@thresholds("encode", chosen="by judgement; no vector depends on it")
@dataclass(frozen=True)
class HubLimits:
    """What a model of the hub waits for and computes at a time."""

    seconds: Annotated[float, "time limit of the hub's answer"] = 5
    batch: Annotated[int, "texts of a batch of sentence-transformers"] = 64


LIMITS = HubLimits()


class HubModel:
    """A SentenceTransformer."""

    def __init__(self, model: str) -> None:
        """Load a local folder, or a model of the hub.

        :raises ModelMissingError: when the model cannot be loaded; no other is used instead.
        """
        _require_package(model)
        self._transformer = _load(model)
        self.dimension = self._transformer.get_embedding_dimension() or 0

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (texts, dimension)."""
        vectors = self._transformer.encode(
            list(texts),
            batch_size=LIMITS.batch,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return np.asarray(vectors, dtype=np.float32)


def name(model: str) -> str:
    """Return a model and the version of what runs it.

    :raises ModelMissingError: without sentence-transformers.
    """
    _require_package(model)
    return f"{model} ({PACKAGE} {metadata.version(PACKAGE)})"


def _require_package(model: str) -> None:
    if not util.find_spec("sentence_transformers"):
        raise ModelMissingError(
            f"the encoder {model!r} needs {PACKAGE}, which is not installed",
            f"`pip install 'parallax-news[hub]'`, or set encoder = '{EMBEDDED}'",
        )


def _load(model: str) -> SentenceTransformer:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", "5")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads())
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
    if not util.find_spec("huggingface_hub"):
        return [EMBEDDED]
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
            LIMITS.seconds,
            lambda: httpx.head(link, timeout=LIMITS.seconds, follow_redirects=True),
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
