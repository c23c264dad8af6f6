"""Nouns of casualties and whom they happen to: "the death of a child", "with injuries"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parallax.languages.roles.animacy import is_people
from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.counted import number_told, whoms_of
from parallax.languages.roles.lexicon import Entry
from parallax.languages.roles.made import phrase, statement
from parallax.languages.roles.qualifiers import is_absent
from parallax.languages.roles.statement import CONFIDENCE, Statement


def _follows(clause: Clause, at: int, noun: int) -> bool:
    """Tell whether a noun stands after another with nothing but its own modifiers between."""
    between = clause.tokens[at + 1 : noun]
    return at < noun and all(one.upos in {"ADJ", "DET", "NUM", "ADV", "PART"} for one in between)


def _genitive_after(clause: Clause, at: int) -> list[int]:
    """Return the noun right after a deed that the parser hangs elsewhere: «вбивство двохсот |
    селян».
    """
    for i in range(at + 1, len(clause.tree)):
        token = clause.tokens[i]
        if token.upos in {"NOUN", "PROPN"}:
            fits = _follows(clause, at, i) and token.case in {"Gen", "Acc"}
            return [i] if fits and is_people(clause.tree, i) else []
        if not clause.tree.is_number(i) and token.upos not in {"ADJ", "DET", "ADV", "PART"}:
            break
    return []


def _patient(clause: Clause, at: int) -> Argument | None:
    """Return who has the injuries of "was taken to hospital *with injuries*"."""
    tree, head = clause.tree, clause.tree.head(at)
    if head < 0 or not any(tree.is_in(case, "with") for case in tree.prepositions(at)):
        return None
    if tree.is_verb(head):
        found = next(iter(clause.objects(head)), None) or clause.subject(head)
    else:
        found = Argument(head, clause.arc(at))
    if found is None or not is_people(tree, found.token):
        return None
    return found._replace(confidence=min(found.confidence, max(clause.arc(at), CONFIDENCE.placed)))


def _sufferers(clause: Clause, at: int) -> list[int]:
    """Return the people in the genitive of a deed, or its possessive: "death of", "his death"."""
    tree = clause.tree
    of = [i for i in tree.below(at, "nmod", "nmod:poss") if _is_genitive(clause, i)]
    if not of and clause.inflected:
        of = _genitive_after(clause, at)
    of = [i for i in of if is_people(tree, i) and not tree.is_in(i, "time")]
    if tree.is_in(at, "bodies"):  # "his body" may well be alive
        return [i for i in of if clause.tokens[i].upos != "PRON"]
    return of + [i for i in tree.below(at, "det") if clause.inflected and tree.is_in(i, "their")]


def _is_genitive(clause: Clause, at: int) -> bool:
    cases = clause.tree.prepositions(at)
    if clause.tokens[at].relation == "nmod:poss":
        return True
    if clause.inflected:
        return not cases or clause.is_measured(at)
    return any(clause.tree.is_in(case, "genitive") for case in cases)


def of_deed(clause: Clause, at: int, entry: Entry) -> Iterator[Statement]:
    """Yield what a noun such as "death" says of its genitive: "the death of a child"."""
    tree = clause.tree
    of = _sufferers(clause, at)
    whoms: list[Argument | None] = [None]
    if of:
        sure = clause.arc(of[0])
        if clause.inflected and _follows(clause, at, of[0]):
            sure = max(sure, CONFIDENCE.placed)
        whoms = list(whoms_of(clause, at, Argument(of[0], sure)))
    elif tree.numerals(at) and tree.is_in(at, "bodies"):
        whoms = [Argument(at, 1.0)]
    elif (patient := _patient(clause, at)) is not None:
        whoms = list(whoms_of(clause, at, patient))
    elif not is_absent(clause, at) and number_told(clause, at) is None:
        return
    told = number_told(clause, at)
    for whom in whoms:
        made = statement(clause, at, entry, whom=whom, who=None, without_doer=False)
        if told is not None and made.quantity is None:
            made = replace(made, quantity=phrase(clause, told))
        yield replace(made, negated=made.negated or is_absent(clause, at))
