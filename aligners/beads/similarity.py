"""Similarity tables of two texts: cosines of all spans, shared numbers, matching words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads.arrays import Index, Matrix
from parallax.aligners.beads.compiled import compiled
from parallax.aligners.beads.digits import shared_digits
from parallax.aligners.beads.lexical_coverage import LEXICAL, Words, best_matches, word_similarity
from parallax.core.thresholds import thresholds

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2))
"""(left, right) numbers of neighbouring sentences whose joined texts are compared."""
SHAPE_SIZES = np.array(SHAPES, dtype=np.int64)
WIDEST = 3
"""Number of sentences of the longest joined text."""
_BACKGROUND = slice(1, 5)
"""The 2nd to 5th best; part of what the shipped scorer was trained on."""


@thresholds(
    "align",
    chosen="by hand on the development documents of NTREX-128, which `bench align` scores",
)
@dataclass(frozen=True)
class SimilarityWeights:
    """How cosines, shared numbers and translations make one similarity of two texts."""

    shared_digits: Annotated[
        float,
        "added to a cosine when both texts have the same numbers",
        "by hand on NTREX-128 with `bench vectors`, which scores the same lines",
    ] = 0.1
    translation: Annotated[float, "greatest weight of translations, where there are any"] = 0.35
    good_translation: Annotated[
        float, "translations of partners less similar than this weigh less"
    ] = 0.6
    likely_partner: Annotated[
        float, "mutual best sentences with this cosine give the scale of the translations"
    ] = 0.5
    usual_cosine: Annotated[float, "cosine of partners before any are seen"] = 0.65
    usual_translation: Annotated[float, "similarity of their translations before any are seen"] = (
        0.5
    )
    usual_partners: Annotated[int, "number of partners that these two values count as"] = 3
    min_contrast: Annotated[
        float, "minimum difference between partners and other sentences, against division by zero"
    ] = 0.1


WEIGHTS = SimilarityWeights()


@dataclass(frozen=True)
class Side:
    """One text to align.

    ``vectors[n - 1]`` holds the vectors of the joined texts of n following sentences, shape
    (sentences - n + 1, d), and ``masked`` those of the same texts without their digits; ``lexical``
    is like ``vectors`` but of character n-grams in the common language, or empty where there are no
    translations. ``digits`` are the numbers of each sentence (`parallax.aligners.beads.digits`),
    ``lengths`` its number of characters.
    """

    lengths: Matrix
    vectors: Sequence[Matrix]
    masked: Sequence[Matrix]
    digits: Sequence[frozenset[str]]
    words: Words
    lexical: Sequence[Matrix] = field(default=())

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.lengths)

    def part(self, start: int, stop: int) -> Side:
        """Return the sentences from ``start`` to ``stop`` as a text; words keep their weights."""
        stop = min(stop, len(self))
        layers = [
            [layer[start : max(stop - n, start)] for n, layer in enumerate(kind)]
            for kind in (self.vectors, self.masked, self.lexical)
        ]
        return Side(
            self.lengths[start:stop],
            layers[0],
            layers[1],
            self.digits[start:stop],
            self.words.part(start, stop),
            layers[2],
        )


class SimilarityTables:
    """Tables of two texts of at least one sentence each, transposed when the sides are swapped."""

    def __init__(self, left: Side, right: Side) -> None:
        """Compare two texts."""
        self.left, self.right = left, right
        self.shape = n, m = (len(left), len(right))
        plain, masked = _products(left.vectors, right.vectors), _products(left.masked, right.masked)
        table = np.maximum(plain, masked)
        if left.lexical and right.lexical:
            lexical = _products(left.lexical, right.lexical)
            weight, slope, offset = _scale(table[:n, :m], lexical[:n, :m])
            blended = np.asarray(
                (1 - weight) * table + weight * (offset + slope * lexical), dtype=np.float32
            )
            table = np.where(
                _has_translation(left.lexical)[:, None] & _has_translation(right.lexical)[None],
                blended,
                table,
            )
        self.cosine = tuple(
            np.ascontiguousarray(table[_layer(n, a), _layer(m, b)]) for a, b in SHAPES
        )
        """A table for each of `SHAPES`, indexed by the first sentences; empty for shorter texts."""
        self.pairs = np.asarray(
            self.cosine[0] + WEIGHTS.shared_digits * shared_digits(left.digits, right.digits),
            dtype=np.float32,
        )
        """Similarity of sentence pairs by vectors and digits."""
        self._sentences = plain[:n, :m], masked[:n, :m]

    @cached_property
    def said(self) -> tuple[Matrix, Matrix]:
        """How well each sentence of a text says each distinct word of the other, 0 to 1.

        Of shape (sentences right, distinct words left) and (sentences left, distinct words right).
        """
        left, right = self.left.words, self.right.words
        table = word_similarity(left, right)
        return (
            best_matches(np.ascontiguousarray(table.T), right.tokens, right.ends, LEXICAL.chance),
            best_matches(table, left.tokens, left.ends, LEXICAL.chance),
        )

    @cached_property
    def blended(self) -> Matrix:
        """Similarity of sentence pairs by vectors, digits and words."""
        left, right = self.left.words, self.right.words
        there = covered(self.said[0], left.tokens, left.ends, left.weights)
        back = covered(self.said[1], right.tokens, right.ends, right.weights).T
        mass = np.maximum(left.masses[:, None] + right.masses[None, :], 1e-6)
        return np.ascontiguousarray(self.pairs + (there + back) / mass, dtype=np.float32)

    @cached_property
    def background(self) -> tuple[Matrix, Matrix]:
        """Mean of the 2nd to 5th best of each row and of each column; 0 without any."""
        return _second_to_fifth(self.pairs), _second_to_fifth(self.pairs.T)

    @cached_property
    def grams(self) -> tuple[tuple[Matrix, Matrix, Matrix], ...]:
        """Products of sentence vectors times the root of their lengths: left with left, left with
        right, right with right.

        Once for the plain and once for the masked texts. The sums over a bead's sentences give the
        cosine of their length-weighted sums, which replaces that of the joined text where the
        sentences are not neighbours.
        """
        roots = [np.sqrt(side.lengths)[:, None] for side in (self.left, self.right)]
        layers = (
            (self.left.vectors[0], self.right.vectors[0]),
            (self.left.masked[0], self.right.masked[0]),
        )
        return tuple(
            (
                (left @ left.T) * (roots[0] * roots[0].T),
                cross * (roots[0] * roots[1].T),
                (right @ right.T) * (roots[1] * roots[1].T),
            )
            for (left, right), cross in zip(layers, self._sentences, strict=True)
        )


def _products(left: Sequence[Matrix], right: Sequence[Matrix]) -> Matrix:
    """Return the products of all layers: one large product takes half the time of many small."""
    return np.asarray(np.concatenate(left) @ np.concatenate(right).T)


def _has_translation(lexical: Sequence[Matrix]) -> NDArray[np.bool_]:
    """Return which spans of a text have a translation with letters in it."""
    return np.concatenate([layer.any(axis=1) for layer in lexical])


def _layer(sentences: int, n: int) -> slice:
    """Return where the layer of ``n`` joined sentences is among all layers."""
    start = sum(max(sentences - k, 0) for k in range(n - 1))
    return slice(start, start + max(sentences - n + 1, 0))


def _scale(cosine: Matrix, lexical: Matrix) -> tuple[float, float, float]:
    """Return the weight of translations, and slope and offset that bring them to cosines' scale.

    The worse translations are, the less similar are those of partners; so all three are estimated
    from the two texts at hand.
    """
    best = cosine.argmax(axis=1)
    rows = np.arange(len(cosine))
    partners = rows[
        (cosine.argmax(axis=0)[best] == rows) & (cosine[rows, best] >= WEIGHTS.likely_partner)
    ]
    prior = WEIGHTS.usual_partners
    near, similar = (
        (float(table[partners, best[partners]].sum()) + usual * prior) / (len(partners) + prior)
        for table, usual in ((cosine, WEIGHTS.usual_cosine), (lexical, WEIGHTS.usual_translation))
    )
    far, different = float(np.median(cosine)), float(np.median(lexical))
    slope = (near - far) / max(similar - different, WEIGHTS.min_contrast)
    weight = WEIGHTS.translation * min(similar / WEIGHTS.good_translation, 1.0)
    return weight, slope, far - slope * different


def _second_to_fifth(table: Matrix) -> Matrix:
    best = -np.sort(-table, axis=1)[:, _BACKGROUND]
    return np.asarray(
        best.mean(axis=1) if best.shape[1] else np.zeros(len(table)), dtype=np.float32
    )


@compiled
def covered(said: Matrix, tokens: Index, ends: Index, weights: Matrix) -> Matrix:
    """Return the weight of each sentence's words that each sentence of the other text has.

    Shape (here, there).
    """
    total = np.zeros((len(ends), len(said)), dtype=np.float32)
    for there in range(len(said)):
        at = 0
        for here in range(len(ends)):
            while at < ends[here]:
                total[here, there] += weights[tokens[at]] * said[there, tokens[at]]
                at += 1
    return total


@compiled
def of_sums(grams: tuple[Matrix, Matrix, Matrix], left: Index, right: Index) -> float:
    """Return the cosine of two sums of weighted vectors, see `SimilarityTables.grams`."""
    own, cross, other = grams
    here = there = both = 0.0
    for i in left:
        for x in left:
            here += own[i, x]
        for j in right:
            both += cross[i, j]
    for j in right:
        for y in right:
            there += other[j, y]
    return both / math.sqrt(max(here * there, 1e-9))


@compiled
def shape_number(shapes: Index, a: int, b: int) -> int:
    """Return the number of a shape, or -1 for one that is not in ``shapes``."""
    for s in range(len(shapes)):
        if shapes[s, 0] == a and shapes[s, 1] == b:
            return s
    return -1


@compiled
def shape_of(shapes: Index, left: Index, right: Index, a: int, b: int) -> int:
    """Return the number of the shape of neighbours, or -1 for sentences that are not."""
    if left[a - 1] - left[0] == a - 1 and right[b - 1] - right[0] == b - 1:
        return shape_number(shapes, a, b)
    return -1
