"""Numerals inside adjectives: "триденний", "двадцятип'ятирічний", "155-миллиметровый", "пятитысячный"."""

from __future__ import annotations

from functools import lru_cache

from comparers.numbers.lexicon import data

_THOUSAND, _STOREYS = "thousand", "storeys"
_NAMED = {_THOUSAND: "тисячн тысячн", _STOREYS: "поверхов этажн"}


@lru_cache(maxsize=65536)
def split_adjective(language: str, word: str) -> tuple[float, str] | None:
    """Return (value, unit) of an adjective with a numeral glued to it, or None; the unit may be `thousand` or `storeys`."""
    prefixes = _prefixes(language)
    rest, value, floor = word, 0.0, float("inf")
    while True:
        fitting = [p for p in prefixes if rest.startswith(p) and (floor == float("inf") or _smaller(prefixes[p], floor))]
        if not fitting:
            break
        prefix = max(fitting, key=len)
        rest, value, floor = rest[len(prefix) :], value + prefixes[prefix], prefixes[prefix]
    if rest == word:
        return None
    unit = adjective_unit(language, rest.lstrip("'"))
    return (value, unit) if unit else None


def _smaller(part: float, floor: float) -> bool:
    return part >= 1 and part < floor and floor >= 20 and (floor >= 100 or part < 10)


@lru_cache
def _prefixes(language: str) -> dict[str, float]:
    table = data("numerals")["glued"].get(language, {})
    forms = {form: float(value) for value, written in table.items() for form in written.split()}
    return {form.replace("'", ""): value for form, value in forms.items()} | forms


@lru_cache(maxsize=65536)
def adjective_unit(language: str, word: str) -> str | None:
    """Return the unit of an adjective of measure ("денний" is `day`), `thousand`, `storeys`, or None."""
    if language == "en":
        return None
    endings = data("numerals")["adjectives"]["endings"][language].split()
    for unit, stems in {**data("numerals")["adjectives"][language], **_NAMED}.items():
        if any(word.startswith(stem) and word[len(stem) :] in endings for stem in stems.split()):
            return unit
    return None
