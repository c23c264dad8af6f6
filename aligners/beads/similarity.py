"""Similarity tables of two texts: cosines of all spans, shared numbers, matching words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import numpy as np
from numpy.typing import NDArray

from parallax.aligners.beads.arrays import Index, Matrix
from parallax.aligners.beads.compiled import compiled, turned
from parallax.aligners.beads.digits import shared_digits
from parallax.aligners.beads.lexical_coverage import LEXICAL, Words, best_matches, word_similarity
from parallax.core.thresholds import thresholds

if TYPE_CHECKING:
    from parallax.aligners.beads.units import Units

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2))
"""(left, right) numbers of neighbouring sentences whose joined texts are compared."""
SHAPE_SIZES = np.array(SHAPES, dtype=np.int64)
Grams = tuple[Matrix, Matrix, Matrix, Matrix, Matrix]
WIDEST = 3
"""Number of sentences of the longest joined text."""


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
    ``lengths`` its number of characters. A text without digits has the same vector in ``vectors``
    and in ``masked``. ``units`` are its clauses, if any sentence
    has several.
    """

    lengths: Matrix
    vectors: Sequence[Matrix]
    masked: Sequence[Matrix]
    digits: Sequence[frozenset[str]]
    words: Words
    lexical: Sequence[Matrix] = field(default=())
    units: Units | None = None

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.lengths)

    @cached_property
    def spans(self) -> Matrix:
        """All layers of ``vectors``, one below the other."""
        return np.concatenate(self.vectors)

    @cached_property
    def masked_spans(self) -> Matrix:
        """All layers of ``masked``, one below the other."""
        return np.concatenate(self.masked)

    @cached_property
    def with_digits(self) -> Index:
        """The rows of `spans` that have a digit; the others are the same in `masked_spans`."""
        if not any(self.digits):
            return np.zeros(0, dtype=np.int64)
        single = np.array([bool(numbers) for numbers in self.digits], dtype=bool)
        spans = [single]
        for n in range(1, len(self.vectors)):
            spans.append(spans[-1][:-1] | single[n:])
        return np.flatnonzero(np.concatenate(spans))

    @cached_property
    def own_products(self) -> tuple[Matrix, Matrix]:
        """The products of its sentences' vectors with each other, plain and masked."""
        plain = self.vectors[0] @ self.vectors[0].T
        return plain, self.masked[0] @ self.masked[0].T if any(self.digits) else plain

    @cached_property
    def roots(self) -> Matrix:
        """The root of the length of each sentence."""
        return np.sqrt(self.lengths)

    def part(self, start: int, stop: int) -> Side:
        """Return the sentences from ``start`` to ``stop`` as a text without units; words keep their
        weights.
        """
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
        plain, masked = _products(left, right)
        table = plain if masked is plain else np.maximum(plain, masked)
        if left.lexical and right.lexical:
            lexical = np.concatenate(left.lexical) @ np.concatenate(right.lexical).T
            weight, slope, offset = _scale(table[:n, :m], lexical[:n, :m])
            blended = np.asarray(
                (1 - weight) * table + weight * (offset + slope * lexical), dtype=np.float32
            )
            table = np.where(
                _has_translation(left.lexical)[:, None] & _has_translation(right.lexical)[None],
                blended,
                table,
            )
        self.spans = table
        """The cosines of all spans of both texts, see `span`."""
        self.pairs = table[:n, :m] + WEIGHTS.shared_digits * shared_digits(
            left.digits, right.digits
        )
        """Similarity of sentence pairs by vectors and digits."""
        self._sentences = plain[:n, :m].copy(), masked[:n, :m].copy()

    @cached_property
    def cosine(self) -> tuple[Matrix, ...]:
        """A table for each of `SHAPES`, indexed by the first sentences; empty for shorter texts."""
        n, m = self.shape
        return tuple(
            np.ascontiguousarray(self.spans[_layer(n, a), _layer(m, b)]) for a, b in SHAPES
        )

    @cached_property
    def said(self) -> tuple[Matrix, Matrix]:
        """How well each sentence of a text says each distinct word of the other, 0 to 1.

        Of shape (sentences right, distinct words left) and (sentences left, distinct words right).
        """
        left, right = self.left.words, self.right.words
        table = word_similarity(left, right)
        return (
            best_matches(turned(table), right.tokens, right.ends, LEXICAL.chance),
            best_matches(table, left.tokens, left.ends, LEXICAL.chance),
        )

    @cached_property
    def blended(self) -> Matrix:
        """Similarity of sentence pairs by vectors, digits and words."""
        left, right = self.left.words, self.right.words
        there = covered(self.said[0], left.tokens, left.ends, left.weights)
        back = covered(self.said[1], right.tokens, right.ends, right.weights)
        return np.asarray(_blended(self.pairs, there, back, left.masses, right.masses))

    @cached_property
    def grams(self) -> tuple[Grams, ...]:
        """What `of_sums` needs: products of sentence vectors, left with left, left with right and
        right with right, and the roots of the sentences' lengths.

        Once for the plain and once for the masked texts. The cosine of length-weighted sums over a
        bead's sentences replaces that of the joined text where the sentences are not neighbours.
        """
        left, right = self.left, self.right
        return tuple(
            (here, cross, there, left.roots, right.roots)
            for here, cross, there in zip(
                left.own_products, self._sentences, right.own_products, strict=True
            )
        )


def _products(left: Side, right: Side) -> tuple[Matrix, Matrix]:
    """Return the products of all layers, of the plain and of the masked texts.

    One large product takes half the time of many small, and only spans with digits have others when
    they are masked.
    """
    plain = left.spans @ right.spans.T
    rows, columns = left.with_digits, right.with_digits
    if not len(rows) and not len(columns):
        return plain, plain
    if 2 * (len(rows) + len(columns)) > sum(plain.shape):
        return plain, left.masked_spans @ right.masked_spans.T
    masked = plain.copy()
    masked[rows] = left.masked_spans[rows] @ right.masked_spans.T
    masked[:, columns] = left.masked_spans @ right.masked_spans[columns].T
    return plain, masked


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


@compiled
def _blended(
    pairs: Matrix, there: Matrix, back: Matrix, left_masses: Matrix, right_masses: Matrix
) -> Matrix:
    """Return the similarities with the share of the words that both sentences have added.

    :param there: the weight of the left sentences' words that the right ones have, shape (left,
        right). :param back: the other way, shape (right, left).
    """
    made = np.empty(pairs.shape, dtype=np.float32)
    least = np.float32(1e-6)
    for i in range(len(pairs)):
        for j in range(pairs.shape[1]):
            mass = max(left_masses[i] + right_masses[j], least)
            made[i, j] = pairs[i, j] + (there[i, j] + back[j, i]) / mass
    return made


@compiled
def span(sentences: int, first: int, size: int) -> int:
    """Return where ``size`` joined sentences from ``first`` are in a table of all spans of a text
    (`SimilarityTables.spans`): single sentences come first, then two joined ones, then three.
    """
    if size == 1:
        return first
    return first + sentences + (sentences - 1 if size > 2 else 0)


@compiled
def covered(said: Matrix, tokens: Index, ends: Index, weights: Matrix) -> Matrix:
    """Return the weight of each sentence's words that each sentence of the other text has.

    Shape (here, there).
    """
    total = np.zeros((len(ends), len(said)), dtype=np.float32)
    of_word = turned(said)
    at = 0
    for here in range(len(ends)):
        row = total[here]
        while at < ends[here]:
            weight, shares = weights[tokens[at]], of_word[tokens[at]]
            for there in range(len(row)):
                row[there] += weight * shares[there]
            at += 1
    return total


@compiled
def of_sums(grams: Grams, left: Index, right: Index) -> float:
    """Return the cosine of two sums of weighted vectors, see `SimilarityTables.grams`."""
    own, cross, other, left_roots, right_roots = grams
    here = there = both = 0.0
    for i in left:
        for x in left:
            here += left_roots[i] * left_roots[x] * own[i, x]
        for j in right:
            both += left_roots[i] * right_roots[j] * cross[i, j]
    for j in right:
        for y in right:
            there += right_roots[j] * right_roots[y] * other[j, y]
    return both / math.sqrt(max(here * there, 1e-9))


@compiled
def of_one_and_two(grams: Grams, i: int, j: int, y: int) -> float:
    """Return the same of the left sentence ``i`` and the right sentences ``j`` and ``y``.

    Without arrays of indices, which take longer to make than all the rest.
    """
    own, cross, other, left_roots, right_roots = grams
    one, two = right_roots[j], right_roots[y]
    here = left_roots[i] * left_roots[i] * own[i, i]
    there = one * one * other[j, j] + two * two * other[y, y] + 2 * one * two * other[j, y]
    both = left_roots[i] * (one * cross[i, j] + two * cross[i, y])
    return float(both / math.sqrt(max(here * there, 1e-9)))


@compiled
def of_two_and_one(grams: Grams, i: int, x: int, j: int) -> float:
    """Return the same of the left sentences ``i`` and ``x`` and the right sentence ``j``."""
    own, cross, other, left_roots, right_roots = grams
    one, two = left_roots[i], left_roots[x]
    here = one * one * own[i, i] + two * two * own[x, x] + 2 * one * two * own[i, x]
    there = right_roots[j] * right_roots[j] * other[j, j]
    both = right_roots[j] * (one * cross[i, j] + two * cross[x, j])
    return float(both / math.sqrt(max(here * there, 1e-9)))


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
