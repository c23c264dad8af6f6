"""Speed and memory of the aligner without the encoder, on texts of random vectors and words."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from benchmarks.memory import forget_peak, peak_mb
from parallax.aligners.beads.align import Gate, align
from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.lexical_coverage import LEXICAL, Words
from parallax.aligners.beads.regime import Regime
from parallax.aligners.beads.similarity import WIDEST, Side

WORDS = 18
"""Words of a sentence."""
_VECTOR = 512
_LENGTH = 120
_REPEATS = 50


@dataclass(frozen=True)
class Speed:
    """Milliseconds of a pair of 40 sentences, comparable or translated; seconds, peak memory and
    number of beads of the long pair.
    """

    short_ms: float
    translated_ms: float
    long_seconds: float
    long_mb: float
    long_beads: int


def measure(long: tuple[int, int] = (5000, 6000), threads: int = 1) -> Speed:
    """Align the pairs of texts; the functions are compiled before the clock starts."""
    rng = np.random.default_rng(0)
    gate = Gate()
    with threadpool_limits(threads):
        comparable = _milliseconds(texts(rng, 40, 40, 20), gate, Regime.COMPARABLE)
        translated = _milliseconds(texts(rng, 40, 40, 38), gate, Regime.TRANSLATION)
        pair = texts(rng, *long, 2 * min(long) // 3)
        forget_peak()
        before = peak_mb()
        started = time.perf_counter()
        found = align(*pair, 0.4, gate)
        seconds = time.perf_counter() - started
    beads = sum(bool(bead.left and bead.right) for bead in found.beads)
    return Speed(comparable, translated, seconds, peak_mb() - before, beads)


def _milliseconds(pair: tuple[Side, Side], gate: Gate, how: Regime) -> float:
    """Return the median time of aligning a pair, which must be one of the regime ``how``."""
    if (found := align(*pair, 0.4, gate).regime) is not how:
        raise RuntimeError(f"the pair was to be aligned as {how}, and is as {found}")
    times = []
    for _ in range(_REPEATS):
        started = time.perf_counter()
        align(*pair, 0.4, gate)
        times.append(time.perf_counter() - started)
    return 1000 * float(np.median(times))


def texts(rng: np.random.Generator, n: int, m: int, same: int) -> tuple[Side, Side]:
    """Return two texts of n and m sentences, of which ``same`` say the same in the same order."""
    meanings = _unit(rng.normal(size=(same, _VECTOR)))
    vocabulary = 5 + (n + m) * 2
    words = _unit(rng.normal(size=(vocabulary, LEXICAL.dimensions)))
    said = _zipf(rng, vocabulary, (same, WORDS))
    return _text(rng, n, meanings, said, words), _text(rng, m, meanings, said, words)


def _text(
    rng: np.random.Generator, count: int, meanings: Matrix, said: NDArray[np.int64], words: Matrix
) -> Side:
    places = np.sort(rng.choice(count, size=len(meanings), replace=False))
    vectors = _unit(rng.normal(size=(count, _VECTOR)))
    vectors[places] = _unit(meanings + 0.7 * vectors[places])
    tokens = _zipf(rng, len(words), (count, WORDS))
    tokens[places] = np.where(rng.random(said.shape) < 0.6, said, tokens[places])
    kept, numbers = np.unique(tokens, return_inverse=True)
    weights = np.log1p(count / np.bincount(numbers.ravel())).astype(np.float32)
    layers = [
        _unit(np.sum([vectors[k : count - n + k + 1] for k in range(n)], axis=0))
        for n in range(1, WIDEST + 1)
    ]
    return Side(
        np.full(count, _LENGTH, dtype=np.float32),
        layers,
        layers,
        [frozenset()] * count,
        Words(
            numbers.ravel().astype(np.int64),
            np.arange(1, count + 1) * WORDS,
            words[kept],
            np.zeros((0, LEXICAL.name_dimensions), np.float32),
            np.zeros(0, dtype=np.int64),
            weights,
            weights[numbers.reshape(count, WORDS)].sum(axis=1),
        ),
    )


def _zipf(rng: np.random.Generator, vocabulary: int, shape: tuple[int, int]) -> NDArray[np.int64]:
    return np.asarray((vocabulary ** rng.random(shape)).astype(np.int64) % vocabulary)


def _unit(table: NDArray[np.floating]) -> Matrix:
    return np.asarray(
        table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9), dtype=np.float32
    )
