"""Whose words a stretch of a sentence gives: direct speech between marks, indirect speech after
"said that", and who speaks.

After the rules of the GDELT Quotation Graph and of Krestel, Bergler and Witte 2008 (reporting verb,
source, complement clause). Rules over words, no parser: the speaker is the nearest source word or
name beside the reporting verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parallax.comparers.framing.codebook import Label
from parallax.comparers.framing.marker import DIRECT, INDIRECT
from parallax.comparers.framing.quotes import Quoted
from parallax.languages.phrases import Match, Word

_THAT = frozenset({"що", "что", "that"})
_WITHIN = 4
_PRONOUNS = frozenset(
    {"він", "вона", "вони", "он", "она", "они", "he", "she", "they", "it", "i", "we"}
)
_OPENS = frozenset({"за", "по", "згідно", "согласно", "according", "на"})


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
) -> list[Speech]:
    """Return the stretches of a sentence in somebody's words.

    :param said: the reporting words of the sentence.
    :param sources: the words in it that name sources.
    """
    reporting = [m for m in said if m.label.speech and not _inside(sentence[m.first], quoted)]
    if spoken := [q for q in quoted if q.is_speech]:
        speaker = next(
            (name for m in reporting if (name := _speaker(text, sentence, m, sources))), None
        )
        return [Speech(q.start, q.end, DIRECT, speaker) for q in spoken]
    for verb in reporting:
        if scope := _clause(text, sentence, verb, sources):
            return [Speech(*scope, INDIRECT, _speaker(text, sentence, verb, sources))]
    return []


def _inside(word: Word, quoted: Sequence[Quoted]) -> bool:
    return any(q.is_speech and q.start <= word.start < q.end for q in quoted)


def _clause(
    text: str, sentence: Sequence[Word], verb: Match[Label], sources: Sequence[Match[Label]]
) -> tuple[int, int] | None:
    """Return the clause a reporting word reports: after "that", before ", he said", or after
    "according to the mayor,".
    """
    after = sentence[verb.last + 1 : verb.last + 1 + _WITHIN]
    for word in after:
        if word.surface in _THAT:
            return word.end, len(text)
    start = sentence[verb.first].start
    comma = text.rfind(",", 0, start)
    if sentence[verb.first].surface in _OPENS and verb.first == 0:
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
        i for i in near if sentence[i].capital or sentence[i].surface in _PRONOUNS
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
