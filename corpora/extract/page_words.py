"""Words of pages as data: `page_words.toml` beside this file."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources


def any_of(name: str) -> str:
    """Return the alternatives of a list, for a regular expression: ``a|b``."""
    return "|".join(_lists()[name])


def pattern(before: str, name: str, after: str = "") -> re.Pattern[str]:
    """Return a pattern of one list between two expressions, letters of either case."""
    return re.compile(f"{before}{any_of(name)}{after}", re.IGNORECASE)


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    file = resources.files("parallax.corpora.extract") / "page_words.toml"
    return tomllib.loads(file.read_text("utf-8"))
