"""Numbers written in digits: a changed one is a finding and must not break an alignment.

Similarity is the larger of two cosines, of the plain texts and of the texts with every digit as 0,
plus a bonus for numbers both have. Different numbers subtract nothing. Masking alone loses up to
two points of retrieval on lines with digits; this form keeps them (``parallax bench vectors``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:[.,:\u00a0\u202f ]\d+)*")
_NOT_DIGITS = re.compile(r"\D")


def masked(text: str) -> str:
    """Return the text with every digit as 0."""
    return _DIGIT.sub("0", text)


def digits(text: str) -> frozenset[str]:
    """Return the digits of each number in a text, without grouping: "1 700" equals "1,700"."""
    return frozenset(_NOT_DIGITS.sub("", found) for found in _NUMBER.findall(text))


def shared_digits(
    left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]
) -> NDArray[np.float32]:
    """Return the share of numbers each pair has in common, 0 to 1, shape (left, right).

    0 where a side has no number.
    """
    table = np.zeros((len(left), len(right)), dtype=np.float32)
    holders: dict[str, list[int]] = {}
    for j, there in enumerate(right):
        for number in there:
            holders.setdefault(number, []).append(j)
    for i, here in enumerate(left):
        for number in here:
            for j in holders.get(number, ()):
                table[i, j] += 1 / max(len(here), len(right[j]))
    return table
