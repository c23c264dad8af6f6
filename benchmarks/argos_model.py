"""An Argos package of the usual size with random weights, for measuring time.

The network is a transformer of 6 + 6 layers, 512 wide, with 32,000 pieces, in int8, like the
packages of the Argos index. Its output has no meaning, but always the same length, which is fixed
by the weights: from one position on, the position encoding outweighs everything else and selects
the end of the sentence.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.random_network import SPECIAL, Size, network, save, train_pieces
from parallax.aligners.beads.arrays import Matrix

SIZE = Size(layers=6, width=512, inner=2048, heads=8)
PIECES = 32_000
LENGTH = 28
"""Pieces of every translation."""
_LONGEST = 512
_LOUD = 1000.0


def build(folder: Path, texts: list[str], source: str = "uk", target: str = "en") -> Path:
    """Write an installed package, its tokenizer trained on ``texts``, and return its path."""
    package = folder / f"translate-{source}_{target}-bench"
    package.mkdir(parents=True)
    known = train_pieces(package, texts, PIECES)
    pieces = [*SPECIAL, *known, *(f"▁filler{i}" for i in range(PIECES - len(known) - len(SPECIAL)))]
    rng = np.random.default_rng(0)

    def weights(rows: int, columns: int) -> Matrix:
        return rng.normal(scale=columns**-0.5, size=(rows, columns)).astype(np.float32)

    spec = network(SIZE, pieces, weights)
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = weights(_LONGEST, SIZE.width)
    end = pieces.index("</s>")
    spec.decoder.position_encodings.encodings[LENGTH:] = 0
    spec.decoder.position_encodings.encodings[LENGTH:, 0] = _LOUD
    spec.decoder.projection.weight[end] = 0
    spec.decoder.projection.weight[end, 0] = _LOUD / SIZE.width
    spec.decoder.projection.bias[end] = -_LOUD / 50
    spec.validate()
    spec.optimize(quantization="int8")
    save(package, spec, source, target, "bench", "1.9")
    return package
