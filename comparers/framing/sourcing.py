"""Which kinds of source carry a statement: a source word beside a reporting word.

After Gans 1979 and Sigal 1973 on sources, and GDELT's Quotation Graph. A source word alone ("the
ministry bought…") carries nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import simplemma

from parallax.comparers.framing.codebook import Label
from parallax.languages.phrases import Match, Word
from parallax.languages.transliterate import sound

_WITHIN = 6
_TOGETHER = 3
_ADDED = frozenset({"social", "anonymous"})
"""Kinds that are told after the verb: "said on Telegram", "said on condition of anonymity"."""
_PREPOSITIONS = frozenset(
    {"за", "по", "згідно", "согласно", "according", "на", "with", "in", "посиланням", "ссылкой"}
)
_BREAK = re.compile('[,»”"—–][\\s—–]*$')
_NAME_WITHIN = 3
_NAME_LETTERS = 5
"""Letters of a name that stay the same in all cases."""


def read(
    sentence: Sequence[Word],
    text: str,
    matches: Sequence[Match[Label]],
    said: Sequence[Match[Label]],
    language: str,
) -> list[Match[Label]]:
    """Return the source words of a sentence: of each reporting word the nearest one, and those
    close to that one.

    Who speaks stands before the verb; after it only where the verb is turned round ("…, said the
    mayor") or the word order is free. "A spokesman of the ministry" is one source, "officials and
    residents" are two.
    """
    kept: list[Match[Label]] = []
    for word in said:
        if not word.label.speech:
            continue
        before = [m for m in matches if m.last < word.first and word.first - m.last <= _WITHIN]
        after = [m for m in matches if m.first > word.last and m.first - word.last <= _WITHIN]
        freely = after if language != "en" else []
        if near := (after or before) if _is_turned(sentence, text, word) else (before or freely):
            nearest = min(near, key=lambda m: _apart(m, word))
            kept += [m for m in near if abs(m.first - nearest.first) <= _TOGETHER]
        kept += [m for m in after if m.label.value in _ADDED]
    found = sorted(set(kept), key=lambda m: m.first)
    return [
        m
        for before, m in zip([None, *found], found, strict=False)
        if before is None or not _is_one(before, m)
    ]


def _is_turned(sentence: Sequence[Word], text: str, word: Match[Label]) -> bool:
    """Tell whether the speaker follows: after a comma, a closing mark or a dash, and after
    "according to", "за словами".
    """
    if sentence[word.first].surface in _PREPOSITIONS:
        return True
    return bool(_BREAK.search(text[: sentence[word.first].start])) if word.first else False


def name(sentence: Sequence[Word], source: Match[Label], language: str) -> str | None:
    """Return the name of a source as it sounds ("мер Петро Сірко", "mayor Petro Sirko"), without
    endings; None where it has none.

    The name is the last capitalised word after the source word, the source word itself, or the word
    before it, unless the language has such a word in small letters ("Ministry", "April").
    """
    after = source.last + 1
    while after < len(sentence) and sentence[after].capital and after <= source.last + _NAME_WITHIN:
        after += 1
    for at in (*range(after - 1, source.last, -1), source.last, source.first - 1):
        if (
            at > 0
            and sentence[at].capital
            and not simplemma.is_known(sentence[at].surface, lang=language)
        ):
            return sound(sentence[at].surface)[:_NAME_LETTERS] or None
    return None


def _is_one(before: Match[Label], match: Match[Label]) -> bool:
    return before.label.value == match.label.value and match.first - before.last < _TOGETHER


def _apart(source: Match[Label], word: Match[Label]) -> int:
    return word.first - source.last if word.first > source.last else source.first - word.last
