"""Times of day as three languages write them: "14:35", "2:35 p.m.", "о пів на восьму ранку", "в 8
вечера".

The reading of numbers passes them over, since they are no amounts. A translation may write them
otherwise, so they are read here, as minutes after midnight.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from parallax.comparers.numbers.read.lexicon import cardinals, ordinals
from parallax.languages.fold import fold

_WORD = re.compile(r"\w+")
HALF_DAY = 12 * 60
_DAY = 2 * HALF_DAY
_NIGHT_ENDS = 6


@dataclass(frozen=True)
class ClockTime:
    """A time of day in folded text: ``[start:end]``, minutes after midnight, and whether the half
    of the day is known.
    """

    start: int
    end: int
    minutes: int
    sure: bool

    def same(self, other: ClockTime) -> bool:
        """Return whether both may be one time: a clock of twelve hours leaves the half of the day
        open.
        """
        day = _DAY if self.sure and other.sure else HALF_DAY
        return (self.minutes - other.minutes) % day == 0


@lru_cache
def words() -> Mapping[str, Any]:
    """Return the word lists of `translated_numbers.toml`, by language."""
    file = resources.files("parallax.translators").joinpath("translated_numbers.toml")
    return tomllib.loads(file.read_text("utf-8"))


def clock_times(text: str, language: str) -> list[ClockTime]:
    """Return the times of day of a text.

    :param text: folded (`parallax.languages.fold`). :param language: uk, ru or en.
    """
    found: list[ClockTime] = []
    for one in _read(text, language):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return found


def _read(text: str, language: str) -> Iterator[ClockTime]:
    """Yield times, the surer ways of writing first."""
    listed, hours = words()[language], _hours(language)
    for form in _patterns(language):
        for match in form.finditer(text):
            parts = match.groupdict()
            hour = int(parts["hour"]) if parts["hour"].isdecimal() else hours.get(parts["hour"])
            if hour is None or hour >= 24:
                continue
            minutes = hour * 60 + int(parts.get("minute") or 0)
            if parts.get("half"):
                minutes += 30 if parts["half"] in listed["halves_past"] else -30
            marker = (parts.get("marker") or "").rstrip(".")
            sure = bool(marker) or hour > 12 or hour == 0
            yield ClockTime(*match.span(), _shifted(minutes, marker, listed) % _DAY, sure)
    named = dict.fromkeys(listed["noon"].split(), HALF_DAY)
    named |= dict.fromkeys(listed["midnight"].split(), 0)
    for match in _WORD.finditer(text):
        if match[0] in named:
            yield ClockTime(*match.span(), named[match[0]], True)


def _shifted(minutes: int, marker: str, listed: Mapping[str, Any]) -> int:
    """Return minutes with the half of the day that a marker says."""
    after = {*listed["afternoon"].split(), *listed["evening"].split()}
    small = minutes % HALF_DAY if minutes < HALF_DAY + 60 else minutes
    if marker in after and minutes < HALF_DAY + 60:
        return small + HALF_DAY
    if marker in listed["night"].split() and minutes < HALF_DAY + 60:
        return small if small < _NIGHT_ENDS * 60 else small + HALF_DAY
    return small if marker else minutes


@lru_cache
def _hours(language: str) -> Mapping[str, int]:
    """Return the hours from one to twelve in words."""
    tables = (cardinals(language), ordinals(language))
    named = {
        fold(word): int(value)
        for table in tables
        for word, value in table.items()
        if 1 <= value <= 12 and value == int(value)
    }
    return {fold(form): 1 for form in words()[language]["hours"].split()[:1]} | named


@lru_cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Return the ways a language writes a time."""
    listed = words()[language]
    marks = [
        word
        for name in ("morning", "afternoon", "evening", "night")
        for word in listed[name].split()
    ]
    marker = rf"(?P<marker>{_any(marks)})(?!\w)\.?"
    hours = rf"(?:{_any(listed['hours'].split())})(?!\w)"
    number = rf"(?P<hour>\d{{1,2}}|{_any(_hours(language))})(?!\w|[.,:]\d)(?:-\w{{1,3}}(?!\w))?"
    at = rf"(?<!\w)(?:{_any(listed['at'].split())})\s"
    forms = [
        rf"(?<![\w:.,])(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)(?!\d|:)(?:\s?{marker})?",
        rf"{at}(?P<hour>\d{{1,2}})\.(?P<minute>[0-5]\d)(?!\d|[.,]\d|\s?%)(?:\s?{marker})?",
        rf"(?<![\w:.,])(?P<hour>\d{{1,2}})\.(?P<minute>[0-5]\d)\s?{marker}",
        rf"(?<![\w:.,]){number}\s?(?:{hours}\s)?{marker}",
        rf"{at}{number}\s{hours}",
    ]
    if halves := [*listed["halves"], *listed["halves_past"]]:
        half = rf"(?<!\w)(?P<half>{_any(halves)})\s{number}(?:\s{marker})?"
        forms.insert(0, half)
    if joined := listed["halves_joined"]:
        forms.insert(0, rf"(?<!\w)(?P<half>{joined}){number}(?:\s{marker})?")
    return tuple(re.compile(form) for form in forms)


def _any(listed: Any) -> str:
    return "|".join(map(re.escape, sorted(listed, key=len, reverse=True))) or r"(?!)"
