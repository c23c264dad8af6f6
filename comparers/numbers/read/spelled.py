"""Numerals in words below a thousand: falling parts add up ("сто двадцять п'ять")."""

from __future__ import annotations

from parallax.comparers.numbers.read.compounds import may_follow
from parallax.comparers.numbers.read.lexicon import cardinals, ordinals
from parallax.languages.tokens import TokenizedText

_INFINITE = float("inf")


def added_up(s: TokenizedText, at: int) -> tuple[float, int, str]:
    """Add up falling parts; return (value, last token, kind), with a last token before ``at`` when
    no number is there.
    """
    simple, ranked = cardinals(s.language), ordinals(s.language)
    value, last, floor, i = 0.0, at - 1, _INFINITE, at
    while i < len(s) and not (i > at and s.apart(last, i) and s.word(i - 1) != "and"):
        word = s.words[i]
        if word not in simple and word in ranked and _fits(ranked[word], floor, s.language):
            return value + ranked[word], i, "ordinal"
        if word not in simple or not _fits(simple[word], floor, s.language):
            break
        value, last, floor = value + simple[word], i, simple[word]
        i += 1
        if s.language == "en" and s.word(i) == "hundredth" and value < 100:
            return value * 100, i, "ordinal"
        if s.language == "en":
            value, last, floor, i = _hundreds(s, value, last, floor)
    return value, last, "cardinal"


def _hundreds(
    s: TokenizedText, value: float, last: int, floor: float
) -> tuple[float, int, float, int]:
    """Read English "hundred (and)" and the hyphen of "twenty-five" after a part; return also where
    the next part may be.
    """
    i = last + 1
    if s.word(i) == "hundred" and value < 100:
        value, last, floor, i = value * 100, i, 100.0, i + 1
        if s.word(i) == "and" and _is_part(s.word(i + 1)):
            return value, last, floor, i + 1
    if s.word(i) == "-" and floor >= 20 and _is_part(s.word(i + 1)) and s.glued(i + 1):
        return value, last, floor, i + 1
    return value, last, floor, i


def _is_part(word: str) -> bool:
    return word in cardinals("en") or word in ordinals("en")


def _fits(part: float, floor: float, language: str) -> bool:
    """Tell whether a part may follow: units after tens, tens after hundreds; nothing after teens,
    units and 1.5.
    """
    if floor == _INFINITE:
        return part < 1000 or language != "en"
    return may_follow(part, floor) and floor != 150
