"""Years, quarters and decades: "у 2023 році", "the 2024 election", "Q3 2023", "III квартал",
"1990-х", "2022–2023 рр.".
"""

from __future__ import annotations

from parallax.comparers.numbers.read.lexicon import (
    cardinals,
    data,
    phrases,
    scales,
    unit_phrases,
    word_list,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.comparers.numbers.read.number import Number
from parallax.comparers.numbers.read.numerals import group_at, may_start, number_at
from parallax.languages.tokens import TokenizedText

Found = tuple[str, int]
"""(ISO text, last token)"""
DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
ROMAN = {
    written: int(value)
    for value, forms in data("grammar")["years"]["roman"].items()
    for written in forms.split()
}
DASHES = frozenset("-–—‑")
JOINS = word_set("grammar", "years", "joins")
_CENTURY = 2000
_LEADS = word_set("grammar", "years", "leads")
_SINGULAR = word_set("grammar", "years", "singular")
_ABBREVIATED = word_set("grammar", "years", "abbreviated")
_NO_MODIFIER = word_set("grammar", "years", "no_modifier")
_SURE = word_set("grammar", "years", "sure")
_DECADE_ENDINGS = word_set("grammar", "years", "decade_endings")
_DECADE_PLURAL = word_set("grammar", "years", "decade_plural")
_DECADE_ALONE = word_set("grammar", "years", "decade_alone")
_PLURAL_ENDINGS = word_list("grammar", "false", "plural_endings")


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
    if s.language == "en" or s.kind(at) != "word":
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
    if s.word(at - 1) == "(" and s.word(at + 1) == ")":
        return str(year), last
    before, after = s.word(at - 1), s.word(at + 1)
    if after in scales(s.language) or (
        s.glued(at) and s.word(at - 1) in ("$", "€", "£", "₴", "№", "-", "+")
    ):
        return None
    if phrases("modifiers", s.language).match(s.words, at - 1) and before not in _NO_MODIFIER:
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


def quarter_at(s: TokenizedText, at: int) -> Found | None:
    """Read "Q3 2023", "третій квартал 2023 року", "III квартал", "the third quarter of 2023"."""
    if (
        s.language == "en"
        and s.word(at) == "q"
        and s.glued(at + 1)
        and s.word(at + 1) in ("1", "2", "3", "4")
    ):
        return _quarter_year(s, at + 1, int(s.word(at + 1)))
    quarter, last = ROMAN.get(s.word(at)), at
    if quarter is None:
        number = group_at(s, at) if s.kind(at) == "word" else None
        if number and number.kind == "ordinal" and 1 <= number.value <= 4:
            quarter, last = int(number.value), number.last
        elif s.kind(at) == "number" and s.word(at) in ("1", "2", "3", "4"):
            quarter = int(s.word(at))
            if s.word(at + 1) in ("-", "‑") and s.glued(at + 2):
                last = at + 2
            elif s.language == "en" and s.word(at + 1) in word_set(
                "words", "endings", "ordinal", "en"
            ):
                last = at + 1
    last += s.word(last + 1) == "-"
    if quarter is None or s.word(last + 1) not in word_set("words", "years", "quarter"):
        return None
    return _quarter_year(s, last + 1, quarter)


def _quarter_year(s: TokenizedText, last: int, quarter: int) -> Found:
    after = last + 1 + (s.word(last + 1) in ("of", ",", "in"))
    if (year := year_at(s, after)) is not None:
        return f"{year[0]}-Q{quarter}", year[1]
    return f"--Q{quarter}", last


def decade_at(s: TokenizedText, at: int) -> Found | None:
    """Read "1990s", "the 90s", "1990-х", "90-ті роки", "дев'яностих", "двадцатые годы"."""
    value, last = _decade_number(s, at)
    if value is None or value % 10:
        return None
    if value < 100:
        if value < 20:
            return None
        value += 2000 if value <= 20 else 1900
    if not LIMITS.first_year - 100 <= value <= LIMITS.last_year:
        return None
    if s.language != "en" and s.word(last + 1) in word_set("words", "years", "plural"):
        last += 1
    return f"{value // 10}X", last


def _decade_number(s: TokenizedText, at: int) -> tuple[int | None, int]:
    written = s.word(at)
    if s.kind(at) == "number" and written.isdecimal() and len(written) in (2, 4):
        if s.language == "en":
            quoted = s.word(at + 1) in ("'", "’") and s.word(at + 2) == "s"
            plain = s.glued(at + 1) and s.word(at + 1) == "s"
            known = len(written) == 4 or s.word(at - 1) in ("the", "'", "’", "late", "early", "mid")
            return (int(written), at + 1 + quoted) if (plain or quoted) and known else (None, at)
        if s.word(at + 1) in ("-", "‑") and s.glued(at + 2) and s.word(at + 2) in _DECADE_ENDINGS:
            known = (
                len(written) == 4
                or s.word(at + 3) in word_set("words", "years", "plural")
                or (s.kind(at + 3) != "word" and s.word(at + 2) in _DECADE_ALONE)
            )
            plural = s.word(at + 2) in _DECADE_PLURAL
            return (int(written), at + 2) if known and plural else (None, at)
        return None, at
    if s.kind(at) != "word":
        return None, at
    if s.language == "en":
        return (
            (DECADES.get(written), at)
            if s.word(at - 1) in ("the", "early", "late", "mid")
            else (None, at)
        )
    if not written.endswith(_PLURAL_ENDINGS):
        return None, at
    number = group_at(s, at)
    if number is None or number.kind != "ordinal" or number.first != number.last:
        return None, at
    if s.word(number.last + 1) not in word_set("words", "years", "plural") and (
        number.value < 30
        or number.value > 90
        or s.kind(number.last + 1) == "word"
        or at == 0
        or s.word(at - 1) in cardinals(s.language)
    ):
        return None, at
    return int(number.value), number.last


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
