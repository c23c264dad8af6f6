"""Sentence splitters on known boundaries (``parallax bench sentences``).

Our own paragraphs are full of abbreviations, initials, quotations and dialogue. A file with one
sentence a line has the boundaries of real news: a few lines of a document are joined, and the
boundaries after a full stop must be found again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from benchmarks.comparable_news import Document
from parallax.aligners.scoring import Score
from parallax.languages import split

MARK = "‖"
_TOGETHER = 4
_ENDS = re.compile(r"""[.!?…]["»”’)\]]*$""")
Splitter = Callable[[str, str], Iterable[int]]
"""Takes a paragraph and its language, returns where sentences begin."""


def own_paragraphs() -> list[tuple[str, list[str]]]:
    """Return (language, sentences) of our own paragraphs."""
    text = resources.files("benchmarks").joinpath("data", "sentences.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        (row["language"], [part.strip() for part in row["paragraph"].split(MARK)]) for row in rows
    ]


def paragraphs_of(documents: Sequence[Document], language: str) -> list[tuple[str, list[str]]]:
    """Return (language, sentences) of a few lines each, without headlines (no full stop)."""
    found = []
    for document in documents:
        lines = [line.strip() for line in document[language] if _ENDS.search(line.strip())]
        found += [(language, lines[at : at + _TOGETHER]) for at in range(0, len(lines), _TOGETHER)]
    return found


def score(paragraphs: Sequence[tuple[str, list[str]]], splitter: Splitter) -> Score:
    """Return the right, invented and missed boundaries inside paragraphs."""
    right = invented = missed = 0
    for language, parts in paragraphs:
        text, gold, at = " ".join(parts), set[int](), 0
        for part in parts:
            gold.add(at)
            at += len(part) + 1
        found = {
            start + len(text[start:]) - len(text[start:].lstrip())
            for start in splitter(text, language)
        }
        right += len(gold & found - {0})
        invented += len(found - gold - {0})
        missed += len(gold - found - {0})
    return Score(right, invented, missed)


def ours(text: str, language: str) -> list[int]:
    """Split as the pipeline does."""
    del language
    return [start for start, _ in split.split(text)]


def razdel(text: str, language: str) -> list[int]:
    """Split with razdel's own rules, whatever the language."""
    from razdel import sentenize

    del language
    return [sentence.start for sentence in sentenize(text)]


def sentencex(text: str, language: str) -> list[int]:
    """Split with sentencex (optional)."""
    from sentencex import get_sentence_boundaries

    return [int(boundary["start_index"]) for boundary in get_sentence_boundaries(language, text)]


def spacy(text: str, language: str) -> list[int]:
    """Split with spaCy's rules of punctuation, which come with Argos Translate."""
    return [sentence.start_char for sentence in _blank(language)(text).sents]


@lru_cache
def _blank(language: str) -> Any:
    import spacy as library

    pipeline = library.blank(language)
    pipeline.add_pipe("sentencizer")
    return pipeline


SPLITTERS: dict[str, Splitter] = {
    "ours": ours,
    "razdel": razdel,
    "sentencex": sentencex,
    "spacy": spacy,
}
