"""Which kinds of source carry a statement: a source word beside a reporting word.

After Gans 1979 and Sigal 1973 on sources, and GDELT's Quotation Graph. A source word alone ("the
ministry bought…") carries nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.framing.codebook import Axis, Label
from parallax.comparers.framing.reports import Report, covers
from parallax.core.thresholds import thresholds
from parallax.languages.lemmas import is_known
from parallax.languages.phrases import Match, Word
from parallax.languages.transliterate import sound

_ADDED = frozenset({"social", "anonymous"})
"""Kinds that are named after the verb: "said on Telegram", "said on condition of anonymity"."""
_BREAK = re.compile('[,»”"][\\s—–]*$|[—–]\\s*$')


@thresholds("compare", chosen="by hand on framing_dev.jsonl, which is ours and scored")
@dataclass(frozen=True)
class SourceWindows:
    """How many words apart a source word, a reporting word and a name may be."""

    verb: Annotated[int, "from a source word to its reporting word"] = 6
    together: Annotated[int, "between two sources of one verb"] = 3
    name: Annotated[int, "capitalised words after a source word that are its name"] = 3
    name_letters: Annotated[int, "letters of a name that are the same in all cases"] = 5


_WITHIN = SourceWindows()


def read(
    sentence: Sequence[Word],
    text: str,
    matches: Sequence[Match[Label]],
    said: Sequence[Match[Label]],
    axis: Axis,
    language: str,
    reports: Sequence[Report] | None = None,
) -> list[Match[Label]]:
    """Return the source words of a sentence: those of its speakers where a parse was asked who
    speaks; else of each reporting word the nearest one, and those close to that one.

    Who speaks comes before the verb; after it only where the order is turned round ("…, said the
    mayor") or free. "A spokesman of the ministry" is one source, "officials and
    residents" are two. A speaker that the parse is not sure of is not read.

    :param reports: who says what in the sentence, None where no parse was asked.
    """
    speaking = [word for word in said if word.label.speech]
    if reports is None:
        kept = [
            m for word in speaking for m in _beside(sentence, text, matches, word, axis, language)
        ]
    else:
        kept = [m for one in reports for m in _of_speaker(sentence, matches, one)]
    kept += [m for word in speaking for m in _after(matches, word) if m.label.value in _ADDED]
    found = sorted(set(kept), key=lambda m: m.first)
    return [
        m
        for before, m in zip([None, *found], found, strict=False)
        if before is None or not _is_one(before, m)
    ]


def _after(matches: Sequence[Match[Label]], word: Match[Label]) -> list[Match[Label]]:
    return [m for m in matches if 0 < m.first - word.last <= _WITHIN.verb]


def _beside(
    sentence: Sequence[Word],
    text: str,
    matches: Sequence[Match[Label]],
    word: Match[Label],
    axis: Axis,
    language: str,
) -> list[Match[Label]]:
    """Return the source word that is nearest to a reporting word, and those close to that one."""
    before = [m for m in matches if 0 < word.first - m.last <= _WITHIN.verb]
    after = _after(matches, word)
    turned = _is_turned(sentence, text, word, axis)
    near = (after or before) if turned else (before or (after if language != "en" else []))
    if not near:
        return []
    nearest = min(near, key=lambda m: _apart(m, word))
    return [m for m in near if abs(m.first - nearest.first) <= _WITHIN.together]


def _of_speaker(
    sentence: Sequence[Word], matches: Sequence[Match[Label]], report: Report
) -> list[Match[Label]]:
    """Return the source words that are speakers: the head words, else the first of the phrase."""
    if report.speaker is None:
        return []
    heads = [
        m for m in matches if any(covers(head, sentence, m.first, m.last) for head in report.heads)
    ]
    return heads or [m for m in matches if covers(report.speaker, sentence, m.first, m.last)][:1]


def _is_turned(sentence: Sequence[Word], text: str, word: Match[Label], axis: Axis) -> bool:
    """Tell whether the speaker follows: after a comma, a closing mark or a dash, and after
    "according to", "за словами".
    """
    if sentence[word.first].surface in axis.lists["preposition"]:
        return True
    return bool(_BREAK.search(text[: sentence[word.first].start])) if word.first else False


def name(sentence: Sequence[Word], source: Match[Label], language: str) -> str | None:
    """Return the name of a source as it sounds ("мер Петро Сірко", "mayor Petro Sirko"), without
    endings; None where it has none.

    The name is the last capitalised word after the source word, the source word itself, or the word
    before it, unless the language has such a word in small letters ("Ministry", "April").
    """
    after = source.last + 1
    while after < len(sentence) and sentence[after].capital and after <= source.last + _WITHIN.name:
        after += 1
    for at in (*range(after - 1, source.last, -1), source.last, source.first - 1):
        if at > 0 and sentence[at].capital and not is_known(sentence[at].surface, language):
            return sound(sentence[at].surface)[: _WITHIN.name_letters] or None
    return None


def _is_one(before: Match[Label], match: Match[Label]) -> bool:
    return before.label.value == match.label.value and match.first - before.last < _WITHIN.together


def _apart(source: Match[Label], word: Match[Label]) -> int:
    return word.first - source.last if word.first > source.last else source.first - word.last
