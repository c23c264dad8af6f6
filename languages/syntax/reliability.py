"""How often arcs of a kind are right: the confidence of a parser that does not say how sure it is.

Kinds go from coarse to fine: the relation; with both parts of speech; with the distance; with the
preposition or conjunction as well. The share of right arcs of a fine kind that was seldom seen is
drawn to that of the coarser one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from parallax.core.thresholds import thresholds

Kind = tuple[str, ...]


class Arc(NamedTuple):
    """What is known of an arc."""

    relation: str
    """Without a subtype."""
    upos: str
    head_upos: str
    """`ROOT` for the root."""
    distance: int
    """Number of the head less that of the word, 0 for the root."""
    marker: str
    """The first preposition or conjunction below the word, in small letters, or `-`."""

    def kinds(self) -> Iterator[Kind]:
        """Yield the kinds of the arc, coarse to fine; the first, (), is that of all arcs."""
        far = next(name for limit, name in _FAR if abs(self.distance) <= limit)
        near = self.relation, self.upos, self.head_upos
        side = f"{'<' if self.distance < 0 else '>'}{far}"
        yield from ((), (self.relation,), near, (*near, side), (*near, side, self.marker))


def arcs_of(tokens: Sequence[tuple[str, str, int, str]]) -> list[Arc]:
    """Return the arcs of a sentence.

    :param tokens: small letters, part of speech, head (-1 for the root) and relation of each word.
    """
    markers: dict[int, str] = {}
    for word, _, head, relation in tokens:
        if relation in {"case", "mark"}:
            markers.setdefault(head, word)
    return [
        Arc(
            relation.partition(":")[0],
            upos,
            "ROOT" if head < 0 else tokens[head][1],
            0 if head < 0 else head - at,
            markers.get(at, "-"),
        )
        for at, (_, upos, head, relation) in enumerate(tokens)
    ]


@thresholds("compare", chosen="by hand: of 4, 8 and 16 no one was better on English news of UD")
@dataclass(frozen=True)
class ArcCounts:
    """How much is believed of a count of arcs."""

    weight_of_coarser: Annotated[float, "arcs that the share of the coarser kind counts for"] = 8.0
    seldom: Annotated[int, "kinds that were seen less often are not kept"] = 4


COUNTS = ArcCounts()


class ArcTable:
    """Counts of arcs by kind, right and all."""

    def __init__(self, right: Counter[Kind], seen: Counter[Kind]) -> None:
        """Keep the counts; the kind () is that of all arcs."""
        self._right, self._seen = right, seen

    @classmethod
    def counted(cls, arcs: Iterable[tuple[bool, Arc]]) -> ArcTable:
        """Return the table of arcs, each with whether it is right."""
        right: Counter[Kind] = Counter()
        seen: Counter[Kind] = Counter()
        for is_right, arc in arcs:
            for kind in arc.kinds():
                seen[kind] += 1
                right[kind] += is_right
        return cls(right, seen)

    @classmethod
    def read(cls, text: str) -> ArcTable:
        """Return the table that `lines` wrote."""
        right: Counter[Kind] = Counter()
        seen: Counter[Kind] = Counter()
        for line in text.splitlines():
            kind, count, total = line.split("\t")
            right[tuple(kind.split())], seen[tuple(kind.split())] = int(count), int(total)
        return cls(right, seen)

    def lines(self) -> Iterator[str]:
        """Yield the table as text: kind, right, seen."""
        for kind, total in sorted(self._seen.items()):
            if total >= COUNTS.seldom:
                yield f"{' '.join(kind)}\t{self._right[kind]}\t{total}"

    def confidence(self, arc: Arc) -> float:
        """Return the share of such arcs that are right."""
        share = 0.0
        for kind in arc.kinds():
            if total := self._seen[kind]:
                weight = COUNTS.weight_of_coarser if kind else 0.0
                share = (self._right[kind] + weight * share) / (total + weight)
        return share


_FAR = ((1, "1"), (3, "3"), (7, "7"), (10**6, "far"))
