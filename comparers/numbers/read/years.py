"""Years and intervals of them: "у 2023 році", "the 2024 election", "2022–2023 рр."."""

from __future__ import annotations

from parallax.comparers.numbers.read.lexicon import (
    cardinals,
    phrases,
    scales,
    unit_phrases,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.comparers.numbers.read.number import Number
from parallax.comparers.numbers.read.numerals import may_start, number_at
from parallax.comparers.numbers.read.spelled import added_up
from parallax.languages.tokens import TokenizedText

Found = tuple[str, int]
"""(ISO text, last token)"""
DASHES = frozenset("-–—‑")
JOINS = word_set("grammar", "years", "joins")
_CENTURY = 2000
_LEADS = word_set("grammar", "years", "leads")
_SINGULAR = word_set("grammar", "years", "singular")
_ABBREVIATED = word_set("grammar", "years", "abbreviated")
_NO_MODIFIER = word_set("grammar", "years", "no_modifier")
_SURE = word_set("grammar", "years", "sure")


def year_at(s: TokenizedText, at: int) -> tuple[int, int] | None:
    """Return (year, last token) of four digits or of words ("дві тисячі двадцять другого"), with
    the word for year.
    """
    if s.kind(at) == "number" and len(s.word(at)) == 4 and s.word(at).isdecimal():
        year = int(s.word(at))
        if not LIMITS.first_year <= year <= LIMITS.last_year:
            return None
        last = at
        if (
            s.word(at + 1) in ("-", "‑")
            and s.glued(at + 1)
            and s.glued(at + 2)
            and s.language != "en"
            and s.word(at + 2) in word_set("words", "endings", "ordinal", s.language)
        ):
            last = at + 2
        return year, with_year_word(s, last)
    if s.language == "en" and s.kind(at) == "word":
        return _spoken(s, at)
    if s.language != "en" and s.kind(at) == "word" and may_start(s.language, s.word(at)):
        number = number_at(s, at)
        if (
            number
            and number.kind == "ordinal"
            and LIMITS.first_year <= number.value <= LIMITS.last_year
        ):
            return int(number.value), with_year_word(s, number.last)
        if number and number.kind == "ordinal" and _is_short_year(s, number):
            return _CENTURY + int(number.value), with_year_word(s, number.last)
    return None


def _spoken(s: TokenizedText, at: int) -> tuple[int, int] | None:
    """Return (year, last token) of "nineteen ninety-six", "twenty fourteen", "two thousand and
    eight".
    """
    simple = cardinals("en")
    century = simple.get(s.word(at))
    if century is not None and 17 <= century <= 20 and century == int(century):
        rest, last, kind = added_up(s, at + 1)
        if s.word(at + 1) in ("oh", "o") and simple.get(s.word(at + 2), 10) < 10:
            rest, last, kind = simple[s.word(at + 2)], at + 2, "cardinal"
        if last > at and kind == "cardinal" and 0 < rest < 100 and (rest >= 10 or last == at + 2):
            return int(century * 100 + rest), last
    if s.words[at : at + 2] == ["two", "thousand"]:
        start = at + 2 + (s.word(at + 2) == "and")
        rest, last, kind = added_up(s, start)
        if last >= start and kind == "cardinal" and 0 < rest < 100:
            return 2000 + int(rest), last
    return None


def _is_short_year(s: TokenizedText, number: Number) -> bool:
    """Tell "у двадцять другому році" and "лютого двадцять другого року" (2022) from "двадцятий рік
    поспіль".
    """
    led = (
        s.word(number.first - 1) in _LEADS
        or phrases("months", s.language).match(s.words, number.first - 1) is not None
    )
    return (
        LIMITS.first_short_year <= number.value <= LIMITS.last_short_year
        and led
        and s.word(number.last + 1) in _SINGULAR
    )


def lone_year(s: TokenizedText, at: int) -> Found | None:
    """Read "дві тисячі двадцять другого року", "2024" between a preposition and a verb, "the 2024
    election".
    """
    if s.kind(at) == "number":
        return _single_year(s, at)
    if s.language == "en" and s.kind(at) == "word":
        found = _spoken(s, at)
        led = s.word(at - 1) in word_set("words", "years", "before")
        counted = found and (
            phrases("counted").match(s.words, found[1] + 1)
            or unit_phrases("en").match(s.words, found[1] + 1)
            or s.word(found[1] + 1) in scales("en")
        )
        return (str(found[0]), found[1]) if found and led and not counted else None
    if s.kind(at) != "word":
        return None
    found = year_at(s, at)
    return (
        (str(found[0]), found[1])
        if found and s.word(found[1]) in word_set("words", "years", "words") | {"."}
        else None
    )


def _single_year(s: TokenizedText, at: int) -> Found | None:
    found = year_at(s, at)
    if found is None:
        return None
    year, last = found
    if last > at:
        return str(year), last
    if (s.word(at - 1) == "(" and s.word(at + 1) == ")") or (at == 0 and s.word(1) == ":"):
        return str(year), last
    before, after = s.word(at - 1), s.word(at + 1)
    if after in scales(s.language) or (
        s.glued(at) and s.word(at - 1) in ("$", "€", "£", "₴", "№", "-", "+")
    ):
        return None
    if phrases("modifiers", s.language).match(s.words, at - 1) and before not in _NO_MODIFIER:
        return None
    if _bounded(s, at):
        return None
    counts = phrases("counted").match(s.words, at + 1) or unit_phrases(s.language).match(
        s.words, at + 1
    )
    if s.language == "en":
        if s.capitalised(at + 1) and s.kind(at + 1) == "word" and not counts:
            return str(year), last
        english = (
            s.word(at + 1) in ("-", "–")
            or s.kind(at + 1) != "word"
            or before in word_set("words", "years", "before")
            or not after.endswith("s")
        )
        return (
            (str(year), last)
            if english
            and not (counts and before not in ("the", "in"))
            and not s.word(at - 1).isdecimal()
            else None
        )
    # In Ukrainian and Russian a bare year needs a preposition before it and nothing counted after
    # it, or a list of years.
    listed = before in JOINS and (
        s.word(at - 2) in word_set("words", "years", "words") or s.kind(at - 2) == "number"
    )
    ahead = (
        s.word(at + 1) in JOINS
        and year_at(s, at + 2) is not None
        and s.word(at + 3) in word_set("words", "years", "words")
    )
    ends = s.kind(at + 1) != "word" or before in _SURE
    if (
        not counts
        and s.kind(at - 1) == "word"
        and (s.kind(at + 1) != "word" or len(after) < 3 or s.capitalised(at + 1))
    ):
        return str(year), last
    return (
        (str(year), last)
        if ahead
        or ((before in word_set("words", "years", "before") or listed) and ends and not counts)
        else None
    )


def _bounded(s: TokenizedText, at: int) -> bool:
    """Tell whether several words before the number are one bound: "приближается к 2000"."""
    found = phrases("modifiers", s.language).match(s.words, at - 2) if at > 1 else None
    return found is not None and found[1] > 1


def with_year_word(s: TokenizedText, last: int) -> int:
    """Return the last token with the word for year ("року", "р.") that follows ``last``."""
    if s.language != "en" and s.word(last + 1) in word_set("words", "years", "words"):
        dotted = (
            s.word(last + 1) in _ABBREVIATED
            and s.word(last + 2) == "."
            and last + 3 < len(s)
            and not s.capitalised(last + 3)
        )
        return last + 1 + dotted
    return last


def years_at(s: TokenizedText, at: int) -> Found | None:
    """Read "2022–2023 роки", "2022-2023", "2023/24"."""
    if (
        s.kind(at) != "number"
        or len(s.word(at)) != 4
        or not s.word(at).isdecimal()
        or not LIMITS.first_year <= int(s.word(at)) <= LIMITS.last_year
    ):
        return None
    dash, second = s.word(at + 1), s.word(at + 2)
    if (
        dash not in (*DASHES, "/")
        or not second.isdecimal()
        or s.glued(at + 1) != s.glued(at + 2)
        or s.kind(at + 2) != "number"
    ):
        return None
    first = int(s.word(at))
    if (
        len(second) == 2
        and (dash == "/" or dash in "–-")
        and int(second) == (first + 1) % 100
        and s.glued(at + 1)
    ):
        end = first + 1
    elif len(second) == 4 and first < int(second) <= LIMITS.last_year:
        end = int(second)
    else:
        return None
    last = with_year_word(s, at + 2)
    if last == at + 2 and (
        phrases("counted").match(s.words, at + 3) or unit_phrases(s.language).match(s.words, at + 3)
    ):
        return None
    return f"{first}/{end}", last
