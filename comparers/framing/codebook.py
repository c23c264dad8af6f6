"""The codebook as data: axes, markers, traps, referents and concepts, one TOML file an axis."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from parallax.comparers.framing import actor_patterns
from parallax.languages.detect import LANGUAGES
from parallax.languages.phrases import PatternSet


@dataclass(frozen=True)
class Label:
    """What a matched pattern says: a value on the axis, of a referent or concept where the axis has
    one.

    `speech` is false of a cue of attribution that is no act of speech ("allegedly") or an act by
    speech ("declared"): it names no source. `place` is true of a name that is a place as well.
    """

    value: str
    rule: str
    ref: str | None = None
    speech: bool = True
    place: bool = False


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


@dataclass(frozen=True)
class Codebook:
    """All axes and the version that every marker and difference carries; `listed` is the axes in
    the order of a page.
    """

    version: str
    axes: dict[str, Axis]
    listed: tuple[str, ...]


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
            (pattern, Label(rule=f"{name}.{label['value']}.{language}:{pattern}", **label))
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
        _named(data, "concept", "ref"),
        data.get("label", name.replace("_", " ")),
        data.get("letter", name[0].upper()),
        data.get("shown", True),
        {name: frozenset(words) for name, words in data.get("list", {}).items()},
        data.get("experimental", False),
    )


def patterns(data: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the (language, pattern, fields of its label) of an axis file: of its markers, of its
    senses (a concept with members in every language and one value), of its names with two forms, of
    the actors it asks for.
    """
    for entry in data.get("marker", []):
        label = {key: entry[key] for key in ("value", "ref", "speech") if key in entry}
        yield from ((entry["language"], pattern, label) for pattern in entry["patterns"])
    for entry in data.get("sense", []):
        label = {"value": entry["value"], "ref": entry["ref"]}
        yield from ((language, p, label) for language in LANGUAGES for p in entry[language])
    for entry in data.get("choice", []):
        for language in LANGUAGES:
            for value, forms in entry.get(language, {}).items():
                label = {"value": value, "ref": entry["ref"]}
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
