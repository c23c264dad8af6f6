"""The closed word lists of the number grammar, compiled once from ``data/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

DURATIONS = frozenset(
    {"second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century"}
)
SHARES = frozenset({"percent", "percentage_point", "basis_point"})
_REMEMBERED = 100_000
_APOSTROPHES = str.maketrans(
    {
        **dict.fromkeys("’ʼ‘`´ʹ′＇", "'"),
        "ё": "е",
        "Ё": "Е",
        "\u0301": None,
        "\u00ad": None,
    }
)


def folded(word: str) -> str:
    """Return a word as the lists write it: lower case, one apostrophe, е for ё, no stress marks or
    soft hyphens.
    """
    return word.translate(_APOSTROPHES).lower()


@lru_cache
def data(name: str) -> dict[str, Any]:
    """Return a word list as written."""
    return tomllib.loads(
        (resources.files("parallax.comparers.numbers") / "data" / f"{name}.toml").read_text("utf-8")
    )


@dataclass(frozen=True)
class Scale:
    """A word that multiplies: `factor`, and what it means with no number before it.

    `alone` is `one` ("тисяча": 1,000), `either` (one after a genitive modifier, indefinite
    elsewhere), `many` ("десятки", indefinite) or `short` ("млн": nothing).
    """

    factor: float
    alone: str


@lru_cache
def cardinals(language: str) -> dict[str, float]:
    """Return numeral form to value; Ukrainian forms also without their apostrophe, as often typed."""
    forms = {
        form: float(value)
        for value, written in data("numerals")[language].items()
        for form in written.split()
    }
    return {form.replace("'", ""): value for form, value in forms.items()} | forms


@lru_cache
def ordinals(language: str) -> dict[str, float]:
    """Return ordinal form to value."""
    table = data("numerals")["ordinals"][language]
    endings = table["endings"].split()
    forms = {
        form: float(value) for value, written in table["full"].items() for form in written.split()
    }
    for value, stems in table["stems"].items():
        forms |= {stem + ending: float(value) for stem in stems.split() for ending in endings}
    return {form.replace("'", ""): value for form, value in forms.items()} | forms


@lru_cache
def scales(language: str) -> dict[str, Scale]:
    """Return scale word (thousand, млн, десяток…) to what it does."""
    return {
        form: Scale(float(factor), alone)
        for factor, kinds in data("numerals")["scales"][language].items()
        for alone, forms in kinds.items()
        for form in forms.split()
    }


@lru_cache
def word_set(name: str, *keys: str) -> frozenset[str]:
    """Return a space-separated list of a file as a set."""
    found = data(name)
    for key in keys:
        found = found[key]
    return frozenset(str(found).split())


@lru_cache
def values(section: str, language: str) -> Phrases:
    """Return the words of a section of ``numerals.toml`` that stand for a number themselves; the
    label is the number.
    """
    return Phrases(
        {value: written.split() for value, written in data("numerals")[section][language].items()}
    )


@lru_cache
def currencies() -> frozenset[str]:
    """Return the ISO 4217 codes the lists know."""
    return frozenset(unit for unit in data("units")["units"] if unit.isupper() and len(unit) == 3)


class Phrases:
    """Phrases of tokens, each with a label; a token of a phrase may end in ``*``."""

    def __init__(self, labelled: Mapping[str, Iterable[str]]) -> None:
        """Index the phrases by their first token; of those that fit the longest wins."""
        self._exact: dict[str, list[tuple[list[str], str]]] = {}
        self._prefix: dict[str, list[tuple[list[str], str]]] = {}
        for label, phrases in labelled.items():
            for phrase in phrases:
                tokens = phrase.split()
                index, first = (
                    (self._prefix, tokens[0][:-1])
                    if tokens[0].endswith("*")
                    else (self._exact, tokens[0])
                )
                index.setdefault(first, []).append((tokens, label))
        self._lengths = sorted({len(first) for first in self._prefix}, reverse=True)
        self._candidates: dict[str, list[tuple[list[str], str]]] = {}

    def match(self, words: Sequence[str], at: int) -> tuple[str, int] | None:
        """Return (label, number of tokens) of the longest phrase that starts at token ``at``, or
        None.

        Of two phrases of one length the one written in full wins, then the one with the longer
        beginning.
        """
        if at >= len(words) or at < 0:
            return None
        candidates = self._candidates.get(words[at])
        if candidates is None:
            candidates = self._starting(words[at])
        found: tuple[str, int] | None = None
        for tokens, label in candidates:
            if (found is None or len(tokens) > found[1]) and (
                len(tokens) == 1 or _fits(words, at, tokens)
            ):
                found = label, len(tokens)
        return found

    def _starting(self, first: str) -> list[tuple[list[str], str]]:
        """Return the phrases a word may start, and remember them: most words of a text start none."""
        if len(self._candidates) > _REMEMBERED:
            self._candidates.clear()
        found = [
            *self._exact.get(first, ()),
            *(p for n in self._lengths if len(first) >= n for p in self._prefix.get(first[:n], ())),
        ]
        self._candidates[first] = found
        return found


def _fits(words: Sequence[str], at: int, tokens: Sequence[str]) -> bool:
    if len(tokens) > len(words) - at:
        return False
    pairs = zip(words[at + 1 : at + len(tokens)], tokens[1:], strict=True)
    return all(
        word.startswith(token[:-1]) if token.endswith("*") else word == token
        for word, token in pairs
    )


@lru_cache
def phrases(section: str, language: str | None = None) -> Phrases:
    """Return the phrases of a section of the word lists (of one language where the section has
    languages).
    """
    name = next(name for name in ("words", "units", "things") if section in data(name))
    table = data(name)[section]
    if language is not None:
        table = table[language]
    if not isinstance(table, dict):
        table = {section: table}
    return Phrases(
        {
            label: value.split() if isinstance(value, str) else value
            for label, value in table.items()
        }
    )


@lru_cache
def unit_phrases(language: str) -> Phrases:
    """Return the units as a language writes them; what is one only in another language is left out."""
    found = data("units")
    merged = {unit: list(written) for unit, written in found["units"].items()}
    for unit, written in found["units_of"][language].items():
        merged.setdefault(unit, []).extend(written)
    return Phrases(merged)
