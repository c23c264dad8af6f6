"""Texts to align: vectors of their sentences, of joined neighbours and of their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from parallax.aligners.beads import lexical_coverage
from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.digits import digits, masked
from parallax.aligners.beads.similarity import WIDEST, Side
from parallax.encoders.encoder import Encoder


def joined(sentences: Sequence[str], n: int) -> list[str]:
    """Return every n consecutive sentences as one text."""
    return [" ".join(sentences[i : i + n]) for i in range(len(sentences) - n + 1)]


def sides(
    texts: Sequence[Sequence[str]],
    encoder: Encoder,
    translated: Sequence[Sequence[str] | None] | None = None,
) -> list[Side]:
    """Return one side for each text (a list of sentences); all are encoded in one call.

    :param translated: for each text its sentences in one common language, empty where a sentence
        has no translation, or None where the text has none. They give the second signal, character
        n-grams.
    """
    written = _Written.of(texts)
    vectors, flat = encoder.encode(written.encoded), sum(map(len, written.spans))
    plain, without = _layers(vectors, written.spans), _layers(vectors[flat:], written.spans)
    reduced = lexical_coverage.reduced(vectors[2 * flat :])
    known = dict(zip(written.distinct, reduced, strict=True))
    lexical = _lexical([None] * len(texts) if translated is None else list(translated))
    return [
        Side(
            lengths=np.array([len(sentence) for sentence in text], dtype=np.float32),
            vectors=plain[WIDEST * k : WIDEST * (k + 1)],
            masked=without[WIDEST * k : WIDEST * (k + 1)],
            digits=[digits(sentence) for sentence in text],
            words=lexical_coverage.words(written.tokens[k], known),
            lexical=lexical[k],
        )
        for k, text in enumerate(texts)
    ]


def encoded_texts(texts: Sequence[Sequence[str]]) -> list[str]:
    """Return what `sides` encodes: spans, spans with masked digits, distinct words."""
    return _Written.of(texts).encoded


@dataclass(frozen=True)
class _Written:
    """What is encoded of texts: the joined sentences of each text, 1 to `WIDEST` of them; its words
    by sentence, and the distinct words of all.
    """

    spans: list[list[str]]
    tokens: list[list[list[str]]]
    distinct: list[str]

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> _Written:
        tokens = [[lexical_coverage.tokens(sentence) for sentence in text] for text in texts]
        return cls(
            [joined(text, n) for text in texts for n in range(1, WIDEST + 1)],
            tokens,
            list(dict.fromkeys(word for text in tokens for words in text for word in words)),
        )

    @property
    def encoded(self) -> list[str]:
        flat = [span for layer in self.spans for span in layer]
        return [*flat, *map(masked, flat), *self.distinct]


def _layers(vectors: Matrix, spans: list[list[str]]) -> list[Matrix]:
    ends = np.cumsum([len(layer) for layer in spans])
    return [vectors[end - len(layer) : end] for layer, end in zip(spans, ends, strict=True)]


def _lexical(translated: list[Sequence[str] | None]) -> list[list[Matrix]]:
    """Return TF-IDF of character 3- to 5-grams of the translations, over all texts of the story."""
    known = [" ".join(text) for text in translated if text]
    if len(known) < 2:
        return [[] for _ in translated]
    sentences = [sentence for text in translated if text for sentence in text]
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32
    )
    try:
        vectorizer.fit(sentences)
    except ValueError:  # no sentence has three letters
        return [[] for _ in translated]
    return [
        [_dense(vectorizer, _joined_known(text, n)) for n in range(1, WIDEST + 1)] if text else []
        for text in translated
    ]


def _joined_known(sentences: Sequence[str], n: int) -> list[str]:
    """Return every n consecutive sentences as one text, empty where one of them is.

    Half a translation misleads.
    """
    return [
        "" if "" in sentences[i : i + n] else text for i, text in enumerate(joined(sentences, n))
    ]


def _dense(vectorizer: TfidfVectorizer, texts: list[str]) -> NDArray[np.float32]:
    if not texts:
        return np.zeros((0, len(vectorizer.vocabulary_)), dtype=np.float32)
    return np.asarray(vectorizer.transform(texts).toarray(), dtype=np.float32)
