"""What is said of a figure beside what is counted: which way it goes and how far, from when, in
which scope, and whether its act is denied. Word lists in ``data/frames.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.lexicon import currencies, data, phrases, word_set
from parallax.comparers.numbers.read.limits import WINDOWS
from parallax.languages.tokens import TokenizedText

Span = tuple[int, int]
Mention = tuple[str, int, int]
"""(label, first token, last token)"""
_BREAKS = frozenset(",;:—–()")
_OF_SUMS = frozenset({"profit", "loss", "surplus", "deficit"})
_TEMPERATURES = frozenset({"degree_Celsius", "degree_Fahrenheit"})
_LENGTHS = frozenset({"kilometre", "metre", "mile", "nautical_mile", "yard", "foot"})
_AUXILIARIES = word_set("grammar", "attributes", "auxiliaries")
_ALL = word_set("grammar", "attributes", "all")
_OF = word_set("grammar", "false", "of")
_LATER = word_set("grammar", "attributes", "through")


def framed(
    s: TokenizedText, quantities: Sequence[Quantity], spans: Sequence[Span]
) -> list[Quantity]:
    """Return the quantities with `direction`, `change`, `negated` and `scope` where the words say
    so.

    :param spans: the tokens of each.
    """
    directions, scopes = _found(s, "directions"), _found(s, "scopes")
    made = []
    for quantity, span in zip(quantities, spans, strict=True):
        if quantity.kind == "date":
            made.append(replace(quantity, direction=_moment(s, span)))
            continue
        if quantity.unit in _TEMPERATURES and _is_difference(s):
            made.append(replace(quantity, change="by"))
            continue
        reached = _reached(s, quantity, span, directions)
        direction = reached or _direction(s, quantity, span, directions)
        made.append(
            replace(
                quantity,
                modifier=None if reached else quantity.modifier,
                direction=direction,
                change="to"
                if reached
                else _change(s, span, directions)
                if direction in ("up", "down")
                else None,
                negated=quantity.value != 0 and _denied(s, quantity.role, span),
                scope=_share(s, spans, span)
                or (None if quantity.kind == "duration" else _scope(s, span, scopes)),
            )
        )
    return made


@lru_cache
def opposed(one: str | None, other: str | None) -> bool:
    """Tell whether two directions contradict each other: up and down, before and after."""
    return (
        one != other
        and one is not None
        and other is not None
        and any(
            one in group.split() and other in group.split()
            for group in data("frames")["opposites"]["groups"]
        )
    )


def _found(s: TokenizedText, section: str) -> list[Mention]:
    table = phrases(section)
    matches = ((table.match(s.words, i), i) for i in range(len(s)))
    return [(match[0], i, i + match[1] - 1) for match, i in matches if match]


def _between(s: TokenizedText, span: Span, first: int, last: int) -> list[str] | None:
    """Return the words between a figure and a mention in its clause, None beyond it."""
    words = s.words[span[1] + 1 : first] if first > span[1] else s.words[last + 1 : span[0]]
    if first < span[0] and words and words[-1] in ("—", "–"):
        words = words[:-1]  # the dash of "Дефицит бюджета — 2 млрд" is a verb
    return None if any(word in _BREAKS for word in words) else words


def _nearest(
    s: TokenizedText, span: Span, mentions: Sequence[Mention]
) -> tuple[int, Mention] | None:
    ranked = []
    for mention in mentions:
        words = _between(s, span, mention[1], mention[2])
        if words is not None:
            behind = mention[1] > span[1]
            ranked.append((len(words) + behind, mention))
    return min(ranked) if ranked else None


def _direction(
    s: TokenizedText, quantity: Quantity, span: Span, mentions: Sequence[Mention]
) -> str | None:
    if quantity.kind == "duration":
        return _side(s, span)
    if quantity.unit in _LENGTHS and (way := _compass(s, span)):
        return way
    if quantity.kind == "ordinal":
        return None
    if own := [m for m in mentions if span[0] <= m[1] <= span[1] and m[0] not in _OF_SUMS]:
        return own[0][0]  # "doubled", "halved" are the change themselves
    fitting = [
        (label, first, last)
        for label, first, last in mentions
        if (label not in _OF_SUMS or quantity.unit in currencies())
        and not (s.word(first) == "up" and s.word(last + 1) == "to")
    ]
    nearest = _nearest(s, span, fitting)
    if nearest is None:
        return None
    reach = WINDOWS.count_change if quantity.unit is None else WINDOWS.sum_change
    bare = quantity.unit is None and quantity.concept not in ("times", "share")
    distance, (label, first, _) = nearest
    return label if distance <= reach and not (bare and first > span[1]) else None


def _reached(
    s: TokenizedText, quantity: Quantity, span: Span, mentions: Sequence[Mention]
) -> str | None:
    """Return which way a count has gone that stands before its verb: «до 11 зросла кількість
    загиблих» says what is reached, and sets no bound.
    """
    to = data("frames")["changes"][s.language].get("to", "").split()
    if quantity.modifier != "up_to" or quantity.unit is not None or s.word(span[0]) not in to:
        return None
    for label, first, last in mentions:
        words = _between(s, span, first, last) if first > span[1] else None
        if label in ("up", "down") and words is not None and len(words) <= WINDOWS.count_change:
            return str(label)
    return None


def _is_difference(s: TokenizedText) -> bool:
    """Tell whether degrees are a difference and not a temperature."""
    return any(phrases("differences").match(s.words, i) for i in range(len(s)))


def _change(s: TokenizedText, span: Span, mentions: Sequence[Mention]) -> str | None:
    """Return `by`, `to` or `from`: how a figure of change is meant."""
    word = s.word(span[0] - 1)
    for label, words in data("frames")["changes"][s.language].items():
        if word in words.split():
            return str(label)
    plain = s.language == "en" and any(
        last == span[0] - 1 or first == span[1] + 1 for _, first, last in mentions
    )
    return "by" if plain else None


def _side(s: TokenizedText, span: Span) -> str | None:
    """Return `before` or `after` of a length of time: "two days before", "через два дні"."""
    if found := phrases("sides").match(s.words, span[1] + 1):
        return found[0]
    return "after" if s.word(span[0] - 1) in _LATER else None


def _compass(s: TokenizedText, span: Span) -> str | None:
    for at in range(span[1] + 1, min(span[1] + 1 + WINDOWS.compass, len(s))):
        if found := phrases("compass").match(s.words, at):
            return found[0]
    return None


def _moment(s: TokenizedText, span: Span) -> str | None:
    """Return what stands before a date: since, until, early, late, a half of it."""
    before = span[0] - (s.word(span[0] - 1) == "the")
    for length in range(min(WINDOWS.moment, before), 0, -1):
        found = phrases("moments").match(s.words[:before], before - length)
        if found and found[1] == length:
            return found[0]
    for label, words in data("frames")["moment_prepositions"].items():
        if s.word(span[0] - 1) in words.split():
            return str(label)
    return None


def _denied(s: TokenizedText, role: str | None, span: Span) -> bool:
    """Tell whether what happened is denied: "35 дронів не збито", "were not found"."""
    if role is None:
        return False
    nearest = _nearest(s, span, [m for m in _found(s, "roles") if m[0] == role])
    if nearest is None:
        return False
    at = nearest[1][1] - 1
    while s.word(at) in _AUXILIARIES and at > 0:
        at -= 1
    return s.word(at) in word_set("frames", "denials", s.language) or s.word(at).endswith("n't")


def _scope(s: TokenizedText, span: Span, mentions: Sequence[Mention]) -> str | None:
    nearest = _nearest(s, span, mentions)
    return nearest[1][0] if nearest and nearest[0] <= WINDOWS.scope else None


def _share(s: TokenizedText, spans: Sequence[Span], span: Span) -> str | None:
    """Return `all` of "all 40 drones", `whole` of the 40 of "35 of 40"."""
    if s.word(span[0] - 1) in _ALL:
        return "all"
    before = span[0] - 1 - (s.word(span[0] - 1) == "the")
    of = s.word(before) in _OF
    return "whole" if of and any(last == before - 1 for _, last in spans) else None
