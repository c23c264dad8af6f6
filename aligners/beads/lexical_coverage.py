"""Lexical coverage: how much of one sentence another one says, word by word.

Sentence vectors show whether two sentences are about the same thing, but hardly whether one says
half of what the other says. Word vectors of the same encoder make a small dictionary of the story
("лікарні" is near "hospital"), names are matched by their sound in Latin letters, and the coverage
of a sentence is the share of its words that have a match in the other. This is the idea of SimAlign
(Jalili Sabet et al. 2020), with static word vectors.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from parallax.aligners.beads.arrays import Index, Matrix
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.letter_ngrams import hashed
from parallax.core.thresholds import thresholds
from parallax.languages.transliterate import sound


@thresholds(
    "align",
    chosen="by hand on the development documents of NTREX-128, which `bench align` scores",
)
@dataclass(frozen=True)
class LexicalLimits:
    """How words are compared."""

    name_dimensions: Annotated[
        int, "hash buckets of a name's letter pairs and triples", "by judgement"
    ] = 256
    dimensions: Annotated[
        int, "dimensions of word vectors; the time to compare two texts is proportional to it"
    ] = 64
    names_kept: Annotated[
        int, "names kept in memory (1 kB each) before all are dropped", "by judgement"
    ] = 20_000
    chance: Annotated[float, "a cosine of two words up to this counts as 0"] = 0.35


LEXICAL = LexicalLimits()
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_known_sounds: dict[str, Matrix] = {}
"""Names come again: an article is compared with several others."""


@dataclass(frozen=True)
class Words:
    """The words of a text.

    ``tokens`` holds the row numbers of all words one after another, ``ends`` where each sentence
    ends; ``vectors`` is of shape (distinct words, d), ``names`` of shape (words with a capital
    letter, 256) and ``named`` holds the rows of these; ``weights`` are those of the distinct words
    in this text, log(1 + sentences / sentences with the word), and ``masses`` their sums over each
    sentence.
    """

    tokens: NDArray[np.int64]
    ends: NDArray[np.int64]
    vectors: Matrix
    names: Matrix
    named: NDArray[np.int64]
    weights: Matrix
    masses: Matrix

    def part(self, start: int, stop: int) -> Words:
        """Return the words of sentences ``start`` to ``stop``, with their weights in the text."""
        before = int(self.ends[start - 1]) if start else 0
        end = int(self.ends[stop - 1])
        kept, numbers = _renumbered(self.tokens[before:end], len(self.weights))
        has_name = numbers[self.named] >= 0
        return Words(
            numbers[self.tokens[before:end]],
            self.ends[start:stop] - before,
            self.vectors[kept],
            self.names[has_name],
            numbers[self.named[has_name]],
            self.weights[kept],
            self.masses[start:stop],
        )


def tokens(sentence: str) -> list[str]:
    """Return the words of a sentence, without numbers."""
    return _WORD.findall(sentence)


def words(text: Sequence[Sequence[str]], vectors: Mapping[str, Matrix]) -> Words:
    """Return the words of a text of tokenised sentences.

    :param vectors: the vector of every word as written.
    """
    distinct = list(dict.fromkeys(word for sentence in text for word in sentence))
    row = {word: i for i, word in enumerate(distinct)}
    frequency = Counter(word for sentence in text for word in {w.lower() for w in sentence})
    named = [i for i, word in enumerate(distinct) if word[0].isupper()]
    weights = np.array(
        [math.log1p(len(text) / frequency[word.lower()]) for word in distinct], dtype=np.float32
    )
    numbers = [np.array([row[word] for word in sentence], dtype=np.int64) for sentence in text]
    return Words(
        tokens=np.concatenate([np.zeros(0, dtype=np.int64), *numbers]),
        ends=np.cumsum([len(sentence) for sentence in text], dtype=np.int64),
        vectors=np.stack([vectors[word] for word in distinct])
        if distinct
        else np.zeros((0, 1), dtype=np.float32),
        names=_sounds([distinct[i] for i in named]),
        named=np.array(named, dtype=np.int64),
        weights=weights,
        masses=np.array([weights[one].sum() for one in numbers], dtype=np.float32),
    )


def reduced(vectors: Matrix) -> Matrix:
    """Return unit vectors of fewer dimensions with most of the variance (uncentred PCA)."""
    if min(vectors.shape, default=0) <= LEXICAL.dimensions:
        return vectors
    words, dimensions = vectors.shape
    small = (
        vectors @ vectors.T if words < dimensions else vectors.T @ vectors
    )  # both have the same eigenvalues, zeros apart
    last = [len(small) - LEXICAL.dimensions, len(small) - 1]
    values, axes = eigh(small.astype(np.float64), subset_by_index=last)
    made = axes * np.sqrt(np.maximum(values, 0)) if words < dimensions else vectors @ axes
    return np.asarray(
        made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9), dtype=np.float32
    )


def _sounds(names: list[str]) -> Matrix:
    if not names:
        return np.zeros((0, LEXICAL.name_dimensions), dtype=np.float32)
    known = {name: row for name in names if (row := _known_sounds.get(name)) is not None}
    new = [name for name in names if name not in known]
    if new:
        rows = hashed([sound(name) for name in new], LEXICAL.name_dimensions)
        made = dict(zip(new, rows, strict=True))
        if len(_known_sounds) > LEXICAL.names_kept:
            _known_sounds.clear()
        _known_sounds.update(made)
        known |= made
    return np.stack([known[name] for name in names])


@compiled
def _renumbered(tokens: Index, words: int) -> tuple[Index, Index]:
    """Return the distinct words of some tokens, in rising order, and the number of each word of the
    whole text among them, -1 for the others.

    :param words: the number of distinct words of the whole text.
    """
    numbers = np.full(words, -1, dtype=np.int64)
    for token in tokens:
        numbers[token] = 0
    kept, count = np.empty(len(tokens), dtype=np.int64), 0
    for word in range(words):
        if numbers[word] == 0:
            numbers[word], kept[count] = count, word
            count += 1
    return kept[:count].copy(), numbers


def word_similarity(left: Words, right: Words) -> Matrix:
    """Return the cosines of words, by meaning or for names by sound; shape (words left, right)."""
    if not len(left.vectors) or not len(right.vectors):
        return np.zeros((len(left.vectors), len(right.vectors)), dtype=np.float32)
    table = left.vectors @ right.vectors.T
    _take_better(table, left.named, right.named, left.names @ right.names.T)
    return np.asarray(table)


@compiled
def _take_better(table: Matrix, rows: Index, columns: Index, better: Matrix) -> None:
    for x in range(len(rows)):
        for y in range(len(columns)):
            table[rows[x], columns[y]] = max(table[rows[x], columns[y]], better[x, y])


@compiled
def best_matches(similarity: Matrix, tokens: Index, ends: Index, chance: float) -> Matrix:
    """Return how well each sentence of a text says each word of the other, 0 to 1.

    Shape (sentences, words of the other).

    :param similarity: cosines of the text's words (rows) with those of the other.
    :param chance: cosines up to this count as 0.
    """
    floor, scale = np.float32(chance), np.float32(1 / (1 - chance))
    best = np.zeros((len(ends), similarity.shape[1]), dtype=np.float32)
    at = 0
    for sentence in range(len(ends)):
        while at < ends[sentence]:
            token = tokens[at]
            for word in range(similarity.shape[1]):
                best[sentence, word] = max(best[sentence, word], similarity[token, word])
            at += 1
        for word in range(similarity.shape[1]):
            share = (best[sentence, word] - floor) * scale
            best[sentence, word] = min(max(share, np.float32(0)), np.float32(1))
    return best


@compiled
def covered(
    here: Index, there: Index, said: Matrix, tokens: Index, ends: Index, weights: Matrix
) -> tuple[float, float, float, float, float]:
    """Return how well the sentences ``there`` cover the words ``here``.

    In this order: the weight of covered words and of all; the share the best neighbour would add;
    the share lost without the least needed sentence; the share of the least covered sentence.
    """
    said_all = mass = before = after = 0.0
    least = 1.0
    lost = np.zeros(len(there))
    previous, following = there[0] - 1, there[-1] + 1
    for i in here:
        own_said = own_mass = 0.0
        for at in range(ends[i - 1] if i else 0, ends[i]):
            word = tokens[at]
            weight, best, second, holder = weights[word], 0.0, 0.0, 0
            for place in range(len(there)):
                value = said[there[place], word]
                if value > best:
                    best, second, holder = value, best, place
                elif value > second:
                    second = value
            own_said += weight * best
            own_mass += weight
            lost[holder] += weight * (best - second)
            if previous >= 0:
                before += weight * max(said[previous, word] - best, 0.0)
            if following < len(said):
                after += weight * max(said[following, word] - best, 0.0)
        said_all, mass, least = (
            said_all + own_said,
            mass + own_mass,
            min(least, own_said / max(own_mass, 1e-6)),
        )
    mass = max(mass, 1e-6)
    return (
        said_all,
        mass,
        max(before, after) / mass,
        lost.min() / mass if len(there) > 1 else 1.0,
        least,
    )
