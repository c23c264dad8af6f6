"""Letters of Ukrainian and Russian: those that one language alone has, and Latin look-alikes."""

from __future__ import annotations

import re

ONLY_UKRAINIAN = "іїєґ"
ONLY_RUSSIAN = "ыэёъ"
SHARED = "а-я"
"""A range of Cyrillic that both use, for a regular expression; a few letters in it are Russian."""
UKRAINIAN = SHARED + ONLY_UKRAINIAN
LATIN_LOOK_ALIKES = ("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")
"""Latin letters and the Cyrillic ones that look the same, in the same order."""
RUSSIAN_FOR_UKRAINIAN = ("іїєґІЇЄҐ", "ииегИИЕГ")
"""Letters of Ukrainian and the Russian ones nearest to them, in the same order."""
WRITTEN = re.compile(r"[^\W_]")
"""A letter or a digit. A sentence without one (a blank line, "* * *") says nothing."""


def both_cases(letters: str) -> str:
    """Return letters (or ranges of them) in small and in capital."""
    return letters + letters.upper()
