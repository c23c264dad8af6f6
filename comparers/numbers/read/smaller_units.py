"""A measure in two units: "1 м 98 см", "6-foot-6", "5 ft 11 in", "3 кг 200 г"."""

from __future__ import annotations

from dataclasses import replace

from parallax.comparers.numbers.read.lexicon import data, unit_phrases, word_set
from parallax.comparers.numbers.read.number import Amount
from parallax.languages.tokens import TokenizedText

_SMALLER: dict[str, tuple[str, float]] = {
    unit: (smaller, 1 / count) for unit, (smaller, count) in data("units")["smaller"].items()
}
"""Units whose rest may be given in a smaller one: (the smaller one, its size)."""
_AND = word_set("grammar", "decimals", "and") | {"and"}
_HYPHENS = frozenset("-‑")


def with_rest(s: TokenizedText, amount: Amount, used: set[int]) -> Amount:
    """Return the amount with its rest in a smaller unit added, or as it is where none follows."""
    number, unit = amount.number, amount.unit
    if (
        unit not in _SMALLER
        or number.kind != "cardinal"
        or number.scale > 1
        or number.value != int(number.value)
    ):
        return amount
    smaller, factor = _SMALLER[unit]
    at = amount.last + 1
    hyphen = s.word(at) in _HYPHENS and s.glued(at) and s.glued(at + 1)
    at += hyphen or s.word(at) in _AND
    value = float(s.word(at)) if s.word(at).isdecimal() else 0.0
    if at in used or not 0 < value * factor < 1:
        return amount
    last = _ends_at(s, at, smaller) or (
        at if unit == "foot" and hyphen and not _more_digits(s, at) else None
    )
    if last is None:
        return amount
    whole = replace(number, value=number.value + value * factor, step=factor)
    return replace(amount, number=whole, last=last)


def _ends_at(s: TokenizedText, at: int, smaller: str) -> int | None:
    """Return the last token of the smaller unit that follows its number, None where none does."""
    unit = at + 1 + (s.word(at + 1) in _HYPHENS and s.glued(at + 1))
    found = unit_phrases(s.language).match(s.words, unit)
    if found and found[0] == smaller:
        return unit + found[1] - 1
    return (
        unit if smaller == "inch" and s.word(unit) in ("in", '"', "″") and s.glued(unit) else None
    )


def _more_digits(s: TokenizedText, at: int) -> bool:
    return s.word(at + 1) in _HYPHENS and s.glued(at + 1) and s.kind(at + 2) == "number"
