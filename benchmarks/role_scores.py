"""How well roles that were found in sentences agree with the labels of the role set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from benchmarks.role_set import ROLES, Place, Sentence

CLOSED = frozenset({"casualty", "report", "loss", "label"})
"""Kinds of which every statement of a sentence is labelled; of actions only central ones are."""


@dataclass(frozen=True)
class Found:
    """A role that a reader of sentences found: offsets of a character of the predicate's head word
    and of the role's, the role (one of `ROLES`, "predicate" or `FLAGS`), the kind of its statement,
    and of a flag its value. The head of "predicate" and of a flag is the predicate itself.
    """

    predicate: int
    role: str
    head: int
    kind: str
    value: str = ""


@dataclass
class Counts:
    """How many were found, how many of them are right, how many are labelled, how many of those
    were found.
    """

    found: int = 0
    right: int = 0
    labelled: int = 0
    met: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 if nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the labelled that was found; 1 if nothing is labelled."""
        return self.met / self.labelled if self.labelled else 1.0


@dataclass
class RoleScores:
    """Counts by role: ``strict`` counts a role with its predicate, ``lenient`` a role's head in the
    sentence, whatever predicate it was found at. "all" sums `ROLES`, without predicates and flags.
    """

    strict: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    lenient: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))


def score(gold: Iterable[Sentence], found: Mapping[str, Iterable[Found]]) -> dict[str, RoleScores]:
    """Score what was found, by the id of the sentence, against the labels; a result a language.

    Actions at predicates without a label are not counted against the finder, since not all
    actions are labelled.
    """
    scores: dict[str, RoleScores] = defaultdict(RoleScores)
    for sentence in gold:
        places = [statement.predicate for statement in sentence.statements]
        given = {
            one
            for one in found.get(sentence.id, ())
            if one.kind in CLOSED or any(place.holds(one.predicate) for place in places)
        }
        made = scores[sentence.language]
        _count(_wanted(sentence), given, made.strict, at_predicate=True)
        _count(_wanted(sentence), given, made.lenient, at_predicate=False)
    return dict(scores)


@dataclass(frozen=True)
class _Wanted:
    """A role that a sentence has, as `Found` names it."""

    predicate: Place
    role: str
    head: Place
    value: str = ""

    def is_met(self, one: Found, *, at_predicate: bool) -> bool:
        same = self.role == one.role and self.value == one.value and self.head.holds(one.head)
        return same and (not at_predicate or self.predicate.holds(one.predicate))


def _wanted(sentence: Sentence) -> set[_Wanted]:
    made = set()
    for statement in sentence.statements:
        at = statement.predicate
        made.add(_Wanted(at, "predicate", at))
        made.update(_Wanted(at, role, place) for role, place in statement.roles.items())
        made.update(_Wanted(at, flag, at, value) for flag, value in statement.flags())
    return made


def _count(
    wanted: set[_Wanted], given: set[Found], counts: dict[str, Counts], *, at_predicate: bool
) -> None:
    if not at_predicate:
        given = set({(one.role, one.head, one.value): one for one in given}.values())
        wanted = set({(one.role, one.head.head, one.value): one for one in wanted}.values())
    for one in given:
        right = any(need.is_met(one, at_predicate=at_predicate) for need in wanted)
        for role in _rows(one.role):
            counts[role].found += 1
            counts[role].right += right
    for need in wanted:
        met = any(need.is_met(one, at_predicate=at_predicate) for one in given)
        for role in _rows(need.role):
            counts[role].labelled += 1
            counts[role].met += met


def _rows(role: str) -> tuple[str, ...]:
    return (role, "all") if role in ROLES else (role,)
