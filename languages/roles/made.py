"""From a predicate and its arguments to a statement, with figure, place, time and qualifiers."""

from __future__ import annotations

from parallax.languages.roles.circumstances import moment, place
from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.doers import doer_kind
from parallax.languages.roles.lexicon import Entry
from parallax.languages.roles.qualifiers import is_denied, is_nobody, is_refuted, modality
from parallax.languages.roles.statement import CONFIDENCE, Phrase, Statement

_LEAVES = frozenset({"evacuated", "rescued", "displaced", "withdrew", "looted"})
"""Of these, where people or things are taken from is where it happens."""


def statement(
    clause: Clause,
    at: int,
    entry: Entry,
    *,
    whom: Argument | None,
    who: Argument | None,
    without_doer: bool,
    verb: int | None = None,
    counts: bool = True,
) -> Statement:
    """Return the statement of a predicate with its quantity, circumstances and qualifiers.

    :param at: the word that says it. :param verb: the verb of the clause, where it is another.
    :param counts: whether the numeral of whom is a figure of this predicate.
    """
    verb = at if verb is None else verb
    if whom and (clause.is_pronoun(whom.token) or _is_finite(clause, whom.token)):
        whom = None
    figure = _figure(clause, whom) if whom and counts and not whom.relative else None
    if figure and _shares_figure(clause, verb, figure.token):
        figure = None
    things = [whom.token] if whom and whom.token != at else []
    if who and clause.tree.is_in(who.token, "event"):
        things.append(who.token)
    where = place(clause, verb, things, leaves=entry.concept in _LEAVES)
    when = moment(clause, verb, [])
    nobody = whom is not None and is_nobody(clause, whom.token)
    denied = is_denied(clause, verb) or nobody or is_refuted(clause, verb)
    if nobody:
        figure = None
    return Statement(
        "casualty" if entry.kind == "casualty" else "action",
        entry.concept,
        clause.tokens[at].lemma,
        clause.tree.phrase(at),
        who=phrase(clause, who),
        whom=phrase(clause, whom),
        quantity=phrase(clause, figure),
        where=phrase(clause, where),
        when=phrase(clause, when),
        negated=denied,
        modality=modality(clause, verb),
        passive_without_doer=without_doer,
        doer_kind=doer_kind(clause, who.token) if who else None,
    )


def _is_finite(clause: Clause, at: int) -> bool:
    token = clause.tokens[at]
    number = clause.tree.is_number(at)
    return token.upos == "VERB" and token.feature("VerbForm") == "Fin" and not number


def _figure(clause: Clause, whom: Argument) -> Argument | None:
    if clause.tree.is_number(whom.token) and clause.tokens[whom.token].upos != "NOUN":
        return whom
    numerals = clause.tree.numerals(whom.token)
    if not numerals:
        return whom if clause.tree.is_number(whom.token) else None
    number = numerals[0]
    sure = clause.arc(number)
    if _stands_before(clause, number, whom.token):
        sure = max(sure, CONFIDENCE.placed)
    return Argument(number, min(whom.confidence, sure))


def _stands_before(clause: Clause, number: int, noun: int) -> bool:
    """Tell whether a numeral stands before its noun, with adjectives or numerals between."""
    between = range(number + 1, noun)
    return number < noun and all(
        clause.tokens[i].upos in {"ADJ", "NUM", "DET"} or clause.tree.is_number(i) for i in between
    )


def _shares_figure(clause: Clause, verb: int, figure: int) -> bool:
    """Tell whether two predicates share one figure: "940 killed and wounded"."""
    token = clause.tokens[verb]
    others = list(clause.tree.below(verb, "conj"))
    if token.base == "conj" and not clause.tree.below(verb, "nsubj", "obj"):
        others.append(token.head)
    others = [
        i
        for i in others
        if not _has_own_figure(clause, i) and not min(i, verb) < figure < max(i, verb)
    ]
    return any(
        entry.kind == "casualty" and not clause.tree.below(i, "nsubj", "obj")
        for i in others
        if i != token.head
        for entry, _ in clause.tree.entries(i)
    ) or (
        token.base == "conj"
        and not token.head < figure < verb
        and not clause.tree.below(verb, "nsubj", "obj")
        and any(entry.kind == "casualty" for entry, _ in clause.tree.entries(token.head))
    )


def _has_own_figure(clause: Clause, verb: int) -> bool:
    subject = clause.subject(verb)
    head = clause.tokens[verb].head
    if subject is not None and head < subject.token < verb:
        return True  # told after the first verb
    return any(
        clause.tree.is_number(i) or clause.tree.numerals(i)
        for i in clause.tree.below(verb, "nsubj", "obj", "nummod")
    )


def phrase(clause: Clause, found: Argument | None) -> Phrase | None:
    """Return the phrase of an argument."""
    return None if found is None else clause.tree.phrase(found.token, found.confidence)
