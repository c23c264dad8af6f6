"""Throughput of our translation and of Argos' own, with the same package, texts and beam size.

The library is called with its defaults (batches of 32 tokens), once for each sentence and once for
each article; its sentence splitter, which would fetch a model, is replaced by the known boundaries.
Each way runs in its own process, so that memory is measured separately.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from benchmarks.corpus import own_documents
from benchmarks.memory import peak_mb

ARTICLE = 10
"""Sentences of an article."""
BEAM = 4
WAYS = ("the library, each sentence", "the library, each article", "Parallax")


@dataclass(frozen=True)
class Measured:
    """One way to translate: sentences a second, seconds, and peak memory of its process."""

    way: str
    per_second: float
    seconds: float
    peak_mb: float


def sentences(count: int) -> list[str]:
    """Return distinct Ukrainian sentences of usual lengths: our own, and joined halves of pairs."""
    texts = [text for document in own_documents() for text in document["uk"]]
    made = list(texts)
    for distance in range(1, len(texts)):
        for one, other in zip(texts, texts[distance:], strict=False):
            made.append(
                " ".join(
                    [
                        *one.split()[: len(one.split()) // 2],
                        *other.split()[len(other.split()) // 2 :],
                    ]
                )
            )
        if len(made) >= count:
            break
    return list(dict.fromkeys(made))[:count]


def measure(packages: Path, texts: Sequence[str]) -> Iterator[Measured]:
    """Yield the measurement of each of `WAYS`, with the package in the folder ``packages``."""
    for way in WAYS:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            yield pool.submit(_one, way, packages, list(texts)).result()


def _one(way: str, packages: Path, texts: list[str]) -> Measured:
    translate = (
        _ours(packages) if way == WAYS[-1] else _library(packages, 1 if way == WAYS[0] else ARTICLE)
    )
    translate(texts[:2])
    started = time.perf_counter()
    translate(texts)
    seconds = time.perf_counter() - started
    return Measured(way, len(texts) / seconds, seconds, peak_mb())


def _ours(packages: Path) -> Callable[[list[str]], object]:
    from parallax.translators.argos import Argos

    engine = Argos(packages, beam=BEAM)
    return lambda texts: engine.translate(texts, "uk", "en")


def _library(packages: Path, at_once: int) -> Callable[[list[str]], object]:
    from argostranslate import settings
    from argostranslate.package import Package
    from argostranslate.translate import Language, PackageTranslation

    settings.beam_size = BEAM
    package = Package(
        next(path for path in packages.iterdir() if (path / "metadata.json").exists())
    )
    translation = PackageTranslation(Language("uk", "uk"), Language("en", "en"), package)
    translation.sentencizer = _KnownBoundaries()
    return lambda texts: [
        translation.translate(_KnownBoundaries.MARK.join(texts[at : at + at_once]))
        for at in range(0, len(texts), at_once)
    ]


class _KnownBoundaries:
    """Replaces the library's sentence splitters."""

    MARK = "\u2029"

    def split_sentences(self, text: str) -> list[str]:
        return text.split(self.MARK)
