"""Counting what fires on pairs of linked sentences: by kind, axis, rule and pair of languages.

A story is compared as the stage `compare` does it (`parallax.comparers.story`), whether its texts
are translations of each other or of different outlets.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

from parallax.comparers import annotate
from parallax.comparers.annotate import Found, PlacedRow
from parallax.comparers.confidence import Confidence
from parallax.comparers.decoy_rates import ANY, TENTATIVE, WORDING, kind_of_number
from parallax.comparers.framing.codebook import Axis, load
from parallax.comparers.framing.marker import Marker, marker_id
from parallax.comparers.number_timelines import Timeline
from parallax.comparers.numbers import Quantity, Verdict
from parallax.comparers.numbers.comparison.context_similarity import Surroundings
from parallax.comparers.numbers.quantity import quantity_id
from parallax.comparers.story import Compared, compare_story, compared_quantities
from parallax.core.settings import Settings
from parallax.lake.rows import BeadRow, LinkRow, NumberDifferenceRow
from parallax.languages.pairs import pair_of

K = TypeVar("K")
PairKey = tuple[str, str, str]
"""(link, left revision, right revision)."""
_OF_TWO = (Verdict.CONFLICT.value, TENTATIVE, Verdict.COMPATIBLE.value)


class Name(NamedTuple):
    """What fires: a rule, any rule of an axis (or kind of quantity), or any of a kind."""

    kind: str
    axis: str = ANY
    rule: str = ANY


Place = tuple[Name, str]
"""What fires, and the pair of languages it fires in."""


@dataclass
class Story:
    """Texts that are compared, and which sentences of them are linked."""

    name: str
    rows: Sequence[PlacedRow]
    links: Sequence[LinkRow]
    languages: Mapping[str, str]
    """The language of each revision."""
    revisions: Sequence[dict[str, Any]]
    """Each with its edition, article and times."""
    beads: Sequence[BeadRow] = ()
    left_out: frozenset[frozenset[str]] = frozenset()
    """Pairs of revisions that are not counted."""


@dataclass
class Counts:
    """Pairs looked at, and in how many each name could fire and did.

    A cluster is a document or a story: its pairs are not independent of each other.
    """

    pairs: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """By pair of languages, then cluster."""
    chances: dict[Place, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """By name and pair of languages, then cluster; see `chances_of` for the rules of numbers."""
    fired: dict[Place, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, cluster: str, languages: str, chances: set[Name], fired: set[Name]) -> None:
        """Count one pair; what fired could fire."""
        self.pairs[languages][cluster] += 1
        for name in chances | fired:
            self.chances[name, languages][cluster] += 1
        for name in fired:
            self.fired[name, languages][cluster] += 1

    def chances_of(self, name: Name, languages: str) -> Counter[str]:
        """Return the chances of a name by cluster; a rule of numbers has those of its axis, since
        which rule decides is known only when one does.
        """
        known = name if name.kind == WORDING else name._replace(rule=ANY)
        return self.chances.get((known, languages), Counter())

    def part(self, belongs: Callable[[str], bool]) -> Counts:
        """Return the counts of some clusters."""
        return Counts(
            _part(self.pairs, belongs), _part(self.chances, belongs), _part(self.fired, belongs)
        )

    @classmethod
    def joined(cls, several: Iterable[Counts]) -> Counts:
        """Return the counts of several sets of clusters."""
        made = cls()
        for one in several:
            for languages, by_cluster in one.pairs.items():
                made.pairs[languages].update(by_cluster)
            for mine, its in ((made.chances, one.chances), (made.fired, one.fired)):
                for place, by_cluster in its.items():
                    mine[place].update(by_cluster)
        return made

    def clusters(self) -> set[str]:
        """Return the names of all documents or stories."""
        return {name for counter in self.pairs.values() for name in counter}


def _part(
    counters: Mapping[K, Counter[str]], belongs: Callable[[str], bool]
) -> dict[K, Counter[str]]:
    made: dict[K, Counter[str]] = defaultdict(Counter)
    for key, counter in counters.items():
        if kept := {name: n for name, n in counter.items() if belongs(name)}:
            made[key] = Counter(kept)
    return made


def count(stories: Iterable[Story], settings: Settings, likeness: Surroundings | None) -> Counts:
    """Compare the linked sentences of stories and count what fires."""
    counts = Counts()
    for story in stories:
        _count(story, counts, settings, likeness)
    return counts


def _count(story: Story, counts: Counts, settings: Settings, likeness: Surroundings | None) -> None:
    found = annotate.read(story.rows)
    if likeness is not None:
        likeness.prepare(compared_quantities(story.links, found))
    timeline = Timeline(story.revisions, found.quantities, settings)
    made = compare_story(
        story.links, story.beads, sorted(story.languages), found, timeline, settings, likeness
    )
    fired = _fired(made, found)
    for link in story.links:
        for a, b in combinations(link["members"], 2):
            left, right = a["revision_id"], b["revision_id"]
            if left == right or frozenset((left, right)) in story.left_out:
                continue
            sides = [[(m["revision_id"], i) for i in m["sentences"]] for m in (a, b)]
            counts.add(
                story.name,
                pair_of(story.languages[left], story.languages[right]),
                _chances(
                    [[q for p in side for q in found.quantities.get(p, [])] for side in sides],
                    [m for side in sides for p in side for m in found.markers.get(p, [])],
                ),
                fired.get((link["link_id"], left, right), set()),
            )


def _chances(quantities: Sequence[Sequence[Quantity]], markers: Sequence[Marker]) -> set[Name]:
    """Return what could fire in a pair: a number left out where a side has one, other verdicts
    where both have some, wording where a side has a marker of the outlet's own.
    """
    axes = load().axes
    names = set()
    for marker in markers:
        if not marker.quoted and _says_something(axes[marker.axis]):
            names |= _with_parents(WORDING, marker.axis, marker.rule)
    verdicts = [Verdict.OMITTED.value, *(_OF_TWO if all(quantities) else ())]
    for kind in {q.kind for side in quantities for q in side}:
        names |= {name for verdict in verdicts for name in _with_parents(verdict, kind)}
    return names


def _fired(made: Compared, found: Found) -> dict[PairKey, set[Name]]:
    """Return what fires in each pair that has a finding."""
    kinds = {
        quantity_id(revision, q): q.kind
        for (revision, _), qs in found.quantities.items()
        for q in qs
    }
    rules = {
        marker_id(revision, m): m.rule for (revision, _), ms in found.markers.items() for m in ms
    }
    axes = load().axes
    fired: dict[PairKey, set[Name]] = defaultdict(set)
    for number in made.numbers:
        if number["link_id"] is not None:  # of whole texts: of no pair of sentences
            pair = number["link_id"], number["left"], number["right"]
            fired[pair] |= _names_of_number(number, kinds)
    for row in made.framing:
        if _says_something(axes[row["axis"]]):
            for marker in (*row["left_markers"], *row["right_markers"]):
                fired[row["link_id"], row["left"], row["right"]] |= _with_parents(
                    WORDING, row["axis"], rules[marker]
                )
    return fired


def _names_of_number(row: NumberDifferenceRow, kinds: Mapping[str, str]) -> set[Name]:
    """Return the names of a finding over numbers: under the kind of each of its quantities, which
    may be two, so that the order of the sides is of no account.
    """
    verdict = Verdict(row["verdict"])
    if verdict is Verdict.EQUAL:
        return set()
    kind = kind_of_number(verdict, Confidence(row["confidence"]))
    return {
        name
        for quantity in (*row["left_quantities"], *row["right_quantities"])
        for name in _with_parents(kind, kinds[quantity], row["rule"])
    }


def _says_something(axis: Axis) -> bool:
    """Tell whether decoys say something of an axis: they are not in two places of their texts."""
    return axis.rule != "position"


def _with_parents(kind: str, axis: str, rule: str = ANY) -> set[Name]:
    return {Name(kind), Name(kind, axis), Name(kind, axis, rule)}
