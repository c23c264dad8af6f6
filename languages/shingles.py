"""Shingles: the runs of a few words in a text, by which copies and parts of it are known (Broder
1997).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Shingles = frozenset[tuple[str, ...]]
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, figures among them."""
    return _WORD.findall(text.lower())


def shingles(found: Sequence[str], length: int) -> Shingles:
    """Return the runs of so many words; none of a shorter text."""
    return frozenset(zip(*(found[i:] for i in range(length)), strict=False))
