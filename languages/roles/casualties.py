"""Casualties: who was killed, wounded, rescued, detained …, how many, by whom."""

from __future__ import annotations

from collections.abc import Iterator

from parallax.languages.roles.animacy import is_people, is_thing
from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.counted import whoms_of
from parallax.languages.roles.deeds import of_deed
from parallax.languages.roles.lexicon import Entry
from parallax.languages.roles.made import statement
from parallax.languages.roles.named_people import of_person
from parallax.languages.roles.statement import CONFIDENCE, Statement

_OF_PEOPLE = frozenset(
    {"missing", "survived", "affected", "rescued", "evacuated", "displaced", "trapped", "released"}
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
            if any(_happens_to_people(clause, one) for one in found):
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
    if made.concept in {"rescued", "hospitalised", "evacuated"} and any(
        entry.frame == "deed" for entry, _ in clause.tree.entries(made.whom.token)
    ):
        return False  # to pull bodies out rescues nobody
    if clause.tree.is_in(made.whom.token, "life"):
        return made.concept == "killed" and made.quantity is not None
    tree, whom, said = clause.tree, made.whom.token, made.predicate.token
    if made.concept == "released" and tree.is_in(said, "lets_go"):  # «звільнив заступника»
        return bool(tree.numerals(whom)) or tree.is_number(whom) or tree.is_in(whom, "captives")
    deed = any(e.frame == "deed" for e, _ in tree.entries(said)) and not tree.is_verb(said)
    adjective = deed or any(
        e.frame == "state" for e, _ in clause.tree.entries(made.predicate.token)
    )
    # The tagger of Ukrainian does not tell animate nouns well, so a list of things decides.
    unsure = tree.parse.language == "uk" and made.concept not in _OF_PEOPLE and not adjective
    return not is_thing(tree, whom) if unsure else is_people(tree, whom)


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
        yield from of_deed(clause, at, entry)
    elif entry.frame in {"person", "counted"} and not attribute and _names_people(clause, at):
        yield from of_person(clause, at, entry)


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
    if subject is None or not clause.inflected or subject.relative:
        return False
    infinitive = clause.tokens[at].feature("VerbForm") == "Inf"
    if clause.tokens[at].number != "Plur" and not infinitive:
        return False
    token = clause.tokens[subject.token]
    counted = clause.tree.numerals(subject.token) or clause.tree.is_number(subject.token)
    return bool(counted) and token.case in {"Gen", "Acc"}


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
    after = at + 1
    if clause.inflected and noun.confidence < CONFIDENCE.placed and after < len(clause.tree):
        own, beside = clause.tokens[at], clause.tokens[after]
        if beside.upos == "NOUN" and own.case == beside.case and own.number == beside.number:
            noun = Argument(after, CONFIDENCE.placed)
    participle = entry.frame == "object"
    if entry.concept in _ONLY_COUNTED and not clause.tree.numerals(noun.token):
        return
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
