"""P(correct) of candidate beads: small networks and a calibration by pair of languages.

A reading of the candidates is two networks: the first reads the features of each candidate alone,
the second also the first's probabilities of its rivals and neighbours. There are two readings: one
was trained on pairs of texts made from aligned translations, with exact gold, the other on labelled
stories of outlets that do not translate each other. A third network tells from how similar the
sentences of two texts are on the whole how likely it is that they are freely written, and the two
logits are mixed by that (a mixture of experts, Jacobs et al. 1991). What comes out is calibrated on
documents and stories that the networks did not see (Platt 1999), for each pair of languages. All
are shipped as one versioned table, made by ``benchmarks/train_beads.py``.
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
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.features import FEATURES
from parallax.aligners.beads.neighbours import NEIGHBOUR_FEATURES, neighbour_features
from parallax.aligners.beads.outlets import PAIR_FEATURES
from parallax.core.errors import InputError
from parallax.languages.pairs import pair_of

INPUTS = [[*FEATURES], [*FEATURES, *NEIGHBOUR_FEATURES], [*PAIR_FEATURES]]
"""Names of what the networks read: the first, the second, the one that tells the kind of text."""
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

    def logits(self, rows: Matrix, more: Matrix | None = None) -> Matrix:
        """Return a logit for each row, shape (rows,).

        :param more: further columns of the rows, if any.
        """
        further = rows[:, :0] if more is None else more
        units = _standardised(rows, further, self.mean, self.scale) @ self.hidden
        _rectify(units, self.hidden_bias)
        return np.asarray(units @ self.out + self.out_bias, dtype=np.float32)


@dataclass(frozen=True)
class Reading:
    """The two networks of one kind of text."""

    alone: Network
    together: Network

    def logits(self, features: Matrix, candidates: Candidates, shape: tuple[int, int]) -> Matrix:
        """Return a logit for each candidate, shape (candidates,)."""
        first = sigmoid(self.alone.logits(features))
        neighbours = neighbour_features(candidates, first, shape)
        return self.together.logits(features, neighbours)


@dataclass(frozen=True)
class Mixture:
    """How two readings become one logit: linear in both, in the share of the free one, and in its
    products with both; and the slope and offset of each pair of languages.

    The share depends on how free the texts are on the whole, and on how decided the reading of
    translated sentences is: it is sure of translations and doubts free text.
    """

    of_share: Matrix
    weights: Matrix
    bias: float
    calibration: dict[str, tuple[float, float]]

    @staticmethod
    def signs(kind: float, translated: Matrix) -> Matrix:
        """Return what tells the share of the free reading, shape (5,).

        :param kind: logit of the network that tells how free texts are. :param translated: logits.
        """
        p = sigmoid(translated)
        decided = float((p * p).sum() / max(p.sum(), 1e-9))
        return np.array([1, kind, decided, kind * decided, decided**2], dtype=np.float32)

    def share(self, kind: float, translated: Matrix) -> float:
        """Return the share of the free reading, 0 to 1."""
        return float(sigmoid(self.signs(kind, translated) @ self.of_share))

    @staticmethod
    def terms(translated: Matrix, free: Matrix, share: float) -> Matrix:
        """Return what is weighed, shape (candidates, 5)."""
        made = np.empty((len(free), 5), dtype=np.float32)
        made[:, 0], made[:, 1], made[:, 2] = translated, free, share
        made[:, 3], made[:, 4] = share * translated, share * free
        return made

    def logits(self, translated: Matrix, free: Matrix, share: float) -> Matrix:
        """Return one logit for two."""
        mixed = self.terms(translated, free, share) @ self.weights + self.bias
        return np.asarray(mixed, dtype=np.float32)

    def calibrated(self, logits: Matrix, languages: str) -> Matrix:
        """Return probabilities for logits."""
        slope, offset = self.calibration.get(languages, self.calibration[ANY])
        return sigmoid(slope * logits + offset)


@dataclass(frozen=True)
class Scorer:
    """A reading of translated sentences, one of free ones, the network that tells how free two
    texts are, and what makes one probability of these.

    ``encoder`` names the encoder whose vectors it was trained with.
    """

    version: str
    encoder: str
    translated: Reading
    free: Reading
    kind: Network
    mixture: Mixture

    def probabilities(
        self, features: Matrix, candidates: Candidates, shape: tuple[int, int], languages: str = ANY
    ) -> Matrix:
        """Return P(correct) for each candidate, shape (candidates,).

        :param features: see `parallax.aligners.beads.features`.
        :param shape: the number of sentences on both sides.
        :param languages: see `pair_name`.
        """
        if not len(features):
            return np.zeros(0, dtype=np.float32)
        translated = self.translated.logits(features, candidates, shape)
        free = self.free.logits(features, candidates, shape)
        share = self.mixture.share(self.freedom(features), translated)
        mixed = self.mixture.logits(translated, free, share)
        return np.round(self.mixture.calibrated(mixed, languages), 4)

    def freedom(self, features: Matrix) -> float:
        """Return the logit of two texts being free, by the features of any of their candidates."""
        return float(self.kind.logits(features[:1, -len(PAIR_FEATURES) :])[0])

    def warning(self, encoder: str) -> str | None:
        """Return a warning if this scorer was not trained for an encoder, else None."""
        if encoder == self.encoder:
            return None
        return (
            f"the bead table {self.version} was made with {self.encoder}, not with {encoder}: "
            "probabilities are not calibrated (make one with benchmarks/train_beads.py and set "
            "bead_table)"
        )


def sigmoid(logits: Matrix | np.floating[Any]) -> Matrix:
    """Return 1 / (1 + exp(-logits))."""
    bounded = np.minimum(np.maximum(logits, -30), 30)
    return np.asarray(1 / (1 + np.exp(-bounded)), dtype=np.float32)


@compiled
def _standardised(rows: Matrix, more: Matrix, mean: Matrix, scale: Matrix) -> Matrix:
    """Return what a `Network` reads, of rows whose columns are in two tables."""
    made = np.empty((len(rows), len(mean)), dtype=np.float32)
    first = rows.shape[1]
    for k in range(len(rows)):
        for x in range(first):
            made[k, x] = (rows[k, x] - mean[x]) / scale[x]
        for x in range(first, len(mean)):
            made[k, x] = (more[k, x - first] - mean[x]) / scale[x]
    return made


@compiled
def _rectify(units: Matrix, bias: Matrix) -> None:
    """Add the bias to each row and set what is below 0 to 0."""
    for k in range(len(units)):
        for x in range(len(bias)):
            units[k, x] = max(units[k, x] + bias[x], np.float32(0))


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
    if table["inputs"] != INPUTS:
        raise ValueError(
            f"the bead table {table['version']} was made for other features; make a new one with "
            "benchmarks/train_beads.py"
        )
    return Scorer(
        table["version"],
        table["encoder"],
        _reading(table["translated"]),
        _reading(table["free"]),
        _network(table["kind"]),
        Mixture(
            np.asarray(table["mixture"]["share"], dtype=np.float32),
            np.asarray(table["mixture"]["weights"], dtype=np.float32),
            float(table["mixture"]["bias"]),
            {name: (a, b) for name, (a, b) in table["mixture"]["calibration"].items()},
        ),
    )


def _reading(table: dict[str, Any]) -> Reading:
    return Reading(_network(table["alone"]), _network(table["together"]))


def _network(table: dict[str, Any]) -> Network:
    layers = {
        name: np.asarray(table[name], dtype=np.float32)
        for name in ("mean", "scale", "hidden", "hidden_bias", "out")
    }
    return Network(**layers, out_bias=float(table["out_bias"]))
