"""A CTranslate2 transformer with random weights in an Argos package, for benchmarks and tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentencepiece
from ctranslate2.specs import TransformerSpec
from ctranslate2.specs.model_spec import LayerSpec

from parallax.aligners.beads.arrays import Matrix

SPECIAL = ("<blank>", "<unk>", "<s>", "</s>")
Weights = Callable[[int, int], Matrix]
"""Rows and columns to weights."""


@dataclass(frozen=True)
class Size:
    """Layers of each side, width of the vectors, of the inner layers, attention heads."""

    layers: int
    width: int
    inner: int
    heads: int


def network(size: Size, pieces: list[str], weights: Weights) -> TransformerSpec:
    """Return a transformer with all weights from ``weights`` and zero biases, not yet validated."""
    spec = TransformerSpec.from_config(num_layers=(size.layers, size.layers), num_heads=size.heads)
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = weights(len(pieces), size.width)
        for layer in side.layer:
            _attention(layer.self_attention, size.width, weights, cross=False)
            if hasattr(layer, "attention"):
                _attention(layer.attention, size.width, weights, cross=True)
            _norm(layer.ffn.layer_norm, size.width)
            _linear(layer.ffn.linear_0, weights, size.inner, size.width)
            _linear(layer.ffn.linear_1, weights, size.width, size.inner)
        _norm(side.layer_norm, size.width)
    _linear(spec.decoder.projection, weights, len(pieces), size.width)
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    return spec


def train_pieces(package: Path, texts: list[str], size: int) -> list[str]:
    """Train ``sentencepiece.model`` of a package; return its pieces without the special ones."""
    corpus = package.with_suffix(".txt")
    corpus.write_text("\n".join(texts), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(package / "sentencepiece"),
        vocab_size=size,
        minloglevel=2,
        hard_vocab_limit=False,
        character_coverage=1.0,
    )
    corpus.unlink()
    (package / "sentencepiece.vocab").unlink()
    processor = sentencepiece.SentencePieceProcessor(
        model_file=str(package / "sentencepiece.model")
    )
    return [processor.id_to_piece(i) for i in range(3, len(processor))]


def save(
    package: Path, spec: TransformerSpec, source: str, target: str, version: str, argos: str
) -> None:
    """Write the network and ``metadata.json`` of a package."""
    (package / "model").mkdir()
    spec.save(str(package / "model"))
    (package / "metadata.json").write_text(
        json.dumps(
            {
                "package_version": version,
                "argos_version": argos,
                "from_code": source,
                "from_name": source,
                "to_code": target,
                "to_name": target,
            }
        )
    )


def _attention(attention: LayerSpec, width: int, weights: Weights, *, cross: bool) -> None:
    rows = (width, 2 * width, width) if cross else (3 * width, width)
    for linear, size in zip(attention.linear, rows, strict=True):
        _linear(linear, weights, size, width)
    _norm(attention.layer_norm, width)


def _linear(linear: LayerSpec, weights: Weights, rows: int, columns: int) -> None:
    linear.weight, linear.bias = weights(rows, columns), np.zeros(rows, dtype=np.float32)


def _norm(norm: LayerSpec, width: int) -> None:
    norm.gamma, norm.beta = np.ones(width, dtype=np.float32), np.zeros(width, dtype=np.float32)
