"""Retrieval top-1 between aligned texts, speed and memory of a sentence encoder."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from benchmarks.languages import own_texts
from benchmarks.memory import peak_mb
from parallax.aligners.beads.digits import digits, masked, shared_digits
from parallax.aligners.beads.similarity import WEIGHTS
from parallax.core import processors
from parallax.encoders.encoder import SentenceEncoder, Vectors


@dataclass(frozen=True)
class Measured:
    """The results of one encoder; ``retrieval`` holds rows (pair, there, back, mean of both)."""

    encoder: str
    retrieval: list[tuple[str, str, str, str]]
    digits: list[tuple[str, ...]]
    """rows (pair, lines with digits, then top-1 of plain, masked and combined similarity, each also
    with numbers edited)
    """
    per_second: float
    load_seconds: float
    peak_mb: float


def measure(name: str, texts: dict[str, list[str]], threads: int) -> Measured:
    """Encode aligned texts (language to lines) and look up each line's partner in the other."""
    import py3langid  # noqa: F401 - loading is measured without the import of libraries

    processors.share_cores(max(1, processors.cores() // threads))
    encoder = SentenceEncoder(name)
    started = time.monotonic()
    encoder.encode(
        ["warm", own_texts()["ru"][0]]
    )  # the second asks the language identifier, which loads as well
    loaded = time.monotonic()
    vectors = {language: encoder.encode(lines) for language, lines in texts.items()}
    seconds = time.monotonic() - loaded
    rows = []
    for a, b in combinations(texts, 2):
        there, back = _top1(vectors[a], vectors[b]), _top1(vectors[b], vectors[a])
        rows.append((f"{a}-{b}", f"{there:.4f}", f"{back:.4f}", f"{(there + back) / 2:.4f}"))
    digits = [_with_digits(encoder, (a, b), texts, vectors) for a, b in combinations(texts, 2)]
    peak = peak_mb()
    return Measured(
        encoder.name, rows, digits, sum(map(len, texts.values())) / seconds, loaded - started, peak
    )


def _with_digits(
    encoder: SentenceEncoder,
    pair: tuple[str, str],
    texts: dict[str, list[str]],
    vectors: dict[str, Vectors],
) -> tuple[str, ...]:
    """Look up the lines with digits, unchanged and with the numbers of one side changed."""
    (left, right), pool = [texts[language] for language in pair], vectors[pair[1]]
    lines = [i for i, (x, y) in enumerate(zip(left, right, strict=True)) if digits(x) and digits(y)]
    changed = [_edited(left[i]) for i in lines]
    pool_masked = encoder.encode([masked(text) for text in right])
    pool_digits = [digits(text) for text in right]
    shown = []
    for queries in ([left[i] for i in lines], changed):
        plain = encoder.encode(queries) @ pool.T
        without = encoder.encode([masked(text) for text in queries]) @ pool_masked.T
        shared = shared_digits([digits(text) for text in queries], pool_digits)
        combined = np.maximum(plain, without) + WEIGHTS.shared_digits * shared
        shown.append(
            [
                f"{float((table.argmax(axis=1) == np.array(lines)).mean()):.4f}"
                for table in (plain, without, combined)
            ]
        )
    cells = [cell for there, edited in zip(*shown, strict=True) for cell in (there, edited)]
    return (f"{pair[0]}-{pair[1]}", str(len(lines)), *cells)


def _edited(text: str) -> str:
    """Return the text with other numbers of the same length: every digit but 0 moves by three."""
    return text.translate(str.maketrans("123456789", "456789123"))


def _top1(queries: Vectors, pool: Vectors) -> float:
    return float(((queries @ pool.T).argmax(axis=1) == np.arange(len(queries))).mean())
