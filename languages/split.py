"""Splitting paragraphs into sentences, with offsets.

Boundaries come from ``razdel`` (MIT; rules written for Russian, best of five on all three
languages: `parallax bench sentences`). Its boundaries after titles and references ("Sen. Warren",
"вул. Шевченка", "No. 7") are removed, and one is added after a year that ends a sentence ("у 2018
р. Президент").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Annotated

from razdel import sentenize

from parallax.core.ids import digest
from parallax.core.thresholds import thresholds

if TYPE_CHECKING:
    from parallax.lake.rows import SentenceRow


_NAME_FOLLOWS = re.compile(
    r"(?<!\d\s)(?<!\w)(?:ім|им|вул|ул|просп|пр|пл|бул|бульв|пров|пер|обл|р-н|м|с|смт|див|см|акад|проф|доц|ген|полк|підполк|подполк|кап|лейт|серж|тов|гр"
    r"|Gen|Col|Lt|Sgt|Capt|Cpl|Maj|Adm|Sen|Sens|Rep|Reps|Gov|Det|Pres|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|Mt|Ft|vs)\.[»”\"')\s]*$"
)
"""Abbreviations before names: no sentence ends with them."""
_FIGURE_FOLLOWS = re.compile(
    r"(?<!\w)(?:No|Nos|Fig|fig|Art|art|para|рис|мал|табл|ст|п|пп|стор|стр|с|гл|т|ч|approx|ca|бл|ок|кін|поч|кон|нач|сер|буд|корп|кв|оф|офіс|д|під|под|[Aa]pt|[Ss]te"
    r"|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|hrs?|mins?|secs?|год|час)\.\s*$"
)
_LOWER_FOLLOWS = re.compile(
    r"(?<!\w)(?:тис|тыс|млн|млрд|трлн|грн|руб|коп|кв|куб|р|г|гг|рр|ст|обл|напр|січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|лист|груд"
    r"|янв|февр|апр|авг|сент|окт|нояб|дек|чол|чел|год|хв|мин|сек|кг|км|см|мм|e\.g|i\.e|etc|p\.m|a\.m)\.[»”\"')\s]*$"
)
"""Abbreviations that end a sentence only before a capital letter."""
_INITIAL = re.compile(r"(?<![\w.])[A-ZА-ЯІЇЄҐЁ]\.\s*$")
_YEAR_ENDS = re.compile(
    r"(?<!\d)(?:\d{4}\s?(?:г|р|гг|рр)\.|км/(?:ч|год)\.)\s+(?=[«“„\"]?[A-ZА-ЯІЇЄҐЁ])"
)
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
    ending: Annotated[int, "characters in which an abbreviation at the end is looked for"] = 64


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
    for start, end in _pieces(paragraph):
        if spans and _continues(_ending(paragraph, *spans[-1]), paragraph[start:end]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [piece for start, end in spans for piece in _cut(paragraph, start, end)]


def _ending(paragraph: str, start: int, end: int) -> str:
    return paragraph[max(start, end - LIMITS.ending) : end]


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


def _pieces(paragraph: str) -> Iterator[tuple[int, int]]:
    for begin, stop in _sentences(paragraph):
        text, at = paragraph[begin:stop], 0
        for found in _YEAR_ENDS.finditer(text):
            yield begin + at, begin + len(text[: found.end()].rstrip())
            at = found.end()
        if text[at:].strip():
            yield begin + at, stop


def _sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield razdel's sentences. A paragraph that is too long is read part by part; a part begins
    with the last sentence of the part before, which may have been cut.
    """
    start = 0
    while start < len(paragraph):
        end = start + LIMITS.paragraph
        whole = end >= len(paragraph)
        found = [(start + s.start, start + s.stop) for s in sentenize(paragraph[start:end])]
        last = found.pop() if len(found) > 1 and not whole else None
        yield from found
        start = last[0] if last else end


def _continues(before: str, after: str) -> bool:
    """Return whether a sentence continues over a boundary: after an initial or abbreviation."""
    if before.endswith(";"):
        return True
    following = after.lstrip("«“„\"'( ")[:1]
    if _INITIAL.search(before) or _NAME_FOLLOWS.search(before):
        return True
    if _FIGURE_FOLLOWS.search(before) and following.isdigit():
        return True
    return bool(_LOWER_FOLLOWS.search(before)) and not following.isupper()


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
