"""Clauses of a sentence: cuts where a new statement may begin, by signs and closed-class words.

There is no parser here: a cut is made only where signs and a few words of the language make it
likely that both parts stand for themselves (`clauses.toml`), and never inside quotation marks or
brackets. A part that has neither a verb nor a figure stays with the part before it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Annotated

from parallax.core.thresholds import thresholds
from parallax.languages.fold import fold
from parallax.languages.letters import ONLY_UKRAINIAN, SHARED

_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`-][^\W_]+)*")
_CYRILLIC = re.compile(rf"[{SHARED}]", re.IGNORECASE)
_UKRAINIAN = re.compile(rf"[{ONLY_UKRAINIAN}]", re.IGNORECASE)
_SIGN = re.compile(r"[;:] +|,? +[—–-] +|, +| +")
_QUOTES = {"«": "»", "“": "”", "„": "“”", "(": ")", '"': '"'}
_CLOSING = re.compile(r"[»”“\"][,.]?(?: [—–-])?$")


@thresholds("align", chosen="by judgement")
@dataclass(frozen=True)
class ClauseLimits:
    """What a part of a sentence needs to stand for itself."""

    words: Annotated[int, "fewer words are no statement"] = 3
    ending: Annotated[int, "shorter words show no verb by their ending"] = 5
    ahead: Annotated[int, "words after a quotation among which a verb of reporting is"] = 3


LIMITS = ClauseLimits()


@dataclass(frozen=True)
class _Words:
    joining: frozenset[str]
    relative: frozenset[str]
    reporting: frozenset[str]
    verbs: frozenset[str]
    endings: tuple[str, ...]


def alphabet(sentences: Sequence[str]) -> str:
    """Return the language, of those whose clauses are known, that some sentences are written in, by
    letters alone.
    """
    text = " ".join(sentences)
    if not _CYRILLIC.search(text):
        return "en"
    return "uk" if _UKRAINIAN.search(text) else "ru"


def clauses(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the clauses of a sentence, ``text[start:end]``.

    They are in order, do not overlap, and contain every character that is not blank.
    """
    words = _words()[language]
    pieces: list[tuple[int, int]] = []
    at = start
    for cut in [*_cuts(text, start, end, words), end]:
        if pieces and not (
            _stands(text[at:cut], words) and _stands(text[slice(*pieces[-1])], words)
        ):
            pieces[-1] = (pieces[-1][0], cut)
        else:
            pieces.append((at, cut))
        at = cut
    return [(a, a + len(text[a:b].rstrip())) for a, b in pieces]


def _cuts(text: str, start: int, end: int, words: _Words) -> Iterator[int]:
    inside = ""
    signs = {m.start(): m for m in _SIGN.finditer(text, start, end)}
    at = start
    while at < end:
        sign = text[at]
        if inside:
            if sign in inside:
                inside = ""
        elif sign in _QUOTES and text.find(_QUOTES[sign][-1], at + 1, end) > 0:
            inside = _QUOTES[sign]
        elif at in signs:
            found = signs[at]
            if found.end() < end and _begins(
                text[start:at], found[0].strip(), text[found.end() : end], words
            ):
                yield found.end()
            at = found.end()
            continue
        at += 1


def _begins(before: str, sign: str, after: str, words: _Words) -> bool:
    """Tell whether a statement begins after a sign."""
    ahead = [fold(m[0]) for m, _ in zip(_WORD.finditer(after), range(LIMITS.ahead), strict=False)]
    if not ahead:
        return False
    if sign in {";", ":"} or "—" in sign or "–" in sign or "-" in sign:
        return True
    if _CLOSING.search(before) and words.reporting.intersection(ahead):
        return True
    if ahead[0] in words.joining:
        return True
    if sign == ",":
        if ahead[0] in words.reporting:
            return True
        return bool(words.relative.intersection(ahead[:2])) and "," not in after
    return False


def _stands(piece: str, words: _Words) -> bool:
    """Tell whether a piece may be a statement: some words, with a figure or a verb."""
    found = _WORD.findall(piece)
    if len(found) < LIMITS.words:
        return False
    return any(
        one[0].isdigit()
        or fold(one) in words.verbs
        or fold(one) in words.reporting
        or (len(one) >= LIMITS.ending and one[0].islower() and fold(one).endswith(words.endings))
        for one in found
    )


@lru_cache(maxsize=1)
def _words() -> dict[str, _Words]:
    text = resources.files("parallax.languages").joinpath("clauses.toml").read_text("utf-8")
    return {
        language: _Words(
            frozenset(table["joining"].split()),
            frozenset(table["relative"].split()),
            frozenset(table["reporting"].split()),
            frozenset(table["verbs"].split()),
            tuple(table["endings"].split()),
        )
        for language, table in tomllib.loads(fold(text)).items()
    }
