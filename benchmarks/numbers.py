"""How well quantities are found in our own sentences, by us and others (``bench numbers``)."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from benchmarks.comparable_news import Document
from parallax.aligners.scoring import Score
from parallax.comparers.numbers import Quantity, Verdict, compare, extract
from parallax.comparers.numbers.comparison.verdicts import overall

HERE = Path(__file__).parent / "data"
LANGUAGES = ("uk", "ru", "en")
Value = tuple[float, float] | str
"""Bounds of a quantity (equal for a single number), or a date."""


@dataclass(frozen=True)
class Gold:
    """A quantity in the notation of the development set."""

    value: Value
    modifier: str | None = None
    unit: str | None = None
    period: str | None = None
    ordinal: bool = False


@dataclass(frozen=True)
class Item:
    """A sentence with the quantities a careful reader finds."""

    language: str
    text: str
    gold: tuple[Gold, ...]


@lru_cache
def development_set() -> tuple[Item, ...]:
    """Return the sentences of ``data/numbers.tsv``."""
    lines = [
        line.split("\t")
        for line in (HERE / "numbers.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    return tuple(
        Item(language, text, tuple(_gold(g) for g in gold.split("; ") if g != "-"))
        for language, text, gold in lines
    )


def _gold(written: str) -> Gold:
    period = None
    if "/" in (last := written.rsplit(maxsplit=1)[-1]) and last.startswith("/"):
        period, written = last[1:], written.rsplit(" ", 1)[0]
    if written.startswith("@"):
        return Gold(written[1:])
    if written.startswith("#"):
        return Gold((float(written[1:]), float(written[1:])), ordinal=True)
    words = written.split()
    modifier = words.pop(0) if words[0][0].isalpha() else None
    low, _, high = words[0].partition("..")
    return Gold(
        (float(low), float(high or low)), modifier, words[1] if len(words) > 1 else None, period
    )


def value_of(quantity: Quantity) -> Value:
    """Return the value of a quantity in the notation of the development set."""
    if quantity.date:
        return quantity.date
    if quantity.value is not None:
        return quantity.value, quantity.value
    return (
        quantity.low if quantity.low is not None else 0.0,
        quantity.high if quantity.high is not None else math.inf,
    )


def same(a: Value, b: Value) -> bool:
    """Return whether two values agree to three digits (0.333 is a third)."""
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    return all(math.isclose(x, y, rel_tol=2e-3) for x, y in zip(a, b, strict=True))


@dataclass(frozen=True)
class Counts(Score):
    """Quantities with right, invented or missed values; `exact`: unit and modifier right too."""

    exact: int = 0

    @property
    def gold(self) -> int:
        """Number of quantities."""
        return self.right + self.missed

    @property
    def all_exact(self) -> float:
        """Share of gold quantities found with value, unit and modifier."""
        return self.exact / self.gold if self.gold else 1.0


def score(item: Item, found: Sequence[Quantity]) -> Counts:
    """Match the quantities of a sentence with its gold, each at most once."""
    rest = list(found)
    values = exact = 0
    for gold in item.gold:
        match = next(
            (
                q
                for q in rest
                if same(value_of(q), gold.value) and (q.kind == "ordinal") == gold.ordinal
            ),
            None,
        )
        match = next((q for q in rest if _exact(q, gold)), match)
        if match is not None:
            rest.remove(match)
            values += 1
            exact += _exact(match, gold)
    return Counts(values, len(found) - values, len(item.gold) - values, exact)


def _exact(q: Quantity, gold: Gold) -> bool:
    fits = same(value_of(q), gold.value) and (q.kind == "ordinal") == gold.ordinal
    return fits and (q.modifier, q.unit, q.period) == (gold.modifier, gold.unit, gold.period)


def total(counts: Iterable[Counts]) -> Counts:
    """Add counts up."""
    listed = list(counts)
    return Counts(
        *(
            sum(getattr(c, name) for c in listed)
            for name in ("right", "invented", "missed", "exact")
        )
    )


def evaluate(language: str) -> Counts:
    """Score our extractor on the development set of one language."""
    return total(
        score(item, extract(item.text, item.language))
        for item in development_set()
        if item.language == language
    )


@dataclass(frozen=True)
class Verdicts(Score):
    """How well conflicts are found, and how many verdicts agree with the development pairs."""

    pairs: int
    agreed: int

    @property
    def accuracy(self) -> float:
        """Share of pairs with the right verdict."""
        return self.agreed / self.pairs


def verdicts() -> Verdicts:
    """Compare the pairs of ``data/number_pairs.tsv``."""
    lines = [
        line.split("\t")
        for line in (HERE / "number_pairs.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    judged = [
        (gold, overall(compare(extract(a, one), extract(b, other))).value)
        for gold, one, a, other, b in lines
    ]
    conflict = Verdict.CONFLICT.value
    counts = Counter((gold == conflict, ours == conflict) for gold, ours in judged)
    return Verdicts(
        counts[True, True],
        counts[False, True],
        counts[True, False],
        len(judged),
        sum(gold == ours for gold, ours in judged),
    )


def agreement(documents: Sequence[Document]) -> list[tuple[str, int, int]]:
    """Return (pair of languages, lines with a number, lines with the same values in both).

    Translations have the same numbers: where values differ, we misread one or the translator used
    other words.
    """
    counted = []
    for one, other in combinations(LANGUAGES, 2):
        lines = [
            pair
            for document in documents
            for pair in zip(document[one], document[other], strict=True)
        ]
        read = [(_values(a, one), _values(b, other)) for a, b in lines]
        numbered = [(a, b) for a, b in read if a or b]
        agreed = sum(_same_all(a, b) for a, b in numbered)
        counted.append((f"{one}-{other}", len(numbered), agreed))
    return counted


def _values(text: str, language: str) -> list[Value]:
    return [value_of(quantity) for quantity in extract(text, language)]


def _same_all(left: Sequence[Value], right: Sequence[Value]) -> bool:
    rest = list(right)
    for value in left:
        match = next((other for other in rest if same(value, other)), None)
        if match is None:
            return False
        rest.remove(match)
    return not rest


def speed(language: str, read: Callable[[str, str], object], seconds: float = 2.0) -> float:
    """Return sentences a second of one core on the development set, read over and over."""
    texts = [item.text for item in development_set() if item.language == language]
    for text in texts:
        read(text, language)
    done, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        for text in texts:
            read(text, language)
        done += len(texts)
    return done / spent
