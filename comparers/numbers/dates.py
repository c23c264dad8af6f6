"""Dates: days, months, years, quarters, decades and intervals of them, as ISO 8601 text.

``2024-04-03``, ``2024-04``, ``2024``, ``2023-Q3``, ``199X`` (ISO 8601-2); ``--04-03`` where no year is told and none can be
known; ``2024-04-03/2024-04-07`` for an interval. With a day of publication a year left out is the one that brings the date
nearest to it, the past first.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from comparers.numbers.lexicon import cardinals, ordinals, phrases, scales, unit_phrases, word_set
from comparers.numbers.numerals import group_at, number_at
from comparers.numbers.quantity import Quantity
from comparers.numbers.tokens import Sentence

_YEAR_WORDS = frozenset(["рік", "року", "році", "роком", "років", "роки", "роках", "рр", "р", "год", "года", "году", "годом", "годов", "годы", "годах", "гг", "г"])
_DECADE_WORDS = frozenset(["роки", "років", "роках", "рр", "годы", "годов", "годах", "гг"])
_YEAR_BEFORE = frozenset(["in", "since", "of", "until", "till", "by", "during", "from", "for", "before", "after", "late", "early", "mid", "the", "this", "next", "last", "end", "through", "between"])
_YEAR_BEFORE |= frozenset(["у", "в", "з", "із", "до", "від", "за", "на", "після", "протягом", "с", "из", "до", "от", "за", "на", "после", "к", "к"])
_QUARTER = frozenset(["квартал", "квартала", "квартале", "кварталі", "кварталу", "кварталом", "quarter"])
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3}
_DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}
_DASHES = frozenset("-–—‑")
_JOINS = frozenset({"and", "і", "й", "та", "и", "or", "або", "или", "to", "по", "до", ","})
_FIRST_YEAR, _LAST_YEAR, _LAST_DAY = 1900, 2100, 31
_AHEAD = timedelta(days=90)
Found = tuple[str, int]
"""(ISO text, last token)"""


def find(s: Sentence, published: date | None = None) -> tuple[list[Quantity], set[int]]:
    """Return the dates of a sentence and the numbers of the tokens they use.

    :param published: the day of publication, to complete dates that leave out the year.
    """
    dates: list[Quantity] = []
    used: set[int] = set()
    at = 0
    while at < len(s):
        token = s.tokens[at]
        possible = token.kind == "number" or (token.kind == "word" and _may_start(s.language, token.word))
        found = _date_at(s, at) if possible else None
        if found is None:
            at += 1
            continue
        iso, last = found
        start, end = s.tokens[at].start, s.tokens[last].end
        dates.append(Quantity(start, end, s.text[start:end], "date", date=completed(iso, published)))
        used.update(range(at, last + 1))
        at = last + 1
    return dates, used


def completed(iso: str, published: date | None) -> str:
    """Return a date with the year that brings it nearest to the day of publication, the past first."""
    if published is None or "--" not in iso:
        return iso
    if "/" in iso:
        return "/".join(completed(part, published) for part in iso.split("/"))
    if iso.startswith("--Q"):
        quarter = int(iso[3:])
        year = published.year if quarter <= (published.month + 2) // 3 else published.year - 1
        return f"{year}-Q{quarter}"
    month, day = (int(part) for part in iso[2:].split("-"))
    year = published.year
    for candidate in (year + 1, year, year - 1):
        try:
            if date(candidate, month, day) <= published + _AHEAD:
                return f"{candidate}-{month:02}-{day:02}"
        except ValueError:
            continue
    return iso


@lru_cache(maxsize=131072)
def _may_start(language: str, word: str) -> bool:
    """Tell whether a date can start with a word."""
    return (
        word in ordinals(language) or word in cardinals(language) or word in _ROMAN or word in _DECADES or word == "q"
        or phrases("months", language).match([word], 0) is not None or word in scales(language)
    )


def _date_at(s: Sentence, at: int) -> Found | None:
    for reader in (_numeric, _quarter, _interval_of_days, _day_month, _month_first, _decade, _years, _worded_year):
        if found := reader(s, at):
            return found
    return None


def _valid(year: int | None, month: int, day: int) -> str | None:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return None
    return f"{year}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"


def _numeric(s: Sentence, at: int) -> Found | None:
    """Read 03.04.2024, 2024-04-03, 03/04/2024 (day first, unless only the other way is a date) and 03.04.24."""
    if s.kind(at) != "number":
        return None
    if m := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})", s.word(at)):
        day, month, year = (int(part) for part in m.groups())
        iso = _valid(year + 2000 * (year < 100), month, day)
        return (iso, _year_word(s, at)) if iso else None
    five = s.words[at : at + 5]
    if len(five) == 5 and all(s.glued(i) for i in range(at + 1, at + 5)) and all(w.isdecimal() for w in five[::2]):
        if five[1] == five[3] == "-" and len(five[0]) == 4 and len(five[2]) == 2:
            iso = _valid(int(five[0]), int(five[2]), int(five[4]))
            return (iso, at + 4) if iso else None
        if five[1] == five[3] == "/" and len(five[4]) == 4:
            a, b, year = int(five[0]), int(five[2]), int(five[4])
            iso = _valid(year, b, a) or _valid(year, a, b)
            return (iso, at + 4) if iso else None
    return None


def _day(s: Sentence, at: int) -> tuple[int, int] | None:
    """Return (day, last token): "3", "3-го", "3rd", "третього", "двадцять четвертого"."""
    if s.kind(at) == "number":
        if not s.word(at).isdecimal() or not 1 <= int(s.word(at)[:4]) <= _LAST_DAY or len(s.word(at)) > 2:
            return None
        last = at
        if s.language == "en" and s.word(at + 1) in ("st", "nd", "rd", "th") and s.glued(at + 1):
            last = at + 1
        elif s.word(at + 1) in ("-", "‑") and s.glued(at + 1) and s.glued(at + 2) and s.word(at + 2) in word_set("words", "endings", "ordinal", s.language):
            last = at + 2
        if s.language == "en" and s.word(last + 1) == "of":
            last += 1
        return int(s.word(at)), last
    if s.kind(at) != "word":
        return None
    number = group_at(s, at)
    if number and number.kind == "ordinal" and 1 <= number.value <= _LAST_DAY:
        return int(number.value), number.last + (s.word(number.last + 1) == "of" and s.language == "en")
    return None


def _month(s: Sentence, at: int) -> tuple[int, int] | None:
    """Return (month, last token); in English only a capitalised word is a month: "may" and "march" are verbs."""
    if s.kind(at) != "word" or (s.language == "en" and not s.capitalised(at)):
        return None
    match = phrases("months", s.language).match(s.words, at)
    if match is None:
        return None
    dotted = len(s.word(at)) <= 5 and s.word(at + 1) == "." and s.kind(at + 2) == "number"
    return int(match[0]), at + dotted


def _year(s: Sentence, at: int) -> tuple[int, int] | None:
    """Return (year, last token) of four digits or of words ("дві тисячі двадцять другого"), with the word for year."""
    if s.kind(at) == "number" and len(s.word(at)) == 4 and s.word(at).isdecimal():
        year = int(s.word(at))
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        last = at
        if s.word(at + 1) in ("-", "‑") and s.glued(at + 1) and s.glued(at + 2) and s.language != "en" and s.word(at + 2) in word_set("words", "endings", "ordinal", s.language):
            last = at + 2
        return year, _year_word(s, last)
    if s.language != "en" and s.kind(at) == "word" and _may_start(s.language, s.word(at)):
        number = number_at(s, at)
        if number and number.kind == "ordinal" and _FIRST_YEAR <= number.value <= _LAST_YEAR:
            return int(number.value), _year_word(s, number.last)
    return None


def _worded_year(s: Sentence, at: int) -> Found | None:
    """Read "дві тисячі двадцять другого року", "2024" between a preposition and a verb, "the 2024 election"."""
    if s.kind(at) == "number":
        return _single_year(s, at)
    if s.language == "en" or s.kind(at) != "word":
        return None
    found = _year(s, at)
    return (str(found[0]), found[1]) if found and s.word(found[1]) in (*_YEAR_WORDS, ".") else None


def _single_year(s: Sentence, at: int) -> Found | None:
    found = _year(s, at)
    if found is None:
        return None
    year, last = found
    if last > at:
        return str(year), last
    if s.word(at - 1) == "(" and s.word(at + 1) == ")":
        return str(year), last
    before, after = s.word(at - 1), s.word(at + 1)
    if after in scales(s.language) or (s.glued(at) and s.word(at - 1) in ("$", "€", "£", "₴", "№", "-", "+")):
        return None
    if phrases("modifiers", s.language).match(s.words, at - 1) and before not in ("до", "с", "з", "із", "к"):
        return None
    counts = phrases("counted").match(s.words, at + 1) or unit_phrases(s.language).match(s.words, at + 1)
    if s.language == "en":
        if s.capitalised(at + 1) and s.kind(at + 1) == "word" and not counts:
            return str(year), last
        english = s.word(at + 1) in ("-", "–") or s.kind(at + 1) != "word" or before in _YEAR_BEFORE or not after.endswith("s")
        return (str(year), last) if english and not (counts and before not in ("the", "in")) and not s.word(at - 1).isdecimal() else None
    # In Ukrainian and Russian a bare year needs a preposition before it and nothing counted after it, or a list of years.
    listed = before in _JOINS and (s.word(at - 2) in _YEAR_WORDS or s.kind(at - 2) == "number")
    ahead = s.word(at + 1) in _JOINS and _year(s, at + 2) is not None and s.word(at + 3) in _YEAR_WORDS
    ends = s.kind(at + 1) != "word" or before in ("у", "в", "з", "з", "с", "від", "от")
    if not counts and s.kind(at - 1) == "word" and (s.kind(at + 1) != "word" or len(after) < 3 or s.capitalised(at + 1)):
        return str(year), last
    return (str(year), last) if ahead or ((before in _YEAR_BEFORE or listed) and ends and not counts) else None


def _year_word(s: Sentence, last: int) -> int:
    """Return the last token with the word for year ("року", "р.") that follows ``last``."""
    if s.language != "en" and s.word(last + 1) in _YEAR_WORDS:
        dotted = s.word(last + 1) in ("р", "г", "рр", "гг") and s.word(last + 2) == "." and last + 3 < len(s) and not s.capitalised(last + 3)
        return last + 1 + dotted
    return last


def _day_month(s: Sentence, at: int) -> Found | None:
    day = _day(s, at)
    month = _month(s, day[1] + 1) if day else None
    if day is None or month is None:
        return None
    return _with_year(s, month[1], month[0], day[0])


def _month_first(s: Sentence, at: int) -> Found | None:
    month = _month(s, at)
    if month is None:
        return None
    number, last = month
    if (year := _year(s, last + 1)) is not None:
        return f"{year[0]}-{number:02}", year[1]
    if s.word(last + 1) in (",", "of") and (year := _year(s, last + 2)) is not None and s.language == "en":
        return f"{year[0]}-{number:02}", year[1]
    if s.language != "en":
        return None
    start = last + 1 + (s.word(last + 1) == "the")
    day = _day(s, start)
    if day is None:
        return None
    if s.word(day[1] + 1) in _DASHES and (end := _day(s, day[1] + 2)) is not None and s.glued(day[1] + 2):
        return _joined(s, end[1], number, day[0], end[0])
    return _with_year(s, day[1], number, day[0])


def _with_year(s: Sentence, last: int, month: int, day: int) -> Found | None:
    after = last + 1 + (s.word(last + 1) == ",")
    if (year := _year(s, after)) is not None and (iso := _valid(year[0], month, day)) is not None:
        return iso, year[1]
    iso = _valid(None, month, day)
    return (iso, last) if iso else None


def _interval_of_days(s: Sentence, at: int) -> Found | None:
    """Read "3–7 квітня 2024", "3-7 April"; of "3 і 7 квітня" or "з 3 по 7 квітня" the first day alone."""
    first = _day(s, at)
    if first is None:
        return None
    middle = first[1] + 1
    second = _day(s, middle + 1)
    if second is None:
        return None
    month = _month(s, second[1] + 1)
    if month is None or first[0] >= second[0]:
        return _listed_day(s, at, first, middle)
    if s.word(middle) in _DASHES:
        return _joined(s, month[1], month[0], first[0], second[0])
    if s.word(middle) in _JOINS:
        whole = _with_year(s, month[1], month[0], first[0])
        return (whole[0], first[1]) if whole else None
    return None


def _listed_day(s: Sentence, at: int, first: tuple[int, int], middle: int) -> Found | None:
    """Read the first day of a list whose month stands at its end: "3, 5 та 7 квітня"."""
    i = middle
    days = 1
    while s.word(i) in _JOINS and (day := _day(s, i + 1)) is not None and days < 6:
        month = _month(s, day[1] + 1)
        if month is not None and s.word(at) != "":
            whole = _with_year(s, month[1], month[0], first[0])
            return (whole[0], first[1]) if whole else None
        i, days = day[1] + 1, days + 1
    return None


def _joined(s: Sentence, last: int, month: int, low: int, high: int) -> Found | None:
    start, end = _with_year(s, last, month, low), _with_year(s, last, month, high)
    return (f"{start[0]}/{end[0]}", end[1]) if start and end else None


def _quarter(s: Sentence, at: int) -> Found | None:
    """Read "Q3 2023", "третій квартал 2023 року", "III квартал", "the third quarter of 2023"."""
    if s.language == "en" and s.word(at) == "q" and s.glued(at + 1) and s.word(at + 1) in ("1", "2", "3", "4"):
        return _quarter_year(s, at + 1, int(s.word(at + 1)))
    quarter, last = _ROMAN.get(s.word(at)), at
    if quarter is None:
        number = group_at(s, at) if s.kind(at) == "word" else None
        if number and number.kind == "ordinal" and 1 <= number.value <= 4:
            quarter, last = int(number.value), number.last
        elif s.kind(at) == "number" and s.word(at) in ("1", "2", "3", "4"):
            quarter = int(s.word(at))
            if s.word(at + 1) in ("-", "‑") and s.glued(at + 2):
                last = at + 2
            elif s.language == "en" and s.word(at + 1) in ("st", "nd", "rd", "th"):
                last = at + 1
    last += s.word(last + 1) == "-"
    if quarter is None or s.word(last + 1) not in _QUARTER:
        return None
    return _quarter_year(s, last + 1, quarter)


def _quarter_year(s: Sentence, last: int, quarter: int) -> Found:
    after = last + 1 + (s.word(last + 1) in ("of", ",", "in"))
    if (year := _year(s, after)) is not None:
        return f"{year[0]}-Q{quarter}", year[1]
    return f"--Q{quarter}", last


def _decade(s: Sentence, at: int) -> Found | None:
    """Read "1990s", "the 90s", "1990-х", "90-ті роки", "дев'яностих", "двадцатые годы"."""
    value, last = _decade_number(s, at)
    if value is None or value % 10:
        return None
    if value < 100:
        if value < 20:
            return None
        value += 2000 if value <= 20 else 1900
    if not _FIRST_YEAR - 100 <= value <= _LAST_YEAR:
        return None
    if s.language != "en" and s.word(last + 1) in _DECADE_WORDS:
        last += 1
    return f"{value // 10}X", last


def _decade_number(s: Sentence, at: int) -> tuple[int | None, int]:
    written = s.word(at)
    if s.kind(at) == "number" and written.isdecimal() and len(written) in (2, 4):
        if s.language == "en":
            quoted = s.word(at + 1) in ("'", "’") and s.word(at + 2) == "s"
            plain = s.glued(at + 1) and s.word(at + 1) == "s"
            known = len(written) == 4 or s.word(at - 1) in ("the", "'", "’", "late", "early", "mid")
            return (int(written), at + 1 + quoted) if (plain or quoted) and known else (None, at)
        if s.word(at + 1) in ("-", "‑") and s.glued(at + 2) and s.word(at + 2) in ("х", "ті", "е", "их", "ми", "ым", "тих", "ые", "м", "ті"):
            known = len(written) == 4 or s.word(at + 3) in _DECADE_WORDS or (s.kind(at + 3) != "word" and s.word(at + 2) in ("х", "ті", "тих"))
            plural = s.word(at + 2) in ("х", "ті", "е", "их", "ми", "тих", "ые")
            return (int(written), at + 2) if known and plural else (None, at)
        return None, at
    if s.kind(at) != "word":
        return None, at
    if s.language == "en":
        return (_DECADES.get(written), at) if s.word(at - 1) in ("the", "early", "late", "mid") else (None, at)
    if not written.endswith(("і", "их", "ими", "ые", "ых", "ыми")):
        return None, at
    number = group_at(s, at)
    if number is None or number.kind != "ordinal" or number.first != number.last:
        return None, at
    if s.word(number.last + 1) not in _DECADE_WORDS and (number.value < 30 or number.value > 90 or s.kind(number.last + 1) == "word" or at == 0 or s.word(at - 1) in cardinals(s.language)):
        return None, at
    return int(number.value), number.last


def _years(s: Sentence, at: int) -> Found | None:
    """Read "2022–2023 роки", "2022-2023", "2023/24"."""
    if s.kind(at) != "number" or len(s.word(at)) != 4 or not s.word(at).isdecimal() or not _FIRST_YEAR <= int(s.word(at)) <= _LAST_YEAR:
        return None
    dash, second = s.word(at + 1), s.word(at + 2)
    if dash not in (*_DASHES, "/") or not second.isdecimal() or not s.glued(at + 1) == s.glued(at + 2) or s.kind(at + 2) != "number":
        return None
    first = int(s.word(at))
    if len(second) == 2 and (dash == "/" or dash in "–-") and int(second) == (first + 1) % 100 and s.glued(at + 1):
        end = first + 1
    elif len(second) == 4 and first < int(second) <= _LAST_YEAR:
        end = int(second)
    else:
        return None
    last = _year_word(s, at + 2)
    if last == at + 2 and (phrases("counted").match(s.words, at + 3) or unit_phrases(s.language).match(s.words, at + 3)):
        return None
    return f"{first}/{end}", last

