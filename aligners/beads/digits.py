"""Numbers in sentence vectors: a changed number is a finding and must not break an alignment, an
equal one is evidence.

Similarity is the larger of two cosines, of the texts as they are and of the texts with every digit
as 0, plus a bonus for figures both share. It only ever rewards: unequal figures subtract nothing.
Masking alone loses up to two points of retrieval on lines with digits; this form keeps them.
``parallax bench vectors`` prints the comparison.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BONUS = 0.1
"""What two texts gain when all figures of the one that has more stand in the other as well."""

_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"\d+(?:[.,:\u00a0\u202f ]\d+)*")
_NOT_DIGITS = re.compile(r"\D")


def masked(text: str) -> str:
    """Return the text with every digit as 0."""
    return _DIGIT.sub("0", text)


def figures(text: str) -> frozenset[str]:
    """Return the figures of a text by their digits alone, however they are grouped ("1 700" and
    "1,700" are one).
    """
    return frozenset(_NOT_DIGITS.sub("", found) for found in _FIGURE.findall(text))


def shared(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> NDArray[np.float32]:
    """Return the share of figures each pair has in common, 0 to 1, shape (left, right); 0 where a
    side has none.
    """
    table = np.zeros((len(left), len(right)), dtype=np.float32)
    holders: dict[str, list[int]] = {}
    for j, there in enumerate(right):
        for figure in there:
            holders.setdefault(figure, []).append(j)
    for i, here in enumerate(left):
        for figure in here:
            for j in holders.get(figure, ()):
                table[i, j] += 1 / max(len(here), len(right[j]))
    return table


def combined(
    plain: NDArray[np.float32],
    without: NDArray[np.float32],
    left: Sequence[frozenset[str]],
    right: Sequence[frozenset[str]],
) -> NDArray[np.float32]:
    """Return the similarity of each pair from its cosines with and without digits, and the figures
    of both sides.
    """
    return np.asarray(np.maximum(plain, without) + BONUS * shared(left, right), dtype=np.float32)
