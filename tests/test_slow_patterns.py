"""No regular expression of the package takes time without bound on a text made against it.

Texts are derived from each pattern: what its repeats repeat, many times over, after what comes
before them and before something that does not fit. A pattern that can read the same text in many
ways then tries them all.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import re._constants as sre
import re._parser as parser
import tomllib
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

import pytest

from parallax.corpora.extract.workers import Clock, side_by_side, within
from parallax.corpora.page_error import PageError

pytestmark = pytest.mark.slow(90)
LENGTH = 2_000
"""Characters of a text; no sentence is longer (`parallax.languages.split`)."""
SECONDS = 0.5
MOST_STRINGS = 12
MANY = 60
"""Patterns that the package had at least when this was written."""


def modules() -> Iterator[Any]:
    """Every module of the installed package."""
    listed = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    for package in listed["tool"]["setuptools"]["packages"]:
        if package == "parallax.flows":
            continue  # imports Prefect, which takes seconds
        folder = Path(importlib.import_module(package).__file__ or "").parent
        for file in sorted(folder.glob("*.py")):
            if file.stem not in ("__init__", "__main__"):
                yield importlib.import_module(f"{package}.{file.stem}")


def patterns_of(  # noqa: C901 - a case for each kind of container
    value: object, depth: int = 4
) -> Iterator[re.Pattern[Any]]:
    """Every pattern in a value, in what it holds, or in what it returns without arguments."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth == 0 or isinstance(value, str | bytes | int | float | type(None)):
        return
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from patterns_of(key, depth - 1)
            yield from patterns_of(one, depth - 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from patterns_of(one, depth - 1)
    elif isinstance(value, _lru_cache_wrapper):
        if not inspect.signature(value).parameters:
            yield from patterns_of(value(), depth - 1)
    elif type(value).__module__.startswith("parallax."):
        for one in vars(value).values() if hasattr(value, "__dict__") else ():
            yield from patterns_of(one, depth - 1)


def written() -> Iterator[tuple[str, int, str | bytes, int]]:
    """Patterns that are written where they are used: `re.sub("…", …)`; and where."""
    for module in modules():
        file = Path(module.__file__ or "")
        if file.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.args
            ):
                given = node.args[0]
                text = given.value if isinstance(given, ast.Constant) else ""
                yield (
                    module.__name__,
                    node.lineno,
                    text if isinstance(text, str | bytes) else "",
                    (0 if node.func.attr != "compile" else 1),
                )


def every() -> dict[tuple[str | bytes, int], re.Pattern[Any]]:
    from parallax.comparers.framing import codebook, match
    from parallax.comparers.numbers import extract
    from parallax.languages.detect import detect

    # what is built when it is needed is in the cache of `re` afterwards
    for text, language in (
        ("Загинули троє людей о 10:30 12 березня 2024 року.", "uk"),
        ("Погибли трое людей, 5 тыс. рублей, сообщил он.", "ru"),
        ("Three people were killed at 10:30 on 12 March, he said.", "en"),
    ):
        detect(text)
        extract(text, language)
        match.find(text, language, codebook.load())
    found = {}
    for module in modules():
        for name, value in vars(module).items():
            if not name.startswith("__"):
                for pattern in patterns_of(value):
                    found[pattern.pattern, pattern.flags] = pattern
    for _, _, text, _ in written():
        if text:
            pattern = re.compile(text)
            found[pattern.pattern, pattern.flags] = pattern
    return found


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


def texts_against(pattern: re.Pattern[Any]) -> Iterator[str]:
    """Texts of `LENGTH` characters on which a pattern may lose its way."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE & ~re.DEBUG)
    made: dict[str, None] = {}
    whole = example(tree) or "а"
    for before, part in [*repeats(tree), ("", whole), ("", whole[:-1] or "а")]:
        if not part:
            continue
        for unit in (part, before + part):
            times = LENGTH // len(unit)
            for end in ("", "\x00", "!"):
                made[(before if unit == part else "") + unit * times + end] = None
    yield from list(made)[: 3 * MOST_STRINGS]


def seconds_of(source: str | bytes, flags: int, text: str) -> float:
    """How long every way of asking takes; runs where it can be killed."""
    import time

    pattern = re.compile(source, flags)
    given: Any = text if isinstance(source, str) else text.encode("ascii", "replace")
    begin = time.process_time()
    pattern.search(given)
    pattern.match(given)
    pattern.fullmatch(given)
    for _ in pattern.finditer(given):
        pass
    return time.process_time() - begin


def slow(pattern: re.Pattern[Any]) -> str:
    """The text on which a pattern is slow, empty without one."""
    for text in texts_against(pattern):
        try:
            taken = within(
                Clock(20, 500), seconds_of, pattern.pattern, pattern.flags & ~re.DEBUG, text
            )
        except PageError:
            taken = float("inf")
        if taken > SECONDS:
            return f"{pattern.pattern!r:.200} takes {taken:.1f} s on {text[:60]!r}…{text[-10:]!r}"
    return ""


def test_every_pattern_of_the_package_is_found() -> None:
    found = every()
    assert len(found) >= MANY
    compiled = sum(kind for *_, kind in written())
    assert compiled >= 50
    sources = {str(source) for source, _ in found}
    missing = [
        f"{module}:{line} {text!r}"
        for module, line, text, _ in written()
        if str(text) not in sources and text
    ]
    assert not missing


def test_no_pattern_is_slow_on_a_text_made_against_it() -> None:
    assert [said for said in side_by_side(slow, every().values()) if said] == []


@pytest.mark.parametrize(
    "bad", ["(a+)+b", r"(?:\w+\.?|\d)+x", r"(a|a)+b", r"(?:ab|a|b)+c", r"\s*(\s+a?)*,"]
)
def test_a_pattern_with_two_ways_through_a_text_is_found(bad: str) -> None:
    assert slow(re.compile(bad))
