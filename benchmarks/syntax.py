"""How right and how fast the parsers are (``parallax bench syntax``)."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from threadpoolctl import threadpool_limits

from benchmarks.treebanks import GoldSentence, ParseScore, gold_words, read_treebank, score
from parallax.languages.syntax.engine import Engine
from parallax.languages.syntax.parsed import Parse
from parallax.languages.syntax.parser import engine
from parallax.languages.syntax.words import word_spans

RELATIONS = ("nsubj", "obj", "obl", "amod", "nmod")
_PROBE = """
import re, sys, time
before = time.process_time()
from parallax.languages.syntax.parser import engine
engine(sys.argv[1])
seconds = time.process_time() - before
peak = re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())
print(seconds, int(peak[1]) / 1024 if peak else float("nan"), "torch" in sys.modules)
"""


@dataclass(frozen=True)
class Loading:
    """What it costs to load a parser in a new process."""

    seconds: float
    """Of its own time."""
    megabytes: float
    """At most, of the whole process; Linux alone says it."""
    torch: bool
    """Whether torch was imported."""


def loading(language: str) -> Loading:
    """Load the parser of a language in a new process."""
    answer = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-c", _PROBE, language], check=True, capture_output=True, text=True
    )
    seconds, megabytes, torch = answer.stdout.split()[-3:]
    return Loading(float(seconds), float(megabytes), torch == "True")


@dataclass(frozen=True)
class Measured:
    """A treebank and what a parser makes of it."""

    gold: list[GoldSentence]
    parses: list[Parse]
    words_alike: float
    """Share of the gold's words that our own division into words finds, with the same ends."""
    sentences_a_second: float
    """Of one thread, by its own time."""

    def scores(self, sure: Sequence[float]) -> list[tuple[float, ParseScore]]:
        """Return the scores, for arcs of at least each confidence."""
        return [(one, score(self.gold, self.parses, one)) for one in sure]


def measure(path: Path, language: str) -> Measured:
    """Parse the sentences of a treebank, with its words.

    :raises NoEngineError: when the language has no parser here.
    """
    gold = read_treebank(path)
    parser = engine(language)
    parses, rate = _timed(parser, gold)
    return Measured(gold, parses, _words_alike(gold, language), rate)


def _timed(parser: Engine, gold: list[GoldSentence]) -> tuple[list[Parse], float]:
    sentences = [gold_words(sentence) for sentence in gold]
    with threadpool_limits(1):
        parser.parse(sentences[:32])  # what is done once
        before = time.process_time()
        parses = parser.parse(sentences)
        return parses, len(gold) / (time.process_time() - before)


def _words_alike(gold: list[GoldSentence], language: str) -> float:
    words = alike = 0
    for sentence in gold:
        given = gold_words(sentence)
        own = set(word_spans(given.text, language))
        words += len(given.spans)
        alike += sum(span in own for span in given.spans)
    return alike / words if words else 0.0
