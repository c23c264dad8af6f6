"""P(correct) of candidate beads: two small networks and a calibration by pair of languages.

The first network reads the features of each candidate alone, the second also the first's
probabilities of its rivals and neighbours. Both are trained on pairs of texts made from aligned
translations, with exact gold, and calibrated on documents they did not see (Platt 1999), for each
pair of languages. They are shipped as one versioned table, made by ``benchmarks/train_beads.py``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.candidates import Candidates
from parallax.aligners.beads.features import FEATURES
from parallax.aligners.beads.neighbours import NEIGHBOUR_FEATURES, neighbour_features
from parallax.core.errors import InputError
from parallax.languages.pairs import pair_of

ANY = "any"
"""The pair of languages that have no calibration of their own."""


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
    """Both networks and the slope and offset of each pair of languages.

    ``encoder`` names the encoder whose vectors it was trained with.
    """

    version: str
    encoder: str
    alone: Network
    together: Network
    calibration: dict[str, tuple[float, float]]

    def probabilities(
        self, features: Matrix, candidates: Candidates, shape: tuple[int, int], languages: str = ANY
    ) -> Matrix:
        """Return P(correct) for each candidate, shape (candidates,).

        :param features: see `parallax.aligners.beads.features`.
        :param shape: the number of sentences on both sides.
        :param languages: see `pair_name`.
        """
        return np.round(self.calibrated(self.logits(features, candidates, shape), languages), 4)

    def logits(self, features: Matrix, candidates: Candidates, shape: tuple[int, int]) -> Matrix:
        """Return the logits of candidates before calibration."""
        first = sigmoid(self.alone.logits(features))
        neighbours = neighbour_features(candidates, first, shape)
        return self.together.logits(np.hstack([features, neighbours]))

    def calibrated(self, logits: Matrix, languages: str) -> Matrix:
        """Return probabilities for logits."""
        slope, offset = self.calibration.get(languages, self.calibration[ANY])
        return sigmoid(slope * logits + offset)

    def warning(self, encoder: str) -> str | None:
        """Return a warning if this scorer was not trained for an encoder, else None."""
        if encoder == self.encoder:
            return None
        return (
            f"the bead table {self.version} was made with {self.encoder}, not with {encoder}: "
            "probabilities are not calibrated (make one with benchmarks/train_beads.py and set "
            "bead_table)"
        )


def sigmoid(logits: Matrix) -> Matrix:
    """Return 1 / (1 + exp(-logits))."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def pair_name(one: str | None, other: str | None) -> str:
    """Return the name of two languages, the same in both orders; `ANY` if one is unknown."""
    return pair_of(one, other) if one and other else ANY


@lru_cache(maxsize=4)
def load(path: Path | None = None) -> Scorer:
    """Return the scorer of a file, or the shipped one.

    :raises InputError: when the file is not a bead table.
    """
    file = path or resources.files("parallax.aligners.beads").joinpath("data", "beads.json")
    try:
        return loaded(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"cannot use the bead table {file}: {error}") from error


def loaded(table: dict[str, Any]) -> Scorer:
    """Return the scorer of a table.

    :raises ValueError: when it was made for other features than this code computes.
    """
    wanted = [[*FEATURES], [*FEATURES, *NEIGHBOUR_FEATURES]]
    if table["inputs"] != wanted:
        raise ValueError(
            f"the bead table {table['version']} was made for other features; make a new one with "
            "benchmarks/train_beads.py"
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
