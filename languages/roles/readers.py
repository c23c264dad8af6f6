"""Which reader serves a role in a language: the parse, or the rules over words that were there
before it. The table is `languages/role_readers.toml`, decided by measurement role by role.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

Asked = Literal[
    "speaker",
    "addressee",
    "outcome",
    "doer",
    "side",
    "whom",
    "owner",
    "where",
    "when",
    "negated",
    "modality",
]
"""What may be asked of a sentence."""
Reader = Literal["parse", "rules"]


@dataclass(frozen=True)
class Decision:
    """Who reads a role in a language, and what was measured."""

    role: str
    what: str
    language: str
    reader: Reader
    why: str
    read_by: str
    """The code that asks for the role; empty where nothing does yet."""


@cache
def decisions() -> tuple[Decision, ...]:
    """Return the whole table, in its order."""
    file = resources.files("parallax.languages") / "role_readers.toml"
    return tuple(
        Decision(role, entry["what"], language, one["reader"], one["why"], entry.get("read_by", ""))
        for role, entry in tomllib.loads(file.read_text("utf-8")).items()
        for language, one in entry.items()
        if isinstance(one, dict)
    )


@cache
def is_parsed(role: Asked, language: str) -> bool:
    """Tell whether the parse serves a role in a language; in others than ours none does."""
    return any(
        one.role == role and one.language == language and one.reader == "parse"
        for one in decisions()
    )


ASKED: tuple[Asked, ...] = get_args(Asked)
