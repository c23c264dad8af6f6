"""Quarters and decades: "Q3 2023", "III квартал", "1990-х", "the 90s", "двадцатые годы"."""

from __future__ import annotations

from parallax.comparers.numbers.read.centuries import century_at
from parallax.comparers.numbers.read.lexicon import cardinals, data, word_list, word_set
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.comparers.numbers.read.numerals import group_at
from parallax.comparers.numbers.read.years import Found, year_at
from parallax.languages.tokens import TokenizedText

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
_DECADE_ENDINGS = word_set("grammar", "years", "decade_endings")
_DECADE_PLURAL = word_set("grammar", "years", "decade_plural")
_DECADE_ALONE = word_set("grammar", "years", "decade_alone")
_OF_CENTURY = word_set("grammar", "years", "of_century")
_PLURAL_ENDINGS = word_list("grammar", "false", "plural_endings")


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
    if s.language != "en" and s.word(last + 1) in word_set("words", "years", "plural"):
        last += 1
    after = last + 1
    while s.word(after) in _OF_CENTURY:
        after += 1
    if value < 100 and (century := century_at(s, after)):
        return f"{(century[0] - 1) * 10 + value // 10}X", century[1]
    if value < 100:
        if value < 20:
            return None
        value += 2000 if value <= 20 else 1900
    if not LIMITS.first_year - 100 <= value <= LIMITS.last_year:
        return None
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
