"""Which rows of a table of vectors a word has: hashed, so that every word has some.

A word is the sum of rows for itself, for itself with folded letters, for its endings of one to five
letters, for its beginnings and for its shape (hash embeddings, Svenstrup et al. 2017). Folded
letters are those that Ukrainian and Russian write differently, so one network learns from both.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

_WORDS, _ENDINGS, _BEGINNINGS, _SHAPES = 16_384, 8_192, 4_096, 256
ROWS = _WORDS + _ENDINGS + _BEGINNINGS + _SHAPES
"""Rows of the table."""
WORD_ROWS = 2
"""How many of a word's rows, the first ones, stand for the whole word."""
_ENDING_LENGTHS, _BEGINNING_LENGTHS = (1, 2, 3, 4, 5), (1, 3, 4)
PER_WORD = WORD_ROWS + len(_ENDING_LENGTHS) + len(_BEGINNING_LENGTHS) + 1
"""Rows that a word has."""

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("’ʼ`‘", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("–—−", "-"),
        "ё": "е",
        "\u0301": None,
    }
)
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("іїы", "и"),
        **dict.fromkeys("єэё", "е"),
        "ґ": "г",
        **dict.fromkeys("ъь\u0301", None),
        **dict.fromkeys("’ʼ`", "'"),
    }
)
_SHAPE_LETTERS = 12


@lru_cache(maxsize=65_536)
def word_rows(word: str) -> tuple[int, ...]:
    """Return the rows of a word, `PER_WORD` of them."""
    plain = "".join("0" if c.isdigit() else c for c in word.translate(_PLAIN).lower())
    folded = plain.translate(_FOLDED)
    endings = (
        _hash(f"s{n}{plain[-n:] if len(plain) > n else '^' + plain}", _ENDINGS)
        for n in _ENDING_LENGTHS
    )
    beginnings = (_hash(f"p{n}{folded[:n]}", _BEGINNINGS) for n in _BEGINNING_LENGTHS)
    return (
        _hash("w" + plain, _WORDS),
        _hash("f" + folded, _WORDS),
        *(_WORDS + row for row in endings),
        *(_WORDS + _ENDINGS + row for row in beginnings),
        _WORDS + _ENDINGS + _BEGINNINGS + _hash(shape(word), _SHAPES),
    )


def shape(word: str) -> str:
    """Return capitals as X, other letters as x, digits as d; runs are cut to two.

    >>> shape("Київ"), shape("2022-го"), shape("—")
    ('Xxx', 'dd-xx', '—')
    """
    signs: list[str] = []
    for letter in word[:_SHAPE_LETTERS]:
        sign = (
            "X"
            if letter.isupper()
            else "x"
            if letter.isalpha()
            else "d"
            if letter.isdigit()
            else letter
        )
        if signs[-2:] != [sign, sign]:
            signs.append(sign)
    return "".join(signs)


def _hash(text: str, rows: int) -> int:
    return crc32(text.encode("utf-8")) % rows
