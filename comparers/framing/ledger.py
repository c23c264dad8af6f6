"""The entries of an axis file that say what words mean: concepts, each with its members in all
languages and one value, and markers of one language alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from parallax.languages.detect import LANGUAGES


@dataclass(frozen=True)
class Member:
    """What the words of a concept share.

    On an axis of degree a concept has a `strength` (0 plain, 1 somewhat, 2 plainly marked) and may
    belong to the `scale` of a plainer one: to devastate is a stronger word for to destroy.
    """

    concept: str
    scale: str
    strength: int


@dataclass(frozen=True)
class Entry:
    """The words of one language that say one value, with a sentence that has it (`hit`) and one
    that has not (`miss`).
    """

    language: str
    value: str
    patterns: tuple[str, ...]
    label: Mapping[str, Any]
    hit: str | None = None
    miss: str | None = None
    convention: str | None = None
    member: Member | None = None

    @property
    def ref(self) -> str | None:
        """The referent, where the axis has one."""
        ref: str | None = self.label.get("ref")
        return ref


_LABEL = ("value", "ref", "speech", "needs")
"""Keys of an entry that its words carry."""


@dataclass(frozen=True)
class Concept:
    """A concept as the file writes it: its members by language."""

    name: str
    value: str
    members: Mapping[str, tuple[str, ...]]
    scale: str | None = None
    strength: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def concepts(data: Mapping[str, Any]) -> Iterator[Concept]:
    """Yield the concepts of an axis file."""
    for one in data.get("concept", []):
        members = {language: tuple(one.get(language, ())) for language in LANGUAGES}
        yield Concept(
            one["name"], one["value"], members, one.get("of"), one.get("strength"), data=one
        )


def entries(data: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield the words of an axis file by language: those of its concepts, then the markers of one
    language alone.
    """
    for concept in concepts(data):
        member = Member(
            concept.name,
            concept.scale or data.get("scale", concept.name),
            _strength(data, concept) if concept.strength is None else concept.strength,
        )
        for language in LANGUAGES:
            yield _entry(concept.data, language, concept.members[language], member)
    for marker in data.get("marker", []):
        yield Entry(
            marker["language"],
            marker["value"],
            tuple(marker["patterns"]),
            {key: marker[key] for key in _LABEL if key in marker},
            marker.get("hit"),
            marker.get("miss"),
            marker.get("convention"),
        )


def _strength(data: Mapping[str, Any], concept: Concept) -> int:
    strengths: Mapping[str, int] = data.get("strength", {})
    return strengths.get(concept.value, 0)


def _entry(
    data: Mapping[str, Any], language: str, patterns: tuple[str, ...], member: Member
) -> Entry:
    hit, miss, convention = (
        data.get(key, {}).get(language) for key in ("hit", "miss", "convention")
    )
    label = {key: data[key] for key in _LABEL if key in data}
    return Entry(language, data["value"], patterns, label, hit, miss, convention, member)


def faults(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the concepts of an axis file: a language without a member, a scale
    that is no concept of the file, a name given twice.
    """
    known = [concept.name for concept in concepts(data)]
    for concept in concepts(data):
        where = f"{data['axis']} {concept.name}"
        yield from (
            f"{where}: has no member in {language}"
            for language, members in concept.members.items()
            if not members
        )
        if known.count(concept.name) > 1:
            yield f"{where}: is named twice"
        if concept.scale is not None and concept.scale not in known:
            yield f"{where}: is a stronger word of {concept.scale}, which is not there"
