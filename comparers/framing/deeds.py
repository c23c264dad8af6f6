"""Who does harm in a sentence, as its parse tells, for the rules over words."""

from __future__ import annotations

from dataclasses import dataclass

from parallax.comparers.framing.reports import Span
from parallax.languages.roles.animacy import is_thing
from parallax.languages.roles.read import statements
from parallax.languages.roles.tree import Tree
from parallax.languages.syntax.parsed import Parse

_NOUNS = frozenset({"NOUN", "PROPN"})
_SEVERAL = 2
"""Nouns in the singular that make a plural together."""
_MAY_ACT = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X"})
_WITHOUT_A_WILL = frozenset({"nature", "thing"})
_PERSONS = frozenset({"person", "body"})
_ARMS = frozenset({"event"})
"""Machines with a crew act; which are fired the codebook says."""


@dataclass(frozen=True)
class Deed:
    """A predicate with its doer."""

    word: Span
    who: Span | None
    """The whole phrase of the doer, None where none is told."""
    by_arms: bool = False
    """Whether the doer is what weapons do: a strike, an explosion."""
    by_nature: bool = False
    """Whether it is nature or a thing, which do no harm by will."""
    head: Span = (0, 0)
    """The head word of the doer."""


@dataclass(frozen=True)
class Deeds:
    """The deeds of a sentence, and the words in it that look like one and are none: an attribute
    ("destroyed houses"), a noun ("strikes").
    """

    told: tuple[Deed, ...] = ()
    none: tuple[Span, ...] = ()
    subjectless: bool = False
    """Whether nothing in the sentence can be the subject of a plural: «студента застрелили»."""

    def of(self, start: int, end: int) -> Deed | None:
        """Return the deed whose word is among some words of the sentence."""
        return next((one for one in self.told if start <= one.word[0] < end), None)

    def is_none(self, start: int, end: int) -> bool:
        """Tell whether some words of the sentence only look like a deed."""
        return any(start <= first and last <= end for first, last in self.none)


def read(parse: Parse) -> Deeds:
    """Return the deeds of a sentence; doers that are not sure are not read."""
    tree = Tree(parse)
    told = []
    for one in statements(parse):
        if one.kind not in ("casualty", "action"):
            continue
        kind = one.doer_kind
        if one.who and kind in _PERSONS and _is_thing(tree, one.who.token):
            kind = "thing"
        told.append(
            Deed(
                (one.predicate.head_start, one.predicate.head_end),
                (one.who.start, one.who.end) if one.who else None,
                kind in _ARMS,
                kind in _WITHOUT_A_WILL,
                (one.who.head_start, one.who.head_end) if one.who else (0, 0),
            )
        )
    none = tuple(
        (token.start, token.end)
        for token in parse.tokens
        if token.base == "amod" or token.upos in _NOUNS
    )
    return Deeds(tuple(told), none, _is_subjectless(parse))


def _is_subjectless(parse: Parse) -> bool:
    """Tell whether no noun may be the subject of a plural verb: one in the singular is none."""
    if parse.language == "en":
        return False
    able = [one for one in parse.tokens if one.upos in _MAY_ACT and one.case == "Nom"]
    return len(able) < _SEVERAL and not any(
        one.number == "Plur" or one.upos == "NUM" for one in able
    )


def _is_thing(tree: Tree, at: int) -> bool:
    """Tell whether a doer is a thing; a pronoun may stand for anybody."""
    return tree.tokens[at].upos == "NOUN" and is_thing(tree, at)
