"""Similarity of the words around two quantities, by the vectors of an encoder.

A second opinion on which figures of two sides are about one thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from parallax.comparers.numbers.quantity import Quantity

if TYPE_CHECKING:
    from parallax.encoders.encoder import Encoder


class Surroundings:
    """Cosines of the contexts of quantities; the encoder encodes each text once."""

    def __init__(self, encoder: Encoder) -> None:
        """Take the encoder; it is used when the first two quantities are compared."""
        self._encoder = encoder

    def prepare(self, quantities: Iterable[Quantity]) -> None:
        """Encode the contexts of many quantities together: faster than two at a time."""
        self._encoder.encode(list(dict.fromkeys(q.around for q in quantities if q.around)))

    def __call__(self, a: Quantity, b: Quantity) -> float:
        """Return the cosine, 0 where it is negative or a quantity has no words around it."""
        if not a.around or not b.around:
            return 0.0
        left, right = self._encoder.encode([a.around, b.around])
        return max(0.0, float(left @ right))
