"""Losses: who lost whom or what, and how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parallax.languages.roles.animacy import is_people
from parallax.languages.roles.circumstances import moment, place
from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.counted import whoms_of
from parallax.languages.roles.lexicon import Entry
from parallax.languages.roles.made import phrase, statement
from parallax.languages.roles.qualifiers import is_absent, modality
from parallax.languages.roles.statement import Statement


def losses(clause: Clause, taken: set[int]) -> Iterator[Statement]:
    """Yield the losses of a sentence. :param taken: words that say something else."""
    for at in range(len(clause.tree)):
        if at in taken:
            continue
        for entry, beside in clause.tree.entries(at):
            if entry.frame == "loses" and clause.tree.is_verb(at):
                yield from _of_verb(clause, at, entry, beside)
                break
            if entry.frame == "loss" and clause.tokens[at].upos in {"NOUN", "PROPN"}:
                yield from _of_noun(clause, at, entry)
                break


def _of_verb(clause: Clause, at: int, entry: Entry, beside: Sequence[int]) -> Iterator[Statement]:
    passive = clause.is_passive(at)
    things = clause.objects(at)
    if passive:
        subject = clause.subject(at)
        things = [subject] if subject else things
        owner = clause.agent(at)
    else:
        owner = clause.subject(at)
        if owner and clause.inflected and not _may_own(clause, owner.token):
            owner = None
    if not things and clause.inflected:  # «лишился 1340 человек»
        things = [
            Argument(i, clause.arc(i))
            for i in clause.tree.below(at, "obl", "iobj", "nmod")
            if clause.tokens[i].case == "Gen" and not clause.tree.prepositions(i)
        ][:1]
    if beside and things and is_people(clause.tree, things[0].token):
        return  # who is left behind is not lost
    things = [one for one in things if not clause.tree.is_in(one.token, "not_lost")]
    lost_what = any(clause.tree.is_in(i, "not_lost") for i in clause.tree.below(at, "obj"))
    if not things and (owner is None or lost_what):
        return
    found: list[Argument | None] = list(whoms_of(clause, at, things[0])) if things else [None]
    for thing in found:
        yield _made(clause, at, entry, thing, owner, passive=passive and owner is None)


def _made(
    clause: Clause,
    at: int,
    entry: Entry,
    thing: Argument | None,
    owner: Argument | None,
    *,
    passive: bool = False,
) -> Statement:
    made = statement(clause, at, entry, whom=thing, who=None, without_doer=passive)
    return Statement(
        "loss",
        entry.concept,
        made.lemma,
        made.predicate,
        whom=made.whom,
        quantity=made.quantity,
        where=made.where,
        when=made.when,
        owner=phrase(clause, owner),
        negated=made.negated,
        modality=made.modality,
        passive_without_doer=passive,
    )


def _of_noun(clause: Clause, at: int, entry: Entry) -> Iterator[Statement]:
    tree = clause.tree
    figure, owner = _figure_told(clause, at), _owner(clause, at)
    if figure is None and owner is None and not is_absent(clause, at):
        return  # of no side and no number: nothing is told
    number = None
    if figure is not None:
        number = next(iter(tree.numerals(figure.token)), None)
        number = figure.token if number is None and tree.is_number(figure.token) else number
    money = figure is not None and _is_money(clause, figure.token)
    yield Statement(
        "loss",
        entry.concept,
        clause.tokens[at].lemma,
        tree.phrase(at),
        whom=None if money else phrase(clause, figure),
        quantity=phrase(clause, Argument(number, figure.confidence))
        if figure is not None and number is not None
        else None,
        where=phrase(clause, place(clause, at, [])),
        when=phrase(clause, moment(clause, at, [])),
        owner=phrase(clause, owner),
        negated=is_absent(clause, at),
        modality=modality(clause, at),
    )


def _is_money(clause: Clause, at: int) -> bool:
    if clause.tree.is_in(at, "money"):
        return True
    return any(
        clause.tree.is_in(i, "currency")
        for i in (at - 1, *clause.tree.parse.children[at])
        if i >= 0
    )


def _owner(clause: Clause, at: int) -> Argument | None:
    """Return whose losses they are: a possessive, a genitive, an adjective of a people, or the
    subject of "suffered losses".
    """
    tree = clause.tree
    for i in tree.below(at, "nmod:poss", "nmod", "amod", "compound", "det"):
        if _is_owner(clause, i):
            if not _may_own(clause, i):  # «втрати складу | армії»
                inner = [j for j in tree.below(i, "nmod") if _may_own(clause, j)]
                if clause.tokens[i].base != "nmod" or not inner:
                    continue
                return Argument(inner[0], min(clause.arc(i), clause.arc(inner[0])))
            return Argument(i, clause.arc(i))
    for i in tree.below(at, "acl"):  # "the losses that the brigade suffered"
        if tree.is_in(i, "suffers") and clause.is_relative(i):
            return clause.own_subject(i)
    head = tree.head(at)
    if head >= 0 and tree.is_in(head, "suffers") and clause.tokens[at].base == "obj":
        subject = clause.subject(head)
        if subject is not None:
            return Argument(subject.token, min(subject.confidence, clause.arc(at)))
    return None


def _may_own(clause: Clause, at: int) -> bool:
    """Tell whether a noun is somebody who can have losses: people, a body, a name."""
    tree, token = clause.tree, clause.tokens[at]
    if token.upos != "NOUN":
        return True
    if tree.is_in(at, "time") or any(e.kind == "casualty" for e, _ in tree.entries(at)):
        return False
    lists = "people", "body", "speaker", "foe", "defender"
    return tree.is_in(at, *lists) or token.feature("Animacy") == "Anim"


def _is_owner(clause: Clause, at: int) -> bool:
    tree, token = clause.tree, clause.tokens[at]
    cases = tree.prepositions(at)
    if _is_money(clause, at) or tree.is_number(at):
        return False
    if token.relation == "nmod:poss" or tree.is_in(at, "their"):
        return True
    if token.base == "nmod":
        return (not cases and token.case in {"Gen", ""}) or any(
            tree.is_in(case, "genitive", "among") for case in cases
        )
    of_people = token.base in {"amod", "compound"} and tree.is_in(at, "of_people")
    return of_people and (clause.inflected or token.surface[:1].isupper())


def _figure_told(clause: Clause, at: int) -> Argument | None:
    """Return what losses came to: "losses came to 940 men", «втрати — дев'ять ракет»."""
    tree = clause.tree
    verb = tree.head(at)
    if verb < 0 or clause.tokens[at].base != "nsubj":
        return None
    if tree.is_in(verb, "grows"):
        for i in tree.below(verb, "obj", "obl", "nmod", "xcomp"):
            if i > at and (tree.is_number(i) or tree.numerals(i)):
                return Argument(i, min(clause.arc(i), clause.arc(at)))
    if tree.is_nominal(verb) and (tree.is_number(verb) or tree.numerals(verb)):
        return Argument(verb, clause.arc(at))
    return None
