"""P(correct) of candidate beads: two small networks and a calibration by languages, shipped as one
versioned table.

The first network looks at the evidence for each candidate alone, the second also at what the first
said of its rivals and neighbours. Both are trained on pairs of texts made from aligned
translations, with exact gold, and calibrated on documents they did not see (Platt 1999), for each
pair of languages apart. ``benchmarks/train_beads.py`` makes the table.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from parallax.aligners.beads import features as evidences
from parallax.aligners.beads import neighbours as contexts
from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.candidates import Candidates
from parallax.core.errors import InputError

ANY = "any"
"""Languages that were not calibrated apart."""


@dataclass(frozen=True)
class Network:
    """A network of one hidden layer: standardised input, rectified units, one logit."""

    mean: Matrix
    scale: Matrix
    hidden: Matrix
    hidden_bias: Matrix
    out: Matrix
    out_bias: float

    def logits(self, rows: Matrix) -> Matrix:
        """Return a logit for each row, shape (rows,)."""
        units = np.maximum(((rows - self.mean) / self.scale) @ self.hidden + self.hidden_bias, 0)
        return np.asarray(units @ self.out + self.out_bias, dtype=np.float32)


@dataclass(frozen=True)
class Scorer:
    """Both networks and the slope and offset of each pair of languages; ``encoder`` made the
    vectors it was trained with.
    """

    version: str
    encoder: str
    alone: Network
    together: Network
    calibration: dict[str, tuple[float, float]]

    def probabilities(
        self, evidence: Matrix, candidates: Candidates, shape: tuple[int, int], languages: str = ANY
    ) -> Matrix:
        """Return P(correct) for each candidate, shape (candidates,).

        :param evidence: see `parallax.aligners.beads.features`.
        :param shape: the number of sentences on both sides.
        :param languages: see `pair_name`.
        """
        return np.round(self.calibrated(self.logits(evidence, candidates, shape), languages), 4)

    def logits(self, evidence: Matrix, candidates: Candidates, shape: tuple[int, int]) -> Matrix:
        """Return the logits of candidates before calibration."""
        first = sigmoid(self.alone.logits(evidence))
        return self.together.logits(
            np.hstack([evidence, contexts.context(candidates, first, shape)])
        )

    def calibrated(self, logits: Matrix, languages: str) -> Matrix:
        """Return probabilities for logits."""
        slope, offset = self.calibration.get(languages, self.calibration[ANY])
        return sigmoid(slope * logits + offset)

    def warning(self, encoder: str) -> str | None:
        """Say what is wrong with this scorer for the vectors of an encoder; None when nothing is."""
        if encoder == self.encoder:
            return None
        return (
            f"the bead table {self.version} was made with {self.encoder}, not with {encoder}: probabilities are not calibrated "
            "(make one with benchmarks/train_beads.py and set bead_table)"
        )


def sigmoid(logits: Matrix) -> Matrix:
    """Return 1 / (1 + exp(-logits))."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def pair_name(one: str | None, other: str | None) -> str:
    """Return the name of two languages, the same in both orders; `ANY` where one is not known."""
    return "-".join(sorted((one, other))) if one and other else ANY


@lru_cache(maxsize=4)
def load(path: Path | None = None) -> Scorer:
    """Return the scorer of a file, or of this package.

    :raises InputError: when the file is not such a table.
    """
    file = path or resources.files("parallax.aligners.beads").joinpath("data", "beads.json")
    try:
        return loaded(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"cannot use the bead table {file}: {error}") from error


def loaded(table: dict[str, Any]) -> Scorer:
    """Return the scorer of a table.

    :raises ValueError: when it was made for other evidence than this code computes.
    """
    wanted = [[*evidences.NAMES], [*evidences.NAMES, *contexts.NAMES]]
    if table["inputs"] != wanted:
        raise ValueError(
            f"the bead table {table['version']} was made for other evidence; make it again with benchmarks/train_beads.py"
        )
    alone, together = (_network(table[name]) for name in ("alone", "together"))
    return Scorer(
        table["version"],
        table["encoder"],
        alone,
        together,
        {name: (a, b) for name, (a, b) in table["calibration"].items()},
    )


def _network(table: dict[str, Any]) -> Network:
    layers = {
        name: np.asarray(table[name], dtype=np.float32)
        for name in ("mean", "scale", "hidden", "hidden_bias", "out")
    }
    return Network(**layers, out_bias=float(table["out_bias"]))
