"""Tiny real Argos packages, made at test time: a SentencePiece model and a CTranslate2 transformer with set weights."""

import json
import shutil
from pathlib import Path

import numpy as np
import sentencepiece
from ctranslate2.specs import TransformerSpec
from ctranslate2.specs.model_spec import LayerSpec

TEXTS = ["Рада ухвалила закон", "Президент подписал указ", "Parliament passed the law", "Загинули п'ять людей", "snake_case"]
WIDTH, HEADS = 16, 2


def build(folder: Path, source: str, target: str, version: str = "1.9", *, bpe: bool = False) -> Path:
    """Write ``translate-SOURCE_TARGET-VERSION.argosmodel`` into ``folder`` and return its path.

    :param bpe: with a tokenizer of byte pairs after Moses, as old packages have, and not SentencePiece.
    """
    name = f"translate-{source}_{target}-{version.replace('.', '_')}"
    package = folder / "build" / name
    package.mkdir(parents=True)
    known = _byte_pairs(package) if bpe else _pieces(package, folder)
    pieces = ["<blank>", "<unk>", "<s>", "</s>", *known]
    save_model(package / "model", pieces)
    (package / "metadata.json").write_text(json.dumps({
        "package_version": version, "argos_version": "1.5", "from_code": source, "from_name": source, "to_code": target, "to_name": target,
    }))
    archive = shutil.make_archive(str(folder / name), "zip", folder / "build", name)
    shutil.rmtree(folder / "build")
    return Path(archive).rename(folder / f"{name}.argosmodel")


def _pieces(package: Path, folder: Path) -> list[str]:
    (folder / "corpus.txt").write_text("\n".join(TEXTS * 20), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "corpus.txt"), model_prefix=str(package / "sentencepiece"), vocab_size=90, minloglevel=2,
        hard_vocab_limit=False, character_coverage=1.0,
    )
    (package / "sentencepiece.vocab").unlink()
    processor = sentencepiece.SentencePieceProcessor(model_file=str(package / "sentencepiece.model"))
    return [processor.id_to_piece(i) for i in range(3, len(processor))]


def _byte_pairs(package: Path) -> list[str]:
    """Write codes that join two pairs of letters; all other pieces are letters."""
    (package / "bpe.model").write_text("#version: 0.2\nР а\nз а\n", "utf-8")
    letters = sorted({letter for text in TEXTS for letter in text if letter != " "})
    return [*letters, *(f"{letter}@@" for letter in letters), "Ра@@", "за@@"]


def save_model(folder: Path, pieces: list[str]) -> None:
    """Write a one-layer transformer whose weights come from a fixed seed."""
    rng = np.random.default_rng(7)
    spec = TransformerSpec.from_config(num_layers=(1, 1), num_heads=HEADS)
    _fill(spec, rng, len(pieces))
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    folder.mkdir()
    spec.save(str(folder))


def _fill(spec: LayerSpec, rng: np.random.Generator, size: int) -> None:
    for layer in (spec.encoder, spec.decoder):
        embeddings = layer.embeddings[0] if isinstance(layer.embeddings, list) else layer.embeddings
        embeddings.weight = _table(rng, size, WIDTH)
        for block in layer.layer:
            for name in ("self_attention", "attention"):
                if hasattr(block, name):
                    _attention(getattr(block, name), rng, cross=name == "attention")
            _norm(block.ffn.layer_norm)
            _linear(block.ffn.linear_0, rng, WIDTH * 2, WIDTH)
            _linear(block.ffn.linear_1, rng, WIDTH, WIDTH * 2)
        _norm(layer.layer_norm)
    _linear(spec.decoder.projection, rng, size, WIDTH)


def _attention(attention: LayerSpec, rng: np.random.Generator, *, cross: bool) -> None:
    shapes = [(WIDTH, WIDTH), (WIDTH * 2, WIDTH), (WIDTH, WIDTH)] if cross else [(WIDTH * 3, WIDTH), (WIDTH, WIDTH)]
    for linear, shape in zip(attention.linear, shapes, strict=True):
        _linear(linear, rng, *shape)
    _norm(attention.layer_norm)


def _linear(linear: LayerSpec, rng: np.random.Generator, rows: int, columns: int) -> None:
    linear.weight, linear.bias = _table(rng, rows, columns), np.zeros(rows, dtype=np.float32)


def _norm(norm: LayerSpec) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, dtype=np.float32), np.zeros(WIDTH, dtype=np.float32)


def _table(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    return rng.normal(scale=0.5, size=(rows, columns)).astype(np.float32)
