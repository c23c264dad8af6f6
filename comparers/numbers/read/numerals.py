"""Numerals in words and digits, one mention at a time: cardinals, ordinals, halves, parts,
multiples, vague amounts.

A closed class of forms for each language, written from the grammars, and one law for all: falling
parts add up ("сто двадцять п'ять", "two hundred and five"), scale words multiply what is before
them ("2 трлн 36 млрд", "двадцять тисяч п'ятсот").
"""

from __future__ import annotations

from functools import lru_cache

from parallax.comparers.numbers.read import modifiers
from parallax.comparers.numbers.read.collectives import collective, may_start_a_collective
from parallax.comparers.numbers.read.compounds import split_adjective
from parallax.comparers.numbers.read.decimals import decimal_words, point, power_of_ten, tenths
from parallax.comparers.numbers.read.digits import number_value
from parallax.comparers.numbers.read.false_numerals import WHOLE, is_other_word, is_seventh
from parallax.comparers.numbers.read.fractions import (
    LONE_UNITS,
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
    ordinals,
    scales,
    unit_phrases,
    values,
    word_list,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.comparers.numbers.read.number import Number
from parallax.comparers.numbers.read.scales import (
    and_a_half,
    bare_scale,
    inverted_scale,
    scale_words,
    vague,
)
from parallax.comparers.numbers.read.spelled import added_up
from parallax.languages.tokens import TokenizedText

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
    if found := inverted_scale(s, at):
        first, last, factor = found
        value = added_up(s, first)[0] * factor
        return Number(at, last, value, factor, factor, modifier="about")
    special = (
        vague(s, at, bound)
        or collective(s, at)
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
        or may_start_a_collective(language, word)
        or word in LONE_UNITS
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
    total, last, ceiling, step, scale = 0.0, at - 1, _INFINITE, 1.0, 1.0
    kind, digits = "cardinal", False
    modifier: str | None = None
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
        end, factor, parted = _scales_after(s, group)
        modifier = parted or modifier
        value = group.value * factor
        if last >= at and not _continues(s, group, factor, ceiling):
            break
        total, last, step, kind = (
            total + value,
            max(end, group.last),
            group.step * factor,
            group.kind,
        )
        scale, digits = max(scale, factor, group.scale), digits or group.digits
        if half := and_a_half(s, last + 1):
            total, last, step = total + factor / 2, half, factor / 10
            more_end, more = scale_words(s, last + 1)
            if more > 1:
                total, last, step, scale = total * more, more_end, step * more, more
            break
        ceiling = factor
        if factor == 1 or kind == "ordinal" or len(s) <= last + 1:
            break
    return (
        Number(at, last, total, step, scale, kind, digits=digits, modifier=modifier)
        if last >= at
        else None
    )


def _scales_after(s: TokenizedText, group: Number) -> tuple[int, float, str | None]:
    """Return (last token, factor) of the scale words after a group, and the bound that may stand
    before them ("двадцять з лишком тисяч").
    """
    end, factor = scale_words(s, group.last + 1)
    if factor == 1 and (bound := modifiers.after(s, group.last))[0]:
        more_end, more = scale_words(s, bound[1] + 1)
        if more >= LIMITS.parted_scale:
            return more_end, more, bound[0]
    return end, factor, None


def _continues(s: TokenizedText, group: Number, factor: float, ceiling: float) -> bool:
    """Tell whether a group belongs to the number before it; digits without a scale do after
    thousands if they are three ("10 тис. 500", "41 млн 318 тыс. 207").
    """
    if group.value * factor >= ceiling:
        return False
    written = s.word(group.first)
    return (
        not group.digits
        or factor > 1
        or (ceiling == 1000 and written.isdecimal() and len(written) == 3)
    )


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
    power = power_of_ten(s, at)
    if power is None and is_identifier(s, at):
        return None
    following = s.words[at + 1 : at + 6]
    scaled = bool(following) and (
        following[0] in scales(s.language)
        or unit_phrases(s.language).match(following, 0) is not None
    )
    parsed = number_value(s.surface(at), s.language, scaled=scaled)
    if parsed is None:
        return None
    if power:
        return Number(at, power[0], parsed[0] * power[1], parsed[1] * power[1], digits=True)
    vulgar = VULGAR.get(s.word(at + 1)) if s.glued(at + 1) else None
    if vulgar and (_half_points(s, at, at + 3) or _half_points(s, at - 3, at)):
        return None
    if vulgar:
        return Number(at, at + 1, parsed[0] + vulgar, 0.1, digits=True)
    if s.word(at + 2) == "/" and s.word(at).isdecimal() and (more := fraction(s, at + 1)):
        return Number(at, more.last, parsed[0] + more.value, 0.1, digits=True)
    whole = WHOLE & {s.word(at + 1)} and decimal_words(s, at, at + 1, parsed[0])
    return whole or Number(at, _ending_before_scale(s, at), *parsed, digits=True)


def _half_points(s: TokenizedText, left: int, right: int) -> bool:
    """Tell whether two numbers with halves are a result: "14½-13½"."""
    joined = left >= 0 and s.word(right - 1) in ("-", "–") and s.glued(right - 1)
    pair = s.word(left), s.word(right)
    return joined and all(map(str.isdecimal, pair)) and int(pair[0]) >= int(pair[1])


def _ending_before_scale(s: TokenizedText, at: int) -> int:
    """Return the last token of digits with the ending of a cardinal before a scale word: "3-х
    мільйонів", "5-ти тысяч"; an ordinal keeps its ending ("3-й мільйон").
    """
    hyphen, ending, scale = s.word(at + 1), s.word(at + 2), scales(s.language).get(s.word(at + 3))
    if (
        s.language == "en"
        or scale is None
        or hyphen not in ("-", "‑")
        or not (s.glued(at + 1) and s.glued(at + 2))
    ):
        return at
    cardinal = ending in word_set("words", "endings", "cardinal", s.language)
    inflected = ending in word_set("words", "endings", "ordinal", s.language)
    return at + 2 if cardinal or (inflected and scale.alone in ("many", "short")) else at


def _spelled(s: TokenizedText, at: int, *, follows: bool) -> Number | None:
    """Read a numeral in words below a thousand; an ordinal ends it ("двадцять п'ятого", "two
    hundred and fifth").
    """
    value, last, kind = added_up(s, at)
    if last < at:
        return None
    if kind == "cardinal" and s.word(last + 1) in WHOLE:
        return decimal_words(s, at, last + 1, value)
    if kind == "cardinal" and (decimal := point(s, at, last, value) or tenths(s, at, last, value)):
        return decimal
    if s.word(last) in _SEVENTH and is_seventh(s, at, last):
        kind = "ordinal"
    if is_identifier(s, at, last, ordinal=kind == "ordinal") or (
        not follows and is_other_word(s, at, last, value, kind)
    ):
        return None
    hundreds = 100.0 if s.language == "en" and s.word(last) == "hundred" else 1.0
    return Number(at, last, value, scale=hundreds, kind=kind)
