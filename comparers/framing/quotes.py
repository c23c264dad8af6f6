"""Quotation marks: direct speech belongs to the speaker; a short quoted term may be a scare quote.

Speech may run over several sentences; where one stops inside it, the next begins inside it
(`still_open`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from parallax.core.thresholds import thresholds

_QUOTED = re.compile('«([^«»]+)»|“([^“”]+)”|„([^„“”]+)[“”]|"([^"]+)"')


@thresholds("compare", chosen="highlight rule of HN Newsroom 2022: a term has up to three words")
@dataclass(frozen=True)
class QuoteLimits:
    """When words between marks are a term and not speech."""

    term_words: Annotated[int, "maximum words of a term"] = 3


_LIMITS = QuoteLimits()
_SENTENCE_END = re.compile(r"[.!?…,]$")
_SPEAKER_FOLLOWS = re.compile(r"\s*,\s*[—–-]\s")
_OPENED = re.compile("[«„“]([^»”]*)$")
_CLOSED = re.compile("^([^«“„»”]*)[»”]")
_SAID_ALOUD = re.compile(r"\s*[—–]\s+(.+?)(?:(?<=[,!?.…])\s+[—–]\s|$)", re.DOTALL)
"""A line of dialogue that begins with a dash, up to the words of the one who tells it: "— Ми
вистояли, — сказав мер".
"""


@dataclass(frozen=True)
class Quoted:
    """A stretch between quotation marks: ``text[start:end]`` without the marks."""

    start: int
    end: int
    is_speech: bool


def find(text: str, *, inside: bool = False) -> list[Quoted]:
    """Return the quoted stretches of a sentence.

    More than three words, an end of a sentence before the closing mark, or a comma and a dash after
    it ("», — said the mayor") is speech; otherwise it is a term or a name. What the sentence leaves
    open, and a line of dialogue after a dash, is speech.

    :param inside: the sentence begins inside speech that an earlier one opened.
    """
    if inside:
        close = _CLOSED.match(text)
        if close is None:
            return [Quoted(0, len(text), True)]
        rest = find(text[close.end() :])
        return [
            Quoted(0, close.end(1), True),
            *(Quoted(q.start + close.end(), q.end + close.end(), q.is_speech) for q in rest),
        ]
    if aloud := _SAID_ALOUD.match(text):
        return [Quoted(aloud.start(1), aloud.end(1), True)]
    found = []
    for match in _QUOTED.finditer(text):
        group = next(number for number, body in enumerate(match.groups(), 1) if body is not None)
        body = match[group]
        ends = _SENTENCE_END.search(body.strip()) or _SPEAKER_FOLLOWS.match(text, match.end())
        speech = len(body.split()) > _LIMITS.term_words or bool(ends)
        found.append(Quoted(match.start(group), match.end(group), speech))
    last = found[-1].end if found else 0
    if opened := _OPENED.search(text, last):
        found.append(Quoted(opened.start(1), len(text), True))
    return found


def still_open(text: str, *, inside: bool) -> bool:
    """Tell whether a sentence ends inside speech: its last mark opens, or it has none and began
    inside.

    Straight marks are not counted: which of them opens is not known.
    """
    marks = re.findall("[«»„“”]", text)
    if not marks:
        return inside
    return marks[-1] in "«„" or (marks[-1] == "“" and "„" not in text and not inside)
