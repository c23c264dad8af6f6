"""A parsed sentence: tokens, each with what it is and which token it depends on.

All labels are those of Universal Dependencies 2 (de Marneffe et al. 2021), in every language:
parts of speech, features and relations, relations with the subtypes of `RELATIONS` only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from parallax.languages.lemmas import lemma_of

ROOT = -1
"""The head of a token that depends on no other."""
CONFIDENCE_DIGITS = 3
"""Digits of a confidence: more are not known, and differ between processors."""


@dataclass(frozen=True, slots=True)
class SyntaxToken:
    """A word, figure or sign of a sentence: ``sentence[start:end]``.

    Features that the engine does not know are empty texts.
    """

    start: int
    end: int
    surface: str
    language: str
    upos: str
    """Universal part of speech: `NOUN`, `PROPN`, `VERB`, `AUX`, …"""
    head: int
    """The number of the token that this one depends on, from 0, or `ROOT`."""
    relation: str
    """Universal relation to the head: `nsubj`, `obj`, `obl:agent`, …; `root` without a head."""
    confidence: float
    """How sure head and relation are, 0 to 1: the share of such arcs that are right."""
    features: tuple[tuple[str, str], ...] = ()
    """Universal features by name, sorted: (("Case", "Nom"), ("Number", "Sing"))."""

    def feature(self, name: str) -> str:
        """Return a universal feature such as `Case`, or an empty text."""
        return next((value for feature, value in self.features if feature == name), "")

    @property
    def case(self) -> str:
        """`Nom`, `Gen`, `Dat`, `Acc`, `Ins`, `Loc`, `Voc`; only pronouns have one in English."""
        return self.feature("Case")

    @property
    def number(self) -> str:
        """`Sing` or `Plur`."""
        return self.feature("Number")

    @property
    def gender(self) -> str:
        """`Masc`, `Fem` or `Neut`."""
        return self.feature("Gender")

    @property
    def base(self) -> str:
        """The relation without its subtype: `nsubj` for `nsubj:pass`."""
        return self.relation.partition(":")[0]

    @property
    def lemma(self) -> str:
        """The dictionary form, in small letters.

        The dictionary of a language (simplemma's) is loaded at the first lemma asked for.
        """
        return _lemma(self.surface, self.language)


@dataclass(frozen=True)
class Parse:
    """A sentence as a tree of tokens, in one language (`uk`, `ru` or `en`)."""

    text: str
    language: str
    tokens: tuple[SyntaxToken, ...] = field(default=())

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the tokens that depend on each token, in order."""
        found: list[list[int]] = [[] for _ in self.tokens]
        for at, token in enumerate(self.tokens):
            if token.head != ROOT:
                found[token.head].append(at)
        return tuple(map(tuple, found))

    @cached_property
    def roots(self) -> tuple[int, ...]:
        """The numbers of the tokens without a head: one, unless the sentence has no token."""
        return tuple(at for at, token in enumerate(self.tokens) if token.head == ROOT)

    def dependents(self, at: int, *relations: str) -> list[int]:
        """Return the numbers of what depends on a token by one of the relations.

        A relation without a subtype stands for all its subtypes.
        """
        return [
            child
            for child in self.children[at]
            if self.tokens[child].relation in relations or self.tokens[child].base in relations
        ]

    def subtree(self, at: int) -> list[int]:
        """Return the numbers of a token and of all that depends on it, in order."""
        found, left = [], [at]
        while left:
            found.append(one := left.pop())
            left.extend(self.children[one])
        return sorted(found)

    def at(self, offset: int) -> int | None:
        """Return the number of the token that holds a character of the sentence, or None."""
        return next((i for i, one in enumerate(self.tokens) if one.start <= offset < one.end), None)


@lru_cache(maxsize=65_536)
def _lemma(surface: str, language: str) -> str:
    return lemma_of(surface, language).lower()
