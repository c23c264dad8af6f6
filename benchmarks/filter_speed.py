"""Throughput of the JSON-lines filters as programs in a pipe, after their start.

A filter is run twice, on its first line and on all lines; the difference in processor time is what
the other lines cost. Time of the processor, and not of the clock, so that other processes count
less. `translate` is measured beside the flow's own call, which gets all sentences at once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.comparable_news import Document

Line = dict[str, Any]


@dataclass(frozen=True)
class Measured:
    """What was measured: lines, processor seconds before the first answer, and lines a second of
    processor time after it.
    """

    what: str
    lines: int
    start_seconds: float
    per_second: float


def lines_to_encode(documents: Sequence[Document]) -> list[Line]:
    """Return the sentences of documents as lines of `encode`."""
    return [
        {"text": text, "lang": language}
        for document in documents
        for language, texts in document.items()
        for text in texts
    ]


def lines_to_align(documents: Sequence[Document]) -> list[Line]:
    """Return each pair of languages of documents as a line of `align`."""
    return [
        {
            "a": {"lang": a, "sentences": document[a]},
            "b": {"lang": b, "sentences": document[b]},
        }
        for document in documents
        for a, b in combinations(document, 2)
    ]


def measure(
    command: str, lines: Sequence[Line], settings: Mapping[str, str] | None = None
) -> Measured:
    """Measure a filter.

    :param settings: variables of its environment.
    """
    one, all_ = (_processor_seconds(command, part, settings or {}) for part in (lines[:1], lines))
    return Measured(f"{command} --jsonl", len(lines), one, (len(lines) - 1) / max(all_ - one, 1e-9))


def _processor_seconds(command: str, lines: Sequence[Line], settings: Mapping[str, str]) -> float:
    with tempfile.TemporaryFile() as given:
        given.write("".join(json.dumps(line) + "\n" for line in lines).encode())
        given.seek(0)
        before = os.times()
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "parallax", *command.split(), "--jsonl"],
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **settings},
            check=True,
        )
        after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def measure_flow(packages: Path, texts: Sequence[str]) -> Measured:
    """Measure what the flow's stage does with the same sentences, in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_flow, packages, list(texts)).result()


def _flow(packages: Path, texts: list[str]) -> Measured:
    from parallax.lake.lake import Lake
    from parallax.translators.argos import Argos
    from parallax.translators.memory import Memory
    from parallax.translators.translate import translate

    with tempfile.TemporaryDirectory() as folder:
        memory, engine = Memory(Lake(folder)), Argos(packages)
        translate(texts[:1], "uk", "en", memory, engine)
        started = time.process_time()
        translate(texts, "uk", "en", memory, engine)
        seconds = time.process_time() - started
    return Measured("translate in a flow", len(texts), started, (len(texts) - 1) / seconds)
