"""Shingles: runs of n words, to recognise copies and parts of a text (Broder 1997)."""

from __future__ import annotations

import re
from collections.abc import Sequence

Shingles = frozenset[tuple[str, ...]]
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case."""
    return _WORD.findall(text.lower())


def shingles(found: Sequence[str], length: int) -> Shingles:
    """Return the runs of ``length`` words; none of a shorter text."""
    return frozenset(zip(*(found[i:] for i in range(length)), strict=False))
