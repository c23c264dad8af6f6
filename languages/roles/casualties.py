"""Casualties: who was killed, wounded, rescued, detained …, how many, by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parallax.languages.roles.animacy import is_people, is_thing
from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.counted import number_told, whoms_of
from parallax.languages.roles.lexicon import Entry
from parallax.languages.roles.made import phrase, statement
from parallax.languages.roles.qualifiers import is_absent
from parallax.languages.roles.statement import Statement

_OF_PEOPLE = frozenset(
    {"missing", "survived", "rescued", "evacuated", "displaced", "trapped", "released"}
    | {"captured", "returned", "infected", "hospitalised"}
)
"""Concepts whose words are said of things as well: of these, whom must be people."""
_NOUNS = frozenset({"NOUN", "PROPN", "ADJ"})
_ONLY_COUNTED = frozenset({"captured", "displaced"})


def casualties(clause: Clause) -> Iterator[Statement]:
    """Yield the statements of casualties of a sentence."""
    taken: set[int] = set()
    made: list[Statement] = []
    for at in range(len(clause.tree)):
        for entry, beside in clause.tree.entries(at):
            if entry.kind != "casualty" or at in taken:
                continue
            found = list(_read(clause, at, entry, beside))
            if found:
                taken |= {at, *beside}
                made += found
                break
    counted = {one.whom.token for one in made if one.whom and one.predicate.token != one.whom.token}
    for one in made:
        if not _happens_to_people(clause, one):
            continue
        if one.concept in _ONLY_COUNTED and one.predicate.token in counted:
            continue  # "pardoned 27 prisoners" says nothing of their capture
        yield one


def _happens_to_people(clause: Clause, made: Statement) -> bool:
    """Tell whether somebody is named or counted, and that a word such as "released" is not said
    of things.
    """
    if made.whom is None:
        return made.quantity is not None or made.negated
    if made.whom.token == made.predicate.token:
        return True
    if made.concept == "evacuated" and clause.tree.is_in(made.whom.token, "place"):
        return True
    if made.concept == "rescued" and any(
        entry.frame == "deed" for entry, _ in clause.tree.entries(made.whom.token)
    ):
        return False  # to pull bodies out rescues nobody
    if made.concept == "affected" and clause.tree.is_in(made.whom.token, "body", "place"):
        return False
    adjective = any(e.frame == "state" for e, _ in clause.tree.entries(made.predicate.token))
    if made.concept in _OF_PEOPLE or adjective:
        return is_people(clause.tree, made.whom.token)
    return not is_thing(clause.tree, made.whom.token)


def _read(clause: Clause, at: int, entry: Entry, beside: tuple[int, ...]) -> Iterator[Statement]:
    token, impersonal = clause.tokens[at], clause.is_impersonal_passive(at)
    if token.base == "compound":
        return  # "death toll"
    attribute = not impersonal and clause.is_attribute(at)
    verbal = clause.tree.is_verb(at) and not clause.is_noun_like(at)
    predicate = verbal or _is_predicate(clause, at)
    if entry.frame in {"object", "state"} and attribute and not _takes_object(clause, at):
        yield from _of_attribute(clause, at, entry)
    elif entry.frame == "object" and predicate:
        yield from _of_verb(clause, at, entry, beside, to_subject=False)
    elif (entry.frame == "subject" and (verbal or beside)) or (
        entry.frame == "state" and _is_predicate(clause, at)
    ):
        yield from _of_verb(clause, at, entry, beside, to_subject=True)
    elif not impersonal and (token.upos in _NOUNS or token.feature("VerbForm") == "Part"):
        yield from _of_noun(clause, at, entry, attribute=attribute)


def _of_noun(clause: Clause, at: int, entry: Entry, *, attribute: bool) -> Iterator[Statement]:
    if entry.frame == "deed":
        yield from _of_deed(clause, at, entry)
    elif entry.frame in {"person", "counted"} and not attribute and _names_people(clause, at):
        yield from _of_person(clause, at, entry)


def _takes_object(clause: Clause, at: int) -> bool:
    return clause.tree.is_verb(at) and bool(clause.tree.below(at, "obj"))


def _names_people(clause: Clause, at: int) -> bool:
    """Tell whether a word stands as a noun: "the wounded", "number of wounded", «поранені»."""
    if clause.inflected or clause.tokens[at].upos == "NOUN":
        return True
    tree = clause.tree
    return bool(
        tree.below(at, "det", "nummod", "case", "nmod:poss")
        or clause.tokens[at].base in {"nsubj", "obj"}
    )


def _is_predicate(clause: Clause, at: int) -> bool:
    """Tell whether an adjective or short participle is what is said of a subject."""
    token = clause.tokens[at]
    if clause.is_noun_like(at):
        return False
    return (
        bool(clause.tree.below(at, "nsubj", "cop", "aux"))
        or clause.is_passive(at)
        or (token.upos == "ADJ" and token.base in {"xcomp", "root", "conj", "parataxis", "advcl"})
    )


def _of_verb(
    clause: Clause, at: int, entry: Entry, beside: tuple[int, ...], *, to_subject: bool
) -> Iterator[Statement]:
    passive = not to_subject and (clause.is_passive(at) or not clause.tree.is_verb(at))
    subject, objects = clause.subject(at), clause.objects(at)
    if not to_subject and not clause.inflected and not objects and clause.tree.below(at, "nsubj"):
        passive = True  # a headline: "two killed"
    others = [one for one in objects if one.token not in beside]
    objects = others or ([] if to_subject else objects)
    who: Argument | None = None
    if to_subject and (subject is None or subject.token in beside):
        subject = objects[0] if objects else None  # the verb can have no object
    if not to_subject and not passive and not objects and _is_counted_object(clause, at, subject):
        subject, objects = None, [subject] if subject else []
    if to_subject or passive:
        first = subject
        if first is None or (objects and clause.is_impersonal_passive(at)):
            first = objects[0] if objects and not to_subject else first
        who = clause.agent(at) if passive else None
    else:
        first = _living(clause, objects[0]) if objects else None
        who = subject or (clause.agent(at) if clause.tokens[at].gender == "Neut" else None)
    without_doer = not to_subject and who is None and (passive or _is_impersonal(clause, at))
    if first and entry.concept == "rescued" and clause.tree.is_in(first.token, "life"):
        return  # "to save lives" is an aim
    whoms: list[Argument | None] = list(whoms_of(clause, at, first)) if first else [None]
    for whom in whoms:
        yield statement(
            clause,
            beside[0] if entry.at_beside else at,
            entry,
            whom=whom,
            who=who,
            without_doer=without_doer,
            verb=at,
        )


def _is_counted_object(clause: Clause, at: int, subject: Argument | None) -> bool:
    """Tell whether what the parser calls the subject is counted and suffers: «14 осіб
    арештували».
    """
    if subject is None or not clause.inflected or clause.tokens[at].number != "Plur":
        return False
    if subject.token not in clause.tree.below(at, "nsubj"):
        return False
    return bool(clause.tree.numerals(subject.token)) and clause.tokens[subject.token].case in {
        "Gen",
        "Acc",
    }


def _living(clause: Clause, found: Argument) -> Argument:
    """Return whose lives they are in "claimed the lives of 14 tourists"."""
    if clause.tree.is_in(found.token, "life"):
        for i in clause.tree.below(found.token, "nmod"):
            return Argument(i, min(found.confidence, clause.arc(i)))
    return found


def _is_impersonal(clause: Clause, at: int) -> bool:
    """Tell whether a verb has no subject and needs none: «арестовали», «ранило», «вбито»."""
    token = clause.tokens[at]
    return (
        clause.inflected
        and token.upos == "VERB"
        and token.feature("VerbForm") not in {"Conv", "Part"}
        and not token.surface.lower().endswith(("ся", "сь"))
        and (token.number == "Plur" or token.gender == "Neut" or _is_needless(clause, at))
    )


def _is_needless(clause: Clause, at: int) -> bool:
    """Tell whether an infinitive is that of a verb without a subject: «удалось спасти»."""
    token, head = clause.tokens[at], clause.tree.head(at)
    if head < 0 or token.base not in {"xcomp", "csubj"}:
        return False
    above = clause.tokens[head]
    return clause.subject(head) is None and (above.gender == "Neut" or above.number == "Plur")


def _of_attribute(clause: Clause, at: int, entry: Entry) -> Iterator[Statement]:
    """Yield what a participle or adjective says of its noun: "the wounded women"."""
    noun = Argument(clause.tree.head(at), clause.arc(at))
    participle = entry.frame == "object"
    who = clause.agent(at) if participle else None
    verbal = clause.tokens[at].upos == "VERB" or not clause.inflected
    named = any(one.frame == "person" for one, _ in clause.tree.entries(at))
    if named and (clause.inflected or clause.tokens[at].base == "amod"):
        verbal = False  # «поранений» is a noun as well
    yield statement(
        clause,
        at,
        entry,
        whom=clause.resolved(noun),
        who=who,
        without_doer=participle and who is None and verbal,
        counts=clause.tokens[at].base == "acl" or clause.inflected,
    )


def _of_person(clause: Clause, at: int, entry: Entry) -> Iterator[Statement]:
    """Yield what a noun says that names whom it happened to: «загиблі», "casualties"."""
    tree = clause.tree
    quantity = number_told(clause, at)
    if entry.frame == "counted" and not (tree.numerals(at) or quantity):
        return
    whom = Argument(at, 1.0)
    among = any(tree.is_in(case, "among") for case in tree.prepositions(at))
    members = _members(clause, at) if among else _become(clause, at)
    for one in members or [whom]:
        made = statement(clause, at, entry, whom=one, who=None, without_doer=False)
        if quantity is not None and made.quantity is None:
            made = replace(made, quantity=phrase(clause, quantity))
        yield replace(made, negated=made.negated or is_absent(clause, at))


def _become(clause: Clause, at: int) -> list[Argument] | None:
    """Return who became it: "six climbers fell victim", «числятся пропавшими»."""
    head = clause.tree.head(at)
    if head >= 0 and clause.tokens[at].case == "Ins":  # «втратили вбитими 15 осіб»
        loses = any(entry.frame == "loses" for entry, _ in clause.tree.entries(head))
        things = clause.objects(head) if loses else []
        if things:
            return things[:1]
    if head < 0 or not clause.tree.is_in(head, "becomes"):
        return None
    if clause.tokens[at].base == "nsubj" or clause.tree.prepositions(at):
        return None
    subject = clause.subject(head)
    if subject is None or subject.token == at:
        return None
    return [Argument(subject.token, min(subject.confidence, clause.arc(at)))]


def _members(clause: Clause, at: int) -> list[Argument] | None:
    """Return who is named in "among the wounded are three officers"."""
    head = clause.tree.head(at)
    told = clause.tree.below(at, "nsubj")
    if told:
        return [Argument(told[0], clause.arc(told[0]))]
    if head < 0:
        return None
    if clause.tokens[at].base in {"obl", "root"} and clause.tree.is_nominal(head):
        return [Argument(head, clause.arc(at))]
    subject = clause.tree.below(head, "nsubj")
    return [Argument(i, clause.arc(i)) for i in subject[:1]] or None


def _of_deed(clause: Clause, at: int, entry: Entry) -> Iterator[Statement]:
    """Yield what a noun such as "death" says of its genitive: "the death of a child"."""
    tree = clause.tree
    of = [
        i
        for i in tree.below(at, "nmod", "nmod:poss")
        if clause.tokens[i].relation == "nmod:poss"
        or (
            (not tree.prepositions(i) or clause.is_measured(i))
            if clause.inflected
            else any(tree.is_in(case, "genitive") for case in tree.prepositions(i))
        )
    ]
    of += [i for i in tree.below(at, "det") if clause.inflected and tree.is_in(i, "their")]
    whoms: list[Argument | None] = [None]
    if of:
        whoms = list(whoms_of(clause, at, Argument(of[0], clause.arc(of[0]))))
    elif not is_absent(clause, at) and number_told(clause, at) is None:
        return
    told = number_told(clause, at)
    for whom in whoms:
        made = statement(clause, at, entry, whom=whom, who=None, without_doer=False)
        if told is not None and made.quantity is None:
            made = replace(made, quantity=phrase(clause, told))
        yield replace(made, negated=made.negated or is_absent(clause, at))
