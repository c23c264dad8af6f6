"""Comparable news made from aligned translations: exact gold for aligners, in pairs of languages.

Two sides of one document drop, merge, split and reorder sentences independently, and insert
sentences of other documents, half of them from the nearest one (hard negatives: same topic, same
names). Scenarios: ``P0`` the unchanged translation, ``P`` with merges and splits, ``C1`` a third
dropped, ``C2`` and reordered, ``C3`` and outlet-only sentences inserted (57 % without a partner),
``C4`` fewer kept and more inserted (76 %); ``C0`` pairs unrelated documents, where every bead is
noise. Seeded; the same input gives the same pairs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

Bead = tuple[tuple[int, ...], tuple[int, ...]]
Document = dict[str, list[str]]
"""Aligned sentences of one document by language."""

UNRELATED = "C0"
FIRST_KEPT = 0.9
"""Probability that the first sentence (headline or lead) is kept, in any scenario."""
_CLAUSE = re.compile(r"[,;:—–] ")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Scenario:
    """How two sides differ: shares of sentences kept, merged, split, inserted, of runs moved."""

    name: str
    kept: float = 1.0
    merged: float = 0.15
    split: float = 0.15
    moved: float = 0.0
    inserted: tuple[float, float] = (0.0, 0.0)


SCENARIOS = {
    s.name: s
    for s in (
        Scenario("P0", merged=0.0, split=0.0),
        Scenario("P"),
        Scenario("C1", kept=0.65),
        Scenario("C2", kept=0.65, moved=0.6),
        Scenario("C3", kept=0.65, moved=0.6, inserted=(0.4, 0.8)),
        Scenario("C4", kept=0.45, moved=0.8, inserted=(1.0, 1.4)),
    )
}


@dataclass(frozen=True)
class Pair:
    """Two texts to align and the right beads; a sentence in no bead has no partner.

    ``english`` holds the sentences of both in the English original, their perfect translation.
    """

    left: list[str]
    right: list[str]
    gold: frozenset[Bead]
    english: tuple[Sequence[str], Sequence[str]] = ((), ())


@dataclass(frozen=True)
class _Unit:
    """A sentence made of source sentences, none if it was inserted."""

    text: str
    english: str
    sources: tuple[int, ...]


def made(
    documents: Sequence[Document], languages: tuple[str, str], name: str, seed: int
) -> list[Pair]:
    """Return one pair a document, of a scenario or of `UNRELATED` texts."""
    return (
        unrelated(documents, languages, seed)
        if name == UNRELATED
        else pairs(documents, languages, SCENARIOS[name], seed)
    )


def pairs(
    documents: Sequence[Document],
    languages: tuple[str, str],
    scenario: Scenario,
    seed: int,
    avoided: tuple[int, int] = (0, 0),
) -> list[Pair]:
    """Return one pair a document.

    :param avoided: for each side the distance of a document from which nothing is inserted; 0 for
        none.
    """
    nearest = _nearest([" ".join(document["en"]) for document in documents])
    made = []
    for number, document in enumerate(documents):
        rng = random.Random(f"{seed} {scenario.name} {languages} {number}")  # noqa: S311 - not a secret
        sides = [_side(document[language], document["en"], scenario, rng) for language in languages]
        for side, language, parity in zip(sides, languages, (0, 1), strict=True):
            not_from = {number, (number + avoided[parity]) % len(documents)}
            _insert(
                side,
                _pools(documents, nearest[number], not_from, language, slice(parity, None, 2)),
                scenario,
                rng,
            )
        left, right = sides
        english = [u.english for u in left], [u.english for u in right]
        made.append(
            Pair([u.text for u in left], [u.text for u in right], _gold(left, right), english)
        )
    return made


def unrelated(documents: Sequence[Document], languages: tuple[str, str], seed: int) -> list[Pair]:
    """Return pairs of different documents as in C3, without sentences of each other."""
    made = pairs(
        documents, languages, replace(SCENARIOS["C3"], name=UNRELATED), seed, avoided=(1, -1)
    )
    return [
        Pair(one.left, other.right, frozenset(), (one.english[0], other.english[1]))
        for one, other in zip(made, made[1:] + made[:1], strict=True)
    ]


@dataclass(frozen=True)
class Triple:
    """A document in three languages, each changed independently, and the right beads by pair."""

    texts: dict[str, list[str]]
    gold: dict[tuple[str, str], frozenset[Bead]]


def triples(documents: Sequence[Document], name: str, seed: int) -> list[Triple]:
    """Return one triple a document, of the scenario ``name``."""
    scenario, nearest = (
        SCENARIOS[name],
        _nearest([" ".join(document["en"]) for document in documents]),
    )
    found = []
    for number, document in enumerate(documents):
        rng = random.Random(f"{seed} {name} triple {number}")  # noqa: S311 - not a secret
        languages = sorted(document)
        sides = {
            language: _side(document[language], document["en"], scenario, rng)
            for language in languages
        }
        for part, language in enumerate(languages):
            pools = _pools(
                documents, nearest[number], {number}, language, slice(part, None, len(languages))
            )
            _insert(sides[language], pools, scenario, rng)
        found.append(
            Triple(
                {language: [unit.text for unit in side] for language, side in sides.items()},
                {(a, b): _gold(sides[a], sides[b]) for a, b in combinations(languages, 2)},
            )
        )
    return found


def edited(pair: Pair, seed: int) -> Pair:
    """Return the pair with every number of the right text changed; gold is unchanged."""
    rng = random.Random(f"{seed} numbers")  # noqa: S311 - not a secret
    return replace(
        pair,
        right=[
            _NUMBER.sub(lambda found: _other_number(found[0], rng), text) for text in pair.right
        ],
    )


def translated(
    pair: Pair, languages: tuple[str, str], lost: float, seed: int
) -> tuple[Sequence[str], Sequence[str]]:
    """Return English translations of both texts with a known share of errors.

    A share ``lost`` of the words is left out, and as many are swapped. An English text is its own
    translation.
    """
    rng = random.Random(f"{seed} translation")  # noqa: S311 - not a secret
    return (
        pair.left
        if languages[0] == "en"
        else [_worse(text, lost, rng) for text in pair.english[0]],
        pair.right
        if languages[1] == "en"
        else [_worse(text, lost, rng) for text in pair.english[1]],
    )


def _worse(text: str, lost: float, rng: random.Random) -> str:
    words = [word for word in text.split() if rng.random() >= lost] or text.split()[:1]
    moved = [i for i in range(len(words)) if rng.random() < lost]
    targets = moved[:]
    rng.shuffle(targets)
    made = words[:]
    for source, target in zip(moved, targets, strict=True):
        made[target] = words[source]
    return " ".join(made)


def _other_number(digits: str, rng: random.Random) -> str:
    """Return another number with the same number of digits."""
    first = rng.choice([d for d in "123456789" if d != digits[0]])
    return first + "".join(rng.choice("0123456789") for _ in digits[1:])


def _side(
    sentences: Sequence[str], english: Sequence[str], scenario: Scenario, rng: random.Random
) -> list[_Unit]:
    kept = [
        i
        for i in range(len(sentences))
        if rng.random() < (max(FIRST_KEPT, scenario.kept) if i == 0 else scenario.kept)
    ]
    units: list[_Unit] = []
    at = 0
    while at < len(kept):
        if at + 1 < len(kept) and kept[at + 1] == kept[at] + 1 and rng.random() < scenario.merged:
            pair = (kept[at], kept[at + 1])
            text, rendering = (" ".join(part[i] for i in pair) for part in (sentences, english))
            units.append(_Unit(text, rendering, pair))
            at += 2
            continue
        units += _maybe_split(
            _Unit(sentences[kept[at]], english[kept[at]], (kept[at],)), scenario, rng
        )
        at += 1
    return _moved(units, scenario, rng)


def _maybe_split(unit: _Unit, scenario: Scenario, rng: random.Random) -> list[_Unit]:
    size = len(unit.text)
    marks = [m.end() for m in _CLAUSE.finditer(unit.text) if 0.3 * size < m.end() < 0.7 * size]
    if not marks or rng.random() >= scenario.split:
        return [unit]
    cut = rng.choice(marks)
    words = unit.english.split()
    half = round(len(words) * cut / size)
    return [
        _Unit(unit.text[:cut].strip(), " ".join(words[:half]), unit.sources),
        _Unit(unit.text[cut:].strip(), " ".join(words[half:]), unit.sources),
    ]


def _moved(units: list[_Unit], scenario: Scenario, rng: random.Random) -> list[_Unit]:
    """Cut into runs of one to four and swap runs, except the first, at the scenario's rate."""
    runs, at = [], 0
    while at < len(units):
        size = rng.randint(1, 4)
        runs.append(units[at : at + size])
        at += size
    for i in range(1, len(runs)):
        if rng.random() < scenario.moved:
            j = rng.randint(1, len(runs) - 1)
            runs[i], runs[j] = runs[j], runs[i]
    return [unit for run in runs for unit in run]


def _insert(
    side: list[_Unit], pools: list[list[tuple[str, str]]], scenario: Scenario, rng: random.Random
) -> None:
    count = round(len(side) * rng.uniform(*scenario.inserted)) if pools else 0
    for number in range(count):
        pool = pools[0] if number % 2 else rng.choice(pools[1:])
        if pool:
            side.insert(rng.randint(min(1, len(side)), len(side)), _Unit(*rng.choice(pool), ()))


def _gold(left: list[_Unit], right: list[_Unit]) -> frozenset[Bead]:
    """Return the connected components of sentences that share a source sentence."""
    holders: dict[int, tuple[set[int], set[int]]] = {}
    for side, units in enumerate((left, right)):
        for index, unit in enumerate(units):
            for source in unit.sources:
                holders.setdefault(source, (set(), set()))[side].add(index)
    components: list[tuple[set[int], set[int]]] = []
    for a, b in (group for group in holders.values() if group[0] and group[1]):
        touching = [c for c in components if c[0] & a or c[1] & b]
        components = [c for c in components if c not in touching]
        components.append((a.union(*(c[0] for c in touching)), b.union(*(c[1] for c in touching))))
    return frozenset((tuple(sorted(a)), tuple(sorted(b))) for a, b in components)


def _nearest(texts: Sequence[str]) -> list[list[int]]:
    """Return all documents for each one, the most similar first and itself last."""
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    table = (vectors @ vectors.T).toarray()
    np.fill_diagonal(table, -1)
    return [[int(i) for i in row] for row in np.argsort(-table, axis=1, kind="stable")]


def _pools(
    documents: Sequence[Document],
    nearest: Sequence[int],
    not_from: set[int],
    language: str,
    part: slice,
) -> list[list[tuple[str, str]]]:
    """Return sentences to insert, with their English: of the nearest document, then of each other.

    :param part: that of the side; both insert different sentences, which would match otherwise.
    """
    allowed = [i for i in nearest if i not in not_from]
    others = (*allowed[:1], *sorted(allowed))
    return [
        list(zip(documents[i][language], documents[i]["en"], strict=True))[part] for i in others
    ]
