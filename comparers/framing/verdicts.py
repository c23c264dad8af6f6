"""Which side a whole text holds responsible for its central event, and in whose voice.

A doer counts where the sentence is one of the top of the text, names a place of the event, or names
none. Silence of a text is silence of our rules: its value says "not found".
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Annotated, NamedTuple

from parallax.comparers.framing.blame import ABOUT_THIS, DOER, UNNAMED
from parallax.comparers.framing.harm_doers import ENEMY
from parallax.comparers.framing.harm_frames import ASSERTS, DENIES, REPORTS
from parallax.comparers.framing.marker import Marker
from parallax.core.thresholds import thresholds
from parallax.languages import actors
from parallax.languages.phrases import Word, words
from parallax.languages.transliterate import sound

BLAME = "blame"
_STANCES = (ASSERTS, REPORTS, DENIES)
"""What a text says of a side, the strongest first."""
NOT_FOUND = "not found"
"""What a text says where our rules find nothing."""


@thresholds("compare", chosen="by hand on stories of our own wording, then read on collected ones")
@dataclass(frozen=True)
class VerdictLimits:
    """What of a text tells its central event, and whose deed it is."""

    top: Annotated[int, "sentences from the beginning, the headline among them, that tell it"] = 4
    headline: Annotated[float, "weight of a doer named in the headline"] = 4.0
    lead: Annotated[float, "weight of a doer named in the other sentences of the top"] = 2.0
    body: Annotated[float, "weight of a doer named further down"] = 1.0
    second: Annotated[
        float, "a second side is one where its weight is this share of the first's"
    ] = 0.5
    name_letters: Annotated[int, "letters of a name, by its sound, that its cases share"] = 4


LIMITS = VerdictLimits()


class Sentence(NamedTuple):
    """A sentence that starts at `start` of its text, with its markers, whose offsets are those of
    the text.
    """

    start: int
    text: str
    language: str
    markers: Sequence[Marker]

    def on(self, axis: str) -> list[Marker]:
        """Return its markers on an axis."""
        return [m for m in self.markers if m.axis == axis]


Text = Sequence[Sentence]
"""The sentences of a text in order, the headline first."""


@dataclass(frozen=True)
class Verdict:
    """Whom a text holds responsible: (side, stance) of each, the first the main one, with the
    markers; and harm without a doer in its top.
    """

    sides: tuple[tuple[str, str], ...]
    markers: tuple[Marker, ...]
    unnamed: tuple[Marker, ...]

    def among(self, main: Set[str]) -> Verdict:
        """Return it without the sides after the first that no text of the story puts first: these
        are of other events, told as background.
        """
        kept = [k for k, (side, _) in enumerate(self.sides) if k == 0 or side in main]
        return replace(
            self,
            sides=tuple(self.sides[k] for k in kept),
            markers=tuple(self.markers[k] for k in kept),
        )

    @property
    def value(self) -> str:
        """Say it in one line: "ru asserts, ua reports"."""
        return ", ".join(f"{side} {stance}" for side, stance in self.sides) or NOT_FOUND


def verdict(text: Text, central: frozenset[str] = frozenset()) -> Verdict:
    """Return whom a text holds responsible for its central event.

    A doer counts where the sentence is one of the top, names a place of the event, or names none.

    :param central: the names of the event, by their sound; see `VerdictLimits`.
    """
    weight: dict[str, float] = {}
    stances: dict[str, str] = {}
    evidence: dict[str, list[Marker]] = {}
    unnamed: list[Marker] = []
    for place, sentence in enumerate(text):
        told_after = place + 1 < len(text) and _is_about_this(text[place + 1])
        for marker in sentence.on(BLAME):
            if marker.ref is None:
                unnamed += [marker] if marker.value == UNNAMED and place < LIMITS.top else []
                continue
            if place >= LIMITS.top and central and _is_elsewhere(sentence, central):
                continue
            side = str(marker.ref).removesuffix(f"_{DOER}")
            stance = marker.value
            if stance == ASSERTS and (marker.speech or told_after):
                stance = REPORTS
            weight[side] = weight.get(side, 0.0) + _weight(place)
            stances[side] = min(stances.get(side, stance), stance, key=_STANCES.index)
            evidence.setdefault(side, []).append(marker)
    _resolve_enemy(weight, stances, evidence)
    weight = {side: value for side, value in weight.items() if stances[side] != DENIES}
    order = sorted(weight, key=lambda side: (-weight[side], evidence[side][0].start))
    kept = [s for s in order if weight[s] >= LIMITS.second * weight[order[0]]]
    return Verdict(
        tuple((side, stances[side]) for side in kept),
        tuple(_best(evidence[side], stances[side]) for side in kept),
        tuple(unnamed[:1]),
    )


def _best(markers: Sequence[Marker], stance: str) -> Marker:
    return next((m for m in markers if m.value == stance and not m.speech), markers[0])


def _weight(place: int) -> float:
    if place == 0:
        return LIMITS.headline
    return LIMITS.lead if place < LIMITS.top else LIMITS.body


def _resolve_enemy(
    weight: dict[str, float], stances: dict[str, str], evidence: dict[str, list[Marker]]
) -> None:
    """Give what "the enemy" does to the one side that the text names as a doer, if it is one."""
    others = [side for side in weight if side != ENEMY]
    if ENEMY not in weight or not others:
        return
    side = max(others, key=lambda name: weight[name])
    weight[side] += weight.pop(ENEMY)
    if stances.pop(ENEMY) == ASSERTS:
        stances[side] = ASSERTS
    evidence[side] = sorted([*evidence[side], *evidence.pop(ENEMY)], key=lambda m: m.start)


def _is_about_this(sentence: Sentence) -> bool:
    """Tell whether a sentence says who said what stands before it: "Об этом сообщил …"."""
    return any(m.axis == BLAME and m.value == ABOUT_THIS for m in sentence.markers)


def central_names(texts: Sequence[Text]) -> frozenset[str]:
    """Return the names of the event's place: those in the tops of several texts, where one stands
    in at least half of them; else none, for then the event has no one place.
    """
    counts: dict[str, int] = {}
    for text in texts:
        for name in {n for s in text[: LIMITS.top] for n in _names(s)}:
            counts[name] = counts.get(name, 0) + 1
    if 2 * max(counts.values(), default=0) < len(texts):
        return frozenset()
    return frozenset(name for name, n in counts.items() if n > 1)


def _names(sentence: Sentence, first: int = 1) -> set[str]:
    """Return the names of a sentence by their sound, from its second word on, for the first may be
    any word; sides but for their capitals are none.
    """
    found = words(sentence.text, sentence.language)
    sides = {
        at
        for actor in actors.load().find(found, sentence.language)
        if not any(reading.kind.name == "capital" for reading in actor.label.readings)
        for at in range(actor.first, actor.last + 1)
    }
    return {
        sound(word.surface)[: LIMITS.name_letters]
        for at, word in enumerate(found)
        if at >= first and word.capital and at not in sides
    }


def _is_elsewhere(sentence: Sentence, central: frozenset[str]) -> bool:
    """Tell whether a sentence names places, and none of the event."""
    found = words(sentence.text, sentence.language)
    placed = {
        sound(word.surface)[: LIMITS.name_letters]
        for before, word in pairwise(found)
        if word.capitals == 1 and _leads_to_place(before)
    }
    return bool(placed) and not placed & central and not _names(sentence, 0) & central


def _leads_to_place(word: Word) -> bool:
    return len(word.surface) <= LIMITS.name_letters and not word.capital
