"""Quotation marks: direct speech belongs to the speaker; a short quoted term may be a scare quote.

One scanner with a stack reads « » „ “ ” " ‘ ’ ' by one rule in three languages. Speech may run over
several sentences: what a sentence leaves open (`open_after`) is open where the next begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from parallax.core.thresholds import thresholds


@thresholds("compare", chosen="highlight rule of HN Newsroom 2022: a term has up to three words")
@dataclass(frozen=True)
class QuoteLimits:
    """When words between marks are a term and not speech."""

    term_words: Annotated[int, "maximum words of a term"] = 3


_LIMITS = QuoteLimits()
_CLOSES = {"«": "»", "“": "”", "„": "“”", '"': '"', "‘": "’", "'": "'’"}
"""What closes each opening mark."""
_SINGLE = "‘'"
_SENTENCE_END = re.compile(r"[.!?…]\s*$")
_COMMA_INSIDE = re.compile(r",\s*$")
_SPEAKER_FOLLOWS = re.compile(r"\s*,\s*[—–-]\s")
_BEGINS = re.compile(r"(?:^|:)[\s—–«„“\"‘']*$")
_SAID_ALOUD = re.compile(r"\s*[—–]\s+(.+?)(?:(?<=[,!?.…])\s+[—–]\s|$)", re.DOTALL)
"""A line of dialogue that begins with a dash, up to the words of the one who tells it: "— Ми
вистояли, — сказав мер".
"""


@dataclass(frozen=True)
class Quoted:
    """A stretch between quotation marks: ``text[start:end]`` without the marks."""

    start: int
    end: int
    is_speech: bool


@dataclass(frozen=True)
class _Stretch:
    """What an outermost pair of marks holds; `open` where nothing closes it."""

    start: int
    end: int
    open: bool
    carried: bool = False
    """The mark that opens it is in an earlier sentence."""


def find(text: str, *, inside: str = "") -> list[Quoted]:
    """Return the outermost quoted stretches of a sentence; what is quoted inside one is its own.

    More than three words, an end of a sentence before the closing mark, or a comma and a dash after
    it ("», — said the mayor") is speech; otherwise it is a term or a name. A comma before the
    closing mark is typography ("a “sham,” he wrote"), unless the stretch begins the sentence, where
    it stands for the comma and the dash. What the sentence leaves open or began with is speech, and
    so is a line of dialogue after a dash.

    :param inside: the marks that earlier sentences opened, as `open_after` gives them.
    """
    if not inside and (aloud := _SAID_ALOUD.match(text)):
        return [Quoted(aloud.start(1), aloud.end(1), True)]
    found = []
    for one in _scan(text, inside)[0]:
        speech = one.carried or one.open or _is_speech(text, one)
        end = one.end if speech else one.start + len(text[one.start : one.end].rstrip(", "))
        found.append(Quoted(one.start, end, speech))
    return found


def open_after(text: str, *, inside: str = "") -> str:
    """Return the marks that are open at the end of a sentence, the outermost first.

    :param inside: those that are open where it begins.
    """
    return _scan(text, inside)[1]


def _is_speech(text: str, stretch: _Stretch) -> bool:
    body = text[stretch.start : stretch.end]
    if len(body.split()) > _LIMITS.term_words or _SENTENCE_END.search(body):
        return True
    if _SPEAKER_FOLLOWS.match(text, stretch.end + 1):
        return True
    return bool(_COMMA_INSIDE.search(body) and _BEGINS.search(text[: stretch.start]))


def _scan(text: str, inside: str) -> tuple[list[_Stretch], str]:
    """Return the outermost stretches, and the marks left open."""
    stack, start, carried = list(inside), 0, bool(inside)
    found: list[_Stretch] = []
    for at, sign in enumerate(text):
        if sign not in _MARKS:
            continue
        closed = _closed_by(text, at, stack)
        if closed is not None:
            del stack[closed:]
            if not stack:
                found.append(_Stretch(start, at, open=False, carried=carried))
                carried = False
        elif sign in _CLOSES and _may_open(text, at):
            if not stack:
                start = at + 1
            stack.append(sign)
    if stack and _is_only_single(stack):  # an apostrophe, or a foot
        stack = []
    if stack:
        found.append(_Stretch(start, len(text), open=True, carried=carried))
    return [one for one in found if one.end > one.start], "".join(stack)


_MARKS = frozenset("".join(_CLOSES) + "".join(_CLOSES.values()))


def _closed_by(text: str, at: int, stack: list[str]) -> int | None:
    """Return which open mark a mark closes, the innermost that it may; None where it closes none.

    A mark that may open as well closes only where it stands behind a word.
    """
    sign = text[at]
    if sign in _CLOSES and _may_open(text, at) and not _ends_word(text, at):
        return None
    if sign in "'’" and not _ends_quoted(text, at):
        return None  # an apostrophe
    return next((i for i in reversed(range(len(stack))) if sign in _CLOSES[stack[i]]), None)


def _may_open(text: str, at: int) -> bool:
    """Tell whether a word begins right after a mark, and, for signs that mean other things, whether
    none ends right before it.
    """
    follows = text[at + 1 : at + 2]
    if not follows or follows.isspace():
        return False
    before = text[at - 1 : at]
    alone = not before or before.isspace() or before in "([—–-/«„“‘\"'"
    if text[at] in _SINGLE:
        return alone and follows.isalpha() and "’'"[text[at] == "'"] in text[at + 1 :]
    return alone or text[at] in "«„" or (text[at] == "“" and not before.isalnum())


def _ends_word(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return bool(before) and not before.isspace() and before not in "([—–/«„"


def _ends_quoted(text: str, at: int) -> bool:
    """Tell whether a single mark is no apostrophe inside a word."""
    return not text[at + 1 : at + 2].isalnum()


def _is_only_single(stack: list[str]) -> bool:
    return all(sign in _SINGLE for sign in stack)
