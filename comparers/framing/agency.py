"""Whether who did harm is visible: "Russian drone killed", "was killed", "загинув", "убито".

After Greene and Resnik 2009 (implicit sentiment of syntactic frames) and Trew 1979 on passives: an
active verb shows its agent, a passive only with "by", verbs such as "die" never. A bare weapon or a
force of nature is no agent, a weapon with its owner named is. Rules over words, no parser: method `rule`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parallax.comparers.framing.codebook import Label
from parallax.languages.phrases import Match, Word

AGENT, NO_AGENT, WEAPON, DOER = "agent", "no_agent", "weapon", "doer"
_SUBJECT_WITHIN = 5
_BY_WITHIN = 6
_OWNER_WITHIN = 2
_DOER_WITHIN = 3
_INSTRUMENTAL = re.compile("(?:[оеєё]м|[иыі]м|[оеєё]ю|[оеєё]й|[аяиыі]ми)$")
_ADJECTIVE = re.compile("с[ьъ]?к")
_PLACES = frozenset(
    {
        "russia",
        "ukraine",
        "kyiv",
        "kiev",
        "moscow",
        "washington",
        "beijing",
        "tehran",
        "iran",
        "israel",
        "syria",
        "palestine",
        "taiwan",
    }
)
_ARMIES = frozenset({"всу", "зсу", "рф", "вс", "зс", "цахал", "цахала", "idf"})
_ARTICLES = frozenset({"the", "a", "an", "of", "those", "among", "these"})
_BE = "be"
_PREPOSITIONS = frozenset(
    {
        "in",
        "by",
        "on",
        "at",
        "during",
        "as",
        "after",
        "near",
        "when",
        "and",
        "over",
        "amid",
        "from",
        "since",
        "this",
        "last",
    }
)


def read(
    sentence: Sequence[Word],
    matches: Sequence[Match[Label]],
    sides: Sequence[Match[str]],
    language: str,
) -> list[Match[Label]]:
    """Return the harm predicates of a sentence, each `agent` or `no_agent`.

    :param sides: where the sentence names a side ("Russian", "українські").
    """
    weapons = [m for m in matches if m.label.value == WEAPON]
    doers = [m for m in matches if m.label.value == DOER]
    owned = any(_has_owner(sentence, weapon, sides) for weapon in weapons)
    found = []
    for match in matches:
        if match.label.value in (WEAPON, DOER) or _is_noun(sentence, match, language):
            continue
        visible = owned or _visible(sentence, match, weapons, doers, sides, language)
        found.append(
            replace(match, label=replace(match.label, value=AGENT if visible else NO_AGENT))
        )
    return found


def _is_noun(sentence: Sequence[Word], match: Match[Label], language: str) -> bool:
    """Tell "the wounded" and "the captured town" from a predicate."""
    return (
        language == "en"
        and match.label.value == AGENT
        and match.first > 0
        and sentence[match.first - 1].surface in _ARTICLES
    )


def _has_owner(sentence: Sequence[Word], weapon: Match[Label], sides: Sequence[Match[str]]) -> bool:
    """Tell whether a weapon is said to be somebody's: "Russian drones", "російського удару", "удара
    ВСУ"; not "the shelling of Kyiv".
    """
    for side in sides:
        word = sentence[side.last]
        before = 0 < weapon.first - side.last <= _OWNER_WITHIN
        if (
            before
            and word.surface.removesuffix("'s") not in _PLACES
            and (word.surface.isascii() or _ADJECTIVE.search(word.surface))
        ):
            return True
        if side.first == weapon.last + 1 and sentence[side.first].surface in _ARMIES:
            return True
    return False


def _visible(
    sentence: Sequence[Word],
    match: Match[Label],
    weapons: Sequence[Match[Label]],
    doers: Sequence[Match[Label]],
    sides: Sequence[Match[str]],
    language: str,
) -> bool:
    if match.label.value == NO_AGENT:
        if language != "en":
            return _has_doer(sentence, match.last, doers)
        return match.first != match.last and _has_by(sentence, match.last, weapons, sides)
    if match.first == 0:
        return False
    if language == "en" and _is_participle(sentence, match):
        return _has_by(sentence, match.last, weapons, sides)
    low = max(0, match.first - _SUBJECT_WITHIN)
    near = [w for w in weapons if low <= w.last < match.first]
    return not near or any(low <= side.first < match.first for side in sides)


def _has_doer(sentence: Sequence[Word], last: int, doers: Sequence[Match[Label]]) -> bool:
    """Tell whether somebody stands in the instrumental beside a passive: "убит полицейским",
    "зруйновано окупантами".
    """
    near = range(last - _DOER_WITHIN, last + _DOER_WITHIN + 1)
    return any(m.first in near and _INSTRUMENTAL.search(sentence[m.first].surface) for m in doers)


def _has_by(
    sentence: Sequence[Word],
    last: int,
    weapons: Sequence[Match[Label]],
    sides: Sequence[Match[str]],
) -> bool:
    """Tell whether "by" names somebody: not "killed by a drone", but "killed by a Russian drone"."""
    by = next(
        (
            i
            for i in range(last + 1, min(last + 1 + _BY_WITHIN, len(sentence)))
            if sentence[i].surface == "by"
        ),
        None,
    )
    if by is None:
        return False
    near = range(by + 1, by + 1 + _BY_WITHIN)
    return not any(w.first in near for w in weapons) or any(side.first in near for side in sides)


def _is_participle(sentence: Sequence[Word], match: Match[Label]) -> bool:
    """Tell "five killed in a strike" from "troops killed five": nothing that can be its object
    follows.
    """
    if _BE in sentence[match.first - 1].lemmas:
        return True
    following = sentence[match.last + 1] if match.last + 1 < len(sentence) else None
    return following is None or following.surface in _PREPOSITIONS
