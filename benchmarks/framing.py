"""How well framing differences are found (``parallax bench framing``).

Two sets: the 31 development items (schema framing-gold/1), and our own pairs with the axes that
differ.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from benchmarks.comparable_news import Document
from parallax.aligners.scoring import Score
from parallax.comparers.framing import codebook, differences, match, passages
from parallax.comparers.framing.passages import Passage
from parallax.languages.detect import LANGUAGES

HERE = Path(__file__).parent / "data"
Found = set[tuple[str, str, str]]
"""(axis, segment, segment) of differences."""


@dataclass
class Differences:
    """Right, invented and missed differences by axis.

    ``quiet`` counts items without a difference, ``silent`` those of them without a found one.
    """

    right: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    quiet: int = 0
    silent: int = 0

    def add(self, found: Found, gold: Found) -> None:
        """Count one item."""
        self.right.update(key[0] for key in found & gold)
        self.invented.update(key[0] for key in found - gold)
        self.missed.update(key[0] for key in gold - found)
        self.quiet += not gold
        self.silent += not gold and not found

    def f1(self, axis: str | None = None) -> tuple[float, float, float]:
        """Return (precision, recall, F1), of one axis or of all."""
        counted = Score(
            *(
                counts[axis] if axis else sum(counts.values())
                for counts in (self.right, self.invented, self.missed)
            )
        )
        return counted.precision, counted.recall, counted.f1

    def axes(self) -> list[str]:
        """Return the axes with anything counted."""
        return sorted({*self.right, *self.invented, *self.missed})


def development_items() -> Differences:
    """Score the development items."""
    score, book = Differences(), codebook.load()
    for line in (HERE / "framing_dev.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        given = [Passage(s["text"], s["lang"], s["position"]) for s in item["segments"]]
        names = [s["seg"] for s in item["segments"]]
        found = dict(zip(names, passages.find(given, book), strict=True))
        pairs = combinations(sorted(found), 2)
        different = {
            (d.axis, a, b) for a, b in pairs for d in differences.compare(found[a], found[b], book)
        }
        score.add(different, {(d["axis"], *sorted(d["pair"])) for d in item["diffs"]})
    return score


def own_pairs() -> Differences:
    """Score our own pairs."""
    score, book = Differences(), codebook.load()
    for axes, one, left, other, right in _pairs():
        a, b = passages.find([Passage(left, one), Passage(right, other)], book)
        found = differences.compare(a, b, book)
        gold = set() if axes == "-" else set(axes.split(","))
        score.add({(d.axis, "a", "b") for d in found}, {(axis, "a", "b") for axis in gold})
    return score


def between_translations(documents: Sequence[Document]) -> list[tuple[str, int, Counter[str]]]:
    """Return (pair of languages, lines, differences by axis) of aligned translations.

    They should have none: each is the translator's choice or our mistake, so the count is an upper
    bound of our mistakes.
    """
    book = codebook.load()
    counted = []
    for one, other in combinations(LANGUAGES, 2):
        found: Counter[str] = Counter()
        lines = [
            pair
            for document in documents
            for pair in zip(document[one], document[other], strict=True)
        ]
        sides = [
            passages.find([Passage(text, language) for text in texts], book)
            for texts, language in zip(zip(*lines, strict=True), (one, other), strict=True)
        ]
        for a, b in zip(*sides, strict=True):
            found.update(d.axis for d in differences.compare(a, b, book))
        counted.append((f"{one}-{other}", len(lines), found))
    return counted


def speed(seconds: float = 2.0) -> float:
    """Return sentences a second of one core, over our own pairs."""
    book = codebook.load()
    sentences = [
        (text, language)
        for _, one, left, other, right in _pairs()
        for text, language in ((left, one), (right, other))
    ]
    for text, language in sentences:
        match.find(text, language, book)
    done, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        for text, language in sentences:
            match.find(text, language, book)
        done += len(sentences)
    return done / spent


def _pairs() -> Iterable[list[str]]:
    lines = (HERE / "framing_pairs.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]
