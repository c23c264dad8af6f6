"""Letters and signs that stick to digits and make a name of them: F-16, T72, 737-800, 2:1, 10-K."""

from __future__ import annotations

import re
from functools import lru_cache

from parallax.comparers.numbers.read.compounds import adjective_unit
from parallax.comparers.numbers.read.lexicon import (
    money_before,
    scales,
    unit_phrases,
    word_list,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.languages.tokens import TokenizedText

_AFTER_A_HYPHEN = frozenset({"odd", "man", "day", "a"})
"""Short words after the hyphen of a number ("20-odd", "10-day"); longer ones in small letters are
words in any case.
"""
_METRES = word_set("grammar", "identifiers", "metres")
_TIMES = "".join(word_list("grammar", "identifiers", "times_signs"))
_CALIBRE, _CALIBRE_END = re.compile(rf"[{_TIMES}]\d"), re.compile(rf"\d[{_TIMES}]$")
_LETTERS_IN = re.compile(r"[^\W\d_]\d+[-‑]$")
_CODE = re.compile(r"[^\W\d_]{1,3}\d")


def in_a_code(s: TokenizedText, at: int) -> bool:
    """Tell whether letters or signs stick to the digits in a way that makes a name: F-16, T72,
    737-800, 2:1, 10-K.
    """
    token, text = s.tokens[at], s.text
    before, after = text[: token.start], text[token.end :]
    digits = token.word
    if len(re.sub(r"\D", "", digits)) > LIMITS.most_digits or re.match(r"0[\d\s]", digits):
        return True
    if before and (before[-1].isalpha() or before[-1] in "_/:\\"):
        currency = s.glued(at) and s.word(at - 1) in money_before()
        fraction = before[-1] == "/" and len(before) > 1 and not before[-2].isdigit()
        if not currency and not fraction:
            return True
    if len(before) > 1 and before[-1] in "-‑–" and (before[-2].isalpha() or before[-2] in "»\"”'"):
        return not (
            (before[-1] == "–" and s.word(at - 2) in _METRES) or _after_a_scaled_number(s, at - 2)
        )
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


def _after_a_scaled_number(s: TokenizedText, at: int) -> bool:
    """Tell whether the letters before a hyphen are the scale of the lower end of a range: "900
    тыс.-1,2 млн", "800m-1.1bn".
    """
    scaled = s.word(at) in scales(s.language) and s.kind(at - 1) == "number"
    return scaled and (s.glued(at) or len(s.word(at)) > 1)


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
    if s.kind(following) != "word" or s.word(following).isnumeric():  # 1½
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
    return word in _endings(s.language) or adjective_unit(s.language, word) is not None


@lru_cache
def _endings(language: str) -> frozenset[str]:
    """Return the endings of inflected numerals in digits: "5-й", "47-ма", "20-х", "5-ти"."""
    return word_set("words", "endings", "ordinal", language) | word_set(
        "words", "endings", "cardinal", language
    )
