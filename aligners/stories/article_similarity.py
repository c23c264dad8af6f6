"""Similarity of articles in any language: by meaning, shared names and shared numbers.

The vectors of headline and opening show the kind of event; names and numbers show which event it
is. Names are compared by sound, so that "Сирко" equals "Sirko", and weigh more the rarer they are
among the articles (tf-idf).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from parallax.aligners.beads.lexical_coverage import tokens
from parallax.core.thresholds import thresholds
from parallax.encoders.encoder import Encoder
from parallax.languages.transliterate import sound


@thresholds(
    "cluster",
    chosen="by hand on the articles of seven real events, the set that `bench stories` scores",
)
@dataclass(frozen=True)
class ArticleWeights:
    """How meaning, names and numbers make one similarity of two articles."""

    opening: Annotated[int, "paragraphs that are encoded with the headline"] = 3
    name_paragraphs: Annotated[int, "paragraphs whose names are read"] = 15
    names: Annotated[float, "added when all names are shared"] = 0.8
    numbers: Annotated[float, "added when all numbers are shared"] = 0.1
    few_shared: Annotated[
        float, "a smaller share of names means two events of one kind, if both articles name enough"
    ] = 0.06
    enough_names: Annotated[int, "names that both articles must have for that"] = 2
    other_event: Annotated[float, "the similarity of their meaning is then multiplied by this"] = (
        0.5
    )
    name_letters: Annotated[
        int, "first letters of a name that are the same in all case forms", "by judgement"
    ] = 6
    shortest_name: Annotated[int, "letters of the shortest name", "by judgement"] = 4


WEIGHTS = ArticleWeights()
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SENTENCE = re.compile(r"(?<=[.!?»”\"])\s+")


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
        return " ".join((self.title, *self.paragraphs[: WEIGHTS.opening]))


def names(article: Article) -> list[str]:
    """Return the names of an article by sound, sorted.

    A name is a capitalised word that does not begin a sentence.
    """
    found: set[str] = set()
    for paragraph in (article.title, *article.paragraphs[: WEIGHTS.name_paragraphs]):
        for sentence in _SENTENCE.split(paragraph):
            found.update(
                sound(w)[: WEIGHTS.name_letters]
                for w in tokens(sentence)[1:]
                if w[0].isupper() and len(w) >= WEIGHTS.shortest_name
            )
    return sorted(found - {""})


def numbers(article: Article) -> list[str]:
    """Return the numbers of two digits or more in an article, sorted."""
    text = " ".join((article.title, *article.paragraphs))
    return sorted({number for number in _NUMBER.findall(text) if len(number) > 1})


class ArticleSimilarity:
    """The similarity of some articles, computed where it is asked for."""

    def __init__(self, articles: Sequence[Article], encoder: Encoder, window_hours: float) -> None:
        """Read the articles.

        :param window_hours: articles further apart have similarity 0; one without a time has no
            limit.
        """
        self._vectors = encoder.encode([article.opening for article in articles])
        self._names = _tf_idf([names(article) for article in articles])
        self._named = np.diff(self._names.indptr) >= WEIGHTS.enough_names
        self._numbers = _tf_idf([numbers(article) for article in articles])
        stamps = [
            np.nan if a.published is None else a.published.timestamp() / 3600 for a in articles
        ]
        self._hours = np.array(stamps, dtype=np.float64)
        self._window = window_hours

    def between(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the similarity of some articles with others, 0 to 1, shape (rows, columns)."""
        table = np.clip((self._vectors[rows] @ self._vectors[columns].T).astype(np.float64), 0, 1)
        shared = (self._names[rows] @ self._names[columns].T).toarray()
        both_named = self._named[rows][:, None] & self._named[columns][None, :]
        table[(shared < WEIGHTS.few_shared) & both_named] *= WEIGHTS.other_event
        table += WEIGHTS.names * shared
        table += WEIGHTS.numbers * (self._numbers[rows] @ self._numbers[columns].T).toarray()
        apart = np.abs(self._hours[rows][:, None] - self._hours[columns][None, :]) > self._window
        table[apart] = 0.0
        return np.asarray(np.minimum(table, 1.0))


def _tf_idf(features: list[list[str]]) -> csr_matrix:
    """Return unit rows of tf-idf weights, empty for an article without features."""
    if not any(features):
        return csr_matrix((len(features), 1))
    return csr_matrix(TfidfVectorizer(analyzer=_unchanged, binary=True).fit_transform(features))


def _unchanged(features: list[str]) -> list[str]:
    return features
