"""How alike articles are, whatever their languages: what they mean, the names they share and the
figures they share.

The vectors of headline and opening say what an event is of; the names and figures say which one it
is. A name counts by its sound, so that "Сирко" and "Sirko" are one, and the more the rarer it is
among the articles at hand (tf-idf).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from parallax.aligners.beads.lexical_coverage import tokens
from parallax.encoders.encoder import Encoder
from parallax.languages.transliterate import sound

OPENING = 3
"""Paragraphs of the opening that, with the headline, stand for the article."""
_NAMES_FROM = 15
"""Paragraphs whose names are read."""
_NAMES, _FIGURES = 0.8, 0.1
"""What the names and the figures of two articles add, when all are shared."""
_APART, _FEW, _OTHER_EVENT = 0.06, 2, 0.5
"""Two articles that name somebody each (this many at least) and share next to no name tell of two
events of one kind.
"""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_LETTERS = 6
"""Letters of a name that stay the same in all cases."""
_SHORTEST = 4
_SENTENCE = re.compile(r"(?<=[.!?»”\"])\s+")


@dataclass(frozen=True)
class Candidate:
    """An article to link. `siblings` are the canonical URLs of its other language versions."""

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
        return " ".join((self.title, *self.paragraphs[:OPENING]))


def names(candidate: Candidate) -> list[str]:
    """Return the names of an article by sound, sorted: its capitalised words but for those that
    begin a sentence.
    """
    found: set[str] = set()
    for paragraph in (candidate.title, *candidate.paragraphs[:_NAMES_FROM]):
        for sentence in _SENTENCE.split(paragraph):
            found.update(
                sound(w)[:_LETTERS]
                for w in tokens(sentence)[1:]
                if w[0].isupper() and len(w) >= _SHORTEST
            )
    return sorted(found - {""})


def figures(candidate: Candidate) -> list[str]:
    """Return the figures of an article of two digits or more, sorted."""
    text = " ".join((candidate.title, *candidate.paragraphs))
    return sorted({figure for figure in _FIGURE.findall(text) if len(figure) > 1})


class Likeness:
    """The likeness of the articles at hand, counted where it is asked for."""

    def __init__(
        self, candidates: Sequence[Candidate], encoder: Encoder, window_hours: float
    ) -> None:
        """Read the articles.

        :param window_hours: articles further apart are not alike; one without a time may be alike
            to any.
        """
        self._vectors = encoder.encode([candidate.opening for candidate in candidates])
        self._names = _weighed([names(candidate) for candidate in candidates])
        self._named = np.diff(self._names.indptr) >= _FEW
        self._figures = _weighed([figures(candidate) for candidate in candidates])
        stamps = [
            np.nan if c.published is None else c.published.timestamp() / 3600 for c in candidates
        ]
        self._hours = np.array(stamps, dtype=np.float64)
        self._window = window_hours

    def between(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the likeness of some articles with others, 0 to 1, shape (rows, columns)."""
        table = np.clip((self._vectors[rows] @ self._vectors[columns].T).astype(np.float64), 0, 1)
        shared = (self._names[rows] @ self._names[columns].T).toarray()
        table[(shared < _APART) & self._named[rows][:, None] & self._named[columns][None, :]] *= (
            _OTHER_EVENT
        )
        table += _NAMES * shared
        table += _FIGURES * (self._figures[rows] @ self._figures[columns].T).toarray()
        apart = np.abs(self._hours[rows][:, None] - self._hours[columns][None, :]) > self._window
        table[apart] = 0.0
        return np.asarray(np.minimum(table, 1.0))


def _weighed(features: list[list[str]]) -> csr_matrix:
    """Return unit rows of tf-idf weights; an article without features has an empty one."""
    if not any(features):
        return csr_matrix((len(features), 1))
    return csr_matrix(TfidfVectorizer(analyzer=_as_it_is, binary=True).fit_transform(features))


def _as_it_is(features: list[str]) -> list[str]:
    return features
