"""Writes, as JSON, every regular expression that a module of the package compiles, also those that
it makes of parts or of data; run as a program, before anything of the package is imported.
"""

import importlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[1]
FOUND: dict[tuple[str, int, str, str, int, str, int], None] = {}
"""Module and line that compile and the function of `re` they call; module and line that gave it a
name, where that is known; source and flags."""
_compile = re._compile  # type: ignore[attr-defined]


def _recorded(pattern: Any, flags: Any) -> Any:
    made = _compile(pattern, flags)
    asked, caller = sys._getframe(1), sys._getframe(2)
    if _module(caller).startswith("parallax."):
        source, flags = made.pattern, made.flags
        if isinstance(source, bytes):  # a text of the same letters stands for bytes
            source, flags = source.decode("latin-1"), flags | re.ASCII
        named = _named_by(caller)
        FOUND[
            _module(caller),
            caller.f_lineno,
            asked.f_code.co_name,
            _module(named),
            named.f_lineno,
            source,
            flags,
        ] = None
    return made


def _named_by(frame: FrameType) -> FrameType:
    """Return the statement of a module that led to a call; the call itself without one."""
    outer: FrameType | None = frame
    while outer is not None and outer.f_code.co_name != "<module>":
        outer = outer.f_back
    return outer if outer and _module(outer).startswith("parallax.") else frame


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def modules() -> Iterator[str]:
    """Yield the name of every module of the package."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for package in listed["tool"]["setuptools"]["packages"]:
        folder = Path(importlib.import_module(package).__file__ or "").parent
        for file in sorted(folder.glob("*.py")):
            if file.stem != "__main__":
                yield package if file.stem == "__init__" else f"{package}.{file.stem}"


def _use_what_compiles_when_it_is_needed() -> None:
    import lxml.html

    from parallax.comparers.framing import codebook, match
    from parallax.comparers.numbers import extract
    from parallax.corpora.extract import dates, recent_days
    from parallax.languages.detect import detect
    from parallax.languages.fold import fold
    from parallax.translators.clock_times import clock_times

    for text, language in (
        ("Загинули троє людей о 10:30 12 березня 2024 року.", "uk"),
        ("Погибли трое людей, 5 тыс. рублей, сообщил он.", "ru"),
        ("Three people were killed at 10:30 on 12 March, he said.", "en"),
    ):
        detect(text)
        extract(text, language)
        match.find(text, language, codebook.load())
        clock_times(fold(text), language)
    lines = dates.beside_first_heading(lxml.html.fromstring("<p>12 березня 2024</p>"))
    dates.days_beside(lines, (), "Europe/Kyiv", None)
    recent_days.recent("12 березня, 10:00", "Europe/Kyiv", datetime.now(UTC))


if __name__ == "__main__":
    re._compile = _recorded  # type: ignore[attr-defined]
    for name in modules():
        importlib.import_module(name)
    _use_what_compiles_when_it_is_needed()
    print(json.dumps(list(FOUND)))
