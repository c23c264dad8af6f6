"""Quotation marks: direct speech belongs to the speaker; a short quoted term may be a scare quote."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = re.compile("«([^«»]+)»|“([^“”]+)”|„([^„“”]+)[“”]|\"([^\"]+)\"")
_TERM_WORDS = 3
_SENTENCE_END = re.compile(r"[.!?…,]$")
_SPEAKER_FOLLOWS = re.compile(r"\s*,\s*[—–-]\s")


@dataclass(frozen=True)
class Quoted:
    """A stretch between quotation marks: ``text[start:end]`` without the marks."""

    start: int
    end: int
    is_speech: bool


def find(text: str) -> list[Quoted]:
    """Return the quoted stretches of a sentence.

    More than three words, an end of a sentence before the closing mark, or a comma and a dash after it ("», — said the mayor") is
    speech; otherwise it is a term or a name.
    """
    found = []
    for match in _QUOTED.finditer(text):
        group = next(number for number, body in enumerate(match.groups(), 1) if body is not None)
        body = match[group]
        ends = _SENTENCE_END.search(body.strip()) or _SPEAKER_FOLLOWS.match(text, match.end())
        speech = len(body.split()) > _TERM_WORDS or bool(ends)
        found.append(Quoted(match.start(group), match.end(group), speech))
    return found
