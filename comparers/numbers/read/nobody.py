"""Zeros in words: "no one was killed", "ніхто не постраждав", "без жертв", "погибших нет".

Only of what befalls people (the lists ``nobody`` and ``casualties`` of ``data/frames.toml``): "no"
and "без" before anything else say nothing about an amount.
"""

from __future__ import annotations

from functools import lru_cache

from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import data, phrases, word_set
from parallax.comparers.numbers.read.limits import WINDOWS
from parallax.languages.phrase_table import PhraseTable
from parallax.languages.tokens import TokenizedText

_OF = word_set("grammar", "false", "of")
_BREAKS = frozenset(",;:.!?—–()")


def zeros(s: TokenizedText, used: set[int]) -> list[Quantity]:
    """Return the zeros of a sentence; not over tokens that other quantities use."""
    found: list[Quantity] = []
    at = 0
    while at < len(s):
        word = s.words[at]
        span = None if at in used or not _may_open(s.language, word) else _zero_at(s, at)
        if span is None or any(i in used for i in range(at, span[0] + 1)) or _wished(s, at):
            at += 1
            continue
        last, role = span
        person = phrases("counted").match(s.words, last)
        group = person[0] if person and _is_people(person[0]) else "people"
        about = None if role == "none" else group
        start, end = s.tokens[at].start, s.tokens[last].end
        found.append(
            Quantity(
                start,
                end,
                s.text[start:end],
                "count",
                0.0,
                0.0,
                0.0,
                counted=about,
                concept=about,
                role=role,
            )
        )
        at = last + 1
    return found


@lru_cache(maxsize=65536)
def _may_open(language: str, word: str) -> bool:
    """Tell whether a zero can start with a word; most words of a text are skipped here."""
    words = data("frames")["nobody"][language]
    opening = f"{words['people']} {words['no']} no ni not".split()
    return (
        word in opening
        or word in _not_one(language)
        or (language != "en" and _casualties().match([word], 0) is not None)
    )


def _zero_at(s: TokenizedText, at: int) -> tuple[int, str] | None:
    """Return (last token, what befell nobody) of a zero that starts here."""
    language, word = s.language, s.word(at)
    if (of := _none_of(s, at)) is not None:
        return of, "none"
    if word in word_set("frames", "nobody", language, "people"):
        return _befell(s, at, at)
    if word in ("no", "ni", "not") or word in _not_one(language):
        none = _none_at(s, at)
        if none is not None and (found := _befell(s, at, none)):
            return found
    if word in word_set("frames", "nobody", language, "no"):
        return _no_casualties(s, at)
    return _absent(s, at)


def _none_of(s: TokenizedText, at: int) -> int | None:
    """Return the last token of "none" in "none of the 40 drones", "ни один из 40 дронов"."""
    last = _none_at(s, at) if s.word(at) != "none" else at
    if last is None or s.word(last + 1) not in _OF:
        return None
    number = last + 2 + (s.word(last + 2) == "the")
    return last if s.kind(number) == "number" else None


@lru_cache
def _not_one(language: str) -> frozenset[str]:
    return word_set("frames", "nobody", language, "none") | word_set("words", "negation", language)


def _none_at(s: TokenizedText, at: int) -> int | None:
    """Return the last token of "no one", "not a single person", "ни один человек"."""
    none = word_set("frames", "nobody", s.language, "none")
    if s.language == "uk":
        last = at if s.word(at) in none else None
    elif s.word(at + 1) in none and s.word(at) in ("no", *word_set("words", "negation", "ru")):
        last = at + 1
    elif s.words[at : at + 3] == ["not", "a", "single"]:
        last = at + 2
    else:
        last = None
    if last is None:
        return None
    person = phrases("counted").match(s.words, last + 1)
    if person is not None:
        return last + 1 if person[0] in ("people", "children", "civilians", "adults") else None
    return last if s.language != "uk" or s.kind(last + 1) != "word" else None


def _befell(s: TokenizedText, at: int, last: int) -> tuple[int, str] | None:
    """Return (last token of "no one", role) where something befell no one in its clause, before or
    after ("загиблих, нікого"; "killed no one").
    """
    reach = range(last + 1, min(last + 1 + WINDOWS.befalling, len(s)))
    back = range(at - 1, max(-1, at - 1 - WINDOWS.befalling), -1)
    for tokens in (reach, back):
        for i in tokens:
            if s.word(i) in _BREAKS:
                break
            role = phrases("roles").match(s.words, i)
            if role and role[0] in data("frames")["casualties"]:
                return last, role[0]
    return None


@lru_cache
def _casualties() -> PhraseTable:
    return PhraseTable(data("frames")["casualties"])


def _is_people(concept: str) -> bool:
    return concept == "people" or concept in word_set("things", "people", "groups")


def _no_casualties(s: TokenizedText, at: int) -> tuple[int, str] | None:
    """Read "no casualties", "without any deaths", "без жертв", "жодних постраждалих"; "не обійшлося
    без жертв" says the opposite.
    """
    denied = s.word(at - 2) in word_set("frames", "denials", s.language)
    i = at + 1
    while s.word(i) in _FILLERS:
        i += 1
    noun = None if denied else _casualties().match(s.words, i)
    person = phrases("counted").match(s.words, i)
    if noun is None and not denied and s.language == "en" and person and _is_people(person[0]):
        return _befell(s, at, i + person[1] - 1)
    if noun is None or s.word(i) in _NOT_NOUNS:
        return None
    if s.language == "en" and s.kind(i + 1) == "word" and s.word(i + 1) in _NOUNS_AFTER:
        return None
    return i + noun[1] - 1, noun[0]


_FILLERS = word_set("frames", "nobody_words", "fillers")
_NOT_NOUNS = word_set("frames", "nobody_words", "not_nouns")
_NOUNS_AFTER = word_set("frames", "nobody_words", "nouns_after")


def _absent(s: TokenizedText, at: int) -> tuple[int, str] | None:
    """Read "жертв немає", "погибших нет", "постраждалих не було"."""
    if s.language == "en":
        return None
    noun = _casualties().match(s.words, at)
    if noun is None:
        return None
    last = at + noun[1] - 1
    if s.word(last + 1) in word_set("frames", "nobody", s.language, "absent"):
        return last + 1, noun[0]
    if s.word(last + 1) in word_set("frames", "denials", s.language) and s.word(
        last + 2
    ) in word_set("frames", "nobody_words", "was"):
        return last + 2, noun[0]
    return None


def _wished(s: TokenizedText, at: int) -> bool:
    """Tell whether the clause only wishes or supposes it: "щоб ніхто не загинув", "if no one
    dies".
    """
    wish = word_set("frames", "nobody", s.language, "wish")
    for i in range(at - 1, max(-1, at - 1 - WINDOWS.befalling), -1):
        if s.word(i) in _BREAKS:
            return False
        if s.word(i) in wish:
            return True
    return False
