"""Texts to align: vectors of their sentences, of joined neighbours and of their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads import lexical_coverage
from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.bead import Part
from parallax.aligners.beads.digits import digits, masked
from parallax.aligners.beads.similarity import WIDEST, Side
from parallax.aligners.beads.units import Units, cut
from parallax.encoders.encoder import Encoder

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer


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
    given = [None] * len(texts) if translated is None else list(translated)
    cuts = [_Cut.of(text) for text in texts]
    finer = [
        (k, parts) for k, one in enumerate(cuts) for parts in (one.sentences, one.units) if parts
    ]
    made = _sides(
        [*texts, *(_surfaces(texts[k], parts) for k, parts in finer)],
        encoder,
        [*given, *(_translations(given[k], parts) for k, parts in finer)],
        len(texts),
    )
    sides_of: dict[int, list[Side]] = {}
    for (k, _), side in zip(finer, made[len(texts) :], strict=True):
        sides_of.setdefault(k, []).append(side)
    whole = made[: len(texts)]
    return [
        replace(side, units=cuts[k].as_units([side, *sides_of[k]])) if k in sides_of else side
        for k, side in enumerate(whole)
    ]


@dataclass(frozen=True)
class _Cut:
    """The parts that a text is cut into: sentences, if one that is given holds several, and
    clauses, if a sentence has several; of each part its place and its number in what is given.
    """

    every: list[list[list[Part]]]
    sentences: list[list[Part]]
    units: list[list[Part]]

    @classmethod
    def of(cls, text: Sequence[str]) -> _Cut:
        every = cut(text)
        sentences = [
            [Part(i, clauses[0].start, clauses[-1].end) for clauses in one]
            for i, one in enumerate(every)
        ]
        units = [[part for clauses in one for part in clauses] for one in every]
        several, more = sum(map(len, sentences)), sum(map(len, units))
        return cls(every, sentences if several > len(text) else [], units if more > several else [])

    def as_units(self, made: Sequence[Side]) -> Units:
        """Return the units of a text.

        :param made: the text as given, by sentences and by clauses, as far as they differ.
        """
        sentences = made[1] if self.sentences else made[0]
        numbered = enumerate(clauses for one in self.every for clauses in one)
        if not self.units:
            places = tuple(part for one in self.sentences for part in one)
            return Units(sentences, places, sentences, tuple(range(len(places))))
        return Units(
            made[-1],
            tuple(part for one in self.units for part in one),
            sentences,
            tuple(number for number, clauses in numbered for _ in clauses),
        )


def _surfaces(text: Sequence[str], parts: Sequence[Sequence[Part]]) -> list[str]:
    return [text[i][part.start : part.end] for i, own in enumerate(parts) for part in own]


def _translations(
    translated: Sequence[str] | None, parts: Sequence[Sequence[Part]]
) -> list[str] | None:
    """Return the translations of the parts of each sentence: none where the translation has another
    number of sentences or of clauses.
    """
    if translated is None:
        return None
    theirs, found = _Cut.of(translated), []
    for i, own in enumerate(parts):
        if len(own) == 1:
            found.append(translated[i])
        else:
            same = (way[i] for way in (theirs.sentences, theirs.units) if way)
            fits = next((one for one in same if len(one) == len(own)), None)
            found += (
                [translated[i][part.start : part.end] for part in fits] if fits else [""] * len(own)
            )
    return found


def _sides(
    texts: Sequence[Sequence[str]],
    encoder: Encoder,
    translated: list[Sequence[str] | None],
    counted: int,
) -> list[Side]:
    """Return the sides of texts without units.

    :param counted: the first so many texts say how frequent n-grams of translations are.
    """
    written = _Written.of(texts)
    vectors, flat = encoder.encode(written.encoded), sum(map(len, written.spans))
    plain, without = _layers(vectors, written.spans), _layers(vectors[flat:], written.spans)
    reduced = lexical_coverage.reduced(vectors[2 * flat :])
    known = dict(zip(written.distinct, reduced, strict=True))
    lexical = _lexical(translated, counted)
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
    """Return what `sides` encodes: spans, spans with masked digits, distinct words, of sentences
    and of clauses.
    """
    finer = [
        _surfaces(text, parts)
        for text in texts
        for one in (_Cut.of(text),)
        for parts in (one.sentences, one.units)
        if parts
    ]
    return _Written.of([*texts, *finer]).encoded


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


def _lexical(translated: list[Sequence[str] | None], counted: int) -> list[list[Matrix]]:
    """Return TF-IDF of character 3- to 5-grams of the translations, over all texts of the story.

    :param counted: the first so many texts are those of the story, the others are parts of them.
    """
    known = [text for text in translated[:counted] if text]
    if len(known) < 2:
        return [[] for _ in translated]
    from sklearn.feature_extraction.text import TfidfVectorizer  # only where there are translations

    sentences = [sentence for text in known for sentence in text]
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
