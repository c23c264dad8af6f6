"""Whether human cost is reported, and whose: casualties, and children, civilians or soldiers among
them.

After the frames "quality of life" and "health and safety" of the Policy Frames codebook (Boydstun
et al. 2014) and Galtung on peace journalism. People count as victims only in a sentence that has
casualties, and not where they are the ones who speak or strike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Annotated

from parallax.comparers.framing.codebook import Label
from parallax.core.thresholds import thresholds
from parallax.languages.phrases import Match, Word

CASUALTY, CIVILIANS, UNSPECIFIED = "casualty", "civilians", "unspecified"
IDENTITIES = frozenset({"children", CIVILIANS})
"""Victims who are no party to the fighting."""


@thresholds("compare", chosen="by hand on framing_dev.jsonl, which is ours and scored")
@dataclass(frozen=True)
class VictimWindows:
    """How many words apart people and what happens to them, or what they do, may be."""

    acts: Annotated[int, "from people to the verb that says they speak or strike"] = 2
    casualty: Annotated[int, "from people to the casualties they are among"] = 8


_WITHIN = VictimWindows()


def read(
    sentence: Sequence[Word],
    matches: Sequence[Match[Label]],
    said: Sequence[Match[Label]],
    struck: Sequence[Match[Label]],
) -> list[Match[Label]]:
    """Return one match for each kind of victim, or the casualty itself as `unspecified`.

    :param said: the reporting words of the sentence.
    :param struck: its harm predicates that are active verbs.
    """
    casualties = [m for m in matches if m.label.value == CASUALTY]
    if not casualties:
        return []
    people = [
        m
        for m in matches
        if m.label.value != CASUALTY
        and _near(m, casualties)
        and not _speaks(sentence, m, said)
        and not _strikes(m, struck)
    ]
    return people or [replace(casualties[0], label=replace(casualties[0].label, value=UNSPECIFIED))]


def _near(person: Match[Label], casualties: Sequence[Match[Label]]) -> bool:
    return any(abs(person.first - casualty.first) <= _WITHIN.casualty for casualty in casualties)


def _speaks(sentence: Sequence[Word], person: Match[Label], said: Sequence[Match[Label]]) -> bool:
    """Tell whether a reporting word stands beside people, with no sign between."""
    if person.label.value != CIVILIANS:
        return False
    return any(
        0 < second.first - first.last <= _WITHIN.acts
        and all(b.start - a.end == 1 for a, b in pairwise(sentence[first.last : second.first + 1]))
        for word in said
        for first, second in ((person, word), (word, person))
    )


def _strikes(person: Match[Label], struck: Sequence[Match[Label]]) -> bool:
    return any(0 < verb.first - person.last <= _WITHIN.acts for verb in struck)
