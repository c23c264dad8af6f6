"""Beads of all pairs of a story into links: sentences of N articles that say the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from aligners.beads import Bead

Node = tuple[str, int]
"""A sentence: (revision, index)."""

SHARED = 3
"""A link of at least this many articles is `shared`."""


@dataclass(frozen=True)
class Link:
    """Sentences by revision; `score` is the mean of the beads that made it, None for a sentence that stands alone."""

    members: dict[str, tuple[int, ...]]
    score: float | None

    @property
    def kind(self) -> str:
        """`shared`, `pair` or `only`."""
        return "only" if len(self.members) == 1 else "shared" if len(self.members) >= SHARED else "pair"


def link(beads: Iterable[tuple[str, str, Bead]], sentences: dict[str, list[int]]) -> list[Link]:
    """Join beads (left revision, right revision, bead) into links; every sentence ends in exactly one.

    Beads are taken best first. One that would put two sentences of a revision together which no bead joins is a
    contradiction and is left out: the weakest edge loses.

    :param sentences: the sentence indices of each revision.
    """
    component: dict[Node, int] = {}
    members: dict[int, set[Node]] = {}
    for revision, indices in sentences.items():
        for index in indices:
            component[revision, index] = len(members)
            members[len(members)] = {(revision, index)}
    scores: dict[int, list[float]] = {number: [] for number in members}
    ordered = sorted(beads, key=lambda b: (-b[2].score, b[0], b[1], b[2].left, b[2].right))
    together = _joined_sentences(ordered)
    for left, right, bead in ordered:
        if not bead.left or not bead.right:
            continue
        nodes = [(left, i) for i in bead.left] + [(right, j) for j in bead.right]
        numbers = sorted({component[node] for node in nodes})
        if _contradictory([members[number] for number in numbers], together):
            continue
        target = numbers[0]
        for number in numbers[1:]:
            members[target] |= members[number]
            scores[target] += scores.pop(number)
            for node in members.pop(number):
                component[node] = target
        scores[target].append(bead.score)
    return [_made(nodes, scores[number]) for number, nodes in members.items()]


def _joined_sentences(beads: Iterable[tuple[str, str, Bead]]) -> set[frozenset[Node]]:
    """Return the pairs of sentences of one revision that some bead joins."""
    return {
        frozenset(((revision, a), (revision, b)))
        for left, right, bead in beads
        for revision, side in ((left, bead.left), (right, bead.right))
        for a, b in combinations(side, 2)
        if bead.left and bead.right
    }


def _contradictory(parts: list[set[Node]], together: set[frozenset[Node]]) -> bool:
    """Tell whether joining the parts puts two sentences of a revision together that no bead joins."""
    return any(
        a[0] == b[0] and frozenset((a, b)) not in together
        for one, other in combinations(parts, 2) for a in one for b in other
    )


def _made(nodes: set[Node], scores: list[float]) -> Link:
    members: dict[str, tuple[int, ...]] = {}
    for revision, index in sorted(nodes):
        members[revision] = (*members.get(revision, ()), index)
    return Link(members, sum(scores) / len(scores) if scores else None)
