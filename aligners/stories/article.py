"""What is read of an article to find its story: its statements, names and figures.

Names are compared by their consonants in Latin letters, so that "Сирко" equals "Sirko" and
"Москва" "Moscow": articles of one story are written in several languages, and names are what they
have in common.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from parallax.aligners.beads.lexical_coverage import tokens
from parallax.core.thresholds import thresholds
from parallax.languages.fold import is_cyrillic
from parallax.languages.letters import UKRAINIAN
from parallax.languages.transliterate import skeleton


@thresholds(
    "cluster",
    chosen="by hand on labelled articles of WMT21 and WMT22 and fifteen stories that readers "
    "collected, each set scored with weights learned without it (`benchmarks/train_events.py`)",
)
@dataclass(frozen=True)
class ReadingLimits:
    """How much of an article is read."""

    opening: Annotated[int, "paragraphs that are encoded with the headline"] = 3
    statements: Annotated[
        int, "first sentences that are encoded one by one, beside the headline"
    ] = 6
    shortest: Annotated[int, "characters of the shortest sentence that is encoded", "by judgement"
    ] = 40  # fmt: skip
    names: Annotated[int, "paragraphs whose names are read"] = 15
    lead: Annotated[int, "paragraphs whose names say with the headline what it is about"] = 2
    shortest_name: Annotated[int, "letters of the shortest name", "by judgement"] = 3


LIMITS = ReadingLimits()
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SENTENCE = re.compile(r"(?<=[.!?»”\"])\s+")
_STATEMENT = re.compile(rf"(?<=[.!?»”\"])\s+(?=[«“\"A-Z{UKRAINIAN.upper()}])")
"""Coarser than `_SENTENCE`: a closing quotation mark ends a sentence only before a capital."""


@dataclass(frozen=True)
class Article:
    """An article to cluster; `siblings` are the canonical URLs of its other language versions."""

    article_id: str
    url: str
    edition: str
    published: datetime | None
    title: str
    paragraphs: tuple[str, ...]
    siblings: tuple[str, ...] = ()

    @property
    def opening(self) -> str:
        """Headline and first paragraphs."""
        return " ".join((self.title, *self.paragraphs[: LIMITS.opening]))

    @property
    def cyrillic(self) -> bool:
        """Whether it is written in Cyrillic letters."""
        return is_cyrillic(self.title)


def statements(article: Article) -> list[str]:
    """Return the headline and the first sentences that are long enough to say something."""
    found = [article.title]
    for paragraph in article.paragraphs:
        for sentence in _STATEMENT.split(paragraph):
            if len(sentence) >= LIMITS.shortest:
                found.append(sentence)
            if len(found) > LIMITS.statements:
                return found
    return found


def names(article: Article) -> Counter[str]:
    """Return how often an article names whom or what; see `skeleton`.

    A name is a capitalised word that does not begin a sentence.
    """
    return _names((article.title, *article.paragraphs[: LIMITS.names]))


def lead_names(article: Article) -> set[str]:
    """Return the names in the headline and the first paragraphs."""
    return set(_names((article.title, *article.paragraphs[: LIMITS.lead])))


def _names(paragraphs: tuple[str, ...]) -> Counter[str]:
    found: Counter[str] = Counter()
    for paragraph in paragraphs:
        for sentence in _SENTENCE.split(paragraph):
            found.update(
                skeleton(word)
                for word in tokens(sentence)[1:]
                if word[0].isupper() and len(word) >= LIMITS.shortest_name
            )
    found.pop("", None)
    return found


def figures(article: Article) -> set[str]:
    """Return the numbers of two digits or more in an article."""
    text = " ".join((article.title, *article.paragraphs))
    return {number for number in _NUMBER.findall(text) if len(number) > 1}
