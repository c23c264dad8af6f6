"""What is said of a predicate: that it is denied, or only possible, planned, asked for."""

from __future__ import annotations

from parallax.languages.roles.clause import Clause
from parallax.languages.roles.statement import Modality
from parallax.languages.roles.windows import WINDOWS

_CARRIED = frozenset({"xcomp", "aux", "csubj", "cop"})


def is_denied(clause: Clause, at: int) -> bool:
    """Tell whether a predicate is denied: "not", "no one", «немає», «не вдалося врятувати»."""
    tree = clause.tree
    if any(tree.is_in(i, "not") for i in tree.below(at, "advmod", "cc", "det")):
        return True
    if any(tree.is_in(i, "nobody") for i in tree.below(at, "det", "nsubj", "obj")):
        return True
    subject = clause.subject(at)
    if subject is not None and is_nobody(clause, subject.token):
        return True
    head = tree.head(at)
    if head >= 0 and clause.tokens[at].base in _CARRIED:
        return any(tree.is_in(i, "not") for i in tree.below(head, "advmod"))
    return False


def is_nobody(clause: Clause, at: int) -> bool:
    """Tell whether a noun is nobody: "no one", «жоден», "no casualties"."""
    tree = clause.tree
    return tree.is_in(at, "nobody") or any(
        tree.is_in(i, "nobody") for i in tree.below(at, "det", "nmod", "nummod")
    )


def is_absent(clause: Clause, at: int) -> bool:
    """Tell whether a noun is said not to be: "no casualties", «без жертв», «загиблих немає»."""
    tree = clause.tree
    if is_nobody(clause, at) or any(tree.is_in(i, "without") for i in tree.prepositions(at)):
        return True
    if any(tree.is_in(i, "not", "absent") for i in tree.below(at, "advmod", "cop", "aux")):
        return True
    above = tree.above(at)[:2]
    if any(tree.is_in(i, "absent") for i in above):
        return True
    # "no reports of casualties"
    return any(clause.tokens[i].upos == "NOUN" and is_nobody(clause, i) for i in above[:1])


def is_refuted(clause: Clause, at: int) -> bool:
    """Tell whether a predicate stands in what somebody denies: "denied reports that …"."""
    tree = clause.tree
    for i in tree.above(at)[: WINDOWS.denied]:
        concepts = {entry.concept for entry, _ in tree.entries(i)}
        if "denied" in concepts and clause.tokens[i].upos == "VERB":
            return not any(tree.is_in(j, "not") for j in tree.below(i, "advmod"))
        if clause.tokens[i].upos == "VERB":
            return False
    return False


def modality(clause: Clause, at: int) -> Modality:
    """Return whether what a predicate says is told as a fact."""
    tree = clause.tree
    for one in (at, *_carriers(clause, at)):
        below = tree.below(one, "aux", "advmod", "parataxis", "discourse", "mark")
        if any(tree.is_in(i, "perhaps") for i in below):
            return "possible"
        if any(tree.is_in(i, "can") for i in below) or (one != at and tree.is_in(one, "can")):
            return "possible"
        if any(tree.is_in(i, "if") for i in below):
            return "conditional"
        if one != at and any(e.frame in {"asks"} for e, _ in tree.entries(one)):
            return "asked"
        if one != at and tree.is_in(one, "plan"):
            return "planned"
        if any(tree.is_in(i, "will") for i in below) or _is_future(clause, one):
            return "planned"
    return "fact"


def _carriers(clause: Clause, at: int) -> list[int]:
    """Return the verbs that an infinitive depends on."""
    found = []
    while clause.tokens[at].base in {"xcomp", "csubj"} and clause.tree.head(at) >= 0:
        at = clause.tree.head(at)
        found.append(at)
    return found


def _is_future(clause: Clause, at: int) -> bool:
    token = clause.tokens[at]
    return token.feature("Tense") == "Fut" and token.upos == "VERB"
