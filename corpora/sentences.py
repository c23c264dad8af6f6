"""Splitting paragraphs into sentences, with offsets.

Boundaries come from ``sentencex`` (Wikimedia, MIT; rules for Ukrainian, Russian and English). Two of its habits are
corrected: it splits after a single initial ("А. Б. Коваль") and after abbreviations of units and months that our
languages write before a lower-case word or a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sentencex import get_sentence_boundaries

_JOINED = re.compile(
    r"(?:(?<![\w.])[A-ZА-ЯІЇЄҐЁ]\.|(?<!\w)(?:тис|тыс|млн|млрд|грн|руб|коп|кв|куб|ім|им|вул|ул|обл|р|г|гг|рр|ст|див|см|напр"
    r"|січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|лист|груд|янв|февр|апр|авг|сент|окт|нояб|дек|No|vs|approx|Gen|Col|Lt)\.)"
    r"[»”\"')\s]*$"
)
_INITIAL = re.compile(r"(?<![\w.])[A-ZА-ЯІЇЄҐЁ]\.\s*$")
_OPEN = "«“„"
_CLOSE = "»”"
_SPEECH = re.compile(r"""^\s*(?:[«“„"].*[»”"][.,]?|—\s.*)\s*$""", re.DOTALL)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text: ``text[start:end]``."""

    index: int
    paragraph: int
    role: str
    start: int
    end: int
    surface: str


def split(paragraph: str, language: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the sentences of one paragraph, outer blanks left out.

    The spans are in order, do not overlap, and hold every character of the paragraph that is not blank.
    """
    spans: list[tuple[int, int]] = []
    for boundary in get_sentence_boundaries(language, paragraph):
        start, end = int(boundary["start_index"]), int(boundary["end_index"])
        if spans and _continues(paragraph[spans[-1][0] : spans[-1][1]], paragraph[start:end]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    trimmed = []
    for start, end in spans:
        piece = paragraph[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            trimmed.append((left, left + len(piece.strip())))
    return trimmed


def _continues(before: str, after: str) -> bool:
    """Tell whether a boundary between two pieces is none: after an initial, or an abbreviation not followed by a capital."""
    following = after.lstrip()[:1]
    if _INITIAL.search(before):
        return True
    return bool(_JOINED.search(before)) and not following.isupper()


def split_text(text: str, language: str, captions: int) -> list[Sentence]:
    """Split a revision's text: its first line is the headline, the last ``captions`` lines are captions."""
    sentences: list[Sentence] = []
    lines = text.split("\n")
    offset = 0
    for number, line in enumerate(lines):
        spans = [(0, len(line))] if number == 0 and line else split(line, language)
        for start, end in spans:
            surface = line[start:end]
            role = _role(surface, number, len(lines) - captions)
            sentences.append(Sentence(len(sentences), number, role, offset + start, offset + end, surface))
        offset += len(line) + 1
    return sentences


def _role(surface: str, paragraph: int, first_caption: int) -> str:
    if paragraph == 0:
        return "headline"
    if paragraph >= first_caption:
        return "caption"
    if _SPEECH.match(surface):
        return "quote"
    return "lead" if paragraph == 1 else "body"
