"""Text into tokens with offsets: numbers as written, words, single signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comparers.numbers.lexicon import folded

_BLANK = "[ \u00a0\u2009\u202f]"
_TOKEN = re.compile(
    rf"(?P<number>\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d+)?(?![\d])|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ‘`][^\W\d_]+)*)|(?P<sign>\S)"
)


@dataclass(frozen=True)
class Token:
    """A piece of text; ``word`` is its folded form."""

    start: int
    end: int
    kind: str
    word: str


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text in order."""
    return [
        Token(found.start(), found.end(), str(found.lastgroup), folded(found[0])) for found in _TOKEN.finditer(text)
    ]


def number_value(written: str, language: str, *, scaled: bool) -> tuple[float, float] | None:
    """Return (value, size of the last significant digit) of digits as written, or None when they are no number.

    In Ukrainian and Russian the comma is the decimal sign; three digits after it with no scale word or unit behind
    ("3,250 осіб", translated copy) are thousands. In English it is the other way round.

    :param scaled: whether a scale word, unit or percent sign follows.
    """
    plain = re.sub(_BLANK, "", written)
    if re.fullmatch(r"\d+", plain):
        return _whole(plain)
    grouped_comma = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", plain)
    grouped_point = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", plain)
    single = plain.count(",") + plain.count(".") == 1
    if grouped_comma and (language == "en" or not single or not scaled):
        return _decimal(plain.replace(",", ""))
    if grouped_point and language != "en" and (not single or not scaled):
        return _decimal(plain.replace(".", "").replace(",", "."))
    if single:
        return _decimal(plain.replace(",", "."))
    return None


def _whole(digits: str) -> tuple[float, float]:
    """Of a whole number two or more final zeros count as rounding; a single one does not."""
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(digits), float(10**zeros) if zeros > 1 and zeros < len(digits) else 1.0


def _decimal(text: str) -> tuple[float, float]:
    if "." not in text:
        return _whole(text)
    return float(text), 10.0 ** -len(text.split(".")[1])
