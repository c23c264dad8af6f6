"""Scale words ("тисяча", "a dozen", "сотні"): they multiply the number before them, or mean one
or many of their size.
"""

from __future__ import annotations

from parallax.comparers.numbers.read.lexicon import (
    cardinals,
    money_before,
    phrases,
    scales,
    unit_phrases,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS
from parallax.comparers.numbers.read.number import Number
from parallax.comparers.numbers.read.spelled import added_up
from parallax.languages.tokens import TokenizedText

_WITH = word_set("grammar", "half", "with")
_AND_A_HALF = word_set("grammar", "half", "and_a_half")


def scale_words(s: TokenizedText, at: int) -> tuple[int, float]:
    """Return (last token, factor) of the scale words from ``at`` on; (at - 1, 1) when there are
    none.
    """
    table, factor, last = scales(s.language), 1.0, at - 1
    while (found := table.get(s.word(last + 1))) and not _no_scale(s, last + 1):
        plural = s.language == "en" and found.alone == "many"
        if plural and last < at and s.kind(at - 1) != "number":
            break
        factor, last = factor * found.factor, last + 1
        dotted = (
            found.alone == "short"
            and s.language != "en"
            and s.word(last + 1) == "."
            and s.glued(last + 1)
        )
        if dotted and last + 2 < len(s) and not s.capitalised(last + 2):
            last += 1
    return last, factor


def _no_scale(s: TokenizedText, at: int) -> bool:
    """Tell a metre, a name or a score from a scale word: English one-letter scales are glued to
    digits ("$5m", "10k").
    """
    if s.language != "en":
        return False
    word = s.word(at)
    if word in ("k", "b", "m"):
        if not s.glued(at) or s.kind(at - 1) != "number":
            return True
        if word in ("m", "b"):
            if s.word(at - 2) in money_before() or _opens_a_range(s, at):
                return False
            return word == "b" or not _millions_of(s, at + 1) or "," in s.word(at - 1)
    return word == "score" and s.kind(at - 1) != "word"


def _opens_a_range(s: TokenizedText, at: int) -> bool:
    """Tell whether "800m" is the lower end of a range whose upper end has a scale: "800m-1.1bn"."""
    return (
        s.word(at + 1) in ("-", "–", "to")
        and s.kind(at + 2) == "number"
        and s.word(at + 3) in scales("en")
        and len(s.word(at + 3)) > 1
    )


def _millions_of(s: TokenizedText, at: int) -> bool:
    """Tell whether what follows "5m" is counted ("5m people"), so that it is not a length."""
    after = s.word(at)
    if after in word_set("words", "after_million", "en"):
        return True
    if s.kind(at) != "word" or after in word_set("words", "after_metre", "en"):
        return False
    return (
        phrases("counted").match(s.words, at) is not None
        or unit_phrases("en").match(s.words, at) is not None
        or after.endswith("s")
    )


def bare_scale(s: TokenizedText, at: int, *, bound: bool) -> Number | None:
    """Read a scale word without a number, which means one: "тисяча", "a dozen", "близько сотні"."""
    table = scales(s.language)
    article = s.language == "en" and s.word(at) in ("a", "an")
    word = at + 1 if article else at
    found = table.get(s.word(word))
    opens = s.language == "en" and _opens_a_number(s, at)
    if found is None or (
        s.language == "en"
        and not ((article or opens) and found.alone == "short" and len(s.word(word)) > 3)
    ):
        return None
    if s.language != "en" and not (found.alone == "one" or (found.alone == "either" and bound)):
        return None
    last, factor = scale_words(s, word)
    if _no_scale(s, word) or last < word:
        return None
    if half := and_a_half(s, last + 1):
        return Number(at, half, factor * 1.5, factor / 10, factor)
    return Number(at, last, factor, factor, factor)


def _opens_a_number(s: TokenizedText, at: int) -> bool:
    """Tell whether "hundred" has no article because it opens the sentence ("Hundred and twenty
    people") or has another word for one ("the hundred and fifty guests").
    """
    if len(s.word(at)) < len("hundred"):
        return False
    return s.starts(at) or (s.word(at - 1) in ("the", "these", "those") and s.word(at + 1) == "and")


def inverted_scale(s: TokenizedText, at: int) -> tuple[int, int, float] | None:
    """Return (first, last token of the numeral, factor) of a scale word before its numeral, which
    makes it approximate: "тысяч десять", "десятка два", "мільйонів зо п'ять".
    """
    many = s.word(at) in word_set("grammar", "bounds", "scales_of_many")
    few = s.word(at) in word_set("grammar", "bounds", "scales_of_few")
    if s.language == "en" or not (many or few) or _after_a_number(s, at):
        return None
    first = at + 1 + (s.word(at + 1) in word_set("grammar", "bounds", "between"))
    value, last, kind = added_up(s, first)
    fits = value > 1 if many else 1 < value < 5
    if last < first or kind != "cardinal" or not fits or s.word(last + 1) in scales(s.language):
        return None
    return first, last, scales(s.language)[s.word(at)].factor


def _after_a_number(s: TokenizedText, at: int) -> bool:
    word = s.word(at - 1)
    return (
        s.kind(at - 1) == "number"
        or word in cardinals(s.language)
        or word in scales(s.language)
        or word in word_set("words", "several", s.language)
        or word == "."
    )


def and_a_half(s: TokenizedText, at: int) -> int | None:
    """Return the last token of "and a half", "з половиною"."""
    if s.language == "en":
        if s.words[at : at + 6] == ["-", "and", "-", "a", "-", "half"]:
            return at + 5
        return at + 2 if s.words[at : at + 3] == ["and", "a", "half"] else None
    return at + 1 if s.word(at) in _WITH and s.word(at + 1) in _AND_A_HALF else None


def vague(s: TokenizedText, at: int, bound: bool) -> Number | None:
    """Read an amount that is not known exactly: "десятки тисяч", "several hundred", "scores of";
    bounds 2 to 10 times.
    """
    table, several = scales(s.language), word_set("words", "several", s.language)
    i = at
    if s.language == "en" and s.word(i) == "a" and s.word(i + 1) in several:
        i += 1
    led = s.word(i) in several
    if led:
        i += 1 + (s.language == "en" and s.word(i + 1) == "of")
    elif i > at:
        return None
    factor, last = 1.0, i - 1
    if (
        s.language == "en"
        and s.word(i) == "tens"
        and s.word(i + 1) == "of"
        and s.word(i + 2) in table
    ):
        factor, last = 10.0, i + 1
    if s.words[i : i + 2] == ["tens", "of"] and phrases("counted").match(s.words, i + 2):
        factor, last = 10.0, i
    while (found := table.get(s.word(last + 1))) and (
        last >= i or led or found.alone == "many" or (found.alone == "either" and not bound)
    ):
        if s.language == "en" and (
            len(s.word(last + 1)) < 4
            or (s.word(last + 1) in ("score", "scores") and s.word(last + 2) != "of")
        ):
            break
        factor, last = factor * found.factor, last + 1
        if s.language == "en" and s.word(last + 1) == "of" and s.word(last + 2) in table:
            last += 1
    if factor == 1.0:
        return None
    return Number(
        at,
        last,
        factor * LIMITS.vague_low,
        factor,
        factor,
        "vague",
        high=factor * LIMITS.vague_high,
    )
