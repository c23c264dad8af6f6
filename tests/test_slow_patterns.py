"""No regular expression of the package takes time without bound on a text made against it.

Texts are derived from each pattern: what its repeats repeat, many times over, after what comes
before them and before something that does not fit. A pattern that can read the same text in many
ways then tries them all. Each is asked as its module asks it.

The patterns are those that importing and using the package compiles (`pattern_recorder`), also
those made of data, and those written where they are used. Not seen are patterns of libraries.
"""

from __future__ import annotations

import ast
import json
import re
import re._constants as sre
import re._parser as parser
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from parallax.corpora.extract.workers import Clock, side_by_side, within
from parallax.corpora.page_error import PageError

pytestmark = pytest.mark.slow(90)
ROOT = Path(__file__).parents[1]
RECORDER = ROOT / "tests" / "pattern_recorder.py"
LENGTH = 20_000
"""Characters of a text: a line of a filter, a body; of patterns that are squares it is too many."""
SHORT = {
    "parallax.corpora.extract.titles": 2_000,  # what is longer was cut before
    "parallax.corpora.sample.story_file": 2_000,  # lines of our own files
}
"""Characters of the longest text that the patterns of a module meet, where that is less."""
WAYS = ("search", "match", "fullmatch", "split", "sub", "findall", "finditer")
SECONDS = 0.5
CLOCK = Clock(20, 500)
MOST_STRINGS = 12
MANY = 100
"""Patterns that the package had at least when this was written."""


@dataclass(frozen=True)
class Place:
    """A call in the package that compiles a pattern; no source where it is made of parts."""

    module: str
    first: int
    last: int
    function: str
    source: str


def written() -> Iterator[Place]:
    """Yield every `re.something(pattern, ...)` of the package."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for package in listed["tool"]["setuptools"]["packages"]:
        for file in sorted(
            (ROOT / package.removeprefix("parallax.").replace(".", "/")).glob("*.py")
        ):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if _asks_re(node):
                    given = node.args[0]
                    source = given.value if isinstance(given, ast.Constant) else ""
                    source = source.decode("latin-1") if isinstance(source, bytes) else str(source)
                    last = node.end_lineno or node.lineno
                    yield Place(f"{package}.{file.stem}", node.lineno, last, node.func.attr, source)


def _asks_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr != "escape"
        and bool(node.args)
    )


@dataclass(frozen=True)
class Compiled:
    """A pattern that the package compiled: where, by which function of `re`, and which statement
    of a module gave it a name (see `pattern_recorder`).
    """

    module: str
    line: int
    function: str
    named_in: str
    named_at: int
    source: str
    flags: int

    def asked(self) -> Asked:
        ways = {self.function}
        if self.function == "compile":
            ways = ways_of(self.named_in, self.named_at)
        length = SHORT.get(self.module, LENGTH)
        return Asked(re.compile(self.source, self.flags), frozenset(ways), length)


@cache
def recorded() -> list[Compiled]:
    """Return what importing and using the package compiles."""
    answer = subprocess.run(
        [sys.executable, "-P", str(RECORDER)], check=True, capture_output=True, text=True
    )
    return [Compiled(*found) for found in json.loads(answer.stdout)]


@dataclass(frozen=True)
class Asked:
    """A pattern, the ways in which its module asks it, and the length of the longest text."""

    pattern: re.Pattern[str]
    ways: frozenset[str] = frozenset(WAYS)
    length: int = LENGTH


def every() -> list[Asked]:
    """Return every pattern of the package."""
    known = {one.source for one in recorded()}
    unused = [
        Compiled(p.module, p.first, p.function, p.module, p.first, p.source, 0)
        for p in written()
        if p.source and p.source not in known
    ]
    return list(dict.fromkeys(one.asked() for one in [*recorded(), *unused]))


def ways_of(module: str, line: int) -> set[str]:
    """Return how a module asks the pattern that it gives a name to on a line; all ways that there
    are where it gives it none.
    """
    text = file_of(module).read_text("utf-8")
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign) and statement.lineno <= line <= (
            statement.end_lineno or line
        ):
            names = [n.id for n in ast.walk(statement.targets[0]) if isinstance(n, ast.Name)]
            found = re.findall(rf"\b(?:{'|'.join(names)})\.({'|'.join(WAYS)})\b", text)
            return set(found or WAYS)
    return set(WAYS)


def file_of(module: str) -> Path:
    file = ROOT / (module.removeprefix("parallax.").replace(".", "/") + ".py")
    return file if file.exists() else ROOT / (module.replace(".", "/") + ".py")


def example(tree: Any, last: bool = False) -> str:
    """A short text that a parsed pattern fits; `last` takes the last of alternatives."""
    return "".join(_example(op, given, last) for op, given in tree)


def _example(op: Any, given: Any, last: bool) -> str:
    if op is sre.LITERAL:
        return chr(given)
    if op is sre.ANY:
        return "а"
    if op is sre.NOT_LITERAL:
        return "x" if given != ord("x") else "y"
    if op is sre.IN:
        return _member(given, last)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return example(given[2], last) * max(given[0], 1)
    if op is sre.SUBPATTERN:
        return example(given[-1], last)
    if op is sre.ATOMIC_GROUP:
        return example(given, last)
    if op is sre.BRANCH:
        return example(given[1][-1 if last else 0], last)
    return ""


_OF_CATEGORY = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_NOT_DIGIT: "а",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "а",
    sre.CATEGORY_WORD: "а",
    sre.CATEGORY_NOT_WORD: " ",
}


def _member(given: Any, last: bool) -> str:
    if given[0][0] is sre.NEGATE:
        letters = [c for c in 'аxX1 .,-_«"(' if not _is_in(c, given[1:])]
        return letters[-1 if last else 0] if letters else "ї"
    op, value = given[-1 if last else 0]
    if op is sre.RANGE:
        return chr(value[1] if last else value[0])
    return _OF_CATEGORY[value] if op is sre.CATEGORY else chr(value)


def _is_in(letter: str, given: Any) -> bool:
    return any(
        (op is sre.LITERAL and ord(letter) == value)
        or (op is sre.RANGE and value[0] <= ord(letter) <= value[1])
        or (
            op is sre.CATEGORY
            and {
                sre.CATEGORY_DIGIT: letter.isdigit(),
                sre.CATEGORY_NOT_DIGIT: not letter.isdigit(),
                sre.CATEGORY_SPACE: letter.isspace(),
                sre.CATEGORY_NOT_SPACE: not letter.isspace(),
                sre.CATEGORY_WORD: letter.isalnum() or letter == "_",
                sre.CATEGORY_NOT_WORD: not (letter.isalnum() or letter == "_"),
            }[value]
        )
        for op, value in given
    )


def repeats(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:  # noqa: C901
    """What comes before each unbounded repeat of a pattern, and texts that it repeats."""
    for op, given in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            if given[1] > 20:
                for last in (False, True):
                    yield before, example(given[2], last)
                for inner_op, inner in given[2]:
                    if inner_op is sre.BRANCH:
                        yield before, "".join(example(one) for one in inner[1][:3])
            yield from repeats(given[2], before)
        elif op is sre.BRANCH:
            for one in given[1]:
                yield from repeats(one, before)
        elif op is sre.SUBPATTERN:
            yield from repeats(given[-1], before)
        elif op is sre.ATOMIC_GROUP:
            yield from repeats(given, before)
        before += _example(op, given, last=False)


def texts_against(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Texts of that many characters on which a pattern may lose its way."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE & ~re.DEBUG)
    made: dict[str, None] = {}
    whole = example(tree) or "а"
    for before, part in [*repeats(tree), ("", whole), ("", whole[:-1] or "а")]:
        if not part:
            continue
        for unit in (part, before + part):
            times = length // len(unit)
            for end in ("", "\x00", "!"):
                made[(before if unit == part else "") + unit * times + end] = None
    yield from list(made)[: 3 * MOST_STRINGS]


def seconds_of(source: str, flags: int, ways: frozenset[str], text: str) -> float:
    """How long the ways of asking take; runs where it can be killed."""
    import time

    pattern = re.compile(source, flags)
    begin = time.process_time()
    for way in ways:
        if way == "sub":
            pattern.sub("", text)
        elif way == "finditer":
            list(pattern.finditer(text))
        else:
            getattr(pattern, way)(text)
    return time.process_time() - begin


def slow(asked: Asked, clock: Clock = CLOCK) -> str:
    """Return on what a pattern is slow, empty without such a text."""
    pattern = asked.pattern
    for text in texts_against(pattern, asked.length):
        try:
            taken = within(clock, seconds_of, pattern.pattern, pattern.flags, asked.ways, text)
        except PageError:
            taken = float("inf")
        if taken > SECONDS:
            return f"{pattern.pattern!r:.200} takes {taken:.1f} s on {text[:60]!r}…{text[-10:]!r}"
    return ""


def test_every_pattern_of_the_package_is_found() -> None:
    assert len(every()) >= MANY
    places = {(one.module, one.line) for one in recorded()}
    missing = [
        place
        for place in written()
        if not place.source
        and not any((place.module, n) in places for n in range(place.first, place.last + 1))
    ]
    assert missing == []


def test_no_pattern_is_slow_on_a_text_made_against_it() -> None:
    assert [said for said in side_by_side(slow, every()) if said] == []


@pytest.mark.parametrize(
    "bad", ["(a+)+b", r"(?:\w+\.?|\d)+x", r"(a|a)+b", r"(?:ab|a|b)+c", r"\s*(\s+a?)*,", r"\s+,"]
)
def test_a_pattern_with_two_ways_through_a_text_is_found(bad: str) -> None:
    assert slow(Asked(re.compile(bad)), Clock(2, 500))
