"""Whom and what a predicate counts, and the figures that are told apart from the noun."""

from __future__ import annotations

from collections.abc import Iterator

from parallax.languages.roles.agreement import opens_clause
from parallax.languages.roles.animacy import is_people
from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.statement import CONFIDENCE
from parallax.languages.roles.windows import WINDOWS
from parallax.languages.roles.zone import nouns

_BOUNDS = frozenset(";.:—–")


def whoms_of(clause: Clause, at: int, first: Argument) -> Iterator[Argument]:
    """Yield those whom a predicate counts: a noun, its conjuncts, a part told after it, and a
    second one where the verb is left out ("one in the city and nine in the region").
    """
    tree = clause.tree
    first = first._replace(token=_counted(clause, first.token))
    if first.confidence < CONFIDENCE.beside and _stands_beside(clause, at, first.token):
        first = first._replace(confidence=CONFIDENCE.beside)
    yield first
    included = _included(clause, first.token)
    for i in tree.conjuncts(first.token)[1:]:
        if any(_is_of_them(clause, j) and _tells_state(clause, j) for j in tree.parse.subtree(i)):
            continue
        sure = max(clause.arc(i), CONFIDENCE.placed) if i in included else clause.arc(i)
        yield Argument(_counted(clause, i), min(first.confidence, sure))
    parts = [(part, clause.arc(i)) for i, part in _parts(clause, at, first.token)]
    named = {first.token, *tree.conjuncts(first.token), *(part for part, _ in parts)}
    for part, sure in parts:
        yield Argument(part, min(first.confidence, sure))
    for i in included:
        if i not in named:
            yield Argument(i, min(first.confidence, CONFIDENCE.placed))
    yield from _left_out(clause, at, first.token)
    if any(entry.concept == "exchanged" for entry, _ in tree.entries(at)):
        for i in tree.below(at, "obl"):
            given = any(tree.is_in(case, "exchanged_for") for case in tree.prepositions(i))
            if given and tree.numerals(i):
                yield Argument(i, clause.arc(i))


def _stands_beside(clause: Clause, at: int, noun: int) -> bool:
    """Tell whether counted people stand by a casualty verb: what the parser says and where the
    words are confirm each other.
    """
    tree = clause.tree
    if not (tree.numerals(noun) or tree.is_number(noun)) or abs(at - noun) > WINDOWS.counted:
        return False
    if not any(entry.kind == "casualty" for entry, _ in tree.entries(at)):
        return False
    between = range(min(at, noun) + 1, max(at, noun))
    return not any(tree.is_verb(i) or clause.tokens[i].upos == "PUNCT" for i in between)


def _parts(clause: Clause, at: int, first: int) -> Iterator[tuple[int, int]]:
    """Yield what is told of a part: the phrase and its head, of "…, 310 of them children"."""
    tree = clause.tree
    near = tree.below(first, "appos", "parataxis", "acl", "nmod")
    near += [i for i in tree.below(at, "obj", "parataxis", "appos") if i > first]
    for i in near:
        them = next((j for j in tree.parse.subtree(i) if _is_of_them(clause, j)), None)
        state = them is not None and _tells_state(clause, them)
        if them is not None and not state and (tree.numerals(i) or tree.is_number(i)):
            yield i, i if clause.inflected or tree.head(them) == i else tree.head(them)


def _tells_state(clause: Clause, them: int) -> bool:
    """Tell whether what follows "three of them" says how they are: "in serious condition"."""
    after = them + 1
    return after < len(clause.tree) and clause.tokens[after].upos == "ADP"


def _included(clause: Clause, first: int) -> list[int]:
    """Return who is named after "including", «зокрема», "among them" as a part of those counted."""
    tree = clause.tree
    for i in range(first + 1, len(tree)):
        among = (
            i + 1 < len(tree)
            and tree.is_in(i, "among", "of")
            and tree.is_in(i + 1, "them")
            and not tree.is_number(i - 1)
        )
        if not among and not tree.is_in(i, "including"):
            if tree.is_verb(i) or clause.tokens[i].surface in _BOUNDS:
                return []
            continue
        words = []
        for j in range(i + 1 + among, len(tree)):
            if tree.is_verb(j) or clause.tokens[j].surface in {*_BOUNDS, ","}:
                break
            words.append(j)
        found = nouns(tree, words)
        return [j for j in found if tree.numerals(j) or is_people(tree, j)]
    return []


def _left_out(clause: Clause, at: int, first: int) -> Iterator[Argument]:
    """Yield the figures of a second clause whose verb is left out: "… and nine in the region"."""
    tree = clause.tree
    for i in tree.below(at, "conj", "orphan"):
        numbers = [j for j in tree.below(i, "orphan") if tree.is_number(j)]
        for j in numbers or [i]:
            if opens_clause(tree, j, at):
                continue
            if j > first and tree.is_number(j) and not tree.below(j, "nsubj", "obj", "cop"):
                yield Argument(j, min(clause.arc(i), clause.arc(j)))


def _is_of_them(clause: Clause, at: int) -> bool:
    tree = clause.tree
    return tree.is_in(at, "them") and any(tree.is_in(c, "of") for c in tree.prepositions(at))


def _counted(clause: Clause, at: int) -> int:
    """Return the numeral of "seven more", the noun of any other phrase."""
    tree = clause.tree
    numerals = tree.numerals(at)
    if numerals and tree.is_in(at, "other_figures"):
        return numerals[0]
    if tree.is_in(at, "other_figures"):
        return next((i for i in tree.below(at, "nmod", "obl") if tree.numerals(i)), at)
    if tree.is_in(at, "how_many"):
        return next(iter(tree.below(at, "nmod", "obl")), at)
    return at


def number_told(clause: Clause, at: int) -> Argument | None:
    """Return the figure of "the number of the wounded rose to 17", «кількість … — 14»."""
    tree = clause.tree
    counter = tree.head(at)
    if counter < 0 or not tree.is_in(counter, "number_of"):
        if not tree.is_in(at, "number_of"):
            return None
        counter = at
    below = [i for i in tree.below(counter, "nmod") if i != at and tree.is_number(i)]
    if below:
        return Argument(below[0], clause.arc(below[0]))
    verb = tree.head(counter)
    if verb < 0 or not tree.is_in(verb, "grows"):
        return None
    for i in tree.below(verb, "obl", "obj", "nmod", "xcomp", "nummod", "nsubj"):
        if i == counter or (i < counter and clause.tokens[counter].base == "nsubj"):
            continue
        figure = i if tree.is_number(i) else next(iter(tree.numerals(i)), None)
        if figure is not None:
            return Argument(figure, min(clause.arc(i), clause.arc(counter)))
    return None
