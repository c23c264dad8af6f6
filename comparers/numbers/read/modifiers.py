"""What bounds a number: "понад", "no fewer than" before it, "или больше", "-odd" after it, "человек
пять" around it.
"""

from __future__ import annotations

from functools import lru_cache

from parallax.comparers.numbers.read.lexicon import (
    data,
    phrases,
    unit_phrases,
    word_list,
    word_set,
)
from parallax.comparers.numbers.read.limits import LIMITS, WINDOWS
from parallax.comparers.numbers.read.number import Number
from parallax.languages.phrase_table import PhraseTable
from parallax.languages.tokens import TokenizedText

_OPPOSITE = {"more_than": "at_most", "less_than": "at_least"}
"""What a bound becomes when its words are negated."""
_GENITIVE = frozenset({"more_than", "at_least", "at_most", "less_than", "up_to", "about"})
_NO_GENITIVE = word_set("grammar", "bounds", "no_genitive")
_BETWEEN = word_set("grammar", "bounds", "between")
_INVERTED = word_set("grammar", "bounds", "inverted")
_NAMES_OF_COUNTS = word_set("grammar", "bounds", "names_of_counts")
_MANY_OF = word_list("grammar", "bounds", "many_of")
_BY = word_set("grammar", "clock", "past")
_CHANGED_BY = word_set("grammar", "bounds", "changed_by")
_UNDER = word_set("grammar", "bounds", "under")
_PREPOSITIONS = word_set("grammar", "bounds", "prepositions")


def before(s: TokenizedText, first: int) -> tuple[str | None, int]:
    """Return the modifier right before token ``first`` and where the quantity then starts."""
    found, start = _directly_before(s, first)
    if (
        found is None
        and first > 1
        and s.word(first - 1) in word_set("words", "between", s.language)
    ):
        found, start = _directly_before(s, first - 1)
        by = s.word(first - 1) in _BY and s.word(first - 2) in _CHANGED_BY
        if by or found in ("up_to", None) or is_round_only(s, start):
            return None, first
    return found, start


def _directly_before(s: TokenizedText, first: int) -> tuple[str | None, int]:
    table = phrases("modifiers", s.language)
    for length in range(min(WINDOWS.modifier, first), 0, -1):
        match = table.match(s.words[:first], first - length)
        if match and match[1] == length:
            likened = s.word(first - length) == "as" and s.word(first - length - 1) in (
                "half",
                "twice",
                "times",
            )
            return (None, first) if likened else _turned(s, match[0], first - length)
    return None, first


def _turned(s: TokenizedText, modifier: str, start: int) -> tuple[str, int]:
    """Return the modifier and its start, turned round by a negation before it: "не перевищує 300",
    "did not surpass 40", "не выше 300".
    """
    before = start - 1 - (s.word(start - 1) in word_set("words", "modals", s.language))
    if _moves(s, start - 1):  # "never went above", "не поднималась выше"
        before = start - 2
    word = s.word(before)
    negated = word in word_set("words", "negation", s.language) or (
        s.language == "en" and word.endswith("n't")
    )
    if negated and modifier in _OPPOSITE:
        return _OPPOSITE[modifier], before
    return modifier, start


def _moves(s: TokenizedText, at: int) -> bool:
    """Tell whether a verb of change or motion stands here, whose negation turns a bound round."""
    return (
        s.word(at) in word_set("grammar", "bounds", "motions")
        or changes().match(s.words, at) is not None
    )


def takes_genitive(s: TokenizedText, first: int) -> bool:
    """Tell whether "сотні" at token ``first`` is one hundred, because of the modifier before it."""
    found, start = before(s, first)
    return found in _GENITIVE and s.word(start) not in _NO_GENITIVE


def is_round_only(s: TokenizedText, start: int) -> bool:
    """Tell whether the modifier at ``start`` is a preposition that means "about" only before a
    round word ("з десяток").
    """
    return s.word(start) in word_set("words", "round_only", s.language)


def is_nearly(s: TokenizedText, start: int, number: Number, unit: str | None) -> bool:
    """Tell whether "under" before round digits says that they are nearly reached ("под 300
    человек", "під 40 років"); "под 10 %" is a rate of interest.
    """
    return (
        s.word(start) in _UNDER
        and number.digits
        and number.kind == "cardinal"
        and number.value >= LIMITS.nearly
        and number.value % 10 == 0
        and (unit == "year" or (unit is None and s.kind(number.last + 1) == "word"))
    )


def after(s: TokenizedText, last: int) -> tuple[str | None, int]:
    """Return the modifier that follows token ``last`` and the token it ends at."""
    match = phrases("after", s.language).match(s.words, last + 1)
    return (match[0], last + match[1]) if match else (None, last)


def is_target(s: TokenizedText, first: int) -> bool:
    """Tell whether "до" before the number names where something got to ("зросла до 5"), not a
    bound.
    """
    start = max(0, first - 1 - WINDOWS.change)
    return any(changes().match(s.words, i) for i in range(start, first))


@lru_cache
def changes() -> PhraseTable:
    """Return the words of change (rose, зросла, сократился)."""
    return PhraseTable({"change": data("words")["change"]["stems"].split()})


def _counted_before(s: TokenizedText, at: int, last: int) -> bool:
    """Tell whether a noun before a numeral in words is its counted noun in the genitive plural:
    "грузовиков пятнадцать".
    """
    return (
        s.kind(last) == "word"
        and s.word(at).endswith(_MANY_OF)
        and (
            phrases("counted").match(s.words, at) is not None
            or unit_phrases(s.language).match(s.words, at) is not None
        )
    )


def inverted(s: TokenizedText, first: int, last: int) -> int:
    """Return how many tokens before the number its noun is, where this makes the number
    approximate ("человек пять", "лет через пять"), else 0.
    """
    back = 2 if s.word(first - 1) in _BETWEEN else 1
    if (
        s.language == "en"
        or first < back
        or not (s.word(first - back) in _INVERTED or _counted_before(s, first - back, last))
        or (back == 2 and s.kind(last + 1) == "word")
    ):
        return 0
    first -= back - 1
    if s.kind(first - 2) == "number" or s.word(first - 2) in _NAMES_OF_COUNTS:
        return 0
    years = unit_phrases(s.language).match(s.words, first - 1) == ("year", 1)
    counts = unit_phrases(s.language).match(s.words, last + 1) or (
        not years and phrases("counted").match(s.words, last + 1)
    )
    return 0 if counts and s.word(last + 1) not in _PREPOSITIONS else back
