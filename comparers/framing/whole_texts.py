"""The experimental axes that whole texts are compared on: who is held responsible, whether the
accused answers, how quotations are given, and what a headline says beyond its own text.

Silence of a text is silence of our rules: its value says "not found".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise
from typing import Annotated, NamedTuple

from parallax.comparers.framing import fidelity
from parallax.comparers.framing.blame import ABOUT_THIS, DOER, UNNAMED
from parallax.comparers.framing.codebook import Codebook
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.experimental import ANSWER, apart, difference
from parallax.comparers.framing.fidelity import Encode, content
from parallax.comparers.framing.harm_doers import ENEMY
from parallax.comparers.framing.harm_frames import ASSERTS, DENIES, REPORTS
from parallax.comparers.framing.headlines import beyond
from parallax.comparers.framing.marker import Marker
from parallax.core.thresholds import thresholds
from parallax.languages import actors
from parallax.languages.phrases import Word, words
from parallax.languages.transliterate import sound

BLAME, FIDELITY = "blame", "quote_fidelity"
_STANCES = (ASSERTS, REPORTS, DENIES)
"""What a text says of a side, the strongest first."""
BETTER_WHOLE = frozenset({BLAME, FIDELITY})
"""Axes that are compared in linked sentences only where there are no whole texts: these tell which
event, and which quotation, it is.
"""
NOT_FOUND = "not found"
"""What a text says where our rules find nothing."""
_APART = ("status", "naming_people")
"""Axes that are compared over whole texts as in linked sentences."""


@thresholds("compare", chosen="by hand on stories of our own wording, then read on collected ones")
@dataclass(frozen=True)
class WholeTextLimits:
    """What of a text tells its central event, and whose deed it is."""

    top: Annotated[int, "sentences from the beginning, the headline among them, that tell it"] = 4
    headline: Annotated[float, "weight of a doer named in the headline"] = 4.0
    lead: Annotated[float, "weight of a doer named in the other sentences of the top"] = 2.0
    body: Annotated[float, "weight of a doer named further down"] = 1.0
    second: Annotated[
        float, "a second side is one where its weight is this share of the first's"
    ] = 0.5
    name_letters: Annotated[int, "letters of a name, by its sound, that its cases share"] = 4


LIMITS = WholeTextLimits()


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


def compare(
    texts: Mapping[str, Text], codebook: Codebook, encode: Encode | None = None
) -> Iterator[tuple[str, str, Difference]]:
    """Yield (left, right, difference) between whole texts of one story; of a text and its own
    headline, where left and right are one text.

    :param encode: aligns quotations across languages; without it they are not compared there.
    """
    names = sorted(name for name in texts if texts[name])
    central = _central([texts[name] for name in names])
    read = {name: _Read(texts[name], central) for name in names}
    main = {one.verdict.sides[0][0] for one in read.values() if one.verdict.sides} - {ENEMY}
    for one in read.values():
        one.verdict = one.verdict.among(main)
    disputed = len(main) > 1
    for name in names:
        yield from ((name, name, one) for one in beyond(texts[name], disputed=disputed))
    for left, right in combinations(names, 2):
        a, b = read[left], read[right]
        found = [
            *_responsible(a.verdict, b.verdict, disputed=disputed),
            *_answers(a, b),
            *_quotations(a, b, encode),
            *_apart(a, b, codebook),
        ]
        yield from ((left, right, one) for one in found)


def headline_of(one: Sentence, other: Sentence) -> Iterator[Difference]:
    """Yield what a headline says beyond a passage of the same language; nothing where neither or
    both are headlines.
    """
    headline = [
        any(m.axis == "salience" and m.value == "headline" for m in s.markers) for s in (one, other)
    ]
    if headline[0] == headline[1] or one.language != other.language:
        return
    for found in beyond((one, other) if headline[0] else (other, one)):
        yield found if headline[0] else found.swapped()


class _Read:
    """A text with what is asked of it in every pair, found once."""

    def __init__(self, text: Text, central: frozenset[str]) -> None:
        self.language = text[0].language
        self.verdict = verdict(text, central)
        self.quotations = [m for s in text for m in s.on(FIDELITY)]
        self.named = [m for s in text for m in s.markers if m.axis in _APART]
        self._text = text
        self._answers: dict[str, list[Marker]] = {}
        self._cites: dict[str, bool] = {}

    @cached_property
    def content(self) -> set[str]:
        """The content words of the whole text."""
        return {word for sentence in self._text for word in content(sentence.text)}

    def answer_of(self, side: str) -> list[Marker]:
        """Return the answers of a side."""
        if side not in self._answers:
            self._answers[side] = [
                marker
                for sentence in self._text
                for marker in sentence.on(ANSWER)
                if _whose(sentence, marker) == side
            ]
        return self._answers[side]

    def cites(self, side: str) -> bool:
        """Tell whether somebody of a side may be a source of this text: it is named, outside of
        what it is held responsible for, where somebody's words are reported.
        """
        if side not in self._cites:
            self._cites[side] = any(
                side in _sides(sentence) for sentence in self._text if _reports(sentence)
            )
        return self._cites[side]


def _reports(sentence: Sentence) -> bool:
    return any(m.axis in ("attribution", "sourcing") or m.speech for m in sentence.markers)


def _whose(sentence: Sentence, answer: Marker) -> str | None:
    """Return the side whose answer it is: the one named last before it, else first after it."""
    found = words(sentence.text, sentence.language)
    at = answer.start - sentence.start
    named = [
        (found[actor.first].start, actor.label.side)
        for actor in actors.load().find(found, sentence.language)
        if actor.label.side
    ]
    before = [side for start, side in named if start < at]
    after = [side for start, side in named if start >= at]
    return before[-1] if before else after[0] if after else None


def verdict(text: Text, central: frozenset[str] = frozenset()) -> Verdict:
    """Return whom a text holds responsible for its central event.

    A doer counts where the sentence is one of the top, names a place of the event, or names none.

    :param central: the names of the event, by their sound; see `WholeTextLimits`.
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


def _responsible(left: Verdict, right: Verdict, *, disputed: bool) -> Iterator[Difference]:
    """Compare whom two texts hold responsible.

    :param disputed: texts of the story name several sides: only then it tells something in whose
        voice one is named.
    """
    sides = [[side for side, _ in one.sides] for one in (left, right)]
    if not any(sides) or any(names[:1] == [ENEMY] for names in sides):
        return
    values = left.value, right.value
    if not all(sides):
        silent = right if sides[0] else left
        if not silent.unnamed:
            return
        shown = [one.markers or one.unnamed for one in (left, right)]
        yield difference(BLAME, None, values, shown[0], shown[1], "named_in_one_text")
        return
    shown = [left.markers, right.markers]
    if set(sides[0]).isdisjoint(sides[1]):
        yield difference(BLAME, None, values, shown[0], shown[1], "other_side")
    elif set(sides[0]) != set(sides[1]):
        yield difference(BLAME, None, values, shown[0], shown[1], "second_side")
    elif disputed and dict(left.sides) != dict(right.sides):
        yield difference(BLAME, None, values, shown[0], shown[1], "other_voice")


def _answers(a: _Read, b: _Read) -> Iterator[Difference]:
    """Compare whether the side that both texts hold responsible answers; a text in which it is a
    source is not silent.
    """
    blamed = dict(b.verdict.sides)
    shared = [side for side, _ in a.verdict.sides if side in blamed and side != ENEMY]
    for side in shared[:1]:
        heard = [text.answer_of(side) for text in (a, b)]
        silent = (a, b)[bool(heard[0])]
        if bool(heard[0]) == bool(heard[1]) or silent.cites(side):
            continue
        values = [markers[0].value if markers else NOT_FOUND for markers in heard]
        shown = [
            markers or [m for m in text.verdict.markers if m.ref == f"{side}_{DOER}"]
            for markers, text in zip(heard, (a, b), strict=True)
        ]
        yield difference(
            ANSWER, f"{side}_answer", (values[0], values[1]), shown[0], shown[1], "heard_in_one"
        )


def _sides(sentence: Sentence) -> set[str]:
    named = actors.load().find(words(sentence.text, sentence.language), sentence.language)
    return {actor.label.side for actor in named if actor.label.side}


def _quotations(a: _Read, b: _Read, encode: Encode | None) -> Iterator[Difference]:
    """Compare the quotations that both texts give."""
    if not a.quotations or not b.quotations:
        return
    one_language = a.language == b.language
    pairs = fidelity.align(a.quotations, b.quotations, one_language=one_language, encode=encode)
    for one, other in pairs:
        yield from fidelity.compare(
            FIDELITY, one, other, (a.content, b.content), one_language=one_language
        )


def _apart(a: _Read, b: _Read, codebook: Codebook) -> Iterator[Difference]:
    for name in _APART:
        if name not in codebook.axes:
            continue
        for ref, mine, theirs in apart(codebook.axes[name], a.named, b.named):
            values = mine[0].value, theirs[0].value
            yield difference(name, ref, values, mine[:1], theirs[:1], "whole_texts")


def _is_about_this(sentence: Sentence) -> bool:
    """Tell whether a sentence says who said what stands before it: "Об этом сообщил …"."""
    return any(m.axis == BLAME and m.value == ABOUT_THIS for m in sentence.markers)


def _central(texts: Sequence[Text]) -> frozenset[str]:
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
