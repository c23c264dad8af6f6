"""Other aligners, on the same vectors as ours: published algorithms and the simplest rule."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np

from benchmarks import bertalign_rule
from benchmarks.comparable_news import Bead, Pair
from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.sides import joined
from parallax.aligners.beads.similarity import Side
from parallax.encoders.encoder import Encoder

Align = Callable[[Pair, Side, Side], dict[Bead, float]]


def available(encoder: Encoder) -> dict[str, Align]:
    """Return the baselines installed on this machine, by name."""
    found: dict[str, Align] = {
        "mutual best, .55": lambda _, left, right: mutual_best(left, right, 0.55),
        "Bertalign's rule": lambda pair, left, right: bertalign(pair, left, right, encoder, -0.1),
        "Bertalign's rule, skip .1": lambda pair, left, right: bertalign(
            pair, left, right, encoder, 0.1
        ),
    }
    if find_spec("sentalign"):
        found["Vecalign"] = lambda pair, _, __: vecalign(pair, encoder, 0.2)
        found["Vecalign, deletion .03"] = lambda pair, _, __: vecalign(pair, encoder, 0.03)
    return found


def mutual_best(left: Side, right: Side, min_cosine: float) -> dict[Bead, float]:
    """Return pairs of sentences that are each other's nearest, with a minimum cosine."""
    if not len(left) or not len(right):
        return {}
    table = left.vectors[0] @ right.vectors[0].T
    best = table.argmax(axis=1)
    return {
        ((i,), (int(j),)): 1.0
        for i, j in enumerate(best)
        if table[:, j].argmax() == i and table[i, j] >= min_cosine
    }


def vecalign(pair: Pair, encoder: Encoder, deletion: float) -> dict[Bead, float]:
    """Return the beads of Vecalign (Thompson and Koehn 2019), from the package sentalign."""
    import sentalign

    if not pair.left or not pair.right:
        return {}
    state = np.random.get_state()  # noqa: NPY002 - sentalign seeds the global generator
    try:
        # it divides by norms of padding
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
            made = sentalign.sentalign(
                pair.left, pair.right, encoder, alignment_max_size=4, del_percentile_frac=deletion
            )
    finally:
        np.random.set_state(state)  # noqa: NPY002
    return {
        (tuple(a.src_indices), tuple(a.tgt_indices)): 1.0
        for a in made.alignments
        if a.src_indices and a.tgt_indices
    }


def bertalign(
    pair: Pair, left: Side, right: Side, encoder: Encoder, skip: float
) -> dict[Bead, float]:
    """Return the beads of `benchmarks.bertalign_rule`; a sentence left out adds ``skip``."""
    if not len(left) or not len(right):
        return {}
    layers = [
        [*side.vectors, _of_four(text, side, encoder)]
        for text, side in ((pair.left, left), (pair.right, right))
    ]
    bytes_ = [
        np.array([len(sentence.encode()) for sentence in text], dtype=np.float32)
        for text in (pair.left, pair.right)
    ]
    found = bertalign_rule.beads(layers[0], layers[1], (bytes_[0], bytes_[1]), skip)
    return dict.fromkeys(found, 1.0)


def _of_four(text: Sequence[str], side: Side, encoder: Encoder) -> Matrix:
    """Return the vectors of four joined sentences, which our own aligner does not need."""
    joined_ = joined(text, bertalign_rule.WIDEST)
    return encoder.encode(joined_) if joined_ else side.vectors[0][:0]
