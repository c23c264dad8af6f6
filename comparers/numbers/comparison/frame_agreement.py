"""Frames of two figures: what is read of each, and in what they agree or differ.

The slots of a frame (after Fillmore 1982, "Frame Semantics") are who or what is counted, what
happened to them, whether they are a part of a whole before it, per which period, where, and of
which time or area the count is. A slot that is read on both sides and differs makes two figures not
comparable; one that is not read on both sides leaves that open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from anyascii import anyascii

from parallax.comparers.numbers.comparison.where import places_differ
from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import data, word_set
from parallax.comparers.numbers.read.places import SOUND
from parallax.core.thresholds import thresholds

WHO, HAPPENED, PART, PERIOD, PLACE, SCOPE = (
    "who or what is counted",
    "what happened",
    "the part of a whole",
    "the period",
    "the place",
    "the time or area it is counted in",
)
"""Names of slots, as a reader is told them."""
_SHARES = frozenset({"all", "whole"})
"""Scopes that are no time and no area."""
_NO_THINGS = frozenset({"share", "times"})
"""Concepts of how a figure is said, not of what it counts."""


@thresholds(
    "compare",
    chosen="by hand on our own development cases (benchmarks/data/number_pairs.tsv), which "
    "`parallax bench numbers` then scores",
)
@dataclass(frozen=True)
class FrameLimits:
    """When two nouns that the word lists do not know are taken for one."""

    cognate: Annotated[int, "first letters, transliterated, that cognates share"] = 4


_LIMITS = FrameLimits()


@dataclass(frozen=True)
class Agreement:
    """What two frames say of each other.

    ``same`` is what both say ("people, killed"); ``differing`` and ``unread`` are names of slots:
    those read on both sides and not the same, and needed ones that a side leaves open.
    """

    same: tuple[str, ...]
    differing: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """Tell whether both are read as figures of one thing."""
        return not self.differing and not self.unread


def agreement_of(a: Quantity, b: Quantity) -> Agreement:
    """Compare the frames of two quantities."""
    same, differing, unread = [], [], []
    for name, mine, theirs in (
        (WHO, who(a), who(b)),
        (HAPPENED, a.role, b.role),
    ):
        if mine is None or theirs is None:
            unread.append(name)
        elif mine == theirs or (name == WHO and cognates(mine, theirs)):
            same.append(mine)
        elif _others(a, b) if name == WHO else families_differ(mine, theirs):
            differing.append(name)
        else:
            unread.append(name)
    if a.part != b.part:
        differing.append(PART)
    if a.period != b.period:
        (differing if a.period and b.period else unread).append(PERIOD)
    elif a.period:
        same.append(f"a {a.period}")
    if places_differ(a.places, b.places, agree=False):
        differing.append(PLACE)
    else:
        same += sorted(p for p in a.places & b.places if not p.startswith(SOUND))
    if _scopes_differ(a, b):
        differing.append(SCOPE)
    return Agreement(
        *(tuple(word.replace("_", " ") for word in s) for s in (same, differing, unread))
    )


def who(quantity: Quantity) -> str | None:
    """Return who or what is counted: as the word lists call it, people where only people can be
    killed or detained, voters of whom a turnout is a share, else the lemma of the noun.

    None where nothing says it, as of a part of which it is not said what part it is ("two of them
    in hospital").
    """
    if quantity.concept in _NO_THINGS:
        return None
    if quantity.concept or quantity.part:
        return quantity.concept
    if quantity.kind == "count" and quantity.role in word_set("things", "people", "befalls"):
        return "people"
    if quantity.kind == "percent" and quantity.role in word_set("things", "people", "voters"):
        return "voters"
    return quantity.counted


def _scopes_differ(a: Quantity, b: Quantity) -> bool:
    """Tell whether two counts are of two times or areas: of a week and of the year so far, of the
    world and of a place.
    """
    for one, other in ((a, b), (b, a)):
        if one.scope == "world" and other.places and other.scope != "world":
            return True
        towns = other.places and all(place.startswith(SOUND) for place in other.places)
        if one.scope == "country" and towns and not one.places and other.scope != "country":
            return True
    scopes = {q.scope for q in (a, b) if q.scope and q.scope not in _SHARES}
    return len(scopes) > 1


def _others(a: Quantity, b: Quantity) -> bool:
    """Tell whether two quantities count others: known nouns that differ, or people, of whom only
    what happened to them says it, and what are no people.
    """
    if a.concept and b.concept:
        return True
    named = {a.concept, b.concept} - {None}
    people = word_set("things", "people", "groups") | {who(a), who(b)} & {"people"}
    return bool(named) and "people" in (who(a), who(b)) and not named <= people


@lru_cache
def _family(role: str) -> str | None:
    return next((name for name, roles in data("things")["families"].items() if role in roles), None)


def families_differ(one: str | None, other: str | None) -> bool:
    """Tell whether two roles are of two different families: killed and wounded, launched and
    shot down.
    """
    if one is None or other is None or one == other:
        return False
    a, b = _family(one), _family(other)
    return a is not None and b is not None and a != b


def tells_apart(one: str | None, other: str | None) -> bool:
    """Tell whether only one side says what happened, by a role that is told apart from others."""
    return (one is None) != (other is None) and (one or other) in data("things")["alone"]["roles"]


@lru_cache(maxsize=65536)
def cognates(one: str, other: str) -> bool:
    """Tell whether two lemmas begin alike in Latin letters."""
    x, y = (anyascii(word).lower().replace("y", "i").replace("'", "") for word in (one, other))
    return x[: _LIMITS.cognate] == y[: _LIMITS.cognate]
