"""Numerals in words and digits, one mention at a time: cardinals, ordinals, halves, parts,
multiples, vague amounts.

A closed class of forms for each language, written from the grammars, and one law for all: falling
parts add up ("сто двадцять п'ять", "two hundred and five"), scale words multiply what is before
them ("2 трлн 36 млрд", "двадцять тисяч п'ятсот").
"""

from __future__ import annotations

from functools import lru_cache

from parallax.comparers.numbers.read.compounds import may_follow, split_adjective
from parallax.comparers.numbers.read.digits import number_value
from parallax.comparers.numbers.read.false_numerals import WHOLE, is_other_word, is_seventh
from parallax.comparers.numbers.read.fractions import (
    VULGAR,
    compound,
    fraction,
    half,
    one_in,
    one_unit,
    part,
    times,
)
from parallax.comparers.numbers.read.identifiers import is_identifier
from parallax.comparers.numbers.read.lexicon import (
    cardinals,
    data,
    ordinals,
    scales,
    unit_phrases,
    values,
    word_list,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.comparers.numbers.read.number import Number
from parallax.comparers.numbers.read.scales import and_a_half, bare_scale, scale_words, vague
from parallax.languages.tokens import TokenizedText

_BELOW = {
    stem: float(size)
    for size, stems in data("grammar")["decimals"]["below"].items()
    for stem in stems.split()
}
_AND = word_set("grammar", "decimals", "and")
_HALVED = word_list("grammar", "half", "halved")
_SEVENTH = word_set("grammar", "false", "seventh")
_INFINITE = float("inf")


def number_at(s: TokenizedText, at: int, *, bound: bool = False) -> Number | None:
    """Read the number that starts at token ``at``.

    :param bound: whether a modifier that takes a genitive is before it: "близько сотні" is a
        hundred, "сотні" are hundreds.
    """
    if at >= len(s):
        return None
    if s.tokens[at].kind == "number":
        return fraction(s, at) or one_in(s, at) or _sum(s, at, bound=bound)
    if not may_start(s.language, s.words[at]):
        return None
    special = (
        vague(s, at, bound)
        or half(s, at)
        or times(s, at)
        or part(s, at)
        or compound(s, at)
        or one_unit(s, at)
    )
    return special or _sum(s, at, bound=bound)


@lru_cache(maxsize=131072)
def may_start(language: str, word: str) -> bool:
    """Tell whether a number can start with a word; most words of a text are skipped here."""
    glued = any(len(word) > len(half) + 2 and word.startswith(half) for half in _HALVED)
    return (
        word in cardinals(language)
        or word in ordinals(language)
        or word in scales(language)
        or word in VULGAR
        or word in ("a", "an", "tens")
        or word in word_set("words", "several", language)
        or word in word_set("words", "each", language)
        or word in word_set("numerals", "halves", language)
        or values("times", language).match([word], 0) is not None
        or values("parts", language).match([word], 0) is not None
        or (glued and language != "en")
        or (
            language != "en"
            and len(word) >= LIMITS.compound_length
            and split_adjective(language, word) is not None
        )
    )


def _sum(s: TokenizedText, at: int, *, bound: bool) -> Number | None:
    """Read groups and their scale words; each group with its scales must be smaller than the scale
    before it.
    """
    total, last, ceiling, step, scale, kind, digits = (
        0.0,
        at - 1,
        _INFINITE,
        1.0,
        1.0,
        "cardinal",
        False,
    )
    while True:
        group = (
            group_at(s, last + 1, follows=last >= at)
            if last < at or not s.apart(last, last + 1)
            else None
        )
        if group is None and s.language == "en" and last >= at and s.word(last + 1) in ("and", ","):
            group = _next_in_english(s, last + 1, digits=digits)
        if group is None and last < at and (bare := bare_scale(s, at, bound=bound)) is not None:
            total, last, ceiling, step, scale = (
                bare.value,
                bare.last,
                bare.scale,
                bare.step,
                bare.scale,
            )
            if s.word(last) == "half":
                break
            continue
        if group is None:
            break
        end, factor = scale_words(s, group.last + 1)
        value = group.value * factor
        if last >= at and (value >= ceiling or (group.digits and factor == 1)):
            break
        total, last, step, kind = (
            total + value,
            max(end, group.last),
            group.step * factor,
            group.kind,
        )
        scale, digits = max(scale, factor), digits or group.digits
        if half := and_a_half(s, last + 1):
            total, last, step = total + factor / 2, half, factor / 10
            more_end, more = scale_words(s, last + 1)
            if more > 1:
                total, last, step, scale = total * more, more_end, step * more, more
            break
        ceiling = factor
        if factor == 1 or kind == "ordinal" or len(s) <= last + 1:
            break
    return Number(at, last, total, step, scale, kind, digits=digits) if last >= at else None


def _next_in_english(s: TokenizedText, at: int, *, digits: bool) -> Number | None:
    """Read the group after "and" or the comma at ``at``: "two million, three hundred thousand and
    five".
    """
    group = group_at(s, at + 1, follows=True)
    if group is None or group.digits or digits:
        return None
    if s.word(at) == "," and group.value < 100 and scale_words(s, group.last + 1)[1] == 1:
        return None
    return group


def group_at(s: TokenizedText, at: int, *, follows: bool = False) -> Number | None:
    """Read digits, or words up to the hundreds.

    :param follows: whether the group continues a number ("тисяча один"), so that "one" counts.
    """
    if at >= len(s):
        return None
    return _digits(s, at) if s.kind(at) == "number" else _spelled(s, at, follows=follows)


def _digits(s: TokenizedText, at: int) -> Number | None:
    if is_identifier(s, at):
        return None
    following = s.words[at + 1 : at + 6]
    scaled = bool(following) and (
        following[0] in scales(s.language)
        or unit_phrases(s.language).match(following, 0) is not None
    )
    parsed = number_value(s.surface(at), s.language, scaled=scaled)
    if parsed is None:
        return None
    vulgar = VULGAR.get(s.word(at + 1)) if s.glued(at + 1) else None
    if vulgar:
        return Number(at, at + 1, parsed[0] + vulgar, 0.1, digits=True)
    whole = WHOLE & {s.word(at + 1)} and _decimal_words(s, at, at + 1, parsed[0])
    return whole or Number(at, at, *parsed, digits=True)


def _spelled(s: TokenizedText, at: int, *, follows: bool) -> Number | None:
    """Read a numeral in words below a thousand; an ordinal ends it ("двадцять п'ятого", "two
    hundred and fifth").
    """
    value, last, kind = _added_up(s, at)
    if last < at:
        return None
    if kind == "cardinal" and s.word(last + 1) in WHOLE:
        return _decimal_words(s, at, last + 1, value)
    if s.word(last) in _SEVENTH and is_seventh(s, at, last):
        kind = "ordinal"
    if is_identifier(s, at, last, ordinal=kind == "ordinal") or (
        not follows and is_other_word(s, at, last, value, kind)
    ):
        return None
    return Number(at, last, value, kind=kind)


def _added_up(s: TokenizedText, at: int) -> tuple[float, int, str]:
    """Add up falling parts; return (value, last token, kind), with a last token before ``at`` when
    no number is there.
    """
    simple, ranked = cardinals(s.language), ordinals(s.language)
    value, last, floor, i = 0.0, at - 1, _INFINITE, at
    while i < len(s) and not (i > at and s.apart(last, i) and s.word(i - 1) != "and"):
        word = s.words[i]
        if word not in simple and word in ranked and _fits(ranked[word], floor, s.language):
            return value + ranked[word], i, "ordinal"
        if word not in simple or not _fits(simple[word], floor, s.language):
            break
        value, last, floor = value + simple[word], i, simple[word]
        i += 1
        if s.language == "en" and s.word(i) == "hundredth" and value < 100:
            return value * 100, i, "ordinal"
        if s.language == "en":
            value, last, floor, i = _hundreds(s, value, last, floor)
    return value, last, "cardinal"


def _hundreds(
    s: TokenizedText, value: float, last: int, floor: float
) -> tuple[float, int, float, int]:
    """Read English "hundred (and)" and the hyphen of "twenty-five" after a part; return also where
    the next part may be.
    """
    i = last + 1
    if s.word(i) == "hundred" and value < 100:
        value, last, floor, i = value * 100, i, 100.0, i + 1
        if s.word(i) == "and" and _is_part(s.word(i + 1)):
            return value, last, floor, i + 1
    if s.word(i) == "-" and floor >= 20 and _is_part(s.word(i + 1)) and s.glued(i + 1):
        return value, last, floor, i + 1
    return value, last, floor, i


def _is_part(word: str) -> bool:
    return word in cardinals("en") or word in ordinals("en")


def _fits(part: float, floor: float, language: str) -> bool:
    """Tell whether a part may follow: units after tens, tens after hundreds; nothing after teens,
    units and 1.5.
    """
    if floor == _INFINITE:
        return part < 1000 or language != "en"
    return may_follow(part, floor) and floor != 150


def _decimal_words(s: TokenizedText, at: int, whole: int, value: float) -> Number | None:
    """Read "п'ять цілих (і) три десятих"; ``whole`` is the token of "цілих"."""
    i = whole + 1 + (s.word(whole + 1) in _AND)
    simple = cardinals(s.language)
    tail, last = 0.0, i - 1
    while s.word(last + 1) in simple:
        tail, last = tail + simple[s.word(last + 1)], last + 1
    if s.kind(i) == "number" and s.word(i).isdecimal():
        tail, last = float(s.word(i)), i
    below = next((size for stem, size in _BELOW.items() if s.word(last + 1).startswith(stem)), None)
    if last < i or below is None:
        return None
    return Number(at, last + 1, value + tail / below, 1 / below)
