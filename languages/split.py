"""Splitting paragraphs into sentences, with offsets.

Boundaries come from ``razdel`` (MIT; rules written for Russian, best of five on all three
languages: `parallax bench sentences`), with one rule more (`sentence_ends`): abbreviations,
initials, units and figures of three languages. A short quotation inside a sentence is not cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Annotated

from razdel.rule import JOIN, SPLIT, FunctionRule
from razdel.segmenters.sentenize import RULES, SentSegmenter, SentSplit, SentSplitter

from parallax.core.ids import digest
from parallax.core.thresholds import thresholds
from parallax.languages.sentence_ends import ends

if TYPE_CHECKING:
    from parallax.lake.rows import SentenceRow


_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|(?<![\w.])\"(?=\w)[^\"]*(?<=\S)\"(?!\w)")
_GOES_ON = re.compile(r"\s*[,—–-]|\s+[^\W\d_A-ZА-ЯІЇЄҐЁ]")
_SPOKEN = re.compile(r"[,.!?…]\s*[—–-]\s+[^\W\d_A-ZА-ЯІЇЄҐЁ]|,[”\"]$")
"""Words about a quotation inside its marks ("Who? — he asked. — Not me"), or a comma for them."""
_ENDED = re.compile(r"(?:^|[.!?…]['\"»”)]*)\s*$")
_VERSION = 3
_SPEECH = re.compile(r"""^\s*(?:[«“„"].*[»”"][.,]?|—\s.*)\s*$""", re.DOTALL)


@thresholds("gather", chosen="by judgement; no sentence of real news is that long")
@dataclass(frozen=True)
class SentenceLimits:
    """How long a sentence may be."""

    characters: Annotated[int, "longer ones are cut at blanks: tables, endless lists"] = 2_000
    paragraph: Annotated[
        int, "a longer paragraph is split part by part: razdel takes the square of the length"
    ] = 20_000
    quotation: Annotated[
        int,
        "a quotation of more characters may be cut into sentences",
        "on NTREX-128, whose sentences are cut in longer ones (`bench sentences`)",
    ] = 50
    ahead: Annotated[int, "characters after a full stop that are read"] = 24


LIMITS = SentenceLimits()


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text: ``text[start:end]``."""

    index: int
    paragraph: int
    role: str
    start: int
    end: int
    surface: str

    def to_row(self, revision: str, language: str, day: str) -> SentenceRow:
        """Return the sentence as a row of `sentences`.

        :param language: of the sentence. :param day: of the revision.
        """
        return {
            "sentence_id": digest(revision, self.index),
            "revision_id": revision,
            "index": self.index,
            "paragraph": self.paragraph,
            "role": self.role,
            "language": language,
            "start": self.start,
            "end": self.end,
            "surface": self.surface,
            "day": day,
        }

    @classmethod
    def from_row(cls, row: SentenceRow) -> Sentence:
        """Return the sentence of a row."""
        return cls(
            row["index"], row["paragraph"], row["role"], row["start"], row["end"], row["surface"]
        )


def split(paragraph: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the sentences of a paragraph, without outer blanks.

    The spans are in order, do not overlap, and contain every character that is not blank.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _sentences(paragraph):
        if spans and _in_short_quotation(paragraph, start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [piece for start, end in spans for piece in _cut(paragraph, start, end)]


def _in_short_quotation(paragraph: str, at: int) -> bool:
    """Return whether a place is inside a short quotation that a longer sentence contains, so that
    its sentences and what is said of them are read as one ("«Stop! A mine», he said").
    """
    begin, stop = max(0, at - LIMITS.quotation), at + LIMITS.quotation
    for found in _QUOTED.finditer(paragraph, begin, stop):
        if found.start() < at < found.end() and len(found[0]) <= LIMITS.quotation:
            before, after = paragraph[: found.start()], paragraph[found.end() :]
            spoken = _SPOKEN.search(found[0]) or _GOES_ON.match(after)
            return bool(spoken) or not _ENDED.search(before)
    return False


def _cut(paragraph: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at blanks what is too long for a sentence and for the later stages."""
    while end - start > LIMITS.characters:
        blank = paragraph.rfind(" ", start + 1, start + LIMITS.characters)
        stop = blank if blank > 0 else start + LIMITS.characters
        yield start, stop
        start = stop
        while start < end and paragraph[start].isspace():
            start += 1
    if start < end:
        yield start, end


@lru_cache
def version() -> str:
    """Return the name of the splitter with its version."""
    return f"razdel {metadata.version('razdel')} rules {_VERSION}"


def _sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield razdel's sentences. A paragraph that is too long is read part by part; a part begins
    with the last sentence of the part before, which may have been cut.
    """
    start = 0
    while start < len(paragraph):
        end = start + LIMITS.paragraph
        whole = end >= len(paragraph)
        found = [(start + s.start, start + s.stop) for s in _sentenize(paragraph[start:end])]
        last = found.pop() if len(found) > 1 and not whole else None
        yield from found
        start = last[0] if last else end


class _Splitter(SentSplitter):  # type: ignore[misc]
    """razdel's places where a sentence may end, with more of what follows them."""

    def __call__(self, text: str) -> Iterator[str | SentSplit]:
        """Yield text and places in turn."""
        previous = 0
        for found in self.re.finditer(text):
            start, stop = found.span()
            yield text[previous:start]
            left = text[max(0, start - self.window) : start]
            place = SentSplit(left, found[1], text[stop : stop + self.window])
            place.ahead = text[stop : stop + LIMITS.ahead]
            yield place
            previous = stop
        yield text[previous:]


def _at_full_stop(place: SentSplit) -> str | None:
    """Join or split at a full stop where abbreviations, initials and units decide."""
    if place.delimiter == ";":
        return str(JOIN)
    found = ends(place.buffer, place.ahead) if place.delimiter == "." else None
    return None if found is None else str(SPLIT if found else JOIN)


def _rules() -> list[FunctionRule]:
    """Return razdel's rules with ours before its list of abbreviations."""
    at = next(k for k, rule in enumerate(RULES) if rule.name == "sokr_left")
    return [*RULES[:at], FunctionRule(_at_full_stop), *RULES[at:]]


_sentenize = SentSegmenter(_Splitter(), _rules())


def split_text(text: str, captions: int) -> list[Sentence]:
    """Split a revision's text; its first line is the headline, the last ``captions`` captions."""
    sentences: list[Sentence] = []
    lines = text.split("\n")
    offset = 0
    for number, line in enumerate(lines):
        spans = [(0, len(line))] if number == 0 and line else split(line)
        for start, end in spans:
            surface = line[start:end]
            role = _role(surface, number, len(lines) - captions)
            sentences.append(
                Sentence(len(sentences), number, role, offset + start, offset + end, surface)
            )
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
