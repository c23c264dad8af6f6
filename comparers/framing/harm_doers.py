"""Who may be the doer of harm in a sentence: actors with a side, fighters with a side's adjective
("Kyiv's militants"), and bare words for an enemy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parallax.comparers.framing.codebook import Axis, Label
from parallax.languages import actors
from parallax.languages.actors import ADJECTIVE, HEAD, NOUN, POSSESSIVE, Actor
from parallax.languages.lemmas import is_known
from parallax.languages.phrases import Match, Word

ENEMY = "enemy"
"""A doer whose side only the point of view says: "the enemy", "the occupiers"."""
_THE_ENEMY = "the enemy"
"""The sense of words that name a side by the point of view alone; "gunmen" name none."""
_INITIALS = 4
"""Letters of initials, at most."""
FIGHTER = "doer"
"""The value of words such as "militant" on the axis `blame`."""


@dataclass(frozen=True)
class Doer:
    """Somebody who may be the doer: words first..last, of a side."""

    first: int
    last: int
    side: str
    nominative: bool
    instrumental: bool
    genitive: bool
    owner: bool
    """It may be an adjective or a possessive: "Russian", "US"."""
    noun: bool
    place: bool
    sure_subject: bool
    """Its form is no accusative as well."""


def doers(
    words: Sequence[Word],
    language: str,
    matches: Mapping[str, Sequence[Match[Label]]],
    by_role: Mapping[str, Sequence[Match[Label]]],
    axis: Axis,
) -> list[Doer]:
    """Return who may act: actors with a side, "Kyiv's militants", and bare words for an enemy."""
    named = actors.load().phrases(_as_names(words, language), language)
    fighters = {m.first: m for m in by_role.get(FIGHTER, [])}
    found: list[Doer] = []
    taken = set[int]()
    for actor in named:
        if actor.label.side is None or _is_apposed(words, actor.first, axis):
            continue
        side = actor.label.side
        fighter = fighters.get(actor.last + 1)
        if fighter and actor.label.is_a(
            ADJECTIVE, POSSESSIVE, *([NOUN] if language == "en" else [])
        ):
            taken.add(fighter.first)
            found.append(_by_form(words, actor.first, fighter, side, language, axis))
            continue
        found.append(_of_actor(actor, side, language))
    sided = {actor.first for actor in named}
    for match in matches.get("actor_label", ()):
        side, _, kind = str(match.label.ref).partition("_")
        known = side in actors.load().counterparts and kind and match.label.value == "adverse"
        if known and match.first not in sided:
            taken.add(match.first)
            found.append(_by_form(words, match.first, match, side, language, axis))
    for at, fighter in fighters.items():
        alone = at not in taken and not any(one.first <= at <= one.last for one in found)
        if alone and fighter.label.ref == _THE_ENEMY:
            found.append(_by_form(words, at, fighter, ENEMY, language, axis))
    return sorted(found, key=lambda doer: doer.first)


def _is_apposed(words: Sequence[Word], at: int, axis: Axis) -> bool:
    """Tell whether a name only says which land is meant: «на території Республіки Білорусь»."""
    return at > 0 and words[at - 1].surface in axis.lists["apposed"]


def _as_names(words: Sequence[Word], language: str) -> Sequence[Word]:
    """Return the words with a capital where initials are written without one on purpose («рф»): no
    dictionary has them in small letters.
    """
    if language == "en":
        return words
    return [
        word
        if word.capital or len(word.surface) > _INITIALS or is_known(word.surface, language)
        else replace(word, capitals=len(word.surface))
        for word in words
    ]


def _of_actor(actor: Match[Actor], side: str, language: str) -> Doer:
    label = actor.label
    noun = label.is_a(NOUN, HEAD)
    return Doer(
        actor.first,
        actor.last,
        side,
        noun and (language == "en" or label.is_a(NOUN, HEAD, case="nominative")),
        noun
        and label.is_a(NOUN, HEAD, case="instrumental")
        and not label.is_a(NOUN, HEAD, case="nominative"),
        noun and label.is_a(NOUN, HEAD, case="genitive"),
        label.is_a(ADJECTIVE, POSSESSIVE),
        noun,
        any(reading.kind.place for reading in label.readings),
        language == "en" or not label.is_a(NOUN, HEAD, case="accusative"),
    )


def _by_form(
    words: Sequence[Word],
    first: int,
    noun: Match[Label],
    side: str,
    language: str,
    axis: Axis,
) -> Doer:
    """Return a doer whose case only the ending tells: «киевские боевики», «окупанти»."""
    ending = words[noun.last].surface
    cases = {
        case: language != "en" and ending.endswith(tuple(axis.lists[case]))
        for case in ("instrumental", "genitive", "oblique")
    }
    return Doer(
        first,
        noun.last,
        side,
        not any(cases.values()),
        cases["instrumental"],
        cases["genitive"],
        False,
        True,
        False,
        True,
    )
