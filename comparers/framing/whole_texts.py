"""The experimental axes that whole texts are compared on: who is held responsible, whether the
accused answers, how quotations are given, and what a headline says beyond its own text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import combinations

from parallax.comparers.framing import fidelity
from parallax.comparers.framing.blame import DOER
from parallax.comparers.framing.codebook import Codebook
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.experimental import ANSWER, apart, difference
from parallax.comparers.framing.fidelity import Encode, content
from parallax.comparers.framing.harm_doers import ENEMY
from parallax.comparers.framing.headlines import beyond
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.qualified import ANNEXED, CONTROLLED, OCCUPIED, OWN
from parallax.comparers.framing.verdicts import (
    BLAME,
    NOT_FOUND,
    Sentence,
    Text,
    Verdict,
    central_names,
    verdict,
)
from parallax.languages import actors
from parallax.languages.actors import ADJECTIVE
from parallax.languages.phrases import words

FIDELITY = "quote_fidelity"
BETTER_WHOLE = frozenset({BLAME, FIDELITY})
"""Axes that are compared in linked sentences only where there are no whole texts: these tell which
event, and which quotation, it is.
"""
ASKED = "asked"
"""The accused was asked, and did not answer."""
STATUS = "status"
_LAND = (OCCUPIED, ANNEXED, CONTROLLED, OWN)
_APART = (STATUS, "naming_people")
"""Axes that are compared over whole texts as in linked sentences."""


def compare(
    texts: Mapping[str, Text], codebook: Codebook, encode: Encode | None = None
) -> Iterator[tuple[str, str, Difference]]:
    """Yield (left, right, difference) between whole texts of one story; of a text and its own
    headline, where left and right are one text.

    :param encode: aligns quotations across languages; without it they are not compared there.
    """
    names = sorted(name for name in texts if texts[name])
    central = central_names([texts[name] for name in names])
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
    """Return the side whose answer it is: the one named last before it; of what it was asked, else
    the one named first after it.
    """
    found = words(sentence.text, sentence.language)
    at = answer.start - sentence.start
    named = [
        (found[actor.first].start, actor.label.side)
        for actor in actors.load().find(found, sentence.language)
        if actor.label.side
    ]
    before = [side for start, side in named if start < at]
    after = [side for start, side in named if start >= at]
    if before:
        return before[-1]
    return after[0] if after and answer.value == ASKED else None


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
    yield from _whose_land(a, b)


def _whose_land(a: _Read, b: _Read) -> Iterator[Difference]:
    """Compare two texts one of which calls land occupied or annexed and none its own side's, the
    other the reverse: they need not name the place ("the liberated part").
    """
    sides = [
        [
            m
            for m in text.named
            if m.axis == STATUS and m.value in _LAND and not m.quoted and not _by_adjective(m)
        ]
        for text in (a, b)
    ]
    taken = [{m.value in (OCCUPIED, ANNEXED) for m in side} for side in sides]
    if len(taken[0]) == len(taken[1]) == 1 and taken[0] != taken[1]:
        one, other = sides[0][0], sides[1][0]
        if one.ref != other.ref:  # else `apart` has found it
            values = one.value, other.value
            yield difference(STATUS, None, values, [one], [other], "land")


def _by_adjective(marker: Marker) -> bool:
    return marker.rule.endswith(f".{ADJECTIVE}")
