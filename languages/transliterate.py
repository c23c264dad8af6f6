"""Names by sound, so that a name in two scripts is recognised as one."""

from __future__ import annotations

import re

from anyascii import anyascii

_SOUNDS = (
    ("shch", "s"),
    ("kh", "h"),
    ("zh", "j"),
    ("ts", "c"),
    ("ch", "c"),
    ("sh", "s"),
    ("ck", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("w", "v"),
    ("y", "i"),
    ("q", "k"),
    ("x", "ks"),
    ("ee", "i"),
    ("oo", "u"),
    ("j", "i"),
    ("g", "h"),
)
"""Different transliterations of one sound and their common form; replaced in this order."""
_DOUBLED = re.compile(r"(.)\1")
_NOT_LETTERS = re.compile("[^a-z]")


def sound(word: str) -> str:
    """Return a word in Latin letters so that transliterations agree ("Кавано", "Kavano")."""
    latin = _NOT_LETTERS.sub("", anyascii(word).lower())
    for spelled, simple in _SOUNDS:
        latin = latin.replace(spelled, simple)
    return _DOUBLED.sub(r"\1", latin)
