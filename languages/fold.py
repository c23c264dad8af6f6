"""Folding: the form in which words of a text and words of a list are compared."""

from __future__ import annotations

import re
import unicodedata

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("’ʼ‘`´ʹ′＇", "'"),
        "ё": "е",
        "Ё": "Е",
        "\u0301": None,  # stress mark
        "\u00ad": None,  # soft hyphen
        # Zero-width spaces and joiners, marks of direction: nobody sees them inside a word.
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"),
    }
)
_CYRILLIC, _LATIN = re.compile(r"[\u0400-\u04ff]"), re.compile("[A-Za-z]")
_LOOKALIKES = ("ABCEHIKMOPTXaceiopxy", "АВСЕНІКМОРТХасеіорху")
_TO_CYRILLIC = str.maketrans(*_LOOKALIKES)
_TO_LATIN = str.maketrans(*reversed(_LOOKALIKES))


def fold(text: str) -> str:
    """Return text in lower case, with one apostrophe and е for ё, without stress marks, soft
    hyphens and characters that nobody sees; letters and their marks are composed (NFC).
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_FOLDED).lower()


def one_script(word: str, language: str) -> str:
    """Return a word that mixes Latin and Cyrillic letters in the letters of its language, where
    those of the other script only look like them ("тиc." with a Latin c).
    """
    if word.isascii() or not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    written, other = (
        (word.translate(_TO_LATIN), _CYRILLIC)
        if language == "en"
        else (word.translate(_TO_CYRILLIC), _LATIN)
    )
    return word if other.search(written) else written


def is_cyrillic(text: str) -> bool:
    """Return whether a text has more Cyrillic letters than Latin ones."""
    return len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text))
