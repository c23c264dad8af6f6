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
_VOWELS = re.compile("[aeiou]")
_CONSONANTS, _ENOUGH, _LETTERS = 4, 3, 5
"""Consonants of a skeleton, the fewest it may have, and letters of what has fewer."""


def sound(word: str) -> str:
    """Return a word in Latin letters so that transliterations agree ("Кавано", "Kavano")."""
    latin = _NOT_LETTERS.sub("", anyascii(word).lower())
    for spelled, simple in _SOUNDS:
        latin = latin.replace(spelled, simple)
    return _DOUBLED.sub(r"\1", latin)


def skeleton(word: str) -> str:
    """Return the first four consonants of a name, which languages and case forms change least.

    "Москва", "Москвою" and "Moscow" are one name so. A word of fewer than three consonants keeps
    its vowels.
    """
    heard = sound(word).replace("c", "k").replace("z", "s")
    consonants = _VOWELS.sub("", heard)
    return consonants[:_CONSONANTS] if len(consonants) >= _ENOUGH else heard[:_LETTERS]
