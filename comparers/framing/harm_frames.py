"""What in a sentence names a doer of harm: the owner of a strike or a weapon, the subject or agent
of a verb. Who is accused of it is read in `accusations`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, NamedTuple

from parallax.comparers.framing.codebook import Axis, Label
from parallax.comparers.framing.harm_doers import Doer
from parallax.core.thresholds import thresholds
from parallax.languages.phrases import Match, Word

ASSERTS, REPORTS, DENIES = "asserts", "reports", "denies"
EVENT, DEED, LIGHT, WEAPON = "event", "deed", "light", "weapon"
"""Values of the senses of harm; a light verb is a deed with its event only: "carried out a strike".
"""
STOPPED = "stopped"
_FALLS = "falls"
"""What a weapon does that hits: it is no deed of somebody by itself."""
_BY, _PLANNED = "by", "planned"


@thresholds("compare", chosen="by hand on stories of our own wording, then read on collected ones")
@dataclass(frozen=True)
class BlameWindows:
    """How many words apart the parts of an accusation may be."""

    owner: Annotated[int, 'from "Russian", "Israel\'s" to the strike or the weapon'] = 3
    subject: Annotated[int, "from a doer to its verb, in languages with cases"] = 7
    after: Annotated[int, "from a verb to a doer after it"] = 3
    event: Annotated[int, 'from "carried out" to the strike'] = 6
    by: Annotated[int, 'from a deed to "by", and from "by" to who is named'] = 5
    negated: Annotated[int, 'from "not" to the strike it is about'] = 3
    passive: Annotated[int, "from a doer in the instrumental to a light verb after it"] = 20
    planned: Annotated[int, 'from "threatened", "may" to the deed'] = 3
    weapon: Annotated[int, "from a weapon to its verb"] = 8


_WITHIN = BlameWindows()


@dataclass(frozen=True)
class Reader:
    """A sentence and what was found in it."""

    text: str
    language: str
    words: Sequence[Word]
    by_role: Mapping[str, Sequence[Match[Label]]]
    doers: Sequence[Doer]
    axis: Axis

    @property
    def inflected(self) -> bool:
        """Tell whether the language shows by its cases who does what."""
        return self.language != "en"

    def has(self, name: str, at: int) -> bool:
        """Tell whether a word is in a list of the axis."""
        return 0 <= at < len(self.words) and self.words[at].surface in self.axis.lists[name]

    def passive(self, verb: Match[Label]) -> bool:
        """Tell «обстріляно», «разрушен» from «обстріляли»."""
        return self.words[verb.first].surface.endswith(tuple(self.axis.lists["passive"]))

    def joined(self, first: int, last: int) -> bool:
        """Tell whether no sign that ends a clause stands between two words."""
        between = self.text[self.words[first].end : self.words[last].start]
        if "." in self.words[first].surface:  # "U.S. drones"
            between = between.removeprefix(".")
        return not any(sign in between for sign in '.;:!?«»“”"')

    def clause(self, first: int, last: int) -> bool:
        """Tell whether another clause begins between two words."""
        return (
            any(self.has("clause", at) for at in range(first + 1, last))
            or "," in (self.text[self.words[first].end : self.words[last].start])
        )


class Named(NamedTuple):
    """A doer that words first..last of a sentence name, and how."""

    doer: Doer
    first: int
    last: int
    stance: str


def named(reader: Reader) -> Iterator[Named]:
    """Yield all that name a doer, accusations aside."""
    for event in reader.by_role.get(EVENT, []):
        yield from _owners(reader, event)
    for weapon in reader.by_role.get(WEAPON, []):
        if _does_harm(reader, weapon):
            yield from _owners(reader, weapon)
    for deed in (*reader.by_role.get(DEED, []), *_light_deeds(reader)):
        if _is_real(reader, deed):
            if reader.has("noun", deed.last):
                yield from _owners(reader, deed)
            yield from _subjects(reader, deed)
            yield from _agents(reader, deed)


def _light_deeds(reader: Reader) -> Iterator[Match[Label]]:
    """Yield the verbs that have an event as their object or subject, up to that event."""
    for verb in reader.by_role.get(LIGHT, []):
        for event in reader.by_role.get(EVENT, []):
            if abs(event.first - verb.last) > _WITHIN.event:
                continue
            if not reader.clause(*sorted((verb.last, event.first))):
                yield replace(verb, last=max(verb.last, event.last))
                break


def _owners(reader: Reader, noun: Match[Label]) -> Iterator[Named]:
    """Yield whose a strike or a weapon is; after "not" within a few words, whose it is not."""
    for one in _owned(reader, noun):
        near = range(max(0, one.first - _WITHIN.negated), one.last)
        denied = any(reader.has("negation", at) for at in near)
        yield one._replace(stance=DENIES) if denied else one


def _owned(reader: Reader, noun: Match[Label]) -> Iterator[Named]:
    for doer in reader.doers:
        before = noun.first - doer.last
        if 0 < before <= _WITHIN.owner and doer.owner and _only_adjectives(reader, doer, noun):
            yield Named(doer, doer.first, noun.last, ASSERTS)
        elif not reader.inflected and before == 1 and doer.noun and not doer.place:
            if not _is_verb(reader, noun) and not reader.has("preposition", doer.first - 1):
                yield Named(doer, doer.first, noun.last, ASSERTS)
        elif reader.inflected and doer.first == noun.last + 1 and doer.genitive:
            if not reader.joined(noun.last, doer.first):
                continue
            if not doer.place or reader.has("onto", doer.last + 1):
                yield Named(doer, noun.first, doer.last, ASSERTS)
    yield from _agents(reader, noun)


def _only_adjectives(reader: Reader, doer: Doer, noun: Match[Label]) -> bool:
    """Tell whether nothing but modifiers stands between: "Russian missile and drone strike"; in
    languages with cases they are adjectives, so that «російського міста … вибух» is not joined.
    """
    between = reader.text[reader.words[doer.last].end : reader.words[noun.first].start]
    if not reader.joined(doer.last, noun.first) or "," in between:
        return False
    for at in range(doer.last + 1, noun.first):
        word = reader.words[at]
        if reader.has("and", at):
            continue
        if reader.has("preposition", at) or reader.has("clause", at):
            return False
        if reader.inflected and (
            word.capital or not word.surface.endswith(tuple(reader.axis.lists["adjective"]))
        ):
            return False
    return True


def _agents(reader: Reader, harm: Match[Label]) -> Iterator[Named]:
    """Yield who is named after "by" or in the instrumental."""
    for by in reader.by_role.get(_BY, []):
        if not 0 < by.first - harm.last <= _WITHIN.by or not reader.joined(harm.last, by.first):
            continue
        for doer in reader.doers:
            if 0 < doer.first - by.last <= _WITHIN.by - 2 and doer.noun:
                yield Named(doer, harm.first, doer.last, ASSERTS)
                break
    if not reader.inflected or harm.label.value not in (DEED, LIGHT) or not reader.passive(harm):
        return
    for doer in reader.doers:
        near = min(abs(doer.first - harm.last), abs(harm.first - doer.last))
        after_preposition = reader.has("preposition", doer.first - 1)
        light = harm.label.value == LIGHT and doer.last < harm.first
        far = _WITHIN.passive if light else _WITHIN.by
        by_place = doer.genitive and doer.nominative and doer.first > harm.last  # one form for all
        if (doer.instrumental or by_place) and near <= far and not after_preposition:
            first, last = min(doer.first, harm.first), max(doer.last, harm.last)
            if reader.joined(first, last):
                yield Named(doer, first, last, ASSERTS)


def _subjects(reader: Reader, deed: Match[Label]) -> Iterator[Named]:
    """Yield who does it as the subject of an active verb, before it or after it."""
    if reader.has("be", deed.first - 1) or reader.has("be", deed.first - 2):
        return
    yield from _of_pronoun(reader, deed)
    stance = DENIES if reader.has("negation", deed.first - 1) else ASSERTS
    subjects = [d for d in reader.doers if d.nominative]
    for doer in reversed(subjects):
        if _is_subject_before(reader, doer, deed):
            yield Named(doer, doer.first, deed.last, stance)
            return
    for doer in subjects if reader.inflected else ():
        if (
            0 < doer.first - deed.last <= _WITHIN.after
            and doer.sure_subject
            and not reader.clause(deed.last, doer.first)
            and reader.joined(deed.last, doer.first)
        ):
            yield Named(doer, deed.first, doer.last, stance)
            return


def _of_pronoun(reader: Reader, deed: Match[Label]) -> Iterator[Named]:
    """Yield who says so of himself: "Russia's ministry said that it had struck": the one side that
    the sentence names before the pronoun.
    """
    at = deed.first - 1
    while is_adverbial(reader, at) and not reader.has("pronoun", at):
        at -= 1
    if not reader.has("pronoun", at):
        return
    before = [doer for doer in reader.doers if doer.last < at]
    if before and len({doer.side for doer in before}) == 1:
        yield Named(before[0], before[0].first, deed.last, REPORTS)


def _is_subject_before(reader: Reader, doer: Doer, deed: Match[Label]) -> bool:
    if reader.has("preposition", doer.first - 1) or not reader.joined(doer.last, deed.first):
        return False
    if not 0 < deed.first - doer.last <= _WITHIN.subject:
        return False
    if reader.inflected:
        return not _is_genitive_of_before(reader, doer) and not reader.clause(doer.last, deed.first)
    return all(is_adverbial(reader, at) for at in range(doer.last + 1, deed.first))


def is_adverbial(reader: Reader, at: int) -> bool:
    """Tell whether a word may stand between an English subject and its verb: "has reportedly", "on
    Oct. 10", "in Kyiv".
    """
    if at < 0:
        return False
    word = reader.words[at]
    if reader.has("aux", at) or reader.has("negation", at) or word.surface.isdigit():
        return True
    if word.surface.endswith("ly"):
        return True
    if reader.has("where", at):
        return at + 1 < len(reader.words) and reader.words[at + 1].capital
    return word.capital and (reader.has("where", at - 1) or reader.has("month", at))


def _is_genitive_of_before(reader: Reader, doer: Doer) -> bool:
    """Tell «удар ВСУ» and «міноборони РФ» from a subject: a name without cases right after a noun
    in small letters is its genitive.
    """
    at = doer.first - 1
    if not doer.genitive or reader.has("when", at) or at < 0 or not reader.joined(at, doer.first):
        return False
    before = reader.words[at]
    apart = reader.text[before.end : reader.words[doer.first].start]
    return apart == " " and not before.surface.isdigit() and len(before.surface) > 3


def _is_verb(reader: Reader, noun: Match[Label]) -> bool:
    return noun.label.value == DEED and reader.words[noun.first].surface.endswith("ed")


def _does_harm(reader: Reader, weapon: Match[Label]) -> bool:
    """Tell whether a weapon hits in this sentence, and was not shot down."""
    if reader.by_role.get(STOPPED):
        return False
    harm = [match for role in (DEED, EVENT, _FALLS) for match in reader.by_role.get(role, ())]
    return any(abs(m.first - weapon.last) <= _WITHIN.weapon for m in harm)


def _is_real(reader: Reader, deed: Match[Label]) -> bool:
    """Tell a deed from a plan, a threat or an infinitive; what was shot down is none."""
    surface = reader.words[deed.first].surface
    if reader.inflected and surface.endswith(tuple(reader.axis.lists["infinitive"])):
        return False
    if not reader.inflected and any(
        reader.has("not_done", at) for at in range(deed.first - 2, deed.first)
    ):
        return False
    return not any(
        0 < deed.first - m.last <= _WITHIN.planned for m in reader.by_role.get(_PLANNED, [])
    )
