"""The words around a verb up to the bounds of its clause, whatever the arcs say.

An arc far from the verb is where a parser errs most. Signs, other verbs and the words that open a
clause bound it as well, and leave few nouns that can fill a role.
"""

from __future__ import annotations

from parallax.languages.roles.statement import CONFIDENCE
from parallax.languages.roles.tree import Tree

_SIGNS = frozenset(',;:()«»“”"–—!?')
_QUOTES = frozenset('«»“”"')
_MODIFIERS = frozenset({"ADJ", "DET", "NUM", "PART"})
_NEAR, _NAME = 3, 5
"""Words between a verb and the one that carries it, and in a name in quotation marks."""
_VERBAL = frozenset({"VERB", "AUX"})


def zone(tree: Tree, verb: int) -> list[int]:
    """Return the words of the clause of a verb, without the verb, in order."""
    return [*reversed(_walk(tree, verb, -1)), *_walk(tree, verb, 1)]


def _walk(tree: Tree, verb: int, step: int) -> list[int]:
    found: list[int] = []
    at = verb + step
    while 0 <= at < len(tree):
        token = tree.tokens[at]
        if token.surface == "," and (past := _past_aside(tree, at, step)) is not None:
            at = past
            continue
        if _is_sign(tree, at) and not (token.surface in _QUOTES and _is_name(tree, at)):
            break
        if _opens(tree, at) or (_is_verb(tree, at) and not _carries(tree, at, verb)):
            break
        found.append(at)
        at += step
    return found


def _is_sign(tree: Tree, at: int) -> bool:
    return tree.tokens[at].surface in _SIGNS


def _is_name(tree: Tree, at: int) -> bool:
    """Tell whether a quotation mark is one of a pair around a name of few words: «Медуза»."""
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(tree) and abs(near - at) <= _NAME:
            if tree.tokens[near].surface in _QUOTES:
                return True
            if _is_sign(tree, near) or _is_verb(tree, near):
                break
            near += step
    return False


def _opens(tree: Tree, at: int) -> bool:
    """Tell whether a word opens another clause: "that", "which", "because"."""
    token = tree.tokens[at]
    bound = at + 1 < len(tree) and tree.is_in(at + 1, "bound")  # «как минимум»
    if (token.upos == "SCONJ" and not bound) or (token.base == "mark" and token.upos != "PART"):
        return True
    if token.upos == "CCONJ":
        after = at + 1
        while after < len(tree) and tree.tokens[after].upos in {"ADV", "PART"}:
            after += 1
        return after < len(tree) and _is_verb(tree, after)
    return token.upos in {"PRON", "DET"} and tree.is_in(at, "which") and token.base != "det"


def _is_verb(tree: Tree, at: int) -> bool:
    token = tree.tokens[at]
    if token.upos not in _VERBAL:
        return False
    return token.base not in {"amod", "aux", "cop"}


def _carries(tree: Tree, at: int, verb: int) -> bool:
    """Tell whether a verb carries an infinitive beside it: «удалося | врятувати»."""
    infinitive = tree.tokens[verb].feature("VerbForm") == "Inf"
    finite = tree.tokens[at].feature("VerbForm") != "Inf"
    return infinitive and finite and abs(at - verb) <= _NEAR


def _past_aside(tree: Tree, comma: int, step: int) -> int | None:
    """Return the word beyond an aside between two commas: ", according to analysts,"."""
    at, inside = comma + step, []
    while 0 <= at < len(tree) and not _is_sign(tree, at):
        inside.append(at)
        at += step
    if not (0 <= at < len(tree)) or tree.tokens[at].surface != "," or not inside:
        return None
    first = min(inside)
    aside = tree.is_in(first, "opens", "according_to", "perhaps") or _opens(tree, first)
    if tree.tokens[first].upos == "ADP":  # "in whose capital", «в составе которой»
        aside = aside or any(_opens(tree, i) for i in sorted(inside)[1:3])
    participle = tree.tokens[first].feature("VerbForm") in {"Part", "Conv"}
    return at + step if aside or participle else None


def nouns(tree: Tree, words: list[int]) -> list[int]:
    """Return the nouns, pronouns and lone numerals of a zone that head a phrase without
    preposition, not those that stand in the genitive of another.
    """
    inside = set(words)
    found = [i for i in words if _is_head(tree, i) and not _is_below(tree, i, inside)]
    return list(dict.fromkeys(_of_thousands(tree, i) for i in found))


def _of_thousands(tree: Tree, at: int) -> int:
    """Return the noun that "thousands" counts, any other noun as it is."""
    after = at + 1
    if not (tree.tokens[at].upos in {"NOUN", "NUM"} and tree.is_in(at, "great_number")):
        return at
    while after < len(tree) and tree.tokens[after].upos in _MODIFIERS:
        after += 1
    counts = after < len(tree) and tree.tokens[after].upos == "NOUN"
    return after if counts and tree.tokens[after].case in {"Gen", ""} else at


def _is_head(tree: Tree, at: int) -> bool:
    token = tree.tokens[at]
    if tree.is_number(at) and token.upos != "NOUN":
        return token.base not in {"nummod", "amod", "compound", "flat"} or not _noun_after(tree, at)
    participle = token.upos in {"ADJ", "VERB"} and token.base in {"nsubj", "obj"}
    nominal = token.upos in {"NOUN", "PROPN", "PRON", "X"} or participle
    return nominal and token.base not in {"flat", "compound", "appos"}


def _noun_after(tree: Tree, at: int) -> bool:
    at += 1
    while at < len(tree) and tree.tokens[at].upos in _MODIFIERS:
        at += 1
    return at < len(tree) and tree.tokens[at].upos in {"NOUN", "PROPN"}


def _is_below(tree: Tree, at: int, inside: set[int]) -> bool:
    """Tell whether a noun has a preposition or stands right after the noun it belongs to."""
    before = at - 1
    while before >= 0 and (
        tree.tokens[before].upos in _MODIFIERS
        or tree.tokens[before].base in {"amod", "flat", "det"}
    ):
        before -= 1
    counted = any(tree.is_number(i) for i in range(before + 1, at))
    if before < 0:
        return False
    token = tree.tokens[before]
    if token.upos == "CCONJ" and before > 0:  # a conjunct goes with the first of them
        first = next((i for i in range(before - 1, -1, -1) if tree.is_nominal(i)), None)
        return first in inside and first is not None and tree.tokens[first].upos != "NUM"
    if token.upos == "ADP" or tree.prepositions(at):
        return not (
            counted and all(tree.is_in(i, "up_to") for i in tree.prepositions(at) or [before])
        )
    head = tree.tokens[at].head
    own = tree.tokens[at]
    described = any(tree.tokens[i].upos in {"NUM", "DET"} for i in range(before + 1, at))
    if described and own.confidence < CONFIDENCE.genitive:
        return False  # «з села | всіх чоловіків»
    return (
        token.upos in {"NOUN", "PROPN", "NUM", "X", "SYM"}
        and before in inside
        and own.base == "nmod"
        and (own.case in {"Gen", ""} or (head == before and own.case != "Acc"))
    )
