"""Speed and memory of aligners without the encoder, on texts of random vectors and words."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from benchmarks import baselines
from benchmarks.comparable_news import Pair
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


LONG = (5000, 6300)
HEADINGS = (
    "aligner",
    "40 x 40, ms",
    "40 x 40 of a translation, ms",
    "long, s",
    "MB",
    "beads",
    "long translation, s",
    "MB",
    "beads",
)
"""Medians for short pairs; for a pair of `LONG` sentences, and for a translation as long as the
shorter text, the time of one run, the peak memory above that of the vectors, and the number of
beads.
"""


class _Given:
    """An encoder that knows the vectors of two texts, whose sentences are called l0 and r0.

    A joined text has the sum of its sentences' vectors. ``seconds`` is what looking up took.
    """

    name = "given"

    def __init__(self, left: Side, right: Side) -> None:
        self._vectors = {"l": left.vectors[0], "r": right.vectors[0]}
        self.left, self.right = (
            [f"{name}{i}" for i in range(len(side))] for name, side in (("l", left), ("r", right))
        )
        self.seconds = 0.0

    def encode(self, texts: Sequence[str]) -> Matrix:
        started = time.perf_counter()
        rows = [
            np.sum(
                [
                    self._vectors[name[0]][int(name[1:]) if name != "PAD" else 0]
                    for name in text.replace("PAD", "l0").split()
                ],
                axis=0,
            )
            for text in texts
        ]
        made = _unit(np.array(rows))
        self.seconds += time.perf_counter() - started
        return made


def rows(
    long: tuple[int, int] = LONG, threads: int = 1, *, compared: bool = True
) -> Iterator[tuple[str, ...]]:
    """Yield a row of the table for ours and for each other aligner, see `HEADINGS`.

    Functions are compiled before the clock starts. All get the same vectors, and making these, for
    the others also those of four joined sentences, is not counted.
    """
    rng = np.random.default_rng(0)
    short = texts(rng, 40, 40, 20), texts(rng, 40, 40, 38)
    longer = (
        texts(rng, *long, 2 * min(long) // 3),
        texts(rng, min(long), min(long), 49 * min(long) // 50),
    )
    for pair, how in zip((*short, *longer), (*Regime, *Regime), strict=True):
        if (found := align(*pair, 0.4, Gate()).regime) is not how:
            raise RuntimeError(f"the pair was to be aligned as {how}, and is as {found}")
    names = [name for name in baselines.available(_Given(*short[0])) if "," not in name]
    for name in ("Parallax", *(names if compared else ())):
        with threadpool_limits(threads):
            cells = [f"{1000 * _median(name, pair):.2f}" for pair in short]
            for pair in longer:
                forget_peak()
                before = peak_mb()
                seconds, beads = _timed(name, pair)
                cells += [f"{seconds:.2f}", f"{peak_mb() - before:,.0f}", f"{beads:,}"]
        yield name, *cells


def _median(name: str, pair: tuple[Side, Side]) -> float:
    _timed(name, pair)
    return float(np.median([_timed(name, pair)[0] for _ in range(_REPEATS)]))


def _timed(name: str, pair: tuple[Side, Side]) -> tuple[float, int]:
    """Return the seconds an aligner takes without its encoder, and the number of its beads."""
    left, right = (replace(side) for side in pair)  # nothing is known from an earlier run
    encoder = _Given(left, right)
    if name == "Parallax":
        started = time.perf_counter()
        beads = sum(bool(b.left and b.right) for b in align(left, right, 0.4, Gate()).beads)
    else:
        aligner = baselines.available(encoder)[name]
        texts_ = Pair(encoder.left, encoder.right, frozenset())
        started = time.perf_counter()
        beads = len(aligner(texts_, left, right))
    return time.perf_counter() - started - encoder.seconds, beads


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
