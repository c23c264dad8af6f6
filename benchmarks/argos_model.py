"""An Argos package of the usual size with random weights, whose every translation has one fixed length.

The network is a transformer of 6 + 6 layers, 512 wide, with 32,000 pieces, kept in int8, as the packages of the Argos index are.
What it says means nothing; how long it takes to say it is what counts. The length is fixed by the weights alone: from one
position on, the position encoding outweighs all else and points at the end of the sentence.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import sentencepiece
from ctranslate2.specs import TransformerSpec
from ctranslate2.specs.model_spec import LayerSpec
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

LAYERS, WIDTH, INNER, HEADS, PIECES = 6, 512, 2048, 8, 32_000
LENGTH = 28
"""Pieces of every translation."""
_LONGEST = 512
_LOUD = 1000.0


def build(folder: Path, texts: list[str], source: str = "uk", target: str = "en") -> Path:
    """Write an installed package into ``folder`` and return its path; the tokenizer is trained on ``texts``."""
    package = folder / f"translate-{source}_{target}-bench"
    package.mkdir(parents=True)
    (folder / "corpus.txt").write_text("\n".join(texts), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "corpus.txt"), model_prefix=str(package / "sentencepiece"), vocab_size=PIECES, minloglevel=2,
        hard_vocab_limit=False, character_coverage=1.0,
    )
    processor = sentencepiece.SentencePieceProcessor(model_file=str(package / "sentencepiece.model"))
    known = [processor.id_to_piece(i) for i in range(3, len(processor))]
    pieces = ["<blank>", "<unk>", "<s>", "</s>", *known, *(f"▁filler{i}" for i in range(PIECES - len(known) - 4))]
    _network(pieces).save(str(_made(package / "model")))
    (package / "metadata.json").write_text(json.dumps({
        "package_version": "bench", "argos_version": "1.9", "from_code": source, "from_name": source, "to_code": target, "to_name": target,
    }))
    return package


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _network(pieces: list[str]) -> TransformerSpec:
    rng = np.random.default_rng(0)
    spec = TransformerSpec.from_config(num_layers=(LAYERS, LAYERS), num_heads=HEADS)
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = _random(rng, len(pieces), WIDTH)
        side.position_encodings.encodings = _random(rng, _LONGEST, WIDTH)
        for layer in side.layer:
            _attention(layer.self_attention, rng, cross=False)
            if hasattr(layer, "attention"):
                _attention(layer.attention, rng, cross=True)
            _norm(layer.ffn.layer_norm)
            _linear(layer.ffn.linear_0, rng, INNER, WIDTH)
            _linear(layer.ffn.linear_1, rng, WIDTH, INNER)
        _norm(side.layer_norm)
    _linear(spec.decoder.projection, rng, len(pieces), WIDTH)
    end = pieces.index("</s>")
    spec.decoder.position_encodings.encodings[LENGTH:] = 0
    spec.decoder.position_encodings.encodings[LENGTH:, 0] = _LOUD
    spec.decoder.projection.weight[end] = 0
    spec.decoder.projection.weight[end, 0] = _LOUD / WIDTH
    spec.decoder.projection.bias[end] = -_LOUD / 50
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = False
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def _attention(attention: LayerSpec, rng: np.random.Generator, *, cross: bool) -> None:
    rows = (WIDTH, 2 * WIDTH, WIDTH) if cross else (3 * WIDTH, WIDTH)
    for linear, size in zip(attention.linear, rows, strict=True):
        _linear(linear, rng, size, WIDTH)
    _norm(attention.layer_norm)


def _linear(linear: LayerSpec, rng: np.random.Generator, rows: int, columns: int) -> None:
    linear.weight, linear.bias = _random(rng, rows, columns), np.zeros(rows, dtype=np.float32)


def _norm(norm: LayerSpec) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, dtype=np.float32), np.zeros(WIDTH, dtype=np.float32)


def _random(rng: np.random.Generator, rows: int, columns: int) -> Matrix:
    return rng.normal(scale=columns**-0.5, size=(rows, columns)).astype(np.float32)
