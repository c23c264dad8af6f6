"""What looks like a number and is a name: F-16, С-300, 47-ма бригада, № 11379-д, telephones,
scores, times, list markers.
"""

from __future__ import annotations

from functools import lru_cache

from parallax.comparers.numbers.read.clock import in_an_address, is_score, is_time, nothing_counted
from parallax.comparers.numbers.read.codes import in_a_code
from parallax.comparers.numbers.read.lexicon import (
    data,
    phrases,
    scales,
    unit_phrases,
    word_list,
    word_set,
)
from parallax.comparers.numbers.read.limits import WINDOWS
from parallax.comparers.numbers.read.military_units import of_military_unit
from parallax.languages.tokens import TokenizedText

_NUMBER_WORDS = word_set("grammar", "identifiers", "number_words")
_IN = word_set("grammar", "places", "in", "uk") | word_set("grammar", "places", "in", "en")
_IN |= word_set("grammar", "places", "in", "ru")
_VERB_ENDINGS = word_list("grammar", "identifiers", "verb_endings")
_CARGO = word_set("grammar", "identifiers", "cargo")


def is_identifier(
    s: TokenizedText, first: int, last: int | None = None, *, ordinal: bool = False
) -> bool:
    """Tell whether the number over the tokens first..last is an identifier, not an amount.

    :param ordinal: whether the number is an ordinal in words; those are names only of a military
        unit.
    """
    last = first if last is None else last
    if of_military_unit(s, last, ordinal=ordinal) or is_time(s, first, last, ordinal=ordinal):
        return True
    if s.kind(first) != "number":
        return s.word(first - 1) in _NUMBER_WORDS
    return any(
        test(s, first)
        for test in (
            in_a_code,
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
    if word in _CARGO and s.word(at) in ("200", "300", "400", "500"):
        return unit_phrases(s.language).match(s.words, at + 1) is None
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
        s.language != "en"
        and not s.text.isascii()
        and s.word(at).isdecimal()
        and s.kind(at - 1) == "word"
        and s.surface(at - 1).isascii()
        and s.capitalised(at - 1)
        and s.word(at + 1) != "-"
        and not s.starts(at - 1)
        and s.word(at - 1) not in _codes_before()
        and nothing_counted(s, at)
    ):
        return True  # "Embraer 175" in a Cyrillic text
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
    if _lists_places(s, at):
        return False
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


def _lists_places(s: TokenizedText, at: int) -> bool:
    """Tell whether the word before is a place of a list: "in Kharkiv 5 were killed, in Sumy 3"."""
    first = next((i for i in range(at - 3) if s.word(i) in _IN and s.capitalised(i + 1)), None)
    return (
        s.word(at - 2) in _IN
        and first is not None
        and any(s.kind(i) == "number" for i in range(first, at - 2))
    )


def _verb_like(word: str) -> bool:
    return word.endswith(_VERB_ENDINGS)


@lru_cache
def _codes_before() -> frozenset[str]:
    """Return the single words for a currency before its amount."""
    return frozenset(
        form for forms in data("units")["before"].values() for form in forms if " " not in form
    )
