"""Links: sentences of N articles of a story that say the same thing, from the beads of all pairs.

Beads join sentences in order of probability. Those that meet in a sentence become one link if every
sentence in it fits its centre: what it has in common with the parts of all other articles, not only
with the one through which it came (average linkage, as in `parallax.aligners.stories.clusters`).
Two sentences of an article stand in one link only if some bead joins them. A bead that fits no
link becomes one of its own, unless links hold it piece by piece, so none is lost; and a sentence
may stand in several links: it says several things, and readers who label statements put half of the
sentences into more than one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Annotated

from parallax.aligners.beads.bead import Bead
from parallax.core.ids import digest
from parallax.core.thresholds import thresholds

if TYPE_CHECKING:
    from parallax.lake.rows import LinkRow, MemberRow


Node = tuple[str, int]
"""A sentence: (revision, index)."""


Evidence = Callable[[Node, Node], float]
"""The highest probability of a bead or a candidate that joins two sentences of two revisions."""


@thresholds("align", chosen="by judgement")
@dataclass(frozen=True)
class LinkLimits:
    """When beads join sentences into a link, and what a link is called."""

    shared: Annotated[int, "a link of at least this many articles is `shared`"] = 3
    fit: Annotated[
        float,
        "minimum probability, on average over the other articles of a link, that a sentence says "
        "the same",
        "by hand on fifteen stories that readers labelled, and on triples of scenario C3 of the "
        "development documents of NTREX-128, which `bench align` scores; with both the sample "
        "world, which `bench sample` scores, has no false finding",
    ] = 0.5
    least: Annotated[float, "minimum probability for each of them", "as `fit`"] = 0.02


LIMITS = LinkLimits()


@dataclass(frozen=True)
class Link:
    """Sentences by revision, with the mean score of their beads and the lowest probability.

    Score and probability are None for a sentence alone.
    """

    members: dict[str, tuple[int, ...]]
    score: float | None
    p: float | None

    @property
    def kind(self) -> str:
        """`shared`, `pair` or `only`."""
        return (
            "only"
            if len(self.members) == 1
            else "shared"
            if len(self.members) >= LIMITS.shared
            else "pair"
        )

    def to_row(self, editions: Mapping[str, str], story: str, made_of: str, day: str) -> LinkRow:
        """Return the link as a row of `links`; its score is rounded to four digits.

        :param editions: edition of each revision. :param made_of: hash of what the story was
            aligned from.
        """
        members: list[MemberRow] = [
            {"revision_id": revision, "edition": editions[revision], "sentences": list(indices)}
            for revision, indices in sorted(self.members.items())
        ]
        return {
            "link_id": digest("link", [(m["revision_id"], m["sentences"]) for m in members]),
            "story_id": story,
            "kind": self.kind,
            "score": None if self.score is None else round(self.score, 4),
            "p": self.p,
            "members": members,
            "made_of": made_of,
            "day": day,
        }

    @classmethod
    def from_row(cls, row: LinkRow) -> Link:
        """Return the link of a row."""
        members = {m["revision_id"]: tuple(m["sentences"]) for m in row["members"]}
        return cls(members, row["score"], row["p"])


def link(
    beads: Iterable[tuple[str, str, Bead]],
    sentences: Mapping[str, Sequence[int]],
    evidence: Evidence,
) -> list[Link]:
    """Join beads (left revision, right revision, bead) into links; each bead is inside at least one
    link, or in several that have all its sentences and join both its texts; each sentence in none
    of them is a link of its own. They come in the order of their first sentences.

    :param sentences: the sentence indices of each revision.
    :param evidence: also of sentences that no bead joins; see `of_beads`.
    """
    ordered = sorted(
        ((left, right, bead) for left, right, bead in beads if bead.left and bead.right),
        key=lambda b: (-b[2].p, b[0], b[1], b[2].left, b[2].right),
    )
    rows = _Rows(_joined_sentences(ordered), evidence)
    for left, right, bead in ordered:
        rows.add(_nodes(left, right, bead))
    everything = [(name, index) for name, indices in sentences.items() for index in indices]
    alone = [frozenset([node]) for node in everything if not rows.at.get(node)]
    place = {node: number for number, node in enumerate(everything)}
    nodes = sorted(
        [*rows.rows.values(), *alone], key=lambda row: sorted(place[node] for node in row)
    )
    at: dict[Node, list[tuple[frozenset[Node], Bead]]] = {}
    for left, right, bead in ordered:
        at.setdefault((left, bead.left[0]), []).append((_nodes(left, right, bead), bead))
    return [_made(row, at) for row in nodes]


class _Rows:
    """Links while they are made: their sentences by number, and the numbers of each sentence."""

    def __init__(self, together: set[frozenset[Node]], evidence: Evidence) -> None:
        self.rows: dict[int, frozenset[Node]] = {}
        self.at: dict[Node, set[int]] = {}
        self._together = together
        self._evidence = evidence
        self._made = 0

    def add(self, bead: frozenset[Node]) -> None:
        """Add a bead to all links that it touches, else to the one that it fits best, else to none
        of them.
        """
        touched = sorted({number for node in bead for number in self.at.get(node, ())})
        inside = [bead & self.rows[number] for number in touched]
        if bead in inside:
            return
        whole = bead.union(*(self.rows[number] for number in touched))
        if self._fit(whole) is not None:
            self._replace(touched, whole)
            return
        fits = [(self._fit(bead | self.rows[number]), number) for number in touched]
        best = max(((fit, -number) for fit, number in fits if fit is not None), default=None)
        if best is not None:
            self._replace([-best[1]], bead | self.rows[-best[1]])
        elif bead != frozenset().union(*(part for part in inside if _of_texts(part) > 1)):
            self._replace([], bead)

    def _replace(self, old: Iterable[int], row: frozenset[Node]) -> None:
        for number in old:
            for node in self.rows.pop(number):
                self.at[node].discard(number)
        self.rows[self._made] = row
        for node in row:
            self.at.setdefault(node, set()).add(self._made)
        self._made += 1

    def _fit(self, row: frozenset[Node]) -> float | None:
        """Return how well the sentence that fits worst fits the centre, None if it does not."""
        parts: dict[str, list[Node]] = {}
        for node in sorted(row):
            parts.setdefault(node[0], []).append(node)
        if any(
            frozenset(two) not in self._together
            for part in parts.values()
            for two in combinations(part, 2)
        ):
            return None
        worst = 1.0
        for revision, part in parts.items():
            others = [other for name, other in parts.items() if name != revision]
            for node in part:
                near = [max(self._evidence(node, there) for there in other) for other in others]
                worst = min(worst, sum(near) / len(near))
                if min(near) < LIMITS.least or worst < LIMITS.fit:
                    return None
        return worst


def _of_texts(nodes: Iterable[Node]) -> int:
    """Return of how many texts sentences are."""
    return len({revision for revision, _ in nodes})


def _nodes(left: str, right: str, bead: Bead) -> frozenset[Node]:
    return frozenset([*((left, i) for i in bead.left), *((right, j) for j in bead.right)])


def of_beads(beads: Iterable[tuple[str, str, Bead]]) -> Evidence:
    """Return what beads alone say of two sentences."""
    known: dict[frozenset[Node], float] = {}
    for left, right, bead in beads:
        for i in bead.left:
            for j in bead.right:
                key = frozenset(((left, i), (right, j)))
                known[key] = max(bead.p, known.get(key, 0.0))
    return lambda one, other: known.get(frozenset((one, other)), 0.0)


def _joined_sentences(beads: Iterable[tuple[str, str, Bead]]) -> set[frozenset[Node]]:
    """Return the pairs of sentences of one revision that some bead joins."""
    return {
        frozenset(((revision, a), (revision, b)))
        for left, right, bead in beads
        for revision, side in ((left, bead.left), (right, bead.right))
        for a, b in combinations(side, 2)
    }


def _made(
    nodes: frozenset[Node], beads: Mapping[Node, Iterable[tuple[frozenset[Node], Bead]]]
) -> Link:
    """Return sentences as a link.

    :param beads: those that begin at a sentence, each with all its sentences.
    """
    members: dict[str, tuple[int, ...]] = {}
    for revision, index in sorted(nodes):
        members[revision] = (*members.get(revision, ()), index)
    within = [bead for node in nodes for own, bead in beads.get(node, ()) if own <= nodes]
    if not within:
        return Link(members, None, None)
    score = math.fsum(bead.score for bead in within) / len(within)
    return Link(members, score, min(bead.p for bead in within))
