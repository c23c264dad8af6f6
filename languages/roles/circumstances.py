"""Where and when: circumstances of a predicate, of the event that is its doer, or of its thing."""

from __future__ import annotations

from collections.abc import Iterable

from parallax.languages.roles.clause import Argument, Clause


def place(
    clause: Clause, at: int, nouns: Iterable[int], *, leaves: bool = False
) -> Argument | None:
    """Return where it happens, said at the predicate, else at the nouns of the statement.

    :param nouns: the doer, where it is an event, and the thing of the statement.
    :param leaves: whether the predicate takes people from where they are.
    """
    for noun in (at, *nouns):
        for i in clause.tree.below(noun, "obl", "nmod"):
            if _is_place(clause, i, leaves=leaves and noun == at):
                return Argument(i, clause.arc(i))
    for i in clause.tree.below(at, "advmod"):
        if clause.tree.is_in(i, "here"):
            return Argument(i, clause.arc(i))
    for noun in (at, *nouns):  # "a block | of flats | in Kherson"
        for between in clause.tree.below(noun, "nmod", "obl"):
            for i in clause.tree.below(between, "nmod"):
                if _is_place(clause, i):
                    return Argument(i, min(clause.arc(between), clause.arc(i)))
    return None


def moment(clause: Clause, at: int, nouns: Iterable[int]) -> Argument | None:
    """Return when it happens."""
    tree = clause.tree
    for noun in (at, *nouns):
        for i in tree.below(noun, "obl", "nmod", "advmod"):
            if not tree.is_in(i, "time") or tree.is_in(i, "place_only"):
                continue
            if any(tree.is_in(case, "how_long") for case in tree.prepositions(i)):
                continue
            later = [j for j in tree.below(i, "obl", "nmod", "obj") if tree.is_in(j, "time")]
            if later and clause.tokens[i].upos == "ADV":  # "an hour | later"
                return Argument(later[0], min(clause.arc(i), clause.arc(later[0])))
            cases = tree.prepositions(i)
            plural = clause.tokens[i].number == "Plur" and clause.tokens[i].upos == "NOUN"
            if plural and not cases and not tree.below(i, "nummod", "det", "amod"):
                continue  # "hours after …"
            if not cases or any(tree.is_in(case, "time_prepositions") for case in cases):
                return Argument(i, clause.arc(i))
    return None


def _is_place(clause: Clause, at: int, *, leaves: bool = False) -> bool:
    tree, token = clause.tree, clause.tokens[at]
    cases = tree.prepositions(at)
    lists = ("in", "from") if leaves else ("in",)
    if not cases or not all(tree.is_in(case, *lists) for case in cases):
        return False
    if token.case in {"Acc", "Dat"}:  # where to
        return False
    if tree.is_in(at, "time", "no_place", "event") or token.upos in {"PRON", "NUM"}:
        return False
    return token.upos == "PROPN" or tree.is_in(at, "place")
