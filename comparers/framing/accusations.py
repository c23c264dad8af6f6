"""Who is accused of harm in a sentence, or said to be behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from parallax.comparers.framing.codebook import Label
from parallax.comparers.framing.harm_doers import Doer
from parallax.comparers.framing.harm_frames import DEED, EVENT, REPORTS, Named, Reader
from parallax.core.thresholds import thresholds
from parallax.languages.phrases import Match

ACCUSE, BEHIND = "accuse", "behind"


@thresholds("compare", chosen="by hand on stories of our own wording, then read on collected ones")
@dataclass(frozen=True)
class AccusationWindows:
    """How many words apart an accusation and the accused may be."""

    accused: Annotated[int, "from a word of accusing to who is accused"] = 5
    behind: Annotated[int, 'from "is behind" to who is'] = 3
    names: Annotated[int, 'names between "two groups" and "have claimed responsibility"'] = 7


_WITHIN = AccusationWindows()


def accused(reader: Reader) -> Iterator[Named]:
    """Yield who is accused: of harm that the sentence names, or of nothing else it names."""
    harm = reader.by_role.get(EVENT) or reader.by_role.get(DEED)
    for verb in reader.by_role.get(ACCUSE, []):
        surface = reader.words[verb.first].surface
        reflexive = reader.inflected and surface.endswith(tuple(reader.axis.lists["reflexive"]))
        infinitive = reader.inflected and surface.endswith(tuple(reader.axis.lists["infinitive"]))
        if infinitive and not reflexive:
            continue
        passive = reader.has("be", verb.first - 1)
        for doer in reader.doers:
            apart = verb.first - doer.last if passive else doer.first - verb.last
            if not 0 < apart <= _WITHIN.accused or not doer.noun:
                continue
            if not harm and reader.has("of", doer.last + 1):
                break  # accused of something else
            if reader.inflected and not reflexive and doer.nominative and doer.sure_subject:
                continue
            yield Named(doer, min(verb.first, doer.first), max(verb.last, doer.last), REPORTS)
            break


def _in_apposition(reader: Reader, doer: Doer, verb: Match[Label]) -> bool:
    """Tell whether nothing but names stands between: "two groups, Alpha and Beta, have claimed"."""
    between = range(doer.last + 1, verb.first)
    return 0 < len(between) <= _WITHIN.names and all(
        reader.words[at].capital or reader.has("and", at) or reader.has("aux", at) for at in between
    )


def _stands_behind(reader: Reader, doer: Doer, verb: Match[Label]) -> bool:
    before, after = verb.first - doer.last, doer.first - verb.last
    if _in_apposition(reader, doer, verb):
        return True
    if not (0 < before <= _WITHIN.behind or 0 < after <= _WITHIN.behind):
        return False
    return not reader.clause(min(verb.first, doer.first), max(verb.first, doer.first))


def behind(reader: Reader) -> Iterator[Named]:
    """Yield who is said to be behind it, or says so himself."""
    for verb in reader.by_role.get(BEHIND, []):
        near = [d for d in reader.doers if d.nominative and _stands_behind(reader, d, verb)]
        for doer in near[:1]:
            yield Named(doer, min(verb.first, doer.first), max(verb.last, doer.last), REPORTS)
