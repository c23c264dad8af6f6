"""Stretches of a text whose digits are no amounts: coordinates, hours in words, addresses.

Found before numbers are read; the tokens they use are left out.
"""

from __future__ import annotations

import re

from parallax.comparers.numbers.read.lexicon import cardinals, data, ordinals, word_set
from parallax.comparers.numbers.read.limits import WINDOWS
from parallax.languages.tokens import TokenizedText

_SIDES = "|".join(
    re.escape(side).replace(r"\.", r"\.?\s?") for side in data("grammar")["coordinates"]["sides"]
)
_COORDINATE = re.compile(
    rf"\d{{1,3}}(?:[.,]\d+)?\s?°?\s?(?:\d{{1,2}}(?:[.,]\d+)?\s?['′’]\s?)?"
    rf"(?:\d{{1,2}}(?:[.,]\d+)?\s?(?:[\"″”]|'')\s?)?(?:{_SIDES})(?!\w)"
)
_FINE = re.compile(r"\d[.,]\d{3}|\d\s?°?\s?[NS]\b")
"""Digits that may be a coordinate; one of these is in every pair of them."""
_DECIMAL_PAIR = re.compile(
    # 50.4501, 30.5234; 36.84 N, 2.46 W; 45 N, 30 E
    r"(?<![\w.,])-?\d{1,3}\.\d{3,}[,;]?\s-?\d{1,3}\.\d{3,}(?![\w%])"
    r"|(?<![\w.,])\d{1,3}(?:[.,]\d+)?\s?°?\s?[NS],?\s\d{1,3}(?:[.,]\d+)?\s?°?\s?[EW](?!\w)"
    r"|(?<![\w.,])\d{1,3}[.,]\d{3,}\s?°?\s?[NSEW](?!\w)"
)
_MARKS: list[str] = data("grammar")["coordinates"]["marks"]
_ON_THE_HOUR = word_set("grammar", "clock", "on_the_hour")
_PARTS_OF_HOUR = word_set("grammar", "clock", "parts_of_hour")
_AT_THE_HOUR = word_set("grammar", "clock", "at_the_hour")
_ROOMS = word_set("grammar", "address", "rooms")
_OPENERS = word_set("grammar", "address", "openers")


def excluded(s: TokenizedText) -> set[int]:
    """Return the tokens of stretches that hold no amounts."""
    tokens = _coordinates(s, _COORDINATE) if any(mark in s.text for mark in _MARKS) else set()
    if _FINE.search(s.text):
        tokens |= _coordinates(s, _DECIMAL_PAIR)
    for at in range(len(s)):
        if s.kind(at) == "number":
            tokens |= _room(s, at)
        if s.kind(at) != "number" or s.language == "en":
            tokens |= _hour(s, at)
    return tokens


def _coordinates(s: TokenizedText, pattern: re.Pattern[str]) -> set[int]:
    spans = [m.span() for m in pattern.finditer(s.text)]
    if not spans:
        return set()
    return {
        i
        for i, token in enumerate(s.tokens)
        if any(start <= token.start < end for start, end in spans)
    }


def _hour(s: TokenizedText, at: int) -> set[int]:
    """Return the tokens of an hour with its part: "half past seven", "ten past five", "за чверть
    дев'ята", "в половине восьмого", "о пів на восьму".
    """
    word = s.word(at)
    if s.language == "en":
        joint = s.word(at + 1)
        if joint not in ("past", "to"):
            return set()
        part = word in _PARTS_OF_HOUR
        if not (part or _below(s, at, 30)) or not _is_hour(s, at + 2):
            return set()
        # "at ten to six" is an hour, "at ten to twelve per cent" a range
        before = s.word(at - 1) == "at" and s.kind(at) == "word" and s.kind(at + 3) != "word"
        spoken = joint == "past" or (joint == "to" and (part or before))
        return set(range(at, at + 3)) if spoken else set()
    if word not in _PARTS_OF_HOUR or s.word(at - 1) not in _AT_THE_HOUR:
        return set()
    after = at + 1 + (s.word(at + 1) in _ON_THE_HOUR)
    return set(range(at, after + 1)) if _is_hour(s, after) else set()


def _below(s: TokenizedText, at: int, limit: float) -> bool:
    value = cardinals(s.language).get(s.word(at))
    if s.kind(at) == "number" and s.word(at).isdecimal():
        value = float(s.word(at))
    return value is not None and 0 < value < limit


def _is_hour(s: TokenizedText, at: int) -> bool:
    rank = ordinals(s.language).get(s.word(at), 0)
    return _below(s, at, 25) or 0 < rank < 25


def _room(s: TokenizedText, at: int) -> set[int]:
    """Return the number of a flat or a house: "кв. 45", "у квартирі 45", "flat 45", "д. 5" after a
    street.
    """
    if s.kind(at) != "number" or not s.word(at).isdecimal():
        return set()
    before = at - 1 - (s.word(at - 1) in (".", "№"))
    before -= s.word(before) == "." and s.word(before + 1) == "№"
    word = s.word(before)
    ends = s.word(at + 1) in (",", ".", ";", ")", "")
    if word in _ROOMS and (ends or s.word(before + 1) == "."):
        return {at}
    street = word_set("words", "named", "streets")
    nearby = range(max(0, at - WINDOWS.address), at)
    listed = word in _OPENERS and any(s.word(i) in street | _ROOMS for i in nearby)
    return {at} if listed and (s.word(at - 1) == "." or ends) else set()
