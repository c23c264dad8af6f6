"""Tiny real Argos packages, made at test time: a SentencePiece model and a CTranslate2 transformer
with set weights.
"""

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
SIZE = Size(layers=1, width=16, inner=32, heads=2)


def build(
    folder: Path, source: str, target: str, version: str = "1.9", *, bpe: bool = False
) -> Path:
    """Write ``translate-SOURCE_TARGET-VERSION.argosmodel`` into ``folder`` and return its path.

    :param bpe: with a tokenizer of byte pairs after Moses, as old packages have, and not
        SentencePiece.
    """
    name = f"translate-{source}_{target}-{version.replace('.', '_')}"
    package = folder / "build" / name
    package.mkdir(parents=True)
    known = _byte_pairs(package) if bpe else train_pieces(package, TEXTS * 20, 90)
    rng = np.random.default_rng(7)
    spec = network(
        SIZE,
        [*SPECIAL, *known],
        lambda rows, columns: rng.normal(scale=0.5, size=(rows, columns)).astype(np.float32),
    )
    spec.validate()
    save(package, spec, source, target, version, "1.5")
    archive = shutil.make_archive(str(folder / name), "zip", folder / "build", name)
    shutil.rmtree(folder / "build")
    return Path(archive).rename(folder / f"{name}.argosmodel")


def _byte_pairs(package: Path) -> list[str]:
    """Write codes that join two pairs of letters; all other pieces are letters."""
    (package / "bpe.model").write_text("#version: 0.2\nР а\nз а\n", "utf-8")
    letters = sorted({letter for text in TEXTS for letter in text if letter != " "})
    return [*letters, *(f"{letter}@@" for letter in letters), "Ра@@", "за@@"]
