"""Texts to align: the vectors of their sentences and of joined neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from aligners.beads import LONGEST, Matrix, Side
from aligners.encoder import Encoder
from aligners.figures import figures, masked


def joined(sentences: Sequence[str], n: int) -> list[str]:
    """Return every n following sentences as one text."""
    return [" ".join(sentences[i : i + n]) for i in range(len(sentences) - n + 1)]


def sides(
    texts: Sequence[Sequence[str]], encoder: Encoder, translated: Sequence[Sequence[str] | None] | None = None,
    *, headlines: bool = False,
) -> list[Side]:
    """Return one side for each text (a list of sentences); all of them are encoded in one call.

    :param translated: for each text its sentences in one common language, or None where there is no translation;
        these give the second signal, character n-grams.
    :param headlines: whether the first sentence of each text is its headline.
    """
    spans = [[joined(text, n) for n in range(1, LONGEST + 1)] for text in texts]
    flat = [span for text in spans for layer in text for span in layer]
    vectors = encoder.encode([*flat, *map(masked, flat)])
    found = [figures(span) for span in flat]
    lexical = _lexical([None] * len(texts) if translated is None else list(translated))
    made, at = [], 0
    for text, layers, grams in zip(texts, spans, lexical, strict=True):
        cuts = []
        for layer in layers:
            cuts.append(slice(at, at + len(layer)))
            at += len(layer)
        made.append(
            Side(
                lengths=np.array([len(sentence) for sentence in text], dtype=np.float64),
                vectors=[vectors[: len(flat)][cut] for cut in cuts], lexical=grams,
                masked=[vectors[len(flat) :][cut] for cut in cuts], figures=[found[cut] for cut in cuts], headline=headlines,
            )
        )
    return made


def _lexical(translated: list[Sequence[str] | None]) -> list[list[Matrix]]:
    """Character 3- to 5-gram TF-IDF of the translations, weighed over all texts of the story."""
    known = [" ".join(text) for text in translated if text]
    if len(known) < 2:
        return [[] for _ in translated]
    sentences = [sentence for text in translated if text for sentence in text]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
    try:
        vectorizer.fit(sentences)
    except ValueError:  # no sentence has three letters
        return [[] for _ in translated]
    return [
        [_dense(vectorizer, joined(text, n)) for n in range(1, LONGEST + 1)] if text else [] for text in translated
    ]


def _dense(vectorizer: TfidfVectorizer, texts: list[str]) -> NDArray[np.float32]:
    if not texts:
        return np.zeros((0, len(vectorizer.vocabulary_)), dtype=np.float32)
    return np.asarray(vectorizer.transform(texts).toarray(), dtype=np.float32)
