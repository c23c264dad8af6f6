"""Numbers of military units: "47-ма бригада", "36 бригада", "the 3rd Assault Brigade"."""

from __future__ import annotations

from functools import lru_cache

from parallax.comparers.numbers.read.lexicon import data, word_list, word_set
from parallax.comparers.numbers.read.limits import WINDOWS
from parallax.languages.phrase_table import PhraseTable
from parallax.languages.tokens import TokenizedText

_BRIGADE = word_list("grammar", "identifiers", "brigade")


def of_military_unit(s: TokenizedText, last: int, *, ordinal: bool) -> bool:
    """Tell whether the number is that of a brigade or an army: an ordinal, or digits before a
    singular ("36 бригада").
    """
    after = last + 1
    if (
        s.word(after) == "-"
        and s.glued(after)
        and s.glued(after + 1)
        and s.kind(after + 1) == "word"
    ):
        after, ordinal = after + 2, True
    elif (
        s.language == "en"
        and s.glued(after)
        and s.word(after) in word_set("words", "endings", "ordinal", "en")
    ):
        after, ordinal = after + 1, True
    if not ordinal:
        return s.kind(last) == "number" and _names_a_unit(s, after)
    for i in range(after, min(after + WINDOWS.unit, len(s))):
        if s.kind(i) != "word" or (
            s.language == "en"
            and i > after
            and not s.capitalised(i)
            and not _unit_nouns().match(s.words, i)
        ):
            return False
        if _unit_nouns().match(s.words, i):
            return True
    return False


def _names_a_unit(s: TokenizedText, at: int) -> bool:
    """Tell "36 бригада", "3 Corps" from a count ("5 танкових бригад", "2 армії"): singulars, in
    English capitalised.
    """
    if (
        s.kind(at) != "word"
        or not _unit_nouns().match(s.words, at)
        or s.word(at) in word_set("words", "named", "plural")
    ):
        return False
    return (
        s.capitalised(at)
        if s.language == "en"
        else s.word(at) in word_set("words", "named", "singular") or s.word(at).endswith(_BRIGADE)
    )


@lru_cache
def _unit_nouns() -> PhraseTable:
    return PhraseTable({"unit": data("words")["named"]["after"].split()})
