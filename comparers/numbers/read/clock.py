"""Digits that are a time of day, a result of a match, a telephone number or part of an address."""

from __future__ import annotations

import re
from functools import lru_cache

from parallax.comparers.numbers.read.lexicon import (
    data,
    phrases,
    scales,
    unit_phrases,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS, WINDOWS
from parallax.languages.phrase_table import PhraseTable
from parallax.languages.tokens import TokenizedText

_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|(?<![^\s@])[^\s@]++@\S+\.\w+|[@#]\w+"
    r"|(?<!\w)\w+\.(?:com|ua|ru|org|net|info|gov)\b\S*"
)
_TELEPHONE = re.compile(
    r"\+?\d[\d ()\u00a0-]{8,}\d|(?<!\d)\d{1,3}-\d{2,3}-\d{2}(?:-\d{2})?(?!\d)|\+\d{9,}"
)
_YEARS_OR_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{4}")
_HALF_PAST = re.compile(r"([01]?\d|2[0-3])\.[0-5]\d")
_SINGULAR_HOURS = word_set("grammar", "clock", "singular_hours")
_HOURS = word_set("grammar", "clock", "hours")
_HOURS_OF_DAY = word_set("grammar", "clock", "hours_of_day")
_PAST = word_set("grammar", "clock", "past")
_HALVES = word_set("grammar", "clock", "halves")
_AT_UK = word_set("grammar", "clock", "at_uk")
_AT_RU = word_set("grammar", "clock", "at_ru")
_HOURS_RU = word_set("grammar", "clock", "hours_ru")
_JOURNEYS = word_set("grammar", "clock", "journeys")
_AFTER_A_RESULT = word_set("grammar", "clock", "after_a_result")
_SIGNS_OF_ADDRESSES = (
    "@",
    "#",
    "://",
    "www",
    ".com",
    ".ua",
    ".ru",
    ".org",
    ".net",
    ".info",
    ".gov",
)
_CALL = word_set("grammar", "clock", "call")


@lru_cache
def _clock() -> PhraseTable:
    return PhraseTable({"clock": data("words")["clock"]["phrases"]})


@lru_cache
def _score_words() -> PhraseTable:
    return PhraseTable({"score": data("words")["score"]["words"].split()})


def is_time(s: TokenizedText, first: int, last: int, *, ordinal: bool) -> bool:
    """Tell whether the number is a time of day: "о 8-й", "о п'ятій годині", "в 8 часов утра", "5
    p.m.", "at 15.40".
    """
    after = last + 1
    if s.word(after) == "-" and s.glued(after):
        after += 2
    named_hour = s.word(after) in _HOURS
    following = after + named_hour + (s.word(after + named_hour) == ".")
    if s.word(following) in word_set("words", "clock", s.language) or _clock().match(
        s.words, following
    ):
        return True
    if named_hour and (s.word(following) in _HOURS_OF_DAY or _is_o_clock(s, first, last, after)):
        return True
    return _follows_at(s, first, after, following, ordinal=ordinal)


def _is_o_clock(s: TokenizedText, first: int, last: int, hour: int) -> bool:
    """Tell "на 19 годину" from a duration: the singular after a number that takes the plural."""
    return (
        s.word(hour) in _SINGULAR_HOURS
        and first == last
        and s.word(first).isdecimal()
        and not s.word(first).endswith("1")
    )


def _follows_at(s: TokenizedText, first: int, after: int, following: int, *, ordinal: bool) -> bool:
    """Tell whether the words before it make a number a time: "о", "в … часов", "at 15.40"."""
    before = s.word(first - 1)
    if before in _PAST and s.word(first - 2) in _HALVES:
        return True
    half_past = (
        s.kind(first) == "number"
        and _HALF_PAST.fullmatch(s.word(first)) is not None
        and nothing_counted(s, first)
    )
    if s.language == "en":
        return before == "at" and half_past and s.kind(after) != "word"
    if half_past and before in word_set("words", "clock", "before"):
        return True
    if s.language == "uk":
        return before in _AT_UK and first > 0
    hours = s.word(after) in _HOURS_RU or (ordinal and s.word(after) in _HOURS)
    return before in _AT_RU and hours and s.word(following) not in _JOURNEYS


def is_score(s: TokenizedText, at: int) -> bool:
    """Tell whether the digits are part of a result like "3-2", or of a list of three ("1-2-3")."""
    return _is_result(s, at) or _is_result(s, at - 2)


def _is_result(s: TokenizedText, left: int) -> bool:
    right = left + 2
    pair = s.word(left), s.word(right)
    joined = (
        left >= 0 and s.word(left + 1) in ("-", "–", "‑") and s.glued(left + 1) and s.glued(right)
    )
    if not joined or not all(
        number.isdecimal() and len(number) <= LIMITS.result_digits for number in pair
    ):
        return False
    if int(pair[0]) >= int(pair[1]):
        return (
            s.word(right + 1) != "%" and unit_phrases(s.language).match(s.words, right + 1) is None
        )
    plain = s.kind(right + 1) != "word" or s.word(right + 1) in _AFTER_A_RESULT
    return (
        plain
        and int(pair[1]) < LIMITS.goals
        and any(
            _score_words().match(s.words, i) for i in range(max(0, left - WINDOWS.result), left)
        )
    )


def in_an_address(s: TokenizedText, at: int) -> bool:
    """Tell whether the digits belong to a link, a handle, an e-mail address or a telephone."""
    token, text = s.tokens[at], s.text
    if any(sign in text for sign in _SIGNS_OF_ADDRESSES) and any(
        m.start() <= token.start < m.end() for m in _ADDRESS.finditer(text)
    ):
        return True
    if _in_a_telephone_number(s, at):
        return True
    if any(
        s.word(i) in word_set("words", "named", "dial")
        for i in range(max(0, at - WINDOWS.call), at)
    ):
        return True
    named = s.word(at - 1) in word_set("words", "named", "phone")
    called = len(token.word) >= LIMITS.called_digits and any(
        s.word(i) in _CALL for i in range(max(0, at - WINDOWS.call), at)
    )
    return (called or named) and nothing_counted(s, at) and token.word.replace(" ", "").isdecimal()


def _in_a_telephone_number(s: TokenizedText, at: int) -> bool:
    token = s.tokens[at]
    offset = max(0, token.start - LIMITS.telephone_reach)
    window = s.text[offset : token.end + LIMITS.telephone_reach]
    if (
        s.word(at - 1) not in ("+", "(", ")", "-")
        and s.word(at + 1) not in ("-", ")")
        and "+" not in window
    ):
        return False
    for found in _TELEPHONE.finditer(window):
        holds = offset + found.start() <= token.start and token.end <= offset + found.end()
        if (
            holds
            and not _YEARS_OR_DAY.fullmatch(found[0])
            and sum(map(str.isdecimal, found[0])) >= LIMITS.telephone_digits
        ):
            return "+" in found[0] or "(" in found[0] or found[0].count("-") > 1
    return False


def nothing_counted(s: TokenizedText, at: int) -> bool:
    """Tell whether no scale word, unit or noun that is known to be counted follows the token."""
    return not (
        s.word(at + 1) in scales(s.language)
        or unit_phrases(s.language).match(s.words, at + 1)
        or phrases("counted").match(s.words, at + 1)
    )
