"""Whether who did harm is visible: "Russian drone killed", "was killed", "загинув", "убито".

After Greene and Resnik 2009 (implicit sentiment of syntactic frames) and Trew 1979 on passives: an active verb shows its agent, a
passive only with "by", verbs such as "die" never. A bare weapon or a force of nature is no agent, a weapon with its owner named is.
Rules over words, no parser: tier B.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comparers.framing.codebook import Label
from comparers.framing.patterns import Match, Word

AGENT, NO_AGENT, WEAPON = "agent", "no_agent", "weapon"
_SUBJECT_WITHIN = 5
_BY_WITHIN = 6
_BE = "be"
_PREPOSITIONS = frozenset({"in", "by", "on", "at", "during", "as", "after", "near", "when", "and", "over", "amid", "from", "since", "this", "last"})


def read(
    sentence: Sequence[Word], matches: Sequence[Match[Label]], sides: Sequence[Match[str]], language: str
) -> list[Match[Label]]:
    """Return the harm predicates of a sentence, each `agent` or `no_agent`.

    :param sides: where the sentence names a side ("Russian", "українські").
    """
    weapons = [m for m in matches if m.label.value == WEAPON]
    return [
        _valued(match, _visible(sentence, match, weapons, sides, language)) for match in matches if match.label.value != WEAPON
    ]


def _visible(
    sentence: Sequence[Word], match: Match[Label], weapons: Sequence[Match[Label]], sides: Sequence[Match[str]], language: str
) -> bool:
    if match.label.value == NO_AGENT:
        intransitive = match.first == match.last and language == "en"
        return not intransitive and language == "en" and _has_by(sentence, match.last, weapons, sides)
    if match.first == 0:
        return False
    if language == "en" and _is_participle(sentence, match):
        return _has_by(sentence, match.last, weapons, sides)
    low = max(0, match.first - _SUBJECT_WITHIN)
    near = [w for w in weapons if low <= w.last < match.first]
    owned = any(low <= side.first < match.first for side in sides)
    return not near or owned


def _has_by(sentence: Sequence[Word], last: int, weapons: Sequence[Match[Label]], sides: Sequence[Match[str]]) -> bool:
    """Tell whether "by" names somebody: not "killed by a drone", but "killed by a Russian drone"."""
    by = next((i for i in range(last + 1, min(last + 1 + _BY_WITHIN, len(sentence))) if sentence[i].surface == "by"), None)
    if by is None:
        return False
    near = range(by + 1, by + 1 + _BY_WITHIN)
    return not any(w.first in near for w in weapons) or any(side.first in near for side in sides)


def _is_participle(sentence: Sequence[Word], match: Match[Label]) -> bool:
    """Tell "five killed in a strike" from "troops killed five": nothing that can be its object follows."""
    if _BE in sentence[match.first - 1].lemmas:
        return True
    following = sentence[match.last + 1] if match.last + 1 < len(sentence) else None
    return following is None or following.surface in _PREPOSITIONS


def _valued(match: Match[Label], visible: bool) -> Match[Label]:
    return replace(match, label=replace(match.label, value=AGENT if visible else NO_AGENT))
