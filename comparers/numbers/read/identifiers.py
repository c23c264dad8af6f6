"""What looks like a number and is a name: F-16, С-300, 47-ма бригада, № 11379-д, telephones,
scores, times, list markers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parallax.comparers.numbers.read.clock import in_an_address, is_score, is_time, nothing_counted
from parallax.comparers.numbers.read.compounds import adjective_unit
from parallax.comparers.numbers.read.lexicon import (
    data,
    phrases,
    scales,
    unit_phrases,
    word_list,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS, WINDOWS
from parallax.languages.phrase_table import PhraseTable
from parallax.languages.tokens import TokenizedText

_AFTER_A_HYPHEN = frozenset({"odd", "man", "day", "a"})
"""Short words after the hyphen of a number ("20-odd", "10-day"); longer ones in small letters are
words in any case.
"""
_NUMBER_WORDS = word_set("grammar", "identifiers", "number_words")
_METRES = word_set("grammar", "identifiers", "metres")
_BRIGADE = word_list("grammar", "identifiers", "brigade")
_VERB_ENDINGS = word_list("grammar", "identifiers", "verb_endings")
_TIMES = "".join(word_list("grammar", "identifiers", "times_signs"))
_CALIBRE, _CALIBRE_END = re.compile(rf"[{_TIMES}]\d"), re.compile(rf"\d[{_TIMES}]$")
_LETTERS_IN = re.compile(r"[^\W\d_]\d+[-‑]$")
_CODE = re.compile(r"[^\W\d_]{1,3}\d")


def is_designation(
    s: TokenizedText, first: int, last: int | None = None, *, ordinal: bool = False
) -> bool:
    """Tell whether the number over the tokens first..last is a name and no amount.

    :param ordinal: whether the number is an ordinal in words; those are names only of a military
        unit.
    """
    last = first if last is None else last
    if _of_a_unit(s, last, ordinal=ordinal) or is_time(s, first, last, ordinal=ordinal):
        return True
    if s.kind(first) != "number":
        return s.word(first - 1) in _NUMBER_WORDS
    return any(
        test(s, first)
        for test in (
            _glued,
            _numbered,
            _ends_a_name,
            is_score,
            _marks_a_list,
            in_an_address,
            _follows_a_name,
        )
    )


@lru_cache
def _before_words() -> frozenset[str]:
    return word_set("words", "named", "before")


@lru_cache
def _units_of_war() -> PhraseTable:
    return PhraseTable({"unit": data("words")["named"]["after"].split()})


def _of_a_unit(s: TokenizedText, last: int, *, ordinal: bool) -> bool:
    """Tell whether the number is that of a brigade or an army: an ordinal, or digits before a
    singular ("36 бригада").
    """
    after = last + 1
    if (
        s.word(after) == "-"
        and s.glued(after)
        and s.glued(after + 1)
        and s.kind(after + 1) == "word"
    ):
        after, ordinal = after + 2, True
    elif (
        s.language == "en"
        and s.glued(after)
        and s.word(after) in word_set("words", "endings", "ordinal", "en")
    ):
        after, ordinal = after + 1, True
    if not ordinal:
        return s.kind(last) == "number" and _names_a_unit(s, after)
    for i in range(after, min(after + WINDOWS.unit, len(s))):
        if s.kind(i) != "word" or (
            s.language == "en"
            and i > after
            and not s.capitalised(i)
            and not _units_of_war().match(s.words, i)
        ):
            return False
        if _units_of_war().match(s.words, i):
            return True
    return False


def _names_a_unit(s: TokenizedText, at: int) -> bool:
    """Tell "36 бригада", "3 Corps" from a count ("5 танкових бригад", "2 армії"): singulars, in
    English capitalised.
    """
    if (
        s.kind(at) != "word"
        or not _units_of_war().match(s.words, at)
        or s.word(at) in word_set("words", "named", "plural")
    ):
        return False
    return (
        s.capitalised(at)
        if s.language == "en"
        else s.word(at) in word_set("words", "named", "singular") or s.word(at).endswith(_BRIGADE)
    )


def _glued(s: TokenizedText, at: int) -> bool:
    """Tell whether letters or signs stick to the digits in a way that makes a name: F-16, T72,
    737-800, 2:1, 10-K.
    """
    token, text = s.tokens[at], s.text
    before, after = text[: token.start], text[token.end :]
    digits = token.word
    if len(re.sub(r"\D", "", digits)) > LIMITS.most_digits or re.match(r"0[\d\s]", digits):
        return True
    if before and (before[-1].isalpha() or before[-1] in "_/:\\"):
        currency = s.glued(at) and (
            s.word(at - 1) in ("$", "€") or s.word(at - 1).upper() in ("UAH", "USD", "EUR", "GBP")
        )
        fraction = before[-1] == "/" and len(before) > 1 and not before[-2].isdigit()
        if not currency and not fraction:
            return True
    if len(before) > 1 and before[-1] in "-‑–" and (before[-2].isalpha() or before[-2] in "»\"”'"):
        return not (before[-1] == "–" and s.word(at - 2) in _METRES)
    if len(after) > 1 and after[0] in ":" and after[1].isdigit():
        return True
    if len(after) > 1 and after[0] == "/" and (after[1].isdigit() or after[1].isalpha()):
        return True
    if (
        _CALIBRE.match(after)
        or _CALIBRE_END.search(before)
        or _LETTERS_IN.search(before[-LIMITS.code_length :])
    ):
        return True
    if _CODE.match(after) and unit_phrases(s.language).match(s.words, at + 1) is None:
        return True
    if (
        before[-1:] in "-‑"
        and len(before) > 1
        and before[-2].isdigit()
        and after[:1] in ("-", "‑")
        and after[1:2].isdigit()
    ):
        return True
    return _letters_after(s, at)


def _letters_after(s: TokenizedText, at: int) -> bool:
    """Tell whether a suffix makes a name: "5G", "10-K"; endings of numerals, units and scale words
    do not.
    """
    following = at + 1
    if not s.glued(following):
        return False
    hyphen = (
        s.word(following) in ("-", "‑")
        and s.glued(following + 1)
        and s.kind(following + 1) == "word"
    )
    if s.word(following) in ("-", "‑") and not hyphen:
        return (
            s.glued(following + 1)
            and s.kind(following + 1) == "number"
            and s.glued(following + 2)
            and s.word(following + 2) in ("-", "‑")
        )
    if hyphen:
        following += 1
    if s.kind(following) != "word":
        return False
    return not _suffix_is_known(s, following, hyphen=hyphen)


def _suffix_is_known(s: TokenizedText, at: int, *, hyphen: bool) -> bool:
    """Tell whether the word glued to digits is an ending, a unit, a scale word or an adjective of
    measure.
    """
    word = s.word(at)
    if word in scales(s.language) or unit_phrases(s.language).match(s.words, at):
        return not (
            hyphen
            and s.surface(at).isupper()
            and len(word) < 3
            and s.language == "en"
            and word not in ("mm", "km", "kg")
        )
    if (
        s.surface(at).islower()
        and len(word) >= LIMITS.suffix_length
        and (hyphen or s.language != "en")
    ):
        return True
    if s.language == "en":
        return (
            word == "s"
            or word in word_set("words", "endings", "ordinal", "en")
            or (hyphen and word in _AFTER_A_HYPHEN)
        )
    return word in endings(s.language) or adjective_unit(s.language, word) is not None


@lru_cache
def endings(language: str) -> frozenset[str]:
    """Return what is written after digits for an inflected numeral: "5-й", "47-ма", "20-х", "5-ти"."""
    return word_set("words", "endings", "ordinal", language) | word_set(
        "words", "endings", "cardinal", language
    )


def _ends_a_name(s: TokenizedText, at: int) -> bool:
    """Tell whether the number is the last word of a name in quotation marks: «Північний потік 2»,
    "Nord Stream 2".
    """
    if (
        s.word(at + 1) not in ("»", "”", '"', "'", "’")
        or not s.word(at).isdecimal()
        or len(s.word(at)) > 2
    ):
        return False
    for i in range(at - 1, max(-1, at - WINDOWS.quotation), -1):
        if s.kind(i) == "sign" and not (i == at - 1 and s.word(i) in ("—", "–", "-")):
            return (
                i < at - 1 and s.word(i) in ("«", "“", '"', "'", "‘", "-") and s.capitalised(i + 1)
            )
    return False


def _numbered(s: TokenizedText, at: int) -> bool:
    """Tell whether a word before says that this is a number's name: № 5, Article 5, ст. 12, тел.
    112.
    """
    if _in_a_street(s, at):
        return True
    before = at - 1
    while before > at - 3 and s.word(before) in (".", ":", "(", "-"):
        before -= 1
    word = s.word(before)
    if word == "." or before < 0:
        return False
    if (
        s.word(at - 1) in ("-", "‑")
        and s.glued(at)
        and s.kind(at - 2) == "number"
        and _numbered(s, at - 2)
    ):
        return True
    if word == "no":
        return s.word(before + 1) == "."
    if word in word_set("words", "named", "weak"):
        return nothing_counted(s, at)
    after = s.word(at + 1)
    return (
        word in _before_words()
        and after not in scales(s.language)
        and unit_phrases(s.language).match(s.words, at + 1) is None
    )


def _in_a_street(s: TokenizedText, at: int) -> bool:
    """Tell whether the number is that of a house: "вулиця Шевченка, 15", "10 Downing Street"."""
    if s.language == "en":
        return s.capitalised(at + 1) and any(
            s.word(i) in word_set("words", "named", "roads") for i in (at + 2, at + 3)
        )
    streets = word_set("words", "named", "streets")
    return (
        s.word(at - 1) == ","
        and any(s.word(i) in streets for i in range(max(0, at - WINDOWS.street), at - 1))
        and nothing_counted(s, at)
    )


def _marks_a_list(s: TokenizedText, at: int) -> bool:
    """Tell whether the number opens a line: "1. …", "2) …", "(3) …"."""
    line_start = (
        at == 0
        or "\n" in s.text[s.tokens[at - 1].end : s.tokens[at].start]
        or (at == 1 and s.word(0) == "(")
    )
    if not line_start or len(s.word(at)) > 2 or not s.word(at).isdecimal() or not s.glued(at + 1):
        return False
    return (
        s.word(at + 1) in (")", ".")
        and at + 2 < len(s)
        and s.tokens[at + 2].start > s.tokens[at + 1].end
    )


def _follows_a_name(s: TokenizedText, at: int) -> bool:
    """Tell whether a capitalised word takes the number for its name: "Boeing 737", "Леопард 2",
    "Euro 2024", "Zircon 3".
    """
    if (
        s.language == "en"
        and s.glued(at + 1)
        and s.word(at + 1) in word_set("words", "endings", "ordinal", "en")
    ):
        return False
    if (
        not s.word(at).isdecimal()
        or len(s.word(at)) > 4
        or s.kind(at - 1) != "word"
        or not s.capitalised(at - 1)
    ):
        return False
    if s.word(at - 1).endswith(("'s", "s'")) or (
        s.starts(at - 1) and (s.language != "en" or s.word(at - 1).endswith("ly"))
    ):
        return False
    if (
        s.word(at - 1) in word_set("words", "not_names", "words")
        or s.word(at - 1) in _codes_before()
    ):
        return False
    if phrases("modifiers", s.language).match(s.words, at - 1) or phrases("roles").match(
        s.words, at - 1
    ):
        return False
    after = s.word(at + 1)
    if s.kind(at + 1) != "word":
        return after not in ("%", "°", "-", "–") or (after in ("-", "–") and not s.glued(at + 1))
    if s.language == "en" and s.word(at - 2) not in word_set("words", "not_names", "places"):
        plain = (
            after in scales("en")
            or unit_phrases("en").match(s.words, at + 1)
            or phrases("roles").match(s.words, at + 1)
        )
        return not plain and not s.capitalised(at + 1)
    return (
        nothing_counted(s, at)
        and (len(after) <= 3 or _verb_like(after))
        and not after.endswith("s")
    )


def _verb_like(word: str) -> bool:
    return word.endswith(_VERB_ENDINGS)


@lru_cache
def _codes_before() -> frozenset[str]:
    """Return the single words that stand before an amount of money."""
    return frozenset(
        form for forms in data("units")["before"].values() for form in forms if " " not in form
    )
