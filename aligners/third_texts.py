"""A third text as evidence: beads of a story that agree with each other are likelier.

If a sentence of A and one of B are both like the same sentence of C, they probably say the same; if
each is like another sentence of C, they probably do not. All other texts of a story move the odds
of a pair's candidates so before any is chosen. This is the consistency transformation of multiple
sequence alignment (Notredame et al. 2000, T-Coffee; Do et al. 2005, ProbCons), with the best path
through a third text in place of the sum over all, because texts have no common order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from parallax.aligners.beads.arrays import Index, Matrix, Spans
from parallax.core.thresholds import thresholds

Pair = tuple[int, int]
"""Two texts by their numbers, the smaller first."""


@thresholds(
    "align",
    chosen="by hand on fifteen stories that readers labelled, and on the sample world, which "
    "`bench sample` scores",
)
@dataclass(frozen=True)
class ThirdTexts:
    """How much what other texts say moves the odds of two sentences."""

    support: Annotated[float, "log odds that a certain path through another text adds"] = 1.0
    contradiction: Annotated[
        float, "log odds that certain partners apart in another text take away"
    ] = 1.0


WEIGHTS = ThirdTexts()


class ThirdTextEvidence:
    """What all pairs of a story's texts say of each pair's candidates."""

    def __init__(self, likeliest: Mapping[Pair, Matrix]) -> None:
        """Take, for each pair of texts, the highest probability of a candidate that joins two
        sentences, shape (left, right); pairs that were not compared are left out.
        """
        sizes: dict[int, int] = {}
        for (a, b), table in likeliest.items():
            sizes[a], sizes[b] = table.shape
        texts = sorted(text for text, size in sizes.items() if size)
        self._place = {text: k for k, text in enumerate(texts)}
        # The sentences of all texts in one row; a text begins at its start.
        self._starts = np.cumsum([0, *(sizes[text] for text in texts)])
        width = int(self._starts[-1])
        self._tables = {text: np.zeros((sizes[text], width), dtype=np.float32) for text in texts}
        for (a, b), table in likeliest.items():
            if table.size:
                self._columns(a, b)[:] = table
                self._columns(b, a)[:] = table.T

    def _columns(self, text: int, of: int) -> Matrix:
        start, end = self._starts[self._place[of] : self._place[of] + 2]
        return self._tables[text][:, start:end]

    def shift(self, pair: Pair, beads: Sequence[Spans]) -> Matrix:
        """Return what third texts add to the log odds of candidates of two texts, shape (beads,).

        Each third text supports a candidate by the weaker half of the best path between its
        sentences, and contradicts it by how much better the best two halves are that do not meet.
        Several texts count like independent witnesses: by the chance that one of them is right.
        """
        others = [k for text, k in self._place.items() if text not in pair]
        if not beads or not others or not all(text in self._place for text in pair):
            return np.zeros(len(beads), dtype=np.float32)
        cells = [(i, j, k) for k, (one, two) in enumerate(beads) for i in one for j in two]
        left, right, number = np.array(cells).T
        here, there = self._tables[pair[0]][left], self._tables[pair[1]][right]
        support = self._best(np.minimum(here, there))[:, others]
        halves = np.minimum(self._best(here), self._best(there))[:, others]
        moved = WEIGHTS.support * _any(_means(support, number))
        moved -= WEIGHTS.contradiction * _any(_means(halves - support, number))
        return np.asarray(moved, dtype=np.float32)

    def _best(self, of: Matrix) -> Matrix:
        """Return the highest value in each text, shape (rows, texts)."""
        return np.asarray(np.maximum.reduceat(of, self._starts[:-1], axis=1))


def _means(of: Matrix, number: Index) -> Matrix:
    """Return the mean of the rows of each number."""
    sums = np.zeros((number[-1] + 1, of.shape[1]))
    np.add.at(sums, number, of)
    return np.asarray(sums / np.bincount(number)[:, None])


def _any(chances: Matrix) -> Matrix:
    """Return the chance that one of each row's independent chances comes true."""
    return np.asarray(1 - np.prod(1 - chances, axis=1))
