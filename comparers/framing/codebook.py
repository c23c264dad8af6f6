"""The codebook as data: axes, markers, traps, referents and concepts, one TOML file an axis."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from parallax.comparers.framing import actor_patterns, ledger
from parallax.comparers.framing.ledger import Member
from parallax.languages.detect import LANGUAGES
from parallax.languages.phrases import REMEMBERED, PatternSet, Word


@dataclass(frozen=True)
class Label:
    """What a matched pattern says: a value on the axis, of a referent or concept where the axis has
    one.

    `speech` is false of a cue of attribution that is no act of speech ("allegedly") or an act by
    speech ("declared"): it names no source. `place` is true of a name that is a place as well.
    `needs` names the context without which the words mean something else (`parallax.comparers.
    framing.context`).
    """

    value: str
    rule: str
    ref: str | None = None
    speech: bool = True
    place: bool = False
    needs: str | None = None


@dataclass(frozen=True)
class Axis:
    """One axis of the codebook with its patterns by language.

    `order` is its values, the strongest first. A page calls it by its `label` and marks its spans
    with its `letter`; spans that are not `shown` are not marked.
    """

    name: str
    definition: str
    rule: str
    default: str
    groups: dict[str, str]
    order: tuple[str, ...]
    markers: dict[str, PatternSet[Label]]
    concepts: dict[str, PatternSet[str]] = field(default_factory=dict)
    label: str = ""
    letter: str = ""
    shown: bool = True
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    """Words that the rule of the axis looks at, by name of the list."""
    experimental: bool = False
    """Not measured yet: what is found is marked so, folded, and counted in no summary."""
    members: Mapping[str, Member] = field(default_factory=dict)
    """The concept behind each rule that a marker carries."""

    def is_plain(self, value: str, rule: str) -> bool:
        """Tell whether a mention says nothing by itself: it is only there to be compared with."""
        if value in self.lists.get("silencing", ()):
            return True
        member = self.members.get(rule)
        return self.rule == "degree" and member is not None and member.strength <= 1


@dataclass(frozen=True)
class Codebook:
    """All axes and the version that every marker and difference carries; `listed` is the axes in
    the order of a page.
    """

    version: str
    axes: dict[str, Axis]
    listed: tuple[str, ...]
    _starting: dict[tuple[str, str, int], tuple[str, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def starting(self, word: Word, language: str) -> tuple[str, ...]:
        """Return the axes of which a phrase may start at a word: most words start none, and are
        asked of all axes once.
        """
        key = language, word.surface, word.capitals
        known = self._starting.get(key)
        if known is None:
            known = tuple(
                name for name, axis in self.axes.items() if axis.markers[language].starts(word)
            )
            if len(self._starting) < REMEMBERED:
                self._starting[key] = known
        return known


def shipped() -> Path:
    """Return the folder of the shipped codebook."""
    return Path(str(resources.files("parallax.comparers.framing") / "codebook"))


def axis_files(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the content of every axis file of a codebook, by file name."""
    for file in sorted(folder.glob("*.toml")):
        data = tomllib.loads(file.read_text("utf-8"))
        if "axis" in data:
            yield data


@lru_cache(maxsize=1)
def load() -> Codebook:
    """Read the shipped codebook."""
    return read(shipped())


def read(folder: Path) -> Codebook:
    """Read the codebook of a folder."""
    head = tomllib.loads((folder / "codebook.toml").read_text("utf-8"))
    axes = {data["axis"]: _axis(data, head.get("class", {})) for data in axis_files(folder)}
    listed = [name for name in head.get("axes", []) if name in axes]
    others = [name for name in axes if name not in listed]
    return Codebook(f"{head['name']} {head['version']}", axes, (*listed, *others))


def _axis(data: dict[str, Any], shared: dict[str, dict[str, str]]) -> Axis:
    name = data["axis"]
    markers: dict[str, PatternSet[Label]] = {}
    for language in LANGUAGES:
        labelled = [
            (pattern, Label(rule=_rule(name, label, language, pattern), **label))
            for written, pattern, label in patterns(data)
            if written == language
        ]
        traps = [
            p
            for trap in data.get("trap", [])
            if trap["language"] == language
            for p in trap["patterns"]
        ]
        traps += actor_patterns.traps(data, language)
        classes = {
            **actor_patterns.classes(language),
            **shared.get(language, {}),
            **data.get("class", {}).get(language, {}),
        }
        markers[language] = PatternSet(language, labelled, traps, classes)
    return Axis(
        name,
        data["definition"],
        data["rule"],
        data["default"],
        data.get("groups", {}),
        tuple(data.get("order", ())),
        markers,
        _named(data, "thing", "ref"),
        data.get("label", name.replace("_", " ")),
        data.get("letter", name[0].upper()),
        data.get("shown", True),
        {name: frozenset(words) for name, words in data.get("list", {}).items()},
        data.get("experimental", False),
        {
            _rule(name, entry.label, entry.language, pattern): entry.member
            for entry in ledger.entries(data)
            for pattern in entry.patterns
            if entry.member
        },
    )


def _rule(axis: str, label: Mapping[str, Any], language: str, pattern: str) -> str:
    return f"{axis}.{label['value']}.{language}:{pattern}"


def patterns(data: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the (language, pattern, fields of its label) of an axis file: of its concepts and
    markers, of the senses of an experimental axis, of its names with two forms, of the actors it
    asks for.
    """
    for entry in ledger.entries(data):
        yield from ((entry.language, pattern, dict(entry.label)) for pattern in entry.patterns)
    for sense in data.get("sense", []):
        label = {"value": sense["value"], "ref": sense["ref"]}
        yield from ((language, p, label) for language in LANGUAGES for p in sense[language])
    for choice in data.get("choice", []):
        for language in LANGUAGES:
            for value, forms in choice.get(language, {}).items():
                label = {"value": value, "ref": choice["ref"]}
                yield from ((language, pattern, label) for pattern in forms)
    yield from actor_patterns.patterns(data)


def _named(data: dict[str, Any], section: str, key: str) -> dict[str, PatternSet[str]]:
    return {
        language: PatternSet(
            language,
            [(p, entry[key]) for entry in data.get(section, []) for p in entry[language]],
            [],
        )
        for language in LANGUAGES
    }
