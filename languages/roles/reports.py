"""Reports: who says it, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parallax.languages.roles.animacy import is_people
from parallax.languages.roles.circumstances import moment
from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.lexicon import Entry
from parallax.languages.roles.made import phrase
from parallax.languages.roles.qualifiers import is_denied, modality
from parallax.languages.roles.speakers import (
    addressee,
    body_behind,
    can_hear,
    cannot_speak,
    sole_speaker,
    speaking_place,
)
from parallax.languages.roles.statement import CONFIDENCE, Statement
from parallax.languages.roles.told_by_sign import is_beside_quotation, told_by_sign

_SAID = Entry("report", "said", "says", ())
_ATTRIBUTIVE = frozenset({"cited", "confirmed", "called"})
"""Of verbs of saying only these speak as participles of a noun: "a spokesman quoted by …"."""
_FRAMES = frozenset({"says", "asks", "tells", "accuses"})


def reports(clause: Clause) -> Iterator[Statement]:
    """Yield the reports of a sentence."""
    for at in range(len(clause.tree)):
        yield from _according_to(clause, at)
        if not clause.tree.is_verb(at):
            continue
        entries = [one for one in clause.tree.entries(at) if one[0].frame in _FRAMES]
        if entries:
            yield from _of_verb(clause, at, *entries[0])
        elif is_beside_quotation(clause, at):
            yield from _of_verb(clause, at, _SAID, ())
    yield from told_by_sign(clause)


def _of_verb(clause: Clause, at: int, entry: Entry, beside: tuple[int, ...]) -> Iterator[Statement]:
    passive = clause.is_passive(at) or clause.tree.is_in(at, "said_itself")
    speaker = body_behind(clause, _speaker(clause, at, passive=passive))
    if not _is_report(clause, at, entry, beside, speaker, passive=passive):
        return
    thing = _object(clause, at, passive=passive)
    hears = entry.frame in {"asks", "tells"} and not (
        entry.concept == "ordered" and _orders_a_deed(clause, at)
    )
    hearer = addressee(clause, at) or (thing if hears else None)
    if hearer and not can_hear(clause, hearer.token):
        hearer = None
    yield Statement(
        "report",
        entry.concept,
        clause.tokens[at].lemma,
        clause.tree.phrase(at),
        whom=phrase(clause, thing if entry.frame == "accuses" else None),
        speaker=phrase(clause, speaker),
        addressee=phrase(
            clause,
            thing if passive and hears and thing and can_hear(clause, thing.token) else hearer,
        ),
        when=phrase(clause, moment(clause, at, [])),
        negated=is_denied(clause, at),
        modality=modality(clause, at),
        passive_without_doer=speaker is None and (passive or not clause.subject(at)),
    )


def _speaker(clause: Clause, at: int, *, passive: bool) -> Argument | None:
    if passive:
        return clause.agent(at) or speaking_place(clause, at)
    found = clause.own_subject(at)
    if found is None or cannot_speak(clause, found.token):
        found = sole_speaker(clause, at) or found
    found = found or speaking_place(clause, at) or clause.subject(at)
    if found is None and clause.tokens[at].base == "conj":
        return speaking_place(clause, clause.tree.head(at))
    return found


def _object(clause: Clause, at: int, *, passive: bool) -> Argument | None:
    """Return whom somebody asks or accuses: the subject of a passive, else the object."""
    return clause.subject(at) if passive else next(iter(clause.objects(at)), None)


def _is_report(
    clause: Clause,
    at: int,
    entry: Entry,
    beside: tuple[int, ...],
    speaker: Argument | None,
    *,
    passive: bool,
) -> bool:
    """Tell whether a verb of saying says something here, by somebody who can."""
    weak = (clause.tree.is_in(at, "weak") and not beside) or speaker is None
    if weak and not passive and not _reports_something(clause, at):
        return False
    if speaker is None:
        able = passive or _is_impersonal(clause, at)
    else:
        able = not cannot_speak(clause, speaker.token)
    itself = clause.tree.is_in(at, "said_itself") or entry.concept in _ATTRIBUTIVE
    if entry.frame == "says" and clause.is_attribute(at) and not itself:
        return False
    if speaker is not None and entry.concept == "found" and not _finds(clause, speaker.token):
        return False
    judged = speaker is not None and clause.tree.is_in(speaker.token, "court")
    if entry.concept == "criticised" and judged:
        return False  # «суд засудив»
    if entry.concept == "called" and not _calls_something(clause, at):
        return False
    return able and not _is_asked_for(clause, at)


def _finds(clause: Clause, at: int) -> bool:
    tree = clause.tree
    return is_people(tree, at) or tree.is_in(at, "body", "speaker", "study", "statement")


def _orders_a_deed(clause: Clause, at: int) -> bool:
    """Tell whether what is ordered is to be done to the object: "ordered them to be evacuated"."""
    below = clause.tree.below(at, "xcomp", "ccomp")
    below += [j for i in clause.tree.below(at, "obj") for j in clause.tree.below(i, "acl")]
    return any(clause.is_passive(i) for i in below)


def _is_asked_for(clause: Clause, at: int) -> bool:
    """Tell whether to speak is what somebody is asked for: "asked them not to recognise"."""
    head = clause.tree.head(at)
    return (
        head >= 0
        and clause.tokens[at].base in {"xcomp", "ccomp"}
        and clause.tokens[at].feature("VerbForm") == "Inf"
        and any(
            entry.frame == "asks" or entry.concept == "refused"
            for entry, _ in clause.tree.entries(head)
        )
    )


def _calls_something(clause: Clause, at: int) -> bool:
    tree = clause.tree
    if clause.inflected or not clause.tokens[at].surface.lower().startswith("call"):
        return True
    named = [i for i in tree.below(at, "xcomp", "ccomp") if not tree.below(i, "mark")]
    if named or len(tree.below(at, "obj", "obl", "iobj")) > 1:
        return True
    what = any(tree.is_in(i, "what", "which") for i in tree.below(at, "obj"))
    return what or (clause.is_relative(at) and not tree.below(at, "obj", "xcomp"))


def _is_impersonal(clause: Clause, at: int) -> bool:
    token = clause.tokens[at]
    return clause.inflected and token.number == "Plur" and token.feature("VerbForm") != "Inf"


def _reports_something(clause: Clause, at: int) -> bool:
    tree = clause.tree
    quotes = [i for i in range(len(tree)) if tree.is_in(i, "quote")]
    within = sum(i < at for i in quotes) % 2 and quotes[-1] > at
    if quotes and not within:
        return True  # the verb stands beside a quotation
    if tree.below(at, "ccomp", "parataxis", "xcomp") or clause.tokens[at].base == "parataxis":
        return True
    return any(
        tree.is_in(case, "about", "as")
        for i in tree.below(at, "obl")
        for case in tree.prepositions(i)
    ) or any(tree.is_in(i, "that", "as") for i in tree.below(at, "mark", "advmod"))


def _according_to(clause: Clause, at: int) -> Iterator[Statement]:
    """Yield the report of "according to the ministry", «за словами …», «по данным …»."""
    tree = clause.tree
    cases = tree.prepositions(at)
    direct = next((case for case in cases if tree.is_in(case, "according_to")), None)
    if direct is not None and not tree.is_in(at, "words_of"):
        speaker = body_behind(clause, Argument(at, clause.arc(direct)))
        yield _sourced(clause, direct, speaker)
        return
    if clause.inflected and tree.is_in(at, "reference"):
        for i in tree.below(at, "nmod", "obl"):
            if any(tree.is_in(case, "onto") for case in tree.prepositions(i)):
                speaker = body_behind(clause, Argument(i, max(CONFIDENCE.placed, clause.arc(i))))
                made = _sourced(clause, at, speaker)
                yield replace(made, concept="cited")
                return
    opened = any(tree.is_in(case, "opens", "according_to") for case in cases)
    if not opened or not tree.is_in(at, "words_of"):
        return
    for i in tree.below(at, "nmod", "det", "nmod:poss", "amod"):
        token = clause.tokens[i]
        if token.base == "amod" and not (clause.inflected and tree.is_in(i, "of_people")):
            continue
        bare = clause.inflected and token.base == "nmod" and not tree.prepositions(i)
        whose = bare or token.relation == "nmod:poss" or token.base == "amod"
        if whose or tree.is_in(i, "their"):
            speaker = body_behind(clause, Argument(i, clause.arc(i)))
            yield _sourced(clause, at, speaker)
            return


def _sourced(clause: Clause, at: int, speaker: Argument | None) -> Statement:
    return Statement(
        "report",
        "according_to",
        clause.tokens[at].lemma,
        clause.tree.phrase(at),
        speaker=phrase(clause, speaker),
    )
