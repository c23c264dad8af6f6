"""Digits that are a time of day, a result of a match, a telephone number or a part of an address."""

from __future__ import annotations

import re
from functools import lru_cache

from comparers.numbers.lexicon import Phrases, data, phrases, scales, unit_phrases, word_set
from comparers.numbers.tokens import Sentence

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|[@#]\w+|\w+\.(?:com|ua|ru|org|net|info|gov)\b\S*")
_TELEPHONE = re.compile(r"\+?\d[\d ()\u00a0-]{8,}\d|(?<!\d)\d{1,3}-\d{2,3}-\d{2}(?:-\d{2})?(?!\d)|\+\d{9,}")


@lru_cache
def _clock() -> Phrases:
    return Phrases({"clock": data("words")["clock"]["phrases"]})


@lru_cache
def _score_words() -> Phrases:
    return Phrases({"score": data("words")["score"]["words"].split()})


def is_time(s: Sentence, first: int, last: int, *, ordinal: bool) -> bool:
    """Tell whether the number is a time of day: "о 8-й", "о п'ятій годині", "в 8 часов утра", "5 p.m.", "at 15.40"."""
    language, after = s.language, last + 1
    if s.word(after) == "-" and s.glued(after):
        after += 2
    named = data("words")["clock"][language].split()
    if s.word(after) in ("годину", "година", "годині") and first == last and s.word(first).isdecimal() and not s.word(first).endswith("1"):
        return True
    unit = s.word(after) in ("год", "година", "години", "годині", "годину", "часов", "часа", "час", "часу")
    following = after + unit
    if s.word(following) == ".":
        following += 1
    if s.word(following) in named or _clock().match(s.words, following):
        return True
    if unit and s.word(following) in ("дня", "дні"):
        return True
    before = s.word(first - 1)
    if before == "на" and s.word(first - 2) in ("пів", "половину", "половина"):
        return True
    if language != "en" and before in word_set("words", "clock", "before") and _half_past(s, first) and nothing_counted(s, first):
        return True
    if language == "uk":
        return before in ("о", "об") and first > 0
    if language == "ru":
        return before in ("в", "к") and unit and (ordinal or s.word(after) in ("часов", "часа", "час")) and s.word(following) not in ("езды", "пути")
    return before == "at" and _half_past(s, first) and s.kind(after) != "word"


def _half_past(s: Sentence, at: int) -> bool:
    return s.kind(at) == "number" and re.fullmatch(r"([01]?\d|2[0-3])\.[0-5]\d", s.word(at)) is not None


def is_score(s: Sentence, at: int) -> bool:
    """Tell whether the digits are part of a result like "3-2", or of a list of three ("1-2-3")."""
    for left, right in ((at, at + 2), (at - 2, at)):
        if s.kind(left) == s.kind(right) == "number" and s.word(left + 1) in ("-", "–", "‑") and s.glued(left + 1) and s.glued(right):
            pair = s.word(left), s.word(right)
            if not all(number.isdecimal() and len(number) < 4 for number in pair):
                continue
            a, b = int(pair[0]), int(pair[1])
            plain = s.kind(right + 1) != "word" or s.word(right + 1) in ("on", "in", "at", "against", "на", "над", "у", "в")
            told = any(_score_words().match(s.words, i) for i in range(max(0, left - 8), left))
            if a >= b and s.word(right + 1) != "%" and not unit_phrases(s.language).match(s.words, right + 1):
                return True
            if told and plain and b < 30:
                return True
    return False


def in_an_address(s: Sentence, at: int) -> bool:
    token, text = s.tokens[at], s.text
    if any(sign in text for sign in ("@", "#", "://", "www", ".com", ".ua", ".ru", ".org", ".net", ".info", ".gov")):
        for found in _ADDRESS.finditer(text):
            if found.start() <= token.start < found.end():
                return True
    window = text[max(0, token.start - 20) : token.end + 20]
    offset = max(0, token.start - 20)
    if s.word(at - 1) in ("+", "(", ")", "-") or s.word(at + 1) in ("-", ")") or "+" in window:
        for found in _TELEPHONE.finditer(window):
            digits = re.sub(r"\D", "", found[0])
            if offset + found.start() <= token.start and token.end <= offset + found.end() and len(digits) >= 7 and not re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{4}", found[0]):
                return "+" in found[0] or "(" in found[0] or found[0].count("-") > 1
    called = any(s.word(i) in ("call", "телефоном", "phone", "hotline") for i in range(max(0, at - 6), at)) and len(s.word(at)) > 4
    return (called or s.word(at - 1) in word_set("words", "named", "phone")) and nothing_counted(s, at) and s.word(at).replace(" ", "").isdecimal()


def nothing_counted(s: Sentence, at: int) -> bool:
    after = s.word(at + 1)
    return not (
        after in scales(s.language) or unit_phrases(s.language).match(s.words, at + 1) or phrases("counted").match(s.words, at + 1)
    )
