"""Centuries as ISO 8601-2 text (``18XX``): "the 19th century", "XIX століття", "прошлый век".

A decade is of the century that is named after it: "60-х роках XIX століття" is ``186X``.
"""

from __future__ import annotations

from parallax.comparers.numbers.read.lexicon import data, ordinals, word_set
from parallax.comparers.numbers.read.years import Found
from parallax.languages.phrase_table import PhraseTable
from parallax.languages.tokens import TokenizedText

ROMAN_LETTERS = {
    letter: int(value)
    for value, letters in data("grammar")["years"]["roman_letters"].items()
    for letter in letters.split()
}
"""Letters of Roman numerals, Latin and the Cyrillic ones that look like them, to their value."""
_BEFORE_CHRIST = PhraseTable({"bc": data("grammar")["years"]["before_christ"]})
_ABBREVIATED = word_set("grammar", "years", "century_abbreviated")
_LAST = 21
_CENTURY = word_set("grammar", "years", "century")
_LAST_CENTURY = word_set("grammar", "years", "last_century")
_ENDINGS = {
    language: word_set("words", "endings", "ordinal", language) for language in ("uk", "ru", "en")
}


def century_at(s: TokenizedText, at: int) -> tuple[int, int] | None:
    """Return (century, last token) of "19th century", "XIX ст.", "двадцатый век", "минулого
    століття" (the twentieth), or None.
    """
    number, last = _number(s, at)
    if number is None or not 1 <= number <= _LAST:
        return None
    last += s.language == "en" and s.word(last + 1) == "-"
    if s.word(last + 1) not in _CENTURY:
        return None
    article = s.kind(at) == "number" or s.word(last + 2) != "."
    if s.word(last + 1) in _ABBREVIATED and article:
        return None
    return number, last + 1


def lone_century(s: TokenizedText, at: int) -> Found | None:
    """Read a century that stands without a decade."""
    if s.word(at) in _LAST_CENTURY:
        return None
    found = century_at(s, at)
    if found and _BEFORE_CHRIST.match(s.words, found[1] + 1):
        return None
    return (f"{found[0] - 1:02}XX", found[1]) if found else None


def _number(s: TokenizedText, at: int) -> tuple[int | None, int]:
    word = s.word(at)
    if word in _LAST_CENTURY:
        return 20, at
    if s.kind(at) == "number":
        if not word.isdecimal() or len(word) > 2:
            return None, at
        last = at
        hyphen = s.word(at + 1) in ("-", "‑") and s.glued(at + 1) and s.glued(at + 2)
        if s.word(at + 1 + hyphen) in _ENDINGS[s.language] and s.glued(at + 1 + hyphen):
            last = at + 1 + hyphen
        return int(word), last
    if s.surface(at).isupper() and all(letter in ROMAN_LETTERS for letter in word):
        return _roman(word), at
    if s.word(at + 1) == "-" and s.word(at) == "twenty" and s.word(at + 2) == "first":
        return 21, at + 2
    if s.word(at) in data("grammar")["years"]["twenty"].split() and s.word(at + 1) in ordinals(
        s.language
    ):
        return 20 + int(ordinals(s.language)[s.word(at + 1)]), at + 1
    rank = ordinals(s.language).get(word)
    return (int(rank), at) if rank is not None and rank <= _LAST else (None, at)


def _roman(word: str) -> int:
    values = [ROMAN_LETTERS[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, following, strict=True))
