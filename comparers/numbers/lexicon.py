"""The closed word lists of the number grammar, compiled once from ``data/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

MONEY = frozenset({"UAH", "RUB", "USD", "EUR", "GBP"})
DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "ё": "е", "Ё": "Е", "\u0301": None})


def folded(word: str) -> str:
    """Return a word as the lists write it: lower case, one apostrophe, е for ё."""
    return word.translate(_APOSTROPHES).lower()


@lru_cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("comparers.numbers") / "data" / name).read_text("utf-8"))


@lru_cache
def numerals(language: str) -> dict[str, float]:
    """Return numeral form to value."""
    return {form: float(value) for value, forms in _data("numerals.toml")[language].items() for form in forms.split()}


@lru_cache
def scales(language: str) -> dict[str, float]:
    """Return scale word (thousand, млн…) to factor."""
    return {form: float(v) for v, forms in _data("numerals.toml")["scales"][language].items() for form in forms.split()}


class Phrases:
    """Phrases of tokens, each with a label; a token of a phrase may end in ``*``."""

    def __init__(self, labelled: dict[str, Sequence[str]]) -> None:
        """Index the phrases by their first token; longer phrases are tried first."""
        self._exact: dict[str, list[tuple[list[str], str]]] = {}
        self._prefix: list[tuple[list[str], str]] = []
        for label, phrases in labelled.items():
            for phrase in phrases:
                tokens = phrase.split()
                if tokens[0].endswith("*"):
                    self._prefix.append((tokens, label))
                else:
                    self._exact.setdefault(tokens[0], []).append((tokens, label))

    def match(self, words: Sequence[str], at: int) -> tuple[str, int] | None:
        """Return (label, number of tokens) of the longest phrase that starts at token ``at``, or None."""
        if at >= len(words):
            return None
        found: tuple[str, int] | None = None
        first = words[at]
        for tokens, label in (*self._exact.get(first, ()), *(p for p in self._prefix if first.startswith(p[0][0][:-1]))):
            fits = len(tokens) <= len(words) - at and all(_fits(w, t) for w, t in zip(words[at:], tokens, strict=False))
            if fits and (found is None or len(tokens) > found[1]):
                found = label, len(tokens)
        return found


def _fits(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@lru_cache
def phrases(section: str, language: str | None = None) -> Phrases:
    """Return the phrases of a section of ``words.toml`` (of one language where the section has languages)."""
    table = _data("words.toml")[section]
    if language is not None:
        table = table[language]
    return Phrases({label: value.split() if isinstance(value, str) else value for label, value in table.items()})
