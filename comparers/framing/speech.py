"""Whose words a stretch of a sentence gives: direct speech between marks, indirect speech after
"said that", and who speaks.

After the rules of the GDELT Quotation Graph and of Krestel, Bergler and Witte 2008 (reporting verb,
source, complement clause). Rules over words, no parser: the speaker is the nearest source word or
name beside the reporting verb.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.framing.codebook import Label
from parallax.comparers.framing.marker import DIRECT, INDIRECT
from parallax.comparers.framing.quotes import Quoted
from parallax.comparers.framing.reports import Report, covers
from parallax.core.thresholds import thresholds
from parallax.languages.phrases import Match, Word


@thresholds("compare", chosen="by hand on framing_dev.jsonl, which is ours and scored")
@dataclass(frozen=True)
class SpeechWindow:
    """How far the parts of a report are apart."""

    beside: Annotated[int, 'words from a reporting word to "that", a comma or its speaker'] = 4


_WITHIN = SpeechWindow().beside


@dataclass(frozen=True)
class Speech:
    """A stretch ``text[start:end]`` in somebody's words; `speaker` as the sentence names him, None
    where it does not.
    """

    start: int
    end: int
    kind: str
    speaker: str | None


def find(
    text: str,
    sentence: Sequence[Word],
    quoted: Sequence[Quoted],
    said: Sequence[Match[Label]],
    sources: Sequence[Match[Label]],
    lists: Mapping[str, frozenset[str]],
    reports: Sequence[Report] | None = None,
) -> list[Speech]:
    """Return the stretches of a sentence in somebody's words.

    :param said: the reporting words of the sentence.
    :param sources: the words in it that name sources.
    :param lists: the words of the rules, of the axis `attribution`.
    :param reports: who says what as the parse tells, None where no parse was asked.
    """
    reporting = [m for m in said if m.label.speech and not _inside(sentence[m.first], quoted)]
    if spoken := [q for q in quoted if q.is_speech]:
        speaker = next(
            (n for m in reporting if (n := _who(text, sentence, m, sources, reports))), None
        )
        return [Speech(q.start, q.end, DIRECT, speaker) for q in spoken]
    for verb in reporting:
        if scope := _clause(text, sentence, verb, sources, lists):
            speaker = _who(text, sentence, verb, sources, reports)
            return [Speech(*scope, INDIRECT, speaker)]
    return []


def _who(
    text: str,
    sentence: Sequence[Word],
    verb: Match[Label],
    sources: Sequence[Match[Label]],
    reports: Sequence[Report] | None,
) -> str | None:
    """Return who speaks at a reporting word: as the parse tells, where it was asked; else as the
    words beside it do.
    """
    if reports is None:
        return _speaker(text, sentence, verb, sources)
    told = [one for one in reports if covers(one.word, sentence, verb.first, verb.last)]
    return next((text[slice(*one.speaker)] for one in told if one.speaker), None)


def _inside(word: Word, quoted: Sequence[Quoted]) -> bool:
    return any(q.is_speech and q.start <= word.start < q.end for q in quoted)


def _clause(
    text: str,
    sentence: Sequence[Word],
    verb: Match[Label],
    sources: Sequence[Match[Label]],
    lists: Mapping[str, frozenset[str]],
) -> tuple[int, int] | None:
    """Return the clause a reporting word reports: after "that", before ", he said", or after
    "according to the mayor,".
    """
    after = sentence[verb.last + 1 : verb.last + 1 + _WITHIN]
    for word in after:
        if word.surface in lists["that"]:
            return word.end, len(text)
    start = sentence[verb.first].start
    comma = text.rfind(",", 0, start)
    if sentence[verb.first].surface in lists["opens"] and verb.first == 0:
        comma = text.find(",", sentence[verb.last].end)
        return (comma + 1, len(text)) if comma > 0 else None
    if comma < 0 or len(text[comma + 1 : start].split()) > _WITHIN:
        return None
    near = [
        i
        for i in range(max(0, verb.first - _WITHIN), min(len(sentence), verb.last + 1 + _WITHIN))
        if sentence[i].start > comma
    ]
    named = {m.first for m in sources} | {
        i for i in near if sentence[i].capital or sentence[i].surface in lists["pronoun"]
    }
    return (0, comma) if named & set(near) else None


def _speaker(
    text: str, sentence: Sequence[Word], verb: Match[Label], sources: Sequence[Match[Label]]
) -> str | None:
    """Return the source word nearest to a reporting word, with the name beside it; else the name
    alone.
    """
    near = [m for m in sources if abs(m.first - verb.first) <= _WITHIN]
    if near:
        one = min(near, key=lambda m: abs(m.first - verb.first))
        first, last = one.first, one.last
    else:
        names = [
            i
            for i in range(
                max(0, verb.first - _WITHIN), min(len(sentence), verb.last + 1 + _WITHIN)
            )
            if i and sentence[i].capital
        ]
        if not names:
            return None
        first = last = min(names, key=lambda i: abs(i - verb.first))
    while last + 1 < len(sentence) and sentence[last + 1].capital and last + 1 != verb.first:
        last += 1
    while first > 1 and sentence[first - 1].capital:
        first -= 1
    return text[sentence[first].start : sentence[last].end]
