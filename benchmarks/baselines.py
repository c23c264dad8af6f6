"""Other aligners, on the same vectors as ours: published algorithms and the simplest rule."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from benchmarks.comparable_news import Bead, Pair
from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.similarity import Side
from parallax.encoders.encoder import Encoder

Align = Callable[[Pair, Side, Side], dict[Bead, float]]

SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (2, 3), (3, 2))


def available(encoder: Encoder) -> dict[str, Align]:
    """Return the baselines installed on this machine, by name."""
    found: dict[str, Align] = {
        "mutual best, .55": lambda _, left, right: mutual_best(left, right, 0.55),
        "Bertalign's rule": lambda _, left, right: bertalign(left, right, -0.1),
        "Bertalign's rule, skip .1": lambda _, left, right: bertalign(left, right, 0.1),
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


def bertalign(left: Side, right: Side, skip: float) -> dict[Bead, float]:
    """Return the beads of Bertalign's second pass (Liu and Zhu 2023), over the whole table.

    A monotone path: the score of a bead is its cosine minus the mean of its cosines with the
    sentences just outside, times a factor for unequal lengths; a sentence left out costs ``skip``.
    Written from the paper.
    """
    n, m = len(left), len(right)
    if not n or not m:
        return {}
    tables = {
        shape: _margins(left, right, *shape) for shape in SHAPES if shape[0] <= n and shape[1] <= m
    }
    best = np.full((n + 1, m + 1), -np.inf)
    best[0, 0] = 0
    step: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(n + 1):
        for j in range(m + 1):
            for a, b in ((1, 0), (0, 1), *tables):
                if a <= i and b <= j and (a or b):
                    gain = skip if not (a and b) else float(tables[a, b][i - a, j - b])
                    if best[i - a, j - b] + gain > best[i, j]:
                        best[i, j], step[i, j] = best[i - a, j - b] + gain, (a, b)
    beads: dict[Bead, float] = {}
    at = (n, m)
    while at != (0, 0):
        a, b = step[at]
        if a and b:
            beads[tuple(range(at[0] - a, at[0])), tuple(range(at[1] - b, at[1]))] = 1.0
        at = (at[0] - a, at[1] - b)
    return beads


def _margins(left: Side, right: Side, a: int, b: int) -> Matrix:
    here, there = left.vectors[a - 1], right.vectors[b - 1]
    cosine = here @ there.T
    outside_right, outside_left = (
        _outside(here, right.vectors[0], b),
        _outside(there, left.vectors[0], a).T,
    )
    lengths = [
        np.convolve(side.lengths, np.ones(k), mode="valid") for side, k in ((left, a), (right, b))
    ]
    ratio = np.minimum(lengths[0][:, None], lengths[1][None]) / np.maximum(
        np.maximum(lengths[0][:, None], lengths[1][None]), 1
    )
    return np.asarray((cosine - (outside_right + outside_left) / 2) * np.log2(1 + ratio))


def _outside(here: Matrix, sentences: Matrix, width: int) -> Matrix:
    """Return the mean cosine of each span with the sentences around each span of the other side."""
    cosine = here @ sentences.T
    count = cosine.shape[1] - width + 1
    before = np.pad(cosine, ((0, 0), (1, 0)))[:, :count]
    after = np.pad(cosine, ((0, 0), (0, 1)))[:, width : width + count]
    number = np.array([(j > 0) + (j + width < cosine.shape[1]) for j in range(count)])
    return np.asarray((before + after) / np.maximum(number, 1), dtype=np.float32)
