"""Words that look like numerals and count nothing: "one" as a pronoun, family names, idioms,
adverbs, a friend, a second.
"""

from __future__ import annotations

from parallax.comparers.numbers.read.lexicon import (
    cardinals,
    phrases,
    scales,
    unit_phrases,
    word_list,
    word_set,
)
from parallax.comparers.numbers.read.limits import WINDOWS
from parallax.comparers.numbers.read.scales import and_a_half
from parallax.languages.tokens import TokenizedText

WHOLE = word_set("grammar", "decimals", "whole")
"""Between the whole part and the tenths of a decimal in words."""
_OF = word_set("grammar", "false", "of")
_NOT_COUNTED = frozenset({"no", "any", "the", "this", "that", "every", "each"})
_ALSO = word_set("grammar", "false", "also")
_OR = word_set("grammar", "extract", "or")
_FAMILY = word_set("grammar", "false", "family")
_INSTRUMENTAL = word_list("grammar", "false", "instrumental")
_ADVERB = word_set("grammar", "false", "adverb")
_FRIEND = word_set("grammar", "false", "friend")
_FRIEND_OF = word_set("grammar", "false", "friend_of")
_SEVEN_ENDINGS = word_list("grammar", "false", "seven_endings")
_OBLIQUE = word_set("grammar", "false", "oblique")
_PLURAL_ENDINGS = word_list("grammar", "false", "plural_endings")
_CARGO = frozenset({200.0, 300.0, 400.0, 500.0})
"""Army slang, plural without a noun: "двохсоті" are the dead, "трехсотые" the wounded."""
_SOME = frozenset({"day", "second", "minute", "degree_Celsius", "foot"})
"""One of these may mean "some" ("one day")."""


def is_other_word(s: TokenizedText, at: int, last: int, value: float, kind: str) -> bool:
    """Tell whether the word is not a numeral here: a pronoun, a name, an idiom, a second."""
    alone = at == last
    if alone and kind == "cardinal" and value == 1:
        return not is_one(s, at)
    if alone and s.word(at) in _FAMILY and s.language == "ru" and not s.alone(at, last):
        after = s.word(at + 1)
        return s.word(at - 1) in word_set("words", "family", "ru") or (
            s.kind(at + 1) == "word" and not after.endswith(_INSTRUMENTAL)
        )
    if (
        s.capitalised(at)
        and not s.starts(at)
        and alone
        and s.language != "en"
        and not s.surface(at).isupper()
    ):
        return True
    if (
        s.language == "en"
        and alone
        and s.capitalised(at)
        and s.capitalised(at - 1)
        and not s.starts(at)
        and not s.capitalised(at + 1)
    ):
        return True
    if is_idiom(s, at):
        return True
    if kind == "ordinal" and alone and not s.alone(at, last):
        return _is_no_rank(s, at, value)
    return False


def _is_no_rank(s: TokenizedText, at: int, value: float) -> bool:
    """Tell whether an ordinal alone ranks nothing: an adverb, "the first ten days", a friend, a
    second of time.
    """
    if s.word(at - 1) == "-" and s.glued(at) and s.word(at - 2) in _ADVERB:
        return True
    if value in _CARGO and s.language != "en" and s.word(at).endswith(_PLURAL_ENDINGS):
        return phrases("counted").match(s.words, at + 1) is None
    if value == 1:
        follows = (
            s.kind(at + 1) == "number"
            or s.word(at + 1) in cardinals(s.language)
            or s.word(at + 1) in ("few", "several")
        )
        plural = s.language != "en" and s.word(at).endswith(_PLURAL_ENDINGS)
        adverb = s.language == "en" and not (
            s.word(at - 1) in word_set("words", "determiners", "en")
            or s.word(at - 1).endswith("'s")
        )
        if follows or plural or (adverb and not (at == 0 and s.kind(at + 1) == "word")):
            return True
    if s.language == "uk" and s.word(at) in _FRIEND:
        return s.kind(at + 1) != "word" or s.word(at - 1) in _FRIEND_OF
    if s.word(at) != "second" or s.language != "en":
        return False
    timed = s.word(at - 1) in ("a", "per", "each", "every") and s.kind(at + 1) != "word"
    return timed or s.kind(at - 1) == "number" or s.word(at - 1) == "-"


def is_seventh(s: TokenizedText, at: int, last: int) -> bool:
    """Tell "сьома" (seventh, feminine) from the instrumental of seven ("сьома голосами",
    "двадцятьма сьома").
    """
    if last > at:
        oblique = s.word(last - 1).endswith(_SEVEN_ENDINGS) or s.word(last - 1) in _OBLIQUE
        return not oblique and s.word(last + 1) not in scales(s.language)
    return (
        s.kind(last + 1) == "word"
        and not s.word(last + 1).endswith(_SEVEN_ENDINGS)
        and s.word(last + 1) not in scales(s.language)
    )


def is_one(s: TokenizedText, at: int) -> bool:
    """Tell whether "one" counts: before a scale word or unit, alone in the text, or where it says
    what happened to one.
    """
    if (
        s.alone(at, at)
        or s.word(at + 1) in scales(s.language)
        or and_a_half(s, at + 1)
        or s.word(at + 1) in WHOLE
        or (s.word(at + 1) in _OR and cardinals(s.language).get(s.word(at + 2)) == 2)
    ):
        return True
    if (
        s.word(at + 1) in _OF
        or is_idiom(s, at)
        or (s.language == "en" and s.word(at - 1) in _NOT_COUNTED)
    ):
        return False
    unit = unit_phrases(s.language).match(s.words, at + 1 + (s.word(at + 1) == "-"))
    if unit:
        return unit[0] not in _SOME or s.word(at - 1) in word_set("words", "span", s.language)
    return _befell_one(s, at)


def _befell_one(s: TokenizedText, at: int) -> bool:
    """Tell whether the words around "one" say that something happened to one: "one person was
    killed", "погиб один".
    """
    counted, role = phrases("counted"), phrases("roles")
    end = next(
        (
            i
            for i in range(at + 1, min(at + WINDOWS.befallen, len(s)))
            if s.kind(i) == "sign" and s.word(i) != "-"
        ),
        min(at + WINDOWS.befallen, len(s)),
    )
    after = range(at + 1, end)
    if not (
        any(role.match(s.words, i) for i in after)
        or role.match(s.words, at - 1)
        or role.match(s.words, at - 2)
    ):
        return False
    things = any(counted.match(s.words, i) for i in after[: WINDOWS.things])
    return things or not after or role.match(s.words, at + 1) is not None or s.word(at - 1) in _ALSO


def is_idiom(s: TokenizedText, at: int) -> bool:
    """Tell whether a phrase whose numeral says nothing about an amount covers the token ("first of
    all", "перша леді").
    """
    table = phrases("idioms", s.language)
    return any(
        (match := table.match(s.words, at - back)) is not None and match[1] > back
        for back in range(min(3, at) + 1)
    )
