"""Nouns that name whom it happened to: "the wounded", "victims", «загиблі»."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parallax.languages.fold import fold
from parallax.languages.roles.animacy import is_people
from parallax.languages.roles.clause import Argument, Clause
from parallax.languages.roles.counted import number_told
from parallax.languages.roles.lexicon import Entry
from parallax.languages.roles.made import phrase, statement
from parallax.languages.roles.qualifiers import is_absent
from parallax.languages.roles.statement import CONFIDENCE, Statement
from parallax.languages.roles.zone import nouns, zone

_DASHES = frozenset("–—-:")
_GENITIVES = ("их", "ых", "ів", "їв", "ей", "ов", "ев")
_INSTRUMENTAL = ("ими", "ыми")


def of_person(clause: Clause, at: int, entry: Entry) -> Iterator[Statement]:
    """Yield what a noun says that names whom it happened to: «загиблі», "casualties"."""
    tree = clause.tree
    quantity = number_told(clause, at)
    if entry.frame == "counted" and not (tree.numerals(at) or quantity):
        return
    quantity = quantity or _counted_apart(clause, at)
    for one in _whoms(clause, at, told=quantity is not None):
        made = statement(clause, at, entry, whom=one, who=None, without_doer=False)
        if quantity is not None and made.quantity is None:
            made = replace(made, quantity=phrase(clause, quantity))
        yield replace(made, negated=made.negated or is_absent(clause, at))


def _whoms(clause: Clause, at: int, *, told: bool) -> list[Argument | None]:
    """Return who they are: the noun itself, unless it says what others became or counts them.

    :param told: whether the number of them is told.
    """
    tree = clause.tree
    if told and tree.is_in(at, "victims"):
        return [None]  # who died of those that something befell is not told
    if any(tree.is_in(case, "among") for case in tree.prepositions(at)):
        return list(_members(clause, at) or [])
    if _is_instrumental(clause, at) and not tree.numerals(at):
        return list(_becoming(clause, at))
    return list(_become(clause, at) or _described(clause, at) or [Argument(at, 1.0)])


def _described(clause: Clause, at: int) -> list[Argument] | None:
    """Return the people right after an adjective that is taken for a noun: «вбитих | цивільних»."""
    after = at + 1
    if not clause.inflected or after >= len(clause.tree):
        return None
    token, noun = clause.tokens[at], clause.tokens[after]
    form, ends = fold(token.surface), fold(noun.surface)
    written = form.endswith(("их", "ых")) and ends.endswith(_GENITIVES)
    alike = written or (token.case == noun.case and token.number == noun.number)
    if noun.upos == "NOUN" and alike and is_people(clause.tree, after):
        return [Argument(after, CONFIDENCE.placed)]
    return None


def _is_instrumental(clause: Clause, at: int) -> bool:
    """Tell whether a noun says what others are or are taken for: «вважаються загиблими»."""
    token = clause.tokens[at]
    written = fold(token.surface).endswith(_INSTRUMENTAL)
    cased = token.case == "Ins" or written
    return clause.inflected and cased and not clause.tree.prepositions(at)


def _becoming(clause: Clause, at: int) -> list[Argument]:
    """Return those who are said to be it: the counted noun above it, or the object or subject of
    its verb.
    """
    tree = clause.tree
    first = at
    if clause.tokens[at].base == "conj" and tree.head(at) >= 0:
        first = tree.head(at)
    for above in tree.above(first):
        if tree.is_verb(above) or tree.is_in(above, "becomes"):
            things = [one for one in clause.objects(above) if one.token not in {at, first}]
            subject = clause.subject(above)
            if subject and tree.numerals(subject.token):
                sure = max(subject.confidence, CONFIDENCE.placed)
                subject = subject._replace(confidence=sure)
            return things[:1] or ([subject] if subject and subject.token != at else [])
        if tree.is_nominal(above) and (tree.numerals(above) or tree.is_number(above)):
            return [Argument(above, CONFIDENCE.placed)]
    return []


def _become(clause: Clause, at: int) -> list[Argument] | None:
    """Return who became it: "six climbers fell victim", "41 people listed as missing"."""
    head = clause.tree.head(at)
    if head < 0 or not clause.tree.is_in(head, "becomes"):
        return None
    if clause.tokens[at].base == "nsubj" or clause.tree.prepositions(at):
        return None
    subject = clause.subject(head)
    if subject is None or subject.token == at:
        return None
    return [Argument(subject.token, min(subject.confidence, clause.arc(at)))]


def _counted_apart(clause: Clause, at: int) -> Argument | None:
    """Return the figure of «загиблих уже четверо», where the noun stands in the genitive."""
    tree, token = clause.tree, clause.tokens[at]
    genitive = token.case == "Gen" or fold(token.surface).endswith(("их", "ых"))
    if not clause.inflected or not genitive or tree.numerals(at) or tree.prepositions(at):
        return None
    if tree.head(at) >= 0 and tree.is_in(tree.head(at), "number_of"):
        return None
    words = zone(tree, at)
    if any(tree.is_verb(i) for i in words):
        return None
    alone = [i for i in nouns(tree, words) if tree.is_number(i) and not tree.numerals(i)]
    return Argument(alone[0], CONFIDENCE.placed) if len(alone) == 1 else None


def _members(clause: Clause, at: int) -> list[Argument] | None:
    """Return who is named in "among the wounded are three officers"."""
    tree, head = clause.tree, clause.tree.head(at)
    told = tree.below(at, "nsubj")
    if told:
        return [Argument(told[0], clause.arc(told[0]))]
    beside = _after(clause, at)
    if beside:
        return [Argument(beside[0], max(CONFIDENCE.placed, clause.arc(beside[0])))]
    if head < 0:
        return None
    if clause.tokens[at].base in {"obl", "root"} and tree.is_nominal(head):
        return [Argument(head, clause.arc(at))]
    subject = tree.below(head, "nsubj")
    return [Argument(i, clause.arc(i)) for i in subject[:1]] or None


def _after(clause: Clause, at: int) -> list[int]:
    """Return the nouns after "among the wounded", a dash or a copula between."""
    tree, start = clause.tree, at + 1
    inside = tree.parse.subtree(at)
    while start < len(tree) and (
        clause.tokens[start].surface in _DASHES
        or clause.tokens[start].upos in {"AUX", "ADV", "PART"}
        or clause.tokens[start].base == "cop"
        or tree.is_in(start, "is")
        or (start in inside and clause.tokens[start].base in {"nmod", "case", "amod", "advmod"})
    ):
        start += 1
    words = []
    for i in range(start, len(tree)):
        if clause.tokens[i].surface in ",.;" or tree.is_verb(i):
            break
        words.append(i)
    return nouns(tree, words)
