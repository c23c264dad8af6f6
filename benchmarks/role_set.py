"""Our own sentences labelled with who did what to whom: reading and counting.

``python -m benchmarks.role_set FILE…`` checks files and prints what they hold. How the sentences
were written and labelled: ``benchmarks/data/roles/README.md``. Scoring: `benchmarks.role_scores`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parallax.core.errors import InputError

HERE = Path(__file__).parent / "data" / "roles"
PARTS = ("dev", "test", "test2")
KINDS = ("casualty", "report", "loss", "label", "action")
ROLES = ("who", "whom", "quantity", "where", "when", "speaker", "addressee", "owner")
MODALITIES = ("fact", "possible", "planned", "asked", "conditional")
DOER_KINDS = ("person", "body", "nature", "machine", "event")
SIDES = ("ua", "ru", "other", "unstated")
FLAGS = ("negated", "passive_without_doer", "modality", "side")
"""What is said of a predicate by a value instead of a word; scored as a role at its own head."""


@dataclass(frozen=True)
class Place:
    """Words of a sentence that fill a role: offsets of the phrase, of its head word, and of other
    words that schemes of annotation take for the head (parts of a name, numerals).
    """

    words: str
    span: tuple[int, int]
    head: tuple[int, int]
    also: tuple[tuple[int, int], ...] = ()

    def holds(self, offset: int) -> bool:
        """Tell whether an offset is in the head word or one that may stand for it."""
        return any(start <= offset < end for start, end in (self.head, *self.also))


@dataclass(frozen=True)
class Statement:
    """A statement: its predicate, what fills its roles, and what is said of it."""

    kind: str
    concept: str
    predicate: Place
    roles: Mapping[str, Place]
    side: str | None
    negated: bool
    modality: str
    passive_without_doer: bool
    doer_kind: str | None

    def flags(self) -> Iterator[tuple[str, str]]:
        """Yield the flags that are set, each with its value."""
        if self.negated:
            yield "negated", "yes"
        if self.passive_without_doer:
            yield "passive_without_doer", "yes"
        if self.modality != "fact":
            yield "modality", self.modality
        if self.side not in {None, "unstated"}:
            yield "side", str(self.side)


@dataclass(frozen=True)
class Sentence:
    """A sentence with its statements.

    ``part`` is one of `PARTS`; ``parallel`` is shared by faithful translations, else None.
    """

    id: str
    language: str
    part: str
    parallel: str | None
    genre: str
    text: str
    statements: tuple[Statement, ...]


def read(file: Path) -> list[Sentence]:
    """Return the sentences of a file, one a line.

    :raises InputError: with file and line, when a line lacks a key or has one too many, a value is
        none of those above, words are not at their offsets, or an id occurs twice.
    """
    found: list[Sentence] = []
    ids: set[str] = set()
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            sentence = _sentence(json.loads(line))
            _check(sentence.id not in ids, f"id {sentence.id} occurs twice")
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise InputError(f"{file}, line {number}: {error!r}") from error
        ids.add(sentence.id)
        found.append(sentence)
    return found


_SENTENCE = {"id", "lang", "part", "parallel", "genre", "text", "statements"}
_STATEMENT = {"kind", "concept", "predicate", "side", "negated", "modality"} | {
    "passive_without_doer",
    "doer_kind",
    *ROLES,
}


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _sentence(given: Mapping[str, Any]) -> Sentence:
    _check(set(given) == _SENTENCE, f"keys {sorted(set(given) ^ _SENTENCE)}")
    _check(given["part"] in PARTS, f"part {given['part']}")
    text = str(given["text"])
    return Sentence(
        given["id"],
        given["lang"],
        given["part"],
        given["parallel"],
        given["genre"],
        text,
        tuple(_statement(one, text) for one in given["statements"]),
    )


def _statement(given: Mapping[str, Any], text: str) -> Statement:
    _check(set(given) == _STATEMENT, f"keys {sorted(set(given) ^ _STATEMENT)}")
    for key, values in (("kind", KINDS), ("modality", MODALITIES)):
        _check(given[key] in values, f"{key} {given[key]}")
    for key, allowed in (("doer_kind", DOER_KINDS), ("side", SIDES)):
        _check(given[key] in {None, *allowed}, f"{key} {given[key]}")
    for key in ("negated", "passive_without_doer"):
        _check(isinstance(given[key], bool), f"{key} {given[key]}")
    _check((given["kind"] == "label") == (given["side"] is not None), "a label alone has a side")
    _check((given["who"] is None) == (given["doer_kind"] is None), "a doer has a kind")
    _check(not (given["passive_without_doer"] and given["who"]), "a doer where there is none")
    return Statement(
        given["kind"],
        given["concept"],
        _place(given["predicate"], text),
        {role: _place(given[role], text) for role in ROLES if given[role] is not None},
        given["side"],
        given["negated"],
        given["modality"],
        given["passive_without_doer"],
        given["doer_kind"],
    )


def _place(given: Mapping[str, Any], text: str) -> Place:
    start, end = given["span"]
    words = given["words"]
    _check(text[start:end] == words, f"{words!r} is not at {start}, where {text[start:end]!r} is")
    heads = [given["head"], *given.get("also", ())]
    for first, last in heads:
        _check(start <= first < last <= end, f"the head {text[first:last]!r} is not in {words!r}")
        whole = not (text[first - 1 : first].isalnum() or text[last : last + 1].isalnum())
        _check(whole, f"the head {text[first:last]!r} is a part of a word")
    head, *also = [(first, last) for first, last in heads]
    return Place(words, (start, end), head, tuple(also))


def summary(sentences: Sequence[Sentence]) -> str:
    """Return a table of what sentences hold: statements by kind, roles and flags, by part."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        rows = ["sentences", "parallel"] if sentence.parallel else ["sentences"]
        for statement in sentence.statements:
            rows += ["statements", statement.kind, *statement.roles]
            rows += [flag for flag, _ in statement.flags()]
        for row in rows:
            counted[row][sentence.part] += 1
    order = ("sentences", "parallel", "statements", *KINDS, *ROLES, *FLAGS)
    parts = [part for part in PARTS if counted["sentences"][part]]
    lines = [" " * 22 + "".join(f"{part:>6}" for part in parts)]
    lines += [f"{row:22}" + "".join(f"{counted[row][part]:6}" for part in parts) for row in order]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Check files and print what they hold."""
    parser = argparse.ArgumentParser(prog="benchmarks.role_set", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    for file in parser.parse_args(arguments).files:
        print(f"{file}\n{summary(read(file))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
