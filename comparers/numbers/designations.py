"""What looks like a number and is a name: F-16, С-300, 47-ма бригада, № 11379-д, telephones, scores, times, list markers."""

from __future__ import annotations

import re
from functools import lru_cache

from comparers.numbers.compounds import adjective_unit
from comparers.numbers.lexicon import Phrases, data, phrases, scales, unit_phrases, word_set
from comparers.numbers.tokens import Sentence

_LONGEST = 15
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|[@#]\w+|\w+\.(?:com|ua|ru|org|net|info|gov)\b\S*")
_TELEPHONE = re.compile(r"\+?\d[\d ()\u00a0-]{8,}\d|(?<!\d)\d{1,3}-\d{2,3}-\d{2}(?:-\d{2})?(?!\d)|\+\d{9,}")
_WITHIN = 4
_A_WORD = 4


def is_designation(s: Sentence, first: int, last: int | None = None, *, ordinal: bool = False) -> bool:
    """Tell whether the number over the tokens first..last is a name and no amount.

    :param ordinal: whether the number is an ordinal in words; those are names only of a military unit.
    """
    last = first if last is None else last
    if _of_a_unit(s, last, ordinal=ordinal):
        return True
    if s.kind(first) != "number":
        return _is_time(s, first, last, ordinal=ordinal) or (s.word(first - 1) in _before_words() and s.language != "en" and first > 0 and not s.capitalised(first) and s.word(first - 1) in ("№", "номер"))
    return (
        _glued(s, first) or _numbered(s, first) or _ends_a_name(s, first) or _is_time(s, first, last, ordinal=False) or _is_score(s, first)
        or _marks_a_list(s, first) or _in_an_address(s, first) or _named_in_english(s, first)
    )


@lru_cache
def _before_words() -> frozenset[str]:
    return word_set("words", "named", "before")


@lru_cache
def _units_of_war() -> Phrases:
    return Phrases({"unit": data("words")["named"]["after"].split()})


@lru_cache
def _clock() -> Phrases:
    return Phrases({"clock": data("words")["clock"]["phrases"]})


@lru_cache
def _score_words() -> Phrases:
    return Phrases({"score": data("words")["score"]["words"].split()})


def _of_a_unit(s: Sentence, last: int, *, ordinal: bool) -> bool:
    """Tell whether the number is that of a brigade or an army: an ordinal, or digits before a singular ("36 бригада")."""
    after = last + 1
    suffixed = s.word(after) == "-" and s.glued(after) and s.glued(after + 1) and s.kind(after + 1) == "word"
    english = s.language == "en" and s.glued(after) and s.word(after) in ("st", "nd", "rd", "th")
    if suffixed:
        after += 2
    elif english:
        after += 1
    if not (ordinal or suffixed or english or s.kind(last) == "number"):
        return False
    for i in range(after, min(after + _WITHIN, len(s))):
        if s.kind(i) != "word":
            return False
        if _units_of_war().match(s.words, i):
            plural = s.word(i) in word_set("words", "named", "plural") and not (ordinal or suffixed or english)
            if plural:
                return False
            if s.language == "en" and not (ordinal or english):
                return s.capitalised(i)
            return ordinal or suffixed or english or not _counts_units(s, i)
        if not (ordinal or suffixed or english):
            return False
        if i > after and not s.capitalised(i) and s.language == "en":
            return False
    return False


def _counts_units(s: Sentence, at: int) -> bool:
    """Tell a counted noun ("5 танкових бригад", "2 армії") from a name ("36 бригада"): only nominative singulars are names."""
    word = s.word(at)
    return not (word.endswith(("бригада", "бригаду", "бригадою", "бригадой", "бригаді", "бригаде", "омбр", "одшбр", "батальйон", "батальон", "полк", "дивізія", "дивизия", "армія", "армия", "корпус")) or word in ("отбр", "мсбр"))


def _glued(s: Sentence, at: int) -> bool:
    """Tell whether letters or signs stick to the digits in a way that makes a name: F-16, T72, 737-800, 2:1, 10-K."""
    token, text = s.tokens[at], s.text
    before, after = text[: token.start], text[token.end :]
    digits = token.word
    if len(re.sub(r"\D", "", digits)) > _LONGEST or re.match(r"0[\d\s]", digits):
        return True
    if before and (before[-1].isalpha() or before[-1] in "_/:\\"):
        currency = s.glued(at) and (s.word(at - 1) in ("$", "€") or s.word(at - 1).upper() in ("UAH", "USD", "EUR", "GBP"))
        fraction = before[-1] == "/" and len(before) > 1 and not before[-2].isdigit()
        if not currency and not fraction:
            return True
    if len(before) > 1 and before[-1] in "-‑–" and (before[-2].isalpha() or before[-2] in "»\"”'"):
        return not (before[-1] == "–" and s.word(at - 2) in ("м", "км"))
    if len(after) > 1 and after[0] in ":" and after[1].isdigit():
        return True
    if len(after) > 1 and after[0] == "/" and (after[1].isdigit() or after[1].isalpha()):
        return True
    if before[-1:] in "-‑" and len(before) > 1 and before[-2].isdigit() and after[:1] in ("-", "‑") and after[1:2].isdigit():
        return True
    return _letters_after(s, at)


def _letters_after(s: Sentence, at: int) -> bool:
    """Tell whether a suffix makes a name: "5G", "10-K"; endings of numerals, units and scale words do not."""
    following = at + 1
    if not s.glued(following):
        return False
    hyphen = s.word(following) in ("-", "‑") and s.glued(following + 1) and s.kind(following + 1) == "word"
    if s.word(following) in ("-", "‑") and not hyphen:
        return s.glued(following + 1) and s.kind(following + 1) == "number" and s.glued(following + 2) and s.word(following + 2) in ("-", "‑")
    if hyphen:
        following += 1
    if s.kind(following) != "word":
        return False
    return not suffix_is_known(s, following, hyphen=hyphen)


def suffix_is_known(s: Sentence, at: int, *, hyphen: bool) -> bool:
    """Tell whether the word glued to digits is an ending, a unit, a scale word or an adjective of measure."""
    word = s.word(at)
    if word in scales(s.language) or unit_phrases(s.language).match(s.words, at):
        return not (hyphen and s.surface(at).isupper() and len(word) < 3 and s.language == "en" and word not in ("mm", "km", "kg"))
    if s.surface(at).islower() and len(word) >= _A_WORD and (hyphen or s.language != "en"):
        return True
    if s.language == "en":
        return (word in ("st", "nd", "rd", "th", "s", "plus", "odd", "strong", "storey", "story", "member", "person", "man", "seat", "day", "point", "fold") and (
            hyphen or word in ("st", "nd", "rd", "th", "s"))) or (hyphen and word in ("a", "week", "month"))
    return word in endings(s.language) or adjective_unit(s.language, word) is not None


@lru_cache
def endings(language: str) -> frozenset[str]:
    """Return what is written after digits for an inflected numeral: "5-й", "47-ма", "20-х", "5-ти"."""
    return word_set("words", "endings", "ordinal", language) | word_set("words", "endings", "cardinal", language)


def _ends_a_name(s: Sentence, at: int) -> bool:
    """Tell whether the number is the last word of a name in quotation marks: «Північний потік 2», "Nord Stream 2"."""
    if s.word(at + 1) not in ("»", "”", '"', "'", "’") or not s.word(at).isdecimal() or len(s.word(at)) > 2:
        return False
    for i in range(at - 1, max(-1, at - 5), -1):
        if s.kind(i) == "sign":
            return i < at - 1 and s.word(i) in ("«", "“", '"', "'", "‘", "-") and s.capitalised(i + 1)
    return False


def _numbered(s: Sentence, at: int) -> bool:
    """Tell whether a word before says that this is a number's name: № 5, Article 5, ст. 12, тел. 112."""
    before = at - 1
    while before > at - 3 and s.word(before) in (".", ":", "(", "-"):
        before -= 1
    word = s.word(before)
    if word == "." or before < 0:
        return False
    if word == "no":
        return s.word(before + 1) == "."
    if word in word_set("words", "named", "weak"):
        return _nothing_counted(s, at)
    after = s.word(at + 1)
    return word in _before_words() and after not in scales(s.language) and unit_phrases(s.language).match(s.words, at + 1) is None


def _nothing_counted(s: Sentence, at: int) -> bool:
    after = s.word(at + 1)
    return not (
        after in scales(s.language) or unit_phrases(s.language).match(s.words, at + 1) or phrases("counted").match(s.words, at + 1)
    )


def _is_time(s: Sentence, first: int, last: int, *, ordinal: bool) -> bool:
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
    if language != "en" and before in word_set("words", "clock", "before") and _half_past(s, first) and _nothing_counted(s, first):
        return True
    if language == "uk":
        return before in ("о", "об") and first > 0
    if language == "ru":
        return before in ("в", "к") and unit and (ordinal or s.word(after) in ("часов", "часа", "час")) and s.word(following) not in ("езды", "пути")
    return before == "at" and _half_past(s, first) and s.kind(after) != "word"


def _half_past(s: Sentence, at: int) -> bool:
    return s.kind(at) == "number" and re.fullmatch(r"([01]?\d|2[0-3])\.[0-5]\d", s.word(at)) is not None


def _is_score(s: Sentence, at: int) -> bool:
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


def _marks_a_list(s: Sentence, at: int) -> bool:
    """Tell whether the number opens a line: "1. …", "2) …", "(3) …"."""
    line_start = at == 0 or "\n" in s.text[s.tokens[at - 1].end : s.tokens[at].start] or (at == 1 and s.word(0) == "(")
    if not line_start or len(s.word(at)) > 2 or not s.word(at).isdecimal() or not s.glued(at + 1):
        return False
    return s.word(at + 1) in (")", ".") and at + 2 < len(s) and s.tokens[at + 2].start > s.tokens[at + 1].end


def _in_an_address(s: Sentence, at: int) -> bool:
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
    return (called or s.word(at - 1) in word_set("words", "named", "phone")) and _nothing_counted(s, at) and s.word(at).replace(" ", "").isdecimal()


def _named_in_english(s: Sentence, at: int) -> bool:
    """Tell whether a capitalised word takes the number for its name: "Boeing 737", "Леопард 2", "Euro 2024", "Zircon 3"."""
    if s.language == "en" and s.glued(at + 1) and s.word(at + 1) in ("st", "nd", "rd", "th"):
        return False
    if not s.word(at).isdecimal() or len(s.word(at)) > 4 or s.kind(at - 1) != "word" or not s.capitalised(at - 1):
        return False
    if s.starts(at - 1) and s.language != "en":
        return False
    if s.word(at - 1) in word_set("words", "not_names", "words") or s.word(at - 1) in phrases_of_currency():
        return False
    if phrases("modifiers", s.language).match(s.words, at - 1) or phrases("roles").match(s.words, at - 1):
        return False
    after = s.word(at + 1)
    if s.kind(at + 1) != "word":
        return after not in ("%", "°", "-", "–") or (after in ("-", "–") and not s.glued(at + 1))
    if s.language == "en" and s.word(at - 2) not in word_set("words", "not_names", "places"):
        plain = after in scales("en") or unit_phrases("en").match(s.words, at + 1) or phrases("roles").match(s.words, at + 1)
        return not plain and not s.capitalised(at + 1)
    return _nothing_counted(s, at) and (len(after) <= 3 or _verb_like(after)) and not after.endswith("s")


def _verb_like(word: str) -> bool:
    return word.endswith(("ли", "ла", "ло", "ть", "ся", "сь", "ить", "ает", "ує", "ив", "ав"))


@lru_cache
def phrases_of_currency() -> frozenset[str]:
    """Return the single words that stand before an amount of money."""
    return frozenset(form for forms in data("units")["before"].values() for form in forms if " " not in form)
