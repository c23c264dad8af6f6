"""Retrieval top-1 between aligned texts, speed and memory of a sentence encoder."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from aligners.encoder import SentenceEncoder, Vectors


@dataclass(frozen=True)
class Measured:
    """The figures of one encoder; ``retrieval`` holds rows (pair, there, back, mean of both)."""

    encoder: str
    retrieval: list[tuple[str, str, str, str]]
    per_second: float
    load_seconds: float
    peak_mb: float


def measure(name: str, texts: dict[str, list[str]], threads: int) -> Measured:
    """Encode the aligned texts (language to lines) and look up each line's partner among all lines of the other."""
    import torch

    torch.set_num_threads(threads)
    encoder = SentenceEncoder(name)
    started = time.monotonic()
    encoder.encode(["warm"])
    loaded = time.monotonic()
    vectors = {language: encoder.encode(lines) for language, lines in texts.items()}
    seconds = time.monotonic() - loaded
    rows = []
    for a, b in combinations(texts, 2):
        there, back = _top1(vectors[a], vectors[b]), _top1(vectors[b], vectors[a])
        rows.append((f"{a}-{b}", f"{there:.4f}", f"{back:.4f}", f"{(there + back) / 2:.4f}"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(encoder.name, rows, sum(map(len, texts.values())) / seconds, loaded - started, peak)


def _top1(queries: Vectors, pool: Vectors) -> float:
    return float(((queries @ pool.T).argmax(axis=1) == np.arange(len(queries))).mean())
