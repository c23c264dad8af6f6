"""Which kinds of source carry a statement: a source word beside a reporting word.

After Gans 1979 and Sigal 1973 on sources, and GDELT's Quotation Graph. A source word alone ("the ministry bought…") carries nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from comparers.framing.codebook import Label
from comparers.framing.patterns import Match

_WITHIN = 6
_TOGETHER = 3


def read(matches: Sequence[Match[Label]], said: Sequence[Match[Label]]) -> list[Match[Label]]:
    """Return the source words of a sentence: of each reporting word the nearest one, and those close to that one.

    "A spokesman of the ministry" is one source, "officials and residents" are two.
    """
    kept: list[Match[Label]] = []
    for word in said:
        near = [m for m in matches if _apart(m, word) <= _WITHIN]
        if word.label.speech and near:
            nearest = min(near, key=lambda m: _apart(m, word))
            kept += [m for m in near if abs(m.first - nearest.first) <= _TOGETHER]
    found = sorted(set(kept), key=lambda m: m.first)
    return [m for before, m in zip([None, *found], found, strict=False) if before is None or not _is_one(before, m)]


def _is_one(before: Match[Label], match: Match[Label]) -> bool:
    return before.label.value == match.label.value and match.first - before.last < _TOGETHER


def _apart(source: Match[Label], word: Match[Label]) -> int:
    return word.first - source.last if word.first > source.last else source.first - word.last
