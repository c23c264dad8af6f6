"""The closed word lists of the number grammar, compiled once from ``data/*.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from parallax.languages.phrase_table import PhraseTable

DURATIONS = frozenset(
    {"second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century"}
)
SHARES = frozenset({"percent", "percentage_point", "basis_point"})


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
    """Return numeral form to value; Ukrainian forms also without apostrophe, as often typed."""
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
    return frozenset(word_list(name, *keys))


@lru_cache
def word_list(name: str, *keys: str) -> tuple[str, ...]:
    """Return a space-separated list of a file in its order."""
    found = data(name)
    for key in keys:
        found = found[key]
    return tuple(str(found).split())


@lru_cache
def values(section: str, language: str) -> PhraseTable:
    """Return the words of a section of ``numerals.toml`` that are numbers; the label is the
    number.
    """
    return PhraseTable(
        {value: written.split() for value, written in data("numerals")[section][language].items()}
    )


@lru_cache
def currencies() -> frozenset[str]:
    """Return the ISO 4217 codes the lists know."""
    return frozenset(unit for unit in data("units")["units"] if unit.isupper() and len(unit) == 3)


@lru_cache
def money_before() -> frozenset[str]:
    """Return the last words of the signs and codes of currencies that stand before a number."""
    return frozenset(
        form.split()[-1] for forms in data("units")["before"].values() for form in forms
    )


@lru_cache
def phrases(section: str, language: str | None = None) -> PhraseTable:
    """Return the phrases of a section of the word lists (of one language where the section has
    languages).
    """
    name = next(name for name in ("words", "units", "things", "frames") if section in data(name))
    table = data(name)[section]
    if language is not None:
        table = table[language]
    if not isinstance(table, dict):
        table = {section: table}
    return PhraseTable(
        {
            label: value.split() if isinstance(value, str) else value
            for label, value in table.items()
        }
    )


@lru_cache
def unit_phrases(language: str) -> PhraseTable:
    """Return the units of a language; what is a unit only in another language is left out."""
    found = data("units")
    merged = {unit: list(written) for unit, written in found["units"].items()}
    for unit, written in found["units_of"][language].items():
        merged.setdefault(unit, []).extend(written)
    for unit, written in found["hundredths"][language].items():
        merged.setdefault(unit, []).extend(written)
    return PhraseTable(merged)


@lru_cache
def hundredths(language: str) -> PhraseTable:
    """Return the words for hundredths of a currency ("копійки", "cents"); the label is the
    currency.
    """
    return PhraseTable(data("units")["hundredths"][language])
