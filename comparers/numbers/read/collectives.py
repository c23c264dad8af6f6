"""Small numbers without a numeral: both, a pair of, a trio of, a single victim, a few people hurt,
кільканадцять.

They count only before a noun that is known to be counted; "both", "few" and "single" only where
something befell those they count, for they are everywhere else.
"""

from __future__ import annotations

from functools import lru_cache

from parallax.comparers.numbers.read.lexicon import data, phrases, unit_phrases, word_set
from parallax.comparers.numbers.read.limits import WINDOWS
from parallax.comparers.numbers.read.number import Number
from parallax.languages.tokens import TokenizedText

_A = frozenset({"a", "the", "another", "this"})


@lru_cache
def _groups(language: str) -> dict[str, float]:
    """Return a noun for a group ("trio", "пара") to its number."""
    written = data("numerals")["groups"][language]
    return {form: float(value) for value, forms in written.items() for form in forms.split()}


@lru_cache
def _vague(language: str) -> dict[str, tuple[float, float]]:
    """Return a word for an indefinite amount ("кільканадцять") to its bounds."""
    written = data("numerals")["bounds"][language]
    ends = {bounds: bounds.split("-") for bounds in written}
    return {
        form: (float(ends[bounds][0]), float(ends[bounds][1]))
        for bounds, forms in written.items()
        for form in forms.split()
    }


def may_start_a_collective(language: str, word: str) -> bool:
    """Tell whether one of these can start with a word."""
    return (
        word in word_set("numerals", "both", language)
        or word in word_set("numerals", "single", language)
        or word in word_set("numerals", "few", language)
        or word in _groups(language)
        or word in _vague(language)
    )


def collective(s: TokenizedText, at: int) -> Number | None:
    """Read a small number without a numeral that starts here."""
    word, language = s.word(at), s.language
    if bounds := _vague(language).get(word):
        return Number(at, at, bounds[0], bounds[0], bounds[0], "vague", high=bounds[1])
    start = at + (language == "en" and word == "a")
    if (size := _groups(language).get(s.word(start))) is not None:
        noun = start + 1 + (s.word(start + 1) == "of")
        led = language != "en" or (noun == start + 2 and (start > at or s.word(at - 1) in _A))
        several = s.language == "en" and s.word(noun).endswith("s")
        things = _plain_noun(s, noun) and (several or _counted(s, noun))
        return Number(at, start, size) if led and things else None
    if start > at and s.word(start) not in word_set("numerals", "few", language):
        return None
    if word in word_set("numerals", "both", language):
        noun = at + 1 + (s.word(at + 1) == "the")
        return Number(at, at, 2.0) if _both_things(s, noun) or _befell(s, noun) else None
    if word in word_set("numerals", "single", language):
        return Number(at, at, 1.0) if _one_victim(s, at) else None
    if s.word(start) in word_set("numerals", "few", language) and _befell(s, start + 1):
        low, high = (float(end) for end in data("numerals")["few"]["bounds"])
        return Number(at, start, low, 1.0, 1.0, "vague", high=high)
    return None


def _both_things(s: TokenizedText, at: int) -> bool:
    """Tell whether things stand after "both", not a verb ("обидва брали") and not the first of two
    ("both men and women").
    """
    known = phrases("counted").match(s.words, at) is not None
    return (
        known
        and _plain_noun(s, at)
        and s.word(at) not in word_set("grammar", "collectives", "sides")
        and not (s.language == "en" and "and" in s.words[at + 1 : at + 1 + WINDOWS.things])
    )


def _counted(s: TokenizedText, at: int) -> bool:
    return any(phrases("counted").match(s.words, i) for i in (at, at + 1))


def _befell(s: TokenizedText, at: int) -> bool:
    """Tell whether something befell the things that stand here, in their clause."""
    if not _plain_noun(s, at) or s.word(at) in word_set("grammar", "collectives", "sides"):
        return False
    ahead = range(at, min(at + WINDOWS.befalling, len(s)))
    back = range(at - 1, max(-1, at - WINDOWS.befalling), -1)
    for tokens in (ahead, back):
        for i in tokens:
            if s.kind(i) == "sign":
                break
            role = phrases("roles").match(s.words, i)
            if role and role[0] in data("frames")["befallen"]["roles"]:
                return True
    return False


def _plain_noun(s: TokenizedText, at: int) -> bool:
    """Tell whether a noun of things stands here: no unit ("a couple of minutes"), no "times" and
    no name ("both Yandex and Google").
    """
    times = phrases("counted").match(s.words, at)
    return (
        s.kind(at) == "word"
        and (s.language != "en" or times is not None or s.word(at).endswith("s"))
        and s.word(at) not in word_set("grammar", "collectives", "one_thing")
        and not s.capitalised(at)
        and unit_phrases(s.language).match(s.words, at) is None
        and not (times and times[0] == "times")
    )


def _one_victim(s: TokenizedText, at: int) -> bool:
    """Tell whether "single" is of a victim: "a single casualty", "единственный погибший"."""
    role = phrases("roles").match(s.words, at + 1) or phrases("casualties").match(s.words, at + 1)
    led = s.language != "en" or s.word(at - 1) in _A
    return led and role is not None and role[0] in data("frames")["casualties"]
