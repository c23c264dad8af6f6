"""Ages: "in her late 30s", "Petrenko, 29, was detained", "31-летний"."""

from __future__ import annotations

from dataclasses import replace

from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import phrases, word_list, word_set
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.comparers.numbers.read.quarters_decades import DECADES
from parallax.languages.tokens import TokenizedText

_HIS = word_set("grammar", "ages", "his")
_AGED = word_set("grammar", "ages", "aged")
_PERSONS = word_set("grammar", "ages", "persons")
_VICTIMS = word_list("grammar", "ages", "victims")
_ENDS_A_CLAUSE = frozenset({"", ".", ",", ";", "!", "?", ")", "»", "”"})
_AT = frozenset({"at", "in", "on", "near", "of", ":"})
_PARTS = {"early": (0, 4), "mid": (4, 6), "late": (5, 9)}
"""Which years of a decade of life are meant."""


def decades_of_life(s: TokenizedText) -> tuple[list[Quantity], set[int]]:
    """Return the ages that are given by decades ("a woman in her 30s"), and the tokens they use."""
    found: list[Quantity] = []
    used: set[int] = set()
    if s.language != "en":
        return found, used
    for at in range(1, len(s)):
        if s.word(at - 1) not in _HIS:
            continue
        part = next((p for p in _PARTS if s.word(at) in (p, f"{p}-")), None)
        decade = at + (part is not None)
        decade += part is not None and s.word(decade) == "-"
        value, last = _decade(s, decade)
        if value is None:
            continue
        low, high = _PARTS[part] if part else (0, 9)
        start, end = s.tokens[at].start, s.tokens[last].end
        found.append(
            Quantity(
                start,
                end,
                s.text[start:end],
                "duration",
                low=value + low,
                high=value + high,
                modifier="range",
                unit="year",
                concept="age",
            )
        )
        used.update(range(at, last + 1))
    return found, used


def _decade(s: TokenizedText, at: int) -> tuple[float | None, int]:
    if s.kind(at) == "number" and s.word(at).isdecimal() and len(s.word(at)) == 2:
        plural = s.word(at + 1) == "s" and s.glued(at + 1)
        quoted = s.word(at + 1) in ("'", "’") and s.word(at + 2) == "s"
        if (plural or quoted) and s.word(at).endswith("0"):
            return float(s.word(at)), at + 1 + quoted
    return DECADES.get(s.word(at)), at


def between_commas(s: TokenizedText, quantity: Quantity, span: tuple[int, int]) -> Quantity:
    """Return an age with its unit where only commas or the person before it say that it is one:
    "Petrenko, 29, was", "Йому 29", "He is 29".
    """
    first, last = span
    value = quantity.value
    aged = (
        quantity.kind == "count"
        and quantity.unit is None
        and quantity.modifier is None
        and value is not None
        and value == int(value)
        and LIMITS.youngest <= value <= LIMITS.oldest
        and (
            (
                first == last
                and s.kind(first) == "number"
                and s.word(first - 1) == ","
                and s.word(last + 1) == ","
                and _is_person(s, first - 2)
            )
            or _ends_an_age(s, first, last)
        )
    )
    return replace(quantity, kind="duration", unit="year", concept="age") if aged else quantity


def _ends_an_age(s: TokenizedText, first: int, last: int) -> bool:
    """Tell whether a number that ends a clause is the age of whom the words before it name:
    "Постраждалій 61", "ему было 30", "she is 40".
    """
    if s.word(last + 1) not in _ENDS_A_CLAUSE:
        return False
    person = first - 1
    while s.word(person) in _AGED:
        person -= 1
    if s.language == "en":
        return person < first - 1 and s.word(person) in _PERSONS
    return s.word(person) in _PERSONS or s.word(person).startswith(_VICTIMS)


def _is_person(s: TokenizedText, at: int) -> bool:
    """Tell whether the word before the comma may name a person: a capital, or "the driver"."""
    if s.kind(at) != "word" or phrases("months", s.language).match(s.words, at):
        return False
    if s.capitalised(at):
        # in Ukrainian and Russian "на Линейной, 39" is an address: a name has two words
        full = s.capitalised(at - 1) and not s.starts(at - 1)
        first_name = s.starts(at) and not s.word(at - 1).endswith(".")
        return full or first_name or (s.language == "en" and s.word(at - 1) not in _AT)
    one = s.word(at - 1) in ("the", "a", "an") and not s.word(at).endswith("s")
    return one and phrases("roles").match(s.words, at) is None
