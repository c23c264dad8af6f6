"""Names of states by CLDR (through babel), written as in `actors.toml`: stem, `+`, endings.

Only endings whose declension is regular are given; adjectives and names of peoples cannot be made
from a name by rule and are left to the data.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources

from babel import Locale


def territories(language: str) -> Iterator[tuple[str, str]]:
    """Yield (code, name) of every territory with a code of two letters, codes in small letters."""
    file = resources.files("parallax.languages") / "territories.toml"
    data = tomllib.loads(file.read_text("utf-8"))
    rules: dict[str, str] = data["declension"].get(language, {})
    for code, name in sorted(Locale(language).territories.items()):
        if len(code) == 2 and code.isalpha() and code not in data["not_states"]:
            yield code.lower(), _with_endings(str(name), rules)


def _with_endings(name: str, rules: dict[str, str]) -> str:
    if " " in name:
        return name
    for end, key in rules.items():
        if name.endswith(end):
            return f"{name.removesuffix(end)}{key}"
    return name
