"""Names as vectors of their letter n-grams, hashed into a fixed number of buckets.

The hashing trick with signs of Weinberger et al., "Feature Hashing for Large Scale Multitask
Learning", ICML 2009: n-grams that share a bucket cancel one another out on average. The numbers are
those of scikit-learn's `HashingVectorizer(analyzer="char_wb")`, whose import alone takes half a
second and 70 MB.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import mmh3
import numpy as np

from parallax.aligners.beads.arrays import Matrix

SIZES = (2, 3)
"""Letters of an n-gram: pairs and triples, those over the edge of a word included."""


def ngrams(text: str) -> Iterator[str]:
    """Yield the n-grams of each word, with a blank on both sides of it.

    >>> list(ngrams("ab"))
    [' a', 'ab', 'b ', ' ab', 'ab ']
    """
    for word in text.split():
        padded = f" {word} "
        for size in SIZES:
            yield from (padded[i : i + size] for i in range(len(padded) - size + 1))


def hashed(texts: Sequence[str], buckets: int) -> Matrix:
    """Return unit vectors of the n-grams of texts, shape (texts, buckets).

    A text without letters has zeros.
    """
    made = np.zeros((len(texts), buckets), dtype=np.float32)
    for row, text in enumerate(texts):
        for ngram in ngrams(text):
            number = mmh3.hash(ngram.encode("utf-8", "surrogatepass"), signed=True)
            made[row, abs(number) % buckets] += 1 if number >= 0 else -1
    norms = np.sqrt((made.astype(np.float64) ** 2).sum(axis=1, keepdims=True))
    np.divide(made, norms, out=made, where=norms > 0, casting="same_kind")
    return made
