"""How well roles are read, beside the rules without a parser (``parallax bench roles``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from benchmarks.comparable_news import Document
from benchmarks.role_scores import Counts, Found, RoleScores, score
from benchmarks.role_set import HERE, Sentence, read
from parallax.comparers.framing import codebook, match, passages
from parallax.comparers.framing.marker import Marker
from parallax.comparers.numbers.read.extract import extract
from parallax.languages.detect import LANGUAGES
from parallax.languages.roles.read import statements
from parallax.languages.roles.statement import ROLES, Statement
from parallax.languages.syntax.parser import parse

SHARED = ("speaker", "outcome", "doer", "side")
"""What both read: who says it; what happened to those that a figure counts; whether the doer of
harm is told; whose side a label has."""
_HARM = frozenset({"casualty", "action"})
_HURT, _OF_HURT = "affected", frozenset({"killed", "wounded", "missing"})
_OUTCOMES = {"hospitalised": "wounded", "affected": "wounded", "returned": "exchanged"}
"""Concepts that the rules of numbers do not tell apart."""

Sentences = Sequence[Sentence]


def part_of_set(language: str, part: str) -> list[Sentence]:
    """Return one part of the role set of a language. :param part: one of `role_set.PARTS`."""
    folder = HERE / "second" if part == "test2" else HERE
    return [one for one in read(folder / f"{language}.jsonl") if one.part == part]


def found_roles(made: Iterable[Statement]) -> Iterator[Found]:
    """Yield the roles and flags of statements, as the scores take them."""
    for one in made:
        at = one.predicate.head_start
        yield Found(at, "predicate", at, one.kind)
        for role in ROLES:
            if phrase := one.role(role):
                yield Found(at, role, phrase.head_start, one.kind)
        flags = {
            "negated": "yes" if one.negated else "",
            "passive_without_doer": "yes" if one.passive_without_doer else "",
            "modality": one.modality if one.modality != "fact" else "",
            "side": one.side if one.side not in {None, "unstated"} else "",
        }
        for flag, value in flags.items():
            if value:
                yield Found(at, flag, at, one.kind, value)


def scores(sentences: Sentences, language: str) -> RoleScores:
    """Score the statements that are read from the parses of sentences."""
    parses = parse([one.text for one in sentences], language)
    found = {
        one.id: list(found_roles(statements(parsed)))
        for one, parsed in zip(sentences, parses, strict=True)
    }
    return score(sentences, found).get(language, RoleScores())


Reading = set[tuple[str, tuple[int, ...], str]]
"""(what of `SHARED`, offsets of the words that may be meant, value) that a reader finds in a
sentence; it is right when one of the words is."""


def _labelled(sentence: Sentence) -> Iterator[tuple[str, Callable[[int], bool], str]]:
    """Yield what of `SHARED` a sentence has: its name, a test of offsets, its value."""
    for one in sentence.statements:
        if speaker := one.roles.get("speaker"):
            yield "speaker", speaker.holds, ""
        if one.kind == "casualty" and (quantity := one.roles.get("quantity")):
            yield "outcome", quantity.holds, _OUTCOMES.get(one.concept, one.concept)
        if one.kind in _HARM and "who" in one.roles:
            yield "doer", one.predicate.holds, ""
        if one.side in {"ua", "ru"}:
            yield "side", one.predicate.holds, one.side


def by_statements(text: str, language: str) -> Reading:
    """Return what the statements of a sentence say of `SHARED`."""
    [parsed] = parse([text], language)
    found: Reading = set()
    for one in statements(parsed):
        if one.speaker:
            found.add(("speaker", (one.speaker.head_start,), ""))
        if one.kind == "casualty" and one.quantity:
            outcome = _OUTCOMES.get(one.concept, one.concept)
            found.add(("outcome", (one.quantity.head_start,), outcome))
        if one.kind in _HARM and one.who:
            found.add(("doer", (one.predicate.head_start,), ""))
        if one.side in {"ua", "ru"}:
            found.add(("side", (one.predicate.head_start,), one.side))
    return found


def by_rules(text: str, language: str) -> Reading:
    """Return what the rules without a parser say of `SHARED`: those of numbers and of wording."""
    return _compared(text, language, match.find(text, language, codebook.load()))


def by_comparers(text: str, language: str) -> Reading:
    """Return what the comparers find of `SHARED`, with the reader that the table gives a role."""
    [markers] = passages.find([passages.Passage(text, language)], codebook.load())
    return _compared(text, language, markers)


def _compared(text: str, language: str, markers: Sequence[Marker]) -> Reading:
    found: Reading = set()
    for quantity in extract(text, language):
        # "Nobody was hurt" is a zero to the rules of numbers; the set labels no quantity there.
        if quantity.role in _CASUALTIES and quantity.value != 0:
            found.add(("outcome", _words(quantity.surface, quantity.start), quantity.role))
    named = set()
    for marker in markers:
        words = _words(marker.surface, marker.start)
        side = (marker.ref or "").partition("_")[0]
        if marker.axis == "sourcing":
            found.add(("speaker", words, ""))
        if marker.axis == "agency" and marker.value == "agent":
            found.add(("doer", words, ""))
        if marker.axis == "actor_label" and marker.value != "neutral" and side in {"ua", "ru"}:
            found.add(("side", words, side))
        if marker.speaker:
            named.add(marker.speaker)
    told = {word for name, words, _ in found if name == "speaker" for word in words}
    for name in named:  # whose words a stretch of the sentence is
        words = _words(name, max(0, text.find(name)))
        if told.isdisjoint(words):
            found.add(("speaker", words, ""))
    return found


_CASUALTIES = frozenset(
    {"killed", "wounded", "missing", "captured", "exchanged", "released", "evacuated", "rescued"}
    | {"detained", "displaced"}
)


def _words(surface: str, start: int) -> tuple[int, ...]:
    """Return the offsets of the words of some text."""
    return tuple(start + found.start() for found in re.finditer(r"\w[\w'’-]*", surface))


def shared_counts(
    sentences: Sentences, language: str, reader: Callable[[str, str], Reading]
) -> dict[str, Counts]:
    """Count what a reader finds of `SHARED`, right where it is labelled at that word.

    A doer is counted at labelled predicates only, since not all actions are labelled.
    """
    counts = {name: Counts() for name in SHARED}
    for sentence in sentences:
        labelled = list(_labelled(sentence))
        predicates = [one.predicate for one in sentence.statements]
        met: set[int] = set()
        for name, offsets, value in reader(sentence.text, language):
            if name == "doer" and not any(place.holds(i) for place in predicates for i in offsets):
                continue
            hits = [
                number
                for number, (kind, holds, wanted) in enumerate(labelled)
                if kind == name and wanted == value and any(map(holds, offsets))
            ]
            counts[name].found += 1
            counts[name].right += bool(hits)
            met |= set(hits)
        for number, (kind, _, _) in enumerate(labelled):
            counts[kind].labelled += 1
            counts[kind].met += number in met
    return counts


@dataclass(frozen=True)
class Agreement:
    """In how many aligned sentences at least one side has a statement of a kind, and in how many
    both have the same.
    """

    kind: str
    pair: tuple[str, str]
    either: int
    alike: int


def agreement(documents: Sequence[Document]) -> list[Agreement]:
    """Return how far casualties and reports agree between translations.

    Casualties are the same where each outcome that one side tells, with whom or how many, is told
    by the other ("affected" may be killed or wounded); reports where both name a speaker.
    """
    texts = {name: [line for one in documents for line in one[name]] for name in LANGUAGES}
    made = {name: [statements(p) for p in parse(lines, name)] for name, lines in texts.items()}
    rows = []
    for kind, told in (("casualty", _outcomes), ("report", _spoken)):
        for pair in combinations(LANGUAGES, 2):
            sides = [list(map(told, made[language])) for language in pair]
            either = [(a, b) for a, b in zip(*sides, strict=True) if a or b]
            alike = sum(_covers(a, b) and _covers(b, a) for a, b in either)
            rows.append(Agreement(kind, (pair[0], pair[1]), len(either), alike))
    return rows


def _outcomes(made: Sequence[Statement]) -> frozenset[str]:
    return frozenset(
        one.concept for one in made if one.kind == "casualty" and (one.whom or one.quantity)
    )


def _spoken(made: Sequence[Statement]) -> frozenset[str]:
    return frozenset("told" for one in made if one.kind == "report" and one.speaker)


def _covers(told: frozenset[str], other: frozenset[str]) -> bool:
    return bool(other) and all(
        concept in other
        or (concept == _HURT and bool(other & _OF_HURT))
        or (concept in _OF_HURT and _HURT in other)
        for concept in told
    )
