"""What a headline says beyond its own text (axis `headline_body`): as fact what the text hedges,
holds at a distance, or gives only as somebody's accusation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from parallax.comparers.framing.blame import UNNAMED
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.fidelity import content
from parallax.comparers.framing.harm_frames import ASSERTS
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.trust import Method
from parallax.core.thresholds import thresholds

if TYPE_CHECKING:
    from parallax.comparers.framing.verdicts import Sentence

AXIS = "headline_body"
_AS_FACT, _HEDGED, _REPORTED = "as fact", "hedged", "reported"
_DOUBT = (("certainty", "hedged"), ("attribution", "distance"), (AXIS, "open"))


@thresholds(
    "compare", chosen="by hand on headlines of our own wording, then read on collected ones"
)
@dataclass(frozen=True)
class HeadlineLimits:
    """Which sentences of a text say what its headline says."""

    share: Annotated[float, "of the headline's content words that a sentence has, at least"] = 0.5
    words: Annotated[int, "content words that it shares, at least"] = 2
    sentences: Annotated[int, "sentences from the beginning that are looked at"] = 8


LIMITS = HeadlineLimits()


def beyond(text: Sequence[Sentence], *, disputed: bool = True) -> Iterator[Difference]:
    """Yield what the first sentence, the headline, says beyond the others of its text.

    All sentences that say the same must be weaker: one that states it as fact is enough for none.

    :param disputed: texts of the story name several sides as the doer; else an accusation that the
        text only reports is none that a headline would have to leave open.
    """
    headline, body = text[0], text[1:]
    whole = next((m for m in headline.on("salience") if m.value == "headline"), None)
    if whole is None or _is_open(headline):
        return
    shown = whole
    doubts = _doubts(headline, body)
    if doubts:
        yield _difference(_HEDGED, shown, doubts, "hedged_in_text")
    elif disputed and (reported := _only_reported(headline, body)):
        yield _difference(_REPORTED, shown, reported, "reported_in_text")


def _is_open(headline: Sentence) -> bool:
    """Tell whether a headline asks, quotes, hedges, or says whose account it is."""
    text = headline.text.strip()
    if text.endswith("?") or any(mark in text for mark in '«“„":—–') or " - " in text:
        return True
    return any(m.axis in (AXIS, "certainty", "attribution", "sourcing") for m in headline.markers)


def _doubts(headline: Sentence, body: Sequence[Sentence]) -> list[Marker]:
    """Return what weakens every sentence that says what the headline says."""
    wanted = set(content(headline.text))
    found: list[Marker] = []
    for sentence in body[: LIMITS.sentences]:
        shared = wanted & set(content(sentence.text))
        if len(shared) < max(LIMITS.words, LIMITS.share * len(wanted)):
            continue
        doubt = [
            m
            for m in sentence.markers
            if (m.axis, m.value) in _DOUBT and _covers(m, sentence, shared)
        ]
        if not doubt:
            return []
        found += doubt[:1]
    return found


def _covers(doubt: Marker, sentence: Sentence, shared: set[str]) -> bool:
    """Tell whether a doubt is about what the headline says, not about what else is in the sentence:
    most of the shared words follow it, or it is said of the whole ("one of the versions").
    """
    if doubt.axis == AXIS:
        return True
    after = set(content(sentence.text[doubt.end - sentence.start :]))
    return 2 * len(after & shared) > len(shared)


def _only_reported(headline: Sentence, body: Sequence[Sentence]) -> list[Marker]:
    """Return the reports of an accusation that the headline makes and the text only reports."""
    accused = [m for m in headline.on("blame") if m.value == ASSERTS]
    for one in accused:
        named = [
            m
            for sentence in body
            for m in sentence.on("blame")
            if m.ref == one.ref and m.value != UNNAMED
        ]
        if named and all(m.value != ASSERTS or m.speech for m in named):
            return named[:1]
    return []


def _difference(value: str, headline: Marker, body: Sequence[Marker], rule: str) -> Difference:
    return Difference(
        AXIS,
        None,
        _AS_FACT,
        value,
        (headline,),
        tuple(body),
        f"{AXIS}.{rule}",
        Method.EXPERIMENTAL,
    )
