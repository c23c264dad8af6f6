"""Readers of three experimental axes whose markers are words with the name or event they belong to:
cause or sequence, the status of a place, what people are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.framing.codebook import Axis, Label
from parallax.comparers.framing.marker import Marker
from parallax.core.thresholds import thresholds
from parallax.languages import actors
from parallax.languages.actors import ADJECTIVE
from parallax.languages.phrases import Match, Word
from parallax.languages.transliterate import sound

_CONNECTORS = frozenset({"cause", "sequence"})
_TARGETS = frozenset({"area", "body"})
OCCUPIED, ANNEXED, CONTROLLED, OWN = "occupied", "annexed", "controlled", "own"


@thresholds("compare", chosen="by hand on sentences of our own wording")
@dataclass(frozen=True)
class QualifierWindows:
    """How far a word is from what it is said of."""

    event: Annotated[int, 'words from "because of" to the event'] = 4
    place: Annotated[int, 'words from "occupied" to the place'] = 2
    letters: Annotated[int, "letters of a name, by its sound, that its cases share"] = 4


_WITHIN = QualifierWindows()


def causes(
    axis: Axis, text: str, words: Sequence[Word], matches: Sequence[Match[Label]]
) -> Iterator[Marker]:
    """Yield each connector with the event right after it; the referent is the event's concept and
    the end of the rule its kind (hostile, accident, event).
    """
    for connector in matches:
        if connector.label.value not in _CONNECTORS:
            continue
        event = next(
            (
                m
                for m in matches
                if m.label.value not in _CONNECTORS
                and 0 < m.first - connector.last <= _WITHIN.event
            ),
            None,
        )
        if event is None or "," in text[words[connector.last].end : words[event.first].start]:
            continue
        yield _marker(
            axis,
            text,
            words,
            connector.first,
            event.last,
            connector.label.value,
            event.label.ref,
            event.label.value,
        )


def statuses(
    axis: Axis,
    text: str,
    language: str,
    words: Sequence[Word],
    matches: Sequence[Match[Label]],
) -> Iterator[Marker]:
    """Yield each qualifier with the place or body right after it, and a state's adjective right
    before a name ("Russian Crimea").
    """
    targets = {m.first: m for m in matches if m.label.value in _TARGETS}
    for match in matches:
        if match.label.value in _TARGETS:
            continue
        named = _named_after(words, match.last, targets)
        if named is None:
            continue
        last, ref = named
        granted = match.label.value == "granted"
        if granted and not ref.startswith("body"):
            continue
        yield _marker(axis, text, words, match.first, last, match.label.value, ref)
    found = actors.load().find(words, language) if _has_capital_pair(words) else []
    for actor in found:
        at = actor.last + 1
        if not actor.label.side or not actor.label.is_a(ADJECTIVE) or at >= len(words):
            continue
        beside = words[at].start - words[at - 1].end == 1
        if words[at].capital and actor.first > 0 and beside:
            ref = sound(words[at].surface)[: _WITHIN.letters]
            yield _marker(axis, text, words, actor.first, at, OWN, ref, ADJECTIVE)


def people(
    axis: Axis, text: str, words: Sequence[Word], matches: Sequence[Match[Label]]
) -> Iterator[Marker]:
    """Yield each name of a group; the referent is the family of names it belongs to."""
    for match in matches:
        family = str(match.label.ref).partition(".")[0] if "." in str(match.label.ref) else None
        yield _marker(axis, text, words, match.first, match.last, match.label.value, family)


def _has_capital_pair(words: Sequence[Word]) -> bool:
    return any(b.capital for b in words[1:])


def _named_after(
    words: Sequence[Word], at: int, targets: dict[int, Match[Label]]
) -> tuple[int, str] | None:
    """Return the last word and the referent of the place or body right after a word."""
    for place in range(at + 1, min(len(words), at + 1 + _WITHIN.place)):
        word = words[place]
        if target := targets.get(place):
            if target.label.value == "body":
                return target.last, "body"
            following = words[target.last + 1] if target.last + 1 < len(words) else None
            if following and following.capital and following.start - words[target.last].end == 1:
                return target.last + 1, sound(following.surface)[: _WITHIN.letters]
            return target.last, "area"
        if word.capital:
            return place, sound(word.surface)[: _WITHIN.letters]
    return None


def _marker(
    axis: Axis,
    text: str,
    words: Sequence[Word],
    first: int,
    last: int,
    value: str,
    ref: str | None,
    by: str = "",
) -> Marker:
    rule = f"{axis.name}.{value}" + (f".{by}" if by else "")
    return Marker.over(text, words, (first, last), axis.name, value, ref, rule)
