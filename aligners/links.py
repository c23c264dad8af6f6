"""Links: sentences of N articles of a story that say the same thing, from the beads of all pairs.

Links are the components of the graph of beads. Beads join them in order of probability, and one
that contradicts earlier ones is left out, so a contradictory component loses its weakest edge: a
bead contradicts when it puts two sentences of one article together that no bead joins, or sentences
of different articles that are too different. A missing third edge is accepted if the two sentences
are at least `LinkLimits.third_similarity` similar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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


@thresholds("align", chosen="by judgement")
@dataclass(frozen=True)
class LinkLimits:
    """When beads join sentences into a link, and what a link is called."""

    shared: Annotated[int, "a link of at least this many articles is `shared`"] = 3
    third_similarity: Annotated[
        float,
        "minimum similarity of two sentences joined only through a third",
        "by hand on triples of scenario C3 of the development documents of NTREX-128, which "
        "`bench align` scores",
    ] = 0.1


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
    sentences: dict[str, list[int]],
    similarity: Callable[[Node, Node], float] | None = None,
    third_similarity: float = LIMITS.third_similarity,
) -> list[Link]:
    """Join beads (left revision, right revision, bead) into links; each sentence is in exactly one.

    :param sentences: the sentence indices of each revision.
    :param similarity: of two sentences of different revisions; without it any third edge is
        accepted.
    :param third_similarity: minimum similarity of two articles' parts of one link, between their
        most similar sentences.
    """
    component: dict[Node, int] = {}
    members: dict[int, set[Node]] = {}
    for revision, indices in sentences.items():
        for index in indices:
            component[revision, index] = len(members)
            members[len(members)] = {(revision, index)}
    made: dict[int, list[Bead]] = {number: [] for number in members}
    ordered = sorted(beads, key=lambda b: (-b[2].p, b[0], b[1], b[2].left, b[2].right))
    joined = _joined_sentences(ordered)
    for left, right, bead in ordered:
        if not bead.left or not bead.right:
            continue
        nodes = [(left, i) for i in bead.left] + [(right, j) for j in bead.right]
        numbers = sorted({component[node] for node in nodes})
        parts = [members[number] for number in numbers]
        if _contradictory(parts, joined) or (
            similarity and _too_different(parts, {left, right}, similarity, third_similarity)
        ):
            continue
        target = numbers[0]
        for number in numbers[1:]:
            members[target] |= members[number]
            made[target] += made.pop(number)
            for node in members.pop(number):
                component[node] = target
        made[target].append(bead)
    return [_made(nodes, made[number]) for number, nodes in members.items()]


def _too_different(
    parts: list[set[Node]],
    direct: set[str],
    similarity: Callable[[Node, Node], float],
    minimum: float,
) -> bool:
    """Return whether joining the parts puts sentences of two articles together that are too
    different; a bead joins ``direct`` ones.
    """
    for one, other in combinations(parts, 2):
        for a, b in {(a, b) for a, _ in one for b, _ in other if a != b and {a, b} != direct}:
            here, there = (
                [node for node in part if node[0] == name] for part, name in ((one, a), (other, b))
            )
            if max(similarity(x, y) for x in here for y in there) < minimum:
                return True
    return False


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
    """Return whether joining the parts joins two sentences of a revision that no bead joins."""
    return any(
        a[0] == b[0] and frozenset((a, b)) not in together
        for one, other in combinations(parts, 2)
        for a in one
        for b in other
    )


def _made(nodes: set[Node], beads: list[Bead]) -> Link:
    members: dict[str, tuple[int, ...]] = {}
    for revision, index in sorted(nodes):
        members[revision] = (*members.get(revision, ()), index)
    if not beads:
        return Link(members, None, None)
    return Link(
        members, sum(bead.score for bead in beads) / len(beads), min(bead.p for bead in beads)
    )
