"""The one door to roles: a parse in, statements out."""

from __future__ import annotations

from parallax.languages.roles.actions import actions
from parallax.languages.roles.casualties import casualties
from parallax.languages.roles.clause import Clause
from parallax.languages.roles.labels import labels
from parallax.languages.roles.losses import losses
from parallax.languages.roles.reports import reports
from parallax.languages.roles.statement import CONFIDENCE, Statement
from parallax.languages.roles.tree import Tree
from parallax.languages.syntax.parsed import Parse


def statements(parse: Parse, sure: float | None = None) -> list[Statement]:
    """Return the statements of a sentence, in the order of their predicates.

    :param sure: roles that the parser is less sure of are left out; 0 keeps all. Those of
        `RoleConfidence` when not given.

    >>> from parallax.languages.syntax.parser import parse
    >>> [said, killed] = statements(parse(["Police said guards killed two men."], "en")[0])
    >>> said.concept, killed.concept, killed.quantity is not None
    ('said', 'killed', True)
    """
    if not parse.tokens:
        return []
    clause = Clause(Tree(parse))
    found = [*casualties(clause), *reports(clause)]
    taken = {one.predicate.token for one in found}
    found += losses(clause, taken)
    found += labels(clause)
    taken |= {one.predicate.token for one in found}
    found += actions(clause, taken)
    found.sort(key=lambda one: one.predicate.head_start)
    return [one.surely(_least(one) if sure is None else sure) for one in found]


def told(parse: Parse) -> list[Statement]:
    """Return the reports among the statements of a sentence: who says it, and to whom. The others
    are not read, which takes a third of the time.
    """
    if not parse.tokens:
        return []
    found = sorted(reports(Clause(Tree(parse))), key=lambda one: one.predicate.head_start)
    return [one.surely(_least(one)) for one in found]


def _least(one: Statement) -> float:
    return CONFIDENCE.of_reports if one.kind == "report" else CONFIDENCE.sure
