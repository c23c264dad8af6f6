"""Where and when: circumstances of a predicate, of the event that is its doer, or of its thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.statement import CONFIDENCE
from parallax.languages.roles.zone import zone


def place(
    clause: Clause, at: int, nouns: Iterable[int], *, leaves: bool = False
) -> Argument | None:
    """Return where it happens, said at the predicate, else at the nouns of the statement.

    :param nouns: the doer, where it is an event, and the thing of the statement.
    :param leaves: whether the predicate takes people from where they are.
    """
    tree = clause.tree
    for noun in (at, *nouns):
        for i in tree.below(noun, "obl", "nmod"):
            if _is_place(clause, i, leaves=leaves and noun == at):
                return Argument(i, clause.arc(i))
    here = [i for i in tree.below(at, "advmod") if tree.is_in(i, "here")]
    if here:
        return Argument(here[0], clause.arc(here[0]))
    for noun in (at, *nouns):  # "a block | of flats | in Kherson"
        for between in tree.below(noun, "nmod", "obl"):
            for i in tree.below(between, "nmod"):
                if _is_place(clause, i):
                    return Argument(i, min(clause.arc(between), clause.arc(i)))
    beside = (i for i in _beside(clause, at) if _is_place(clause, i, leaves=leaves))
    return next((Argument(i, CONFIDENCE.placed) for i in beside), None)


def moment(clause: Clause, at: int, nouns: Iterable[int]) -> Argument | None:
    """Return when it happens."""
    tree = clause.tree
    for noun in (at, *nouns):
        for i in tree.below(noun, "obl", "nmod", "advmod"):
            if not _is_moment(clause, i):
                continue
            later = [j for j in tree.below(i, "obl", "nmod", "obj") if tree.is_in(j, "time")]
            if later and clause.tokens[i].upos == "ADV":  # "an hour | later"
                return Argument(later[0], min(clause.arc(i), clause.arc(later[0])))
            return Argument(i, clause.arc(i))
    beside = (i for i in _beside(clause, at) if _is_moment(clause, i))
    return next((Argument(i, CONFIDENCE.placed) for i in beside), None)


def _beside(clause: Clause, at: int) -> Iterator[int]:
    """Yield the words of the clause of a verb, or after a noun, but those of other words."""
    verbal = clause.tree.is_verb(at)
    for i in zone(clause.tree, at):
        if (verbal or i > at) and clause.is_free(i, at):
            yield i


def _is_moment(clause: Clause, at: int) -> bool:
    """Tell whether a noun or adverb says when, not how long or how old."""
    tree, token = clause.tree, clause.tokens[at]
    cases = tree.prepositions(at)
    if any(tree.is_in(case, "during") for case in cases) and not tree.is_in(at, "place"):
        return token.upos == "NOUN"
    if not tree.is_in(at, "time") or tree.is_in(at, "place_only") or token.upos == "AUX":
        return False
    if any(tree.is_in(case, "how_long") for case in cases):
        return False
    if not cases:
        counted = tree.below(at, "nummod", "det", "amod")
        plural = token.number == "Plur" and token.upos == "NOUN"
        lasts = tree.is_in(at, "units") and bool(tree.numerals(at))
        return not lasts and (not plural or bool(counted))  # not "hours after …"
    if tree.is_in(at, "units") and tree.numerals(at):
        return any(
            tree.is_in(case, "time_prepositions") and not tree.is_in(case, "up_to")
            for case in cases
        )
    return any(tree.is_in(case, "time_prepositions") for case in cases)


def _is_place(clause: Clause, at: int, *, leaves: bool = False) -> bool:
    tree, token = clause.tree, clause.tokens[at]
    cases = tree.prepositions(at)
    lists = ("in", "from") if leaves else ("in",)
    if not cases or not all(tree.is_in(case, *lists) for case in cases):
        return False
    if token.case == "Acc":  # where to
        return False
    if tree.is_in(at, "time", "no_place", "event") or token.upos in {"PRON", "NUM"}:
        return False
    return token.upos == "PROPN" or tree.is_in(at, "place")
