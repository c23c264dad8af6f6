"""Names as they sound, so that one written in two scripts is one."""

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
"""Spellings that part transliterations of one name, made one; in this order."""
_DOUBLED = re.compile(r"(.)\1")
_NOT_LETTERS = re.compile("[^a-z]")


def sound(word: str) -> str:
    """Return a word in Latin letters, spelled so that transliterations of one name agree ("Кавано",
    "Kavano").
    """
    latin = _NOT_LETTERS.sub("", anyascii(word).lower())
    for spelled, simple in _SOUNDS:
        latin = latin.replace(spelled, simple)
    return _DOUBLED.sub(r"\1", latin)
