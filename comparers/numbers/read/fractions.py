"""Parts and multiples: halves, thirds, "one in five", "twice", "an hour and a half", numerals
inside adjectives.
"""

from __future__ import annotations

from parallax.comparers.numbers.read.compounds import SCALED, split_adjective
from parallax.comparers.numbers.read.false_numerals import is_idiom
from parallax.comparers.numbers.read.lexicon import (
    cardinals,
    data,
    ordinals,
    phrases,
    scales,
    unit_phrases,
    values,
    word_list,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS, WINDOWS
from parallax.comparers.numbers.read.number import Number
from parallax.comparers.numbers.read.scales import and_a_half, scale_words
from parallax.languages.tokens import TokenizedText

VULGAR = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅛": 1 / 8}
_IN = (("in", "every"), ("out", "of"), ("of", "every"), ("in",))
_OUT_OF = word_set("grammar", "parts", "out_of")
_CENTURIES = word_set("grammar", "half", "centuries")
_MANY_OF = word_list("grammar", "bounds", "many_of")
_EVERYBODY = word_set("grammar", "parts", "everybody")
_WHOLE = word_set("grammar", "parts", "whole")
_PART_NOUNS = word_set("grammar", "parts", "nouns")
_SINGULAR = word_set("grammar", "parts", "singular")
_NO_AMOUNT = word_set("grammar", "half", "no_amount")
_ONE_OF_TWO = word_set("grammar", "half", "one_of_two")
_HALVED = word_set("grammar", "half", "halved")
_NOT_HALVED = word_list("grammar", "half", "not_halved")
_ONE_OF = frozenset({"fortnight", "decade", "century"})
"""Units of time whose article counts."""
LONE_UNITS = {
    form: unit
    for unit, forms in data("grammar")["lone_units"]["units"].items()
    for form in forms.split()
}
"""Units of time that are one without a numeral: "тривало десятиліття"."""
_BEFORE_LONE = word_set("grammar", "lone_units", "before")
_OF_ALL = (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 100)
"""The wholes of which a share is given in words: "one in five"."""
_SHARED = (5, 10)
"""Of these, those of which several people are rather a share than two counts: "двое из трёх врачей"
are three doctors."""


def half(s: TokenizedText, at: int) -> Number | None:
    """Read half of something: "пів мільйона", "півгодини", "half a million", "половина"; "пів на
    п'яту" is a time.
    """
    word, language = s.word(at), s.language
    if word not in word_set("numerals", "halves", language):
        return _glued_half(s, at)
    if s.word(at + 1) in _NO_AMOUNT and not (
        s.word(at + 1) == "-" and unit_phrases(language).match(s.words, at + 2)
    ):
        return None
    if s.word(at - 1) == "-" and s.glued(at):
        return None
    if s.words[at - 2 : at] == ["and", "a"] and unit_phrases(language).match(s.words, at - 3):
        return None  # "the past week and a half"
    if s.word(at - 1) in ordinals(language) or s.word(at - 1) in _ONE_OF_TWO:
        return None
    start = at + 1 + (language == "en" and s.word(at + 1) in ("a", "an"))
    last, factor = scale_words(s, start)
    if factor > 1:
        return Number(at, last, factor / 2, factor / 10, factor)
    start += s.word(start) == "-" and language == "ru"
    unit = unit_phrases(language).match(s.words, start)
    if word in _HALVED and unit is None:
        return None
    return Number(at, start - 1 if unit else at, 0.5, 0.1, kind="cardinal" if unit else "part")


def _glued_half(s: TokenizedText, at: int) -> Number | None:
    word = s.word(at)
    for prefix in word_list("grammar", "half", "glued", s.language):
        rest = word.removeprefix(prefix).lstrip("'")
        if rest == word or len(rest) < 3 or word.startswith(_NOT_HALVED):
            continue
        if scale := scales(s.language).get(rest):
            return Number(at, at, scale.factor / 2, scale.factor / 10, scale.factor)
        if rest in _CENTURIES:
            return Number(at, at, 0.5, 0.1, unit="century")
        unit = unit_phrases(s.language).match([rest], 0)
        if unit and unit[0] != "percent":
            return Number(at, at, 0.5, 0.1, unit=unit[0])
    return None


def times(s: TokenizedText, at: int) -> Number | None:
    """Read multiples: "twice", "вдвічі", "втрое"."""
    match = values("times", s.language).match(s.words, at)
    return Number(at, at, float(match[0]), 0.1, kind="times") if match else None


def fraction(s: TokenizedText, at: int) -> Number | None:
    """Read a fraction in digits, "2/3"; "24/7" and "9/11" are not fractions."""
    if s.word(at + 1) != "/" or not (s.glued(at + 1) and s.glued(at + 2)) or s.glued(at):
        return None
    above, below = s.word(at), s.word(at + 2)
    if not (above.isdecimal() and below.isdecimal() and len(below) < 3) or s.word(at + 3) == "/":
        return None
    proper = 0 < int(above) < int(below) <= LIMITS.denominator
    return (
        Number(at, at + 2, int(above) / int(below), LIMITS.part_step, kind="part")
        if proper
        else None
    )


def part(s: TokenizedText, at: int) -> Number | None:
    """Read a part of a whole: "третина", "two-thirds", "дві третини", "one in five", "кожен
    п'ятий", "½".
    """
    if s.word(at) in VULGAR and not s.glued(at):
        return Number(at, at, VULGAR[s.word(at)], LIMITS.part_step, kind="part")
    return _every(s, at) or one_in(s, at) or _named_part(s, at)


def _every(s: TokenizedText, at: int) -> Number | None:
    """Read "every fifth", "кожен третій", "every other"; "every second day" is a rate."""
    if s.language == "en" and s.words[at : at + 2] == ["every", "other"]:
        return Number(at, at + 1, 0.5, LIMITS.part_step, kind="part")
    rank = (
        ordinals(s.language).get(s.word(at + 1))
        if s.word(at) in word_set("words", "each", s.language)
        else None
    )
    if rank is None or rank <= 1 or unit_phrases(s.language).match(s.words, at + 2):
        return None
    return (
        None
        if s.language == "en" and s.kind(at + 2) != "word"
        else Number(at, at + 1, 1 / rank, LIMITS.part_step, kind="part")
    )


def _named_part(s: TokenizedText, at: int) -> Number | None:
    """Read "третина", "дві третини", "a quarter of", "quarter of a million", "п'ята частина"."""
    if (
        s.language != "en"
        and s.word(at + 1) in _PART_NOUNS
        and (rank := ordinals(s.language).get(s.word(at), 0)) > 2
    ):
        return Number(at, at + 1, 1 / rank, LIMITS.part_step, kind="part")
    count, start = _numerator(s, at)
    match = values("parts", s.language).match(s.words, start)
    if match is None:
        return None
    size, of_a = float(match[0]), s.words[start + 1 : start + 3] == ["of", "a"]
    last, factor = scale_words(s, start + 1 + 2 * of_a)
    if count is None and not _is_alone(s, start, size, of_a and factor > 1):
        return None
    if count is not None and (
        count >= size or (count > 1) is not _is_plural(s.word(start), s.language)
    ):
        return None
    value = (count or 1.0) / size
    return (
        Number(at, last, value * factor, factor / 100, factor)
        if factor > 1
        else Number(at, start, value, LIMITS.part_step, kind="part")
    )


def _numerator(s: TokenizedText, at: int) -> tuple[float | None, int]:
    """Return (how many parts, where their name is): "two" of "two-thirds", None where nothing
    is said.
    """
    count = cardinals(s.language).get(s.word(at))
    led = s.word(at - 1) == "by" or _opens_a_part(s.word(at + 2))
    if count is None and s.language == "en" and s.word(at) == "a" and led:
        count = 1.0
    if count is None:
        return None, at
    return count, at + 1 + (s.language == "en" and s.word(at + 1) == "-")


def _is_alone(s: TokenizedText, at: int, size: float, of_a_scale: bool) -> bool:
    """Tell whether a part without a number before it is one: "третина", "quarter of a million"; an
    ordinal is not.
    """
    if s.language == "en":
        return s.word(at) == "quarter" and of_a_scale
    return (
        size <= LIMITS.part_alone
        and s.word(at) not in ordinals(s.language)
        and s.word(at - 1) not in ordinals(s.language)
        and not is_idiom(s, at)
    )


def _opens_a_part(after: str) -> bool:
    """Tell "a third of the fleet" and "a quarter dearer" from "a third attack"."""
    return after in ("of", "more", "less", "fewer") or (len(after) > 4 and after.endswith("er"))


def _is_plural(part: str, language: str) -> bool:
    """Tell "thirds", "третини", "десятих" from "third", "третина", "десята"."""
    return part.endswith("s") if language == "en" else part not in _SINGULAR


def one_in(s: TokenizedText, at: int) -> Number | None:
    """Read "one in five", "nine out of ten", "4 in 10": a share, when both are small and round or
    in words.
    """
    if s.language != "en":
        return _of_ten(s, at)
    first = _small(s, at)
    joins = next(
        (len(words) for words in _IN if tuple(s.words[at + 1 : at + 1 + len(words)]) == words), 0
    )
    if first is None or not joins:
        return None
    second = _small(s, at + 1 + joins)
    if second is None or first >= second or second not in _OF_ALL:
        return None
    if unit_phrases(s.language).match(s.words, at + 2 + joins) or (
        s.word(at + 1) == "out"
        and first > 1
        and second < 10
        and s.word(at + 2 + joins) not in _EVERYBODY
        and (s.kind(at) == "number" or _befell(s, at, at + 1 + joins))
    ):
        return None
    return Number(at, at + 1 + joins, first / second, LIMITS.part_step, kind="part")


def _of_ten(s: TokenizedText, at: int) -> Number | None:
    """Read "дев'ять із десяти", "семеро из десяти": a share in words; in digits both are counted
    ("7 із 10").
    """
    first, of = cardinals(s.language).get(s.word(at)), s.word(at + 2)
    if first is None or first < 2 or s.word(at + 1) not in _OUT_OF:
        return None
    second = cardinals(s.language).get(of, 0.0)
    everybody = s.word(at + 3) in _EVERYBODY and second <= LIMITS.share_whole
    things = s.word(at + 3).endswith(_MANY_OF) and not _are_people(s, at + 3)
    of_ten = of in _WHOLE and not things
    several = second in _SHARED and s.kind(at + 3) == "word"
    people = several and _are_people(s, at + 3) and not _befell(s, at, at + 2)
    if not (of_ten or everybody or people):
        return None
    return (
        Number(at, at + 2, first / second, LIMITS.part_step, kind="part")
        if first < second and s.apart(at, at + 2)
        else None
    )


def _befell(s: TokenizedText, first: int, last: int) -> bool:
    """Tell whether something happened to some of a few: "двое из пяти подозреваемых задержаны" are
    two counts, no share.
    """
    near = range(max(0, first - WINDOWS.befallen), min(len(s), last + 1 + WINDOWS.befallen))
    return any(phrases("roles").match(s.words, i) for i in near)


def _are_people(s: TokenizedText, at: int) -> bool:
    """Tell whether people are counted here: "семеро з десяти учнів" is a share, "вісім із десяти
    видів" two counts.
    """
    found = phrases("counted").match(s.words, at)
    return found is not None and (
        found[0] == "people" or found[0] in word_set("things", "people", "groups")
    )


def _small(s: TokenizedText, at: int) -> float | None:
    if s.kind(at) == "number" and s.word(at).isdecimal() and len(s.word(at)) < 4:
        return float(s.word(at))
    return cardinals(s.language).get(s.word(at))


def one_unit(s: TokenizedText, at: int) -> Number | None:
    """Read "a fortnight", the one unit of time whose article counts, and "an hour and a half"."""
    if s.language != "en" and (unit := LONE_UNITS.get(s.word(at))):
        led = at == 0 or s.word(at - 1) in _BEFORE_LONE
        return Number(at, at, 1.0, unit=unit) if led else None
    if s.language != "en" or s.word(at) not in ("a", "an"):
        return None
    if s.word(at + 1) in _ONE_OF:
        return Number(at, at + 1, 1.0, unit=s.word(at + 1))
    unit = unit_phrases("en").match(s.words, at + 1)
    half = and_a_half(s, at + 1 + unit[1]) if unit else None
    return Number(at, half, 1.5, 0.1, unit=unit[0]) if unit and half else None


def compound(s: TokenizedText, at: int) -> Number | None:
    """Read the numeral inside an adjective: "триденний", "двадцятип'ятирічний", "пятитысячный"."""
    word = s.word(at)
    if s.language == "en" or len(word) < LIMITS.compound_length:
        return None
    found = split_adjective(s.language, word)
    if found is None:
        return None
    value, unit = found
    if unit in SCALED:
        return Number(at, at, value * SCALED[unit], kind="ordinal")
    return Number(at, at, value, unit=None if unit in ("storeys", "times") else unit)
