"""Actions: any other verb with a doer or a thing it is done to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.counted import whoms_of
from parallax.languages.roles.lexicon import Entry
from parallax.languages.roles.made import statement
from parallax.languages.roles.statement import CONFIDENCE, Statement

_READ_ELSEWHERE = frozenset({"subject", "object", "says", "asks", "tells", "accuses", "loses"})
_TRANSITIVE = frozenset({"destroyed", "damaged", "shot_down", "seized", "surrounded"})
_AT = frozenset({"hit", "fired", "attacked", "shelled", "bombed", "launched"})
"""What these strike may stand after a preposition: "fired at the crowd"."""
_AIMED = frozenset({"launched", "fired"})
"""Of these a place with a preposition is where to, not where."""


def actions(clause: Clause, taken: set[int]) -> Iterator[Statement]:
    """Yield the actions of a sentence.

    :param taken: words that say something else. An action whose verb is in no list is less sure.
    """
    for at in range(len(clause.tree)):
        if at in taken or not clause.tree.is_verb(at):
            continue
        named = {entry.frame for entry, _ in clause.tree.entries(at)}
        if named & _READ_ELSEWHERE and "acts" not in named:
            continue  # a casualty or report that is not sure
        acts = [one for one in clause.tree.entries(at) if one[0].frame == "acts"]
        if acts:
            yield from _of_verb(clause, at, *acts[0], 1.0)
        else:
            other = Entry("action", clause.tokens[at].lemma, "acts", ())
            yield from _of_verb(clause, at, other, (), CONFIDENCE.unlisted)


def _of_verb(
    clause: Clause, at: int, entry: Entry, beside: Sequence[int], factor: float
) -> Iterator[Statement]:
    token = clause.tokens[at]
    subject, objects = clause.subject(at), clause.objects(at)
    passive = clause.is_passive(at)
    if clause.is_attribute(at) and token.base == "amod":
        subject, objects = Argument(clause.tree.head(at), clause.arc(at)), []
        passive = clause.inflected or not token.surface.lower().endswith("ing")
    passive = passive or (not objects and _is_headline(clause, at, entry))
    who = clause.agent(at) if passive else subject
    if who is None and clause.inflected and token.gender == "Neut":
        who = clause.agent(at)
    first = objects[0] if objects else None
    if passive:
        first = first or subject
    elif first is None or _is_light(clause, first, entry, beside):
        struck = _struck(clause, at) if entry.concept in _AT else None
        first = struck or (first if clause.inflected else None)
    if who is None and first is None:
        return
    impersonal = clause.inflected and token.number == "Plur"
    who, first = _less_sure(who, factor), _less_sure(first, factor)
    for whom in whoms_of(clause, at, first) if first else [None]:
        made = statement(
            clause,
            at,
            entry,
            whom=whom,
            who=who,
            without_doer=who is None and (passive or impersonal),
        )
        yield replace(made, kind="action", where=None if entry.concept in _AIMED else made.where)


def _is_headline(clause: Clause, at: int, entry: Entry) -> bool:
    """Tell whether a verb without an object is short for a passive: "two ships sunk"."""
    form = clause.tokens[at].surface.lower()
    if clause.inflected or clause.tree.below(at, "aux") or form.endswith("ing"):
        return False
    return entry.concept in _TRANSITIVE


def _is_light(clause: Clause, found: Argument, entry: Entry, beside: Sequence[int]) -> bool:
    """Tell whether an object is a part of what the verb says: "opened fire"."""
    ammunition = entry.concept == "fired" and clause.tree.is_in(found.token, "ammunition")
    return ammunition or found.token in beside


def _less_sure(found: Argument | None, factor: float) -> Argument | None:
    return found and found._replace(confidence=found.confidence * factor)


def _struck(clause: Clause, at: int) -> Argument | None:
    """Return what is hit where a preposition names it: "fired at", «влучив у будинок»."""
    tree = clause.tree
    inside = [i for thing in tree.below(at, "obj") for i in tree.below(thing, "nmod")]
    for i in [*tree.below(at, "obl"), *inside]:
        aimed = any(tree.is_in(case, "at_whom") for case in tree.prepositions(i))
        towards = not clause.inflected or clause.tokens[i].case in {"Acc", "Dat"}
        if aimed and towards and not tree.is_in(i, "time", "no_place"):
            return Argument(i, clause.arc(i))
    return None
