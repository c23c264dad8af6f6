"""Whether who did harm is visible: "Russian drone killed", "was killed", "загинув", "убито".

After Greene and Resnik 2009 (implicit sentiment of syntactic frames) and Trew 1979 on passives: an
active verb shows its agent, a passive only with "by", verbs such as "die" never. A bare weapon is
no agent, a weapon with its owner named is; nature, fires and buildings are neither. Who the doer is
the parse tells where there is one, else rules over words.

Who may own a weapon is read from the actors of all sides (`languages/actors.toml`); no rule knows a
name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from parallax.comparers.framing.codebook import Axis, Label
from parallax.comparers.framing.deeds import Deeds
from parallax.comparers.framing.reports import Span, covers
from parallax.core.thresholds import thresholds
from parallax.languages.actors import ADJECTIVE, HEAD, NOUN, POSSESSIVE, Actor
from parallax.languages.phrases import Match, Word

AGENT, NO_AGENT = "agent", "no_agent"
WEAPON, AIMED, NATURE, DOER, BY = "weapon", "aimed", "nature", "doer", "by"
HELPERS = frozenset({WEAPON, AIMED, NATURE, DOER, BY})
"""Values that help to read a predicate and are no value of the axis."""
_PEOPLE = "people"


@thresholds(
    "compare",
    chosen="by hand on framing_dev.jsonl and framing_pairs.tsv, both ours and both scored",
)
@dataclass(frozen=True)
class AgencyWindows:
    """How many words apart two words of a sentence may be for a rule to join them."""

    subject: Annotated[int, "from a weapon or a side before an active verb to that verb"] = 5
    by: Annotated[int, 'from a passive to "by", and from "by" to who is named'] = 6
    owner_before: Annotated[int, 'from "Russian", "Israel\'s" to the weapon'] = 2
    by_after_weapon: Annotated[int, 'from a weapon to "by"'] = 3
    owner_after_by: Annotated[int, 'from "by" after a weapon to who is named'] = 3
    doer: Annotated[int, "between a passive and a word in the instrumental, on either side"] = 3


_WITHIN = AgencyWindows()


@dataclass(frozen=True)
class _Reader:
    """One sentence with what the rules look at."""

    sentence: Sequence[Word]
    language: str
    weapons: Sequence[Match[Label]]
    nature: Sequence[Match[Label]]
    doers: Sequence[Match[Label]]
    by: Sequence[Match[Label]]
    actors: Sequence[Match[Actor]]
    lists: dict[str, frozenset[str]]

    @property
    def inflected(self) -> bool:
        """Tell whether the language shows by its cases who does what."""
        return self.language != "en"


def read(
    sentence: Sequence[Word],
    matches: Sequence[Match[Label]],
    actors: Sequence[Match[Actor]],
    axis: Axis,
    language: str,
    deeds: Deeds | None = None,
) -> list[Match[Label]]:
    """Return the harm predicates of a sentence, each `agent` or `no_agent`.

    :param actors: who is named in the sentence, a side and its head word joined.
    :param deeds: who does what as the parse tells, None where no parse was asked.
    """
    reader = _Reader(
        sentence,
        language,
        [m for m in matches if m.label.value in (WEAPON, AIMED)],
        [m for m in matches if m.label.value == NATURE],
        [m for m in matches if m.label.value == DOER],
        [m for m in matches if m.label.value == BY],
        actors,
        axis.lists,
    )
    owned = any(_has_owner(reader, weapon) for weapon in reader.weapons)
    found = []
    for match in matches:
        if match.label.value in HELPERS or _is_noun(reader, match):
            continue
        value = _value(reader, match, deeds, owned=owned)
        if value:
            found.append(replace(match, label=replace(match.label, value=value)))
    return found


def _value(reader: _Reader, match: Match[Label], deeds: Deeds | None, *, owned: bool) -> str | None:
    """Return whether the doer of a predicate is visible, None where it is no deed of anybody."""
    start, end = reader.sentence[match.first].start, reader.sentence[match.last].end
    if deeds and deeds.is_none(start, end):
        return None
    deed = deeds.of(start, end) if deeds else None
    fights = deed is not None and _names(reader, deed.head, [*reader.doers, *reader.actors])
    if deed and deed.by_nature and not fights:
        return None
    if owned or fights:
        return AGENT
    if deed and deed.who:
        arms = deed.by_arms or _names(reader, deed.head, reader.weapons)
        if not arms or _is_owned(reader, deed.who):
            return AGENT
        if deed.who[0] < start or match.label.value == NO_AGENT:
            return NO_AGENT  # behind an active verb it may be what is hit
    if deeds and deeds.subjectless and match.label.value == AGENT and _is_plural(reader, match):
        return NO_AGENT
    if match.label.value == AGENT and _by_nature(reader, match):
        return None
    return AGENT if _visible(reader, match) else NO_AGENT


def _names(reader: _Reader, head: Span, matches: Sequence[Match[Label] | Match[Actor]]) -> bool:
    """Tell whether the head word of a doer is among some words: "fighters" are no jets."""
    return any(covers(head, reader.sentence, one.first, one.last) for one in matches)


def _is_plural(reader: _Reader, match: Match[Label]) -> bool:
    return reader.sentence[match.first].surface.endswith(tuple(reader.lists["plural"]))


def _is_owned(reader: _Reader, doer: Span) -> bool:
    """Tell whether the phrase of a weapon names somebody who acts: "a Russian drone"."""
    return any(
        covers(doer, reader.sentence, actor.first, actor.last)
        and (actor.label.is_a(ADJECTIVE, POSSESSIVE) or actor.label.is_collective)
        for actor in _sided(reader.actors)
    )


def _by_nature(reader: _Reader, match: Match[Label]) -> bool:
    """Tell whether nature is the subject of an active verb: nearest before it, nobody between."""
    low = max(0, match.first - _WITHIN.subject)
    near = [m.last for m in reader.nature if low <= m.last < match.first]
    return bool(near) and not any(near[-1] < actor.last < match.first for actor in reader.actors)


def _is_noun(reader: _Reader, match: Match[Label]) -> bool:
    """Tell "the wounded" and "the captured town" from a predicate."""
    return (
        not reader.inflected
        and match.label.value == AGENT
        and match.first > 0
        and reader.sentence[match.first - 1].surface in reader.lists["determiner"]
    )


def _has_owner(reader: _Reader, weapon: Match[Label]) -> bool:
    """Tell whether a weapon is somebody's: "Russian drones", "російського удару", "удара ВСУ", "a
    strike by the IDF"; not "the shelling of Kyiv".
    """
    return any(
        _owns_before(reader, actor, weapon)
        or (reader.inflected and _owns_after(reader, actor, weapon))
        for actor in reader.actors
    ) or _owned_by(reader, weapon)


def _owns_before(reader: _Reader, actor: Match[Actor], weapon: Match[Label]) -> bool:
    apart = weapon.first - actor.last
    if actor.label.side is None or apart <= 0:
        return False
    if actor.label.is_a(ADJECTIVE, POSSESSIVE):
        return apart <= _WITHIN.owner_before
    return not reader.inflected and apart == 1 and actor.label.is_collective


def _owns_after(reader: _Reader, actor: Match[Actor], weapon: Match[Label]) -> bool:
    """Tell whether the genitive after a weapon is its owner; after one that is aimed only a body
    that acts is, for a place or persons may be what is hit.
    """
    if not _follows(reader.sentence, weapon.last, actor.first):
        return False
    if not actor.label.is_a(NOUN, HEAD, case="genitive"):
        return False
    if weapon.label.value == AIMED:
        return actor.label.side is not None and actor.label.is_collective
    return True


def _owned_by(reader: _Reader, weapon: Match[Label]) -> bool:
    for by in reader.by:
        if not 0 < by.first - weapon.last <= _WITHIN.by_after_weapon:
            continue
        near = range(by.last + 1, by.last + 1 + _WITHIN.owner_after_by)
        if any(actor.first in near and actor.label.is_a(NOUN, HEAD) for actor in reader.actors):
            return True
    return False


def _visible(reader: _Reader, match: Match[Label]) -> bool:
    if match.label.value == NO_AGENT:
        if reader.inflected:
            return _has_doer(reader, match.last)
        return match.first != match.last and _has_by(reader, match.last)
    if match.first == 0:
        return False
    if not reader.inflected and _is_participle(reader, match):
        return _has_by(reader, match.last)
    low = max(0, match.first - _WITHIN.subject)
    near = [w for w in reader.weapons if low <= w.last < match.first]
    return not near or any(
        low <= actor.last < match.first
        and actor.label.side is not None
        and not _is_only_where(reader, actor)
        for actor in reader.actors
    )


def _is_only_where(reader: _Reader, actor: Match[Actor]) -> bool:
    """Tell a place from who acts: "in Indonesia an earthquake destroyed"."""
    before = reader.sentence[actor.first - 1].surface if actor.first else ""
    is_name = actor.label.is_a(NOUN) and not actor.label.is_a(ADJECTIVE, POSSESSIVE)
    return is_name and actor.label.is_place and before in reader.lists["before_place"]


def _has_doer(reader: _Reader, last: int) -> bool:
    """Tell whether somebody is named in the instrumental beside a passive: "убит полицейским",
    "зруйновано армією РФ", "знищено СБУ".

    A name may have one form for all cases; so any name counts only right after the passive, whether
    or not its own form shows the case. What always shows it (an adjective, "army", a people) counts
    within a few words.
    """
    near = range(last - _WITHIN.doer, last + _WITHIN.doer + 1)
    ends = tuple(reader.lists["instrumental"])
    if any(
        m.first in near and reader.sentence[m.first].surface.endswith(ends) for m in reader.doers
    ):
        return True
    return any(
        actor.label.side is not None
        and (
            (actor.first in near and _is_instrumental(actor.label))
            or (
                _follows(reader.sentence, last, actor.first)
                and actor.label.is_a(NOUN, case="instrumental")
            )
        )
        for actor in reader.actors
    )


def _is_instrumental(actor: Actor) -> bool:
    """Tell whether a form that is declined for every side is in the instrumental."""
    return any(
        (reading.word_class in (ADJECTIVE, HEAD) or reading.kind.name == _PEOPLE)
        and "instrumental" in reading.cases
        and "nominative" not in reading.cases
        for reading in actor.readings
    )


def _has_by(reader: _Reader, last: int) -> bool:
    """Tell whether "by" names somebody: "by a Russian drone", not "by a drone"."""
    by = next((m.last for m in reader.by if last < m.first < last + 1 + _WITHIN.by), None)
    if by is None:
        return False
    near = range(by + 1, by + 1 + _WITHIN.by)
    return not any(w.first in near for w in reader.weapons) or any(
        side.first in near for side in _sided(reader.actors)
    )


def _is_participle(reader: _Reader, match: Match[Label]) -> bool:
    """Tell "five killed in a strike" from "troops killed five": nothing that can be its object
    follows.
    """
    if reader.lists["be"] & reader.sentence[match.first - 1].lemmas:
        return True
    following = reader.sentence[match.last + 1] if match.last + 1 < len(reader.sentence) else None
    return following is None or following.surface in reader.lists["preposition"]


def _sided(actors: Iterable[Match[Actor]]) -> list[Match[Actor]]:
    return [actor for actor in actors if actor.label.side is not None]


def _follows(sentence: Sequence[Word], last: int, first: int) -> bool:
    """Tell whether a word comes right after another, with nothing but a blank between them."""
    return first == last + 1 and sentence[first].start - sentence[last].end == 1
