"""Which kinds of source carry a statement: a source word beside a reporting word.

After Gans 1979 and Sigal 1973 on sources, and GDELT's Quotation Graph. A source word alone ("the ministry bought…") carries nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from comparers.framing.codebook import Label
from comparers.framing.patterns import Match

_WITHIN = 6
_ACTS = frozenset({"оголосити", "объявить", "declare", "announce"})
_CLAIMS = frozenset({
    "стверджувати", "твердити", "запевняти", "утверждать", "уверять", "claim", "allege", "contend", "insist", "assert",
})


def read(matches: Sequence[Match[Label]], said: Sequence[Match[Label]]) -> list[Match[Label]]:
    """Return the source words that stand beside a reporting word."""
    words = [word for word in said if _reports(word.label)]
    return [m for m in matches if any(_apart(m, word) <= _WITHIN for word in words)]


def _reports(label: Label) -> bool:
    """Tell whether a cue of attribution is the speech of a source: "said", "claims"; not "allegedly", not "declared"."""
    pattern = label.rule.rpartition(":")[2]
    return pattern not in _ACTS if label.value == "neutral" else pattern in _CLAIMS


def _apart(source: Match[Label], word: Match[Label]) -> int:
    return word.first - source.last if word.first > source.last else source.first - word.last
