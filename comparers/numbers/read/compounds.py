"""Numerals inside adjectives: "триденний", "двадцятип'ятирічний", "155-миллиметровый",
"пятитысячный".
"""

from __future__ import annotations

from functools import lru_cache

from parallax.comparers.numbers.read.lexicon import data, word_list, word_set
from parallax.comparers.numbers.read.limits import LIMITS

SCALED = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
"""Adjectives of scale: "п'ятитисячний", "двомільйонне"."""
_SOUTHERN = word_list("grammar", "half", "southern")


@lru_cache(maxsize=65536)
def split_adjective(language: str, word: str) -> tuple[float, str] | None:
    """Return (value, unit) of an adjective with a numeral glued to it, or None; the unit may be
    `thousand`, `storeys` or `times`.
    """
    return None if word.startswith(_SOUTHERN) else _split(language, word, float("inf"))


def _split(language: str, word: str, floor: float) -> tuple[float, str] | None:
    """Take one numeral off the front, the longest that leaves an adjective; parts after it are
    smaller than ``floor``.
    """
    prefixes = _prefixes(language)
    for length in range(min(len(word), LIMITS.glued_length), 1, -1):
        part = prefixes.get(word[:length])
        if part is None or not (floor == float("inf") or may_follow(part, floor)):
            continue
        rest = word[length:].removeprefix("'")
        if unit := adjective_unit(language, rest):
            return part, unit
        if tail := _split(language, rest, part):
            return part + tail[0], tail[1]
    return None


def may_follow(part: float, floor: float) -> bool:
    """Tell whether a part of a numeral may follow another: units after tens, tens after hundreds,
    nothing after teens and units.
    """
    return part >= 1 and part < floor and floor >= 20 and (floor >= 100 or part < 10)


@lru_cache
def _prefixes(language: str) -> dict[str, float]:
    table = data("numerals")["glued"].get(language, {})
    forms = {form: float(value) for value, written in table.items() for form in written.split()}
    return {form.replace("'", ""): value for form, value in forms.items()} | forms


@lru_cache(maxsize=65536)
def adjective_unit(language: str, word: str) -> str | None:
    """Return the unit of an adjective of measure ("денний" is `day`), `thousand`, `storeys`,
    `times`, or None.
    """
    if language == "en":
        return None
    endings = word_set("numerals", "adjectives", "endings", language)
    stems_of: dict[str, str] = {
        **data("numerals")["adjectives"][language],
        **data("grammar")["adjectives"],
    }
    for unit, stems in stems_of.items():
        if any(word.startswith(stem) and word[len(stem) :] in endings for stem in stems.split()):
            return unit
    return None
