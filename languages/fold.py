"""Folding: the form in which words of a text and words of a list are compared."""

from __future__ import annotations

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("’ʼ‘`´ʹ′＇", "'"),
        "ё": "е",
        "Ё": "Е",
        "\u0301": None,  # stress mark
        "\u00ad": None,  # soft hyphen
    }
)


def fold(text: str) -> str:
    """Return text in lower case, with one apostrophe and е for ё, without stress marks and soft
    hyphens.
    """
    return text.translate(_FOLDED).lower()
