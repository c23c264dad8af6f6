"""Whether a sentence ends at a full stop: after abbreviations, initials, units and figures.

A rule for the segmenter of ``razdel`` (MIT), which knows the abbreviations of Russian only and
sees ten characters on either side. This one knows three languages (`sentence_ends.toml`) and sees
the sentence so far. A full stop is read the same way in every language: a word of a closed class
("The", "Він") is no surname and no name of a street, so a sentence ends before it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib import resources
from typing import Annotated

from parallax.core.thresholds import thresholds

_LAST = re.compile(r"(?<!\w)(?:(?:[^\W\d_]{1,3}+\.\s?+){1,4}+)?+[^\W\d_]++(?:-[^\W\d_]++){0,3}+$")
"""The word before a full stop, with the shortened words before it ("т. зв", "p.m", "U.S")."""
_NEXT = re.compile(r"[\s«“„\"'‘(—–-]*([^\W\d_]+(?:['’ʼ-]\w+)*|\d)?")
_WORDS = re.compile(r"\w+")
_KIND = re.compile(r"(?<![\w'’ʼ])[^\W\d_]++(?:['’ʼ][^\W\d_]++)*+\s$")
_AFTER_FIGURE = re.compile(
    r"(?:\d|(?<!\w)[IVXLІХ]+|(?<!\w)(?:тис|тыс|млн|млрд|кв|куб|sq|cu)\.?|\w/)\s*$", re.IGNORECASE
)
"""What stands before a unit, and before "century": a figure, or a scale."""
_MEASURED = re.compile(r"(?<!\d)(?!\d{4}\s)\d+(?:[.,]\d+)?\s$")
"""What stands before the letter of a unit: a figure that is no year."""
_UNIT_LETTERS = frozenset("ABCFHKNVWАВКНФ")
_MEMBERS = frozenset("ABCDEFGHKАБВГҐДЕЄЖ")
"""Letters that tell the members of a kind apart."""
_ROMAN = re.compile(r"[\s(]*+(?:[IVXLCІХVМС]{2,}|[VXХ])\b")
_CENTURY = re.compile(r"\s*[IVXLІХ]+(?:\s?[-–—]\s?[IVXLІХ]+)?\s(?:ст|в|вв|стол|століт|век)", re.I)
_CLOCK = re.compile(
    r"\s*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ECMP][SD]?T\b|GMT|UTC|B?ST\b|I[SD]T\b|CES?T\b"
    r"|EES?T\b|(?:Jan|Febr)uary|March|April|May\s\d|June|July|August|(?:Sept|Nov|Dec)ember|October"
    r"|\w+ time\b)"
)
"""What belongs to a time of day: "5 p.m. Monday", "5 p.m. Kyiv time"."""
_OPENING = re.compile(r"\s*[«“„\"]?(?:у|в|з|із|с|до|на|к|in|by|since|of|from)\s", re.IGNORECASE)
_PRONOUN = re.compile(r"(?<!\w)(?:and|or|nor|than|as|am|did|do|but|not|like|was|is)\s$")


@thresholds("gather", chosen="by judgement: a figure with its preposition is no sentence")
@dataclass(frozen=True)
class EndLimits:
    """What is read around a full stop."""

    before: Annotated[int, "characters of the sentence so far that are read"] = 64
    opening: Annotated[int, "words up to here that begin with a preposition are no sentence"] = 3


LIMITS = EndLimits()


@dataclass(frozen=True)
class _Words:
    """The words of all languages; see `sentence_ends.toml`."""

    before_names: frozenset[str]
    before_figures: frozenset[str]
    names_or_ends: frozenset[str]
    measures: frozenset[str]
    figure_measures: frozenset[str]
    lettered: frozenset[str]
    starters: frozenset[str]
    degrees: frozenset[str]
    words_too: frozenset[str]


@lru_cache
def _words() -> _Words:
    text = resources.files("parallax.languages").joinpath("sentence_ends.toml").read_text("utf-8")
    tables = tomllib.loads(text).values()
    return _Words(
        **{
            field.name: frozenset(word for table in tables for word in table[field.name].split())
            for field in fields(_Words)
        }
    )


def ends(before: str, after: str) -> bool | None:
    """Return whether a sentence ends at a full stop; None when nothing here decides.

    :param before: the sentence up to the full stop. :param after: what follows it, with its blank
        and at least a word; it does not begin with a small letter.
    """
    before = before[-LIMITS.before :]
    found = _LAST.search(before)
    if not found:
        return None
    words, following = _words(), _Following.of(after)
    last = re.sub(r"\s", "", found[0])
    word = last.rpartition(".")[2]
    if len(word) == 1 and word.isupper():
        return _after_letter(last, before[:-1], following)
    if _is_measure(last, word, before):
        return _after_measure(last, before, following)
    if word.lower() in words.words_too and not following.figure:
        return following.starts or word not in words.before_names
    if _is_in(words.before_names, last, word):
        return False
    if word in words.before_figures and following.figure:
        return False
    if following.starts:
        return True
    return False if word in words.names_or_ends else None


def _is_in(listed: frozenset[str], last: str, word: str) -> bool:
    """Return whether an abbreviation is listed, in small letters or as it is written."""
    return any(form in listed for one in (last, word) for form in (one, one.lower()))


@dataclass(frozen=True)
class _Following:
    """What comes after a full stop: its first word, unless that is an initial, and whether it is a
    figure or begins with a capital letter.
    """

    text: str
    word: str
    figure: bool
    capital: bool

    @classmethod
    def of(cls, after: str) -> _Following:
        found = _NEXT.match(after)
        word = (found and found[1]) or ""
        initial = len(word) == 1 and found is not None and after[found.end() :][:1] == "."
        figure = word.isdigit() or bool(_ROMAN.match(after))
        return cls(after, "" if initial else word, figure, word[:1].isupper())

    @property
    def starts(self) -> bool:
        """Whether a sentence begins here: with a word of a closed class."""
        return self.word.lower() in _words().starters


def _after_letter(last: str, before: str, following: _Following) -> bool:
    """Return whether a sentence ends after a capital letter, which otherwise is an initial.

    :param before: what stands before the letter.
    """
    words, letter = _words(), last[-1]
    if not before.strip(last + " ("):  # the mark of a list, a question, a postscript
        return False
    if following.starts or last in words.degrees:
        return True
    if len(last) > 1:
        return False
    if before.rstrip().endswith(("°", "º")) or (
        letter in _UNIT_LETTERS and _MEASURED.search(before)
    ):
        return True
    if letter == "I":
        return bool(_PRONOUN.search(before))
    kind = _KIND.search(before)
    return letter in _MEMBERS and kind is not None and kind[0].strip().lower() in words.lettered


def _is_measure(last: str, word: str, before: str) -> bool:
    words = _words()
    if last in words.measures or word in words.measures:
        return True
    return word in words.figure_measures and bool(
        _AFTER_FIGURE.search(before[: len(before) - len(word)])
    )


def _after_measure(last: str, before: str, following: _Following) -> bool:
    """Return whether a sentence ends after a unit or a year: before a capital letter, unless what
    follows belongs to it, or no sentence can be over yet ("In 5 min. Police").
    """
    if last in ("p.m", "a.m") and _CLOCK.match(following.text):
        return False
    if _CENTURY.match(following.text):
        return False
    if _OPENING.match(before) and len(_WORDS.findall(before)) <= LIMITS.opening:
        return False
    return following.capital
