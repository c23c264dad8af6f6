"""Tiny real Argos packages, made by tests: a SentencePiece model and an enciphering transformer.

The transformer replaces each piece by another one, place by place, and ends where the sentence
ends. Its weights are set, not random, so that every choice is clear: the second best piece is
thousands of times less likely. Random weights choose between pieces that are almost equally likely,
and then the padding of a batch or the kernels of a processor decide what the text is.
"""

import json
import shutil
from pathlib import Path

import numpy as np

from benchmarks.random_network import SPECIAL, Size, network, save, train_pieces

TEXTS = [
    "Рада ухвалила закон",
    "Президент подписал указ",
    "Parliament passed the law",
    "Загинули п'ять людей",
    "snake_case",
]
CODE = 64
"""Numbers, 1 or -1, that name a piece, and as many that name a place: together the width."""
PLACES = 1024
SHARP, LOUD = 10.0, 10.0
"""How far attention prefers the right place, and how far that outweighs the piece before."""


def build(
    folder: Path,
    source: str,
    target: str,
    version: str = "1.9",
    *,
    bpe: bool = False,
    prefix: str = "",
) -> Path:
    """Write ``translate-SOURCE_TARGET-VERSION.argosmodel`` into ``folder`` and return its path.

    :param bpe: with a tokenizer of byte pairs after Moses, as old packages have, and not
        SentencePiece.
    :param prefix: the piece that names the target language, as packages of many languages have.
    """
    name = f"translate-{source}_{target}-{version.replace('.', '_')}"
    package = folder / "build" / name
    package.mkdir(parents=True)
    known = _byte_pairs(package) if bpe else train_pieces(package, TEXTS * 20, 90)
    special = [*SPECIAL, prefix] if prefix else [*SPECIAL]
    spec = _cipher([*special, *known], fixed=len(special))
    spec.validate()
    save(package, spec, source, target, version, "1.5")
    if prefix:
        metadata = package / "metadata.json"
        described = json.loads(metadata.read_text("utf-8"))
        metadata.write_text(json.dumps({**described, "target_prefix": prefix}), "utf-8")
    archive = shutil.make_archive(str(folder / name), "zip", folder / "build", name)
    shutil.rmtree(folder / "build")
    return Path(archive).rename(folder / f"{name}.argosmodel")


def _cipher(pieces: list[str], fixed: int):
    """Return a transformer that writes for each piece the one before it in the vocabulary.

    :param fixed: the first pieces of the vocabulary that stay themselves.
    """
    size = Size(layers=1, width=2 * CODE, inner=CODE, heads=1)
    spec = network(size, pieces, lambda rows, columns: np.zeros((rows, columns), np.float32))
    spec.config.add_source_eos = True
    rng = np.random.default_rng(7)
    codes = rng.choice(np.array([-1, 1], np.float32), (len(pieces), CODE))
    places = rng.choice(np.array([-1, 1], np.float32), (PLACES, CODE))
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = np.hstack([np.zeros_like(places), places])
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = np.hstack([codes, np.zeros_like(codes)])
    of_piece = np.diag([1.0] * CODE + [0.0] * CODE)
    of_place = np.eye(2 * CODE) - of_piece
    asks, offers, writes = spec.decoder.layer[0].attention.linear
    asks.weight = (SHARP * of_place).astype(np.float32)
    offers.weight = np.vstack([of_place, of_piece]).astype(np.float32)
    writes.weight = (LOUD * of_piece).astype(np.float32)
    written = np.concatenate([codes[:fixed], np.roll(codes[fixed:], 1, axis=0)])
    spec.decoder.projection.weight = np.hstack([written, np.zeros_like(written)])
    return spec


def _byte_pairs(package: Path) -> list[str]:
    """Write codes that join two pairs of letters; all other pieces are letters."""
    (package / "bpe.model").write_text("#version: 0.2\nР а\nз а\n", "utf-8")
    letters = sorted({letter for text in TEXTS for letter in text if letter != " "})
    return [*letters, *(f"{letter}@@" for letter in letters), "Ра@@", "за@@"]
