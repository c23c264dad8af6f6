"""Phrases of lemmas and surface forms, matched over a tokenised sentence; the longest match wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import simplemma

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`.-][^\W_]+)*\.?(?<=[^\W_.])|[^\W_]+", re.UNICODE)
_FOLD = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "ё": "е", "\u0301": None})


@dataclass(frozen=True)
class Word:
    """A word of a sentence with its folded surface and the lemmas it may have."""

    start: int
    end: int
    surface: str
    lemmas: frozenset[str]


@dataclass(frozen=True)
class Match(Generic[T]):
    """A phrase found: words first..last (both included) and its label."""

    first: int
    last: int
    label: T


def folded(text: str) -> str:
    """Return text in lower case with one apostrophe and е for ё."""
    return text.lower().translate(_FOLD)


def words(text: str, language: str) -> list[Word]:
    """Return the words of a text in order."""
    return [
        Word(found.start(), found.end(), folded(found[0]), lemmas(folded(found[0]), language))
        for found in _WORD.finditer(text)
    ]


@lru_cache(maxsize=131072)
def lemmas(word: str, language: str) -> frozenset[str]:
    """Return the lemmas a folded word may have, itself among them.

    Of English, where the lemmatiser errs on regular endings, the plain stems count as well.
    """
    found = {word, folded(simplemma.lemmatize(word, lang=language))}
    if language == "en":
        found |= {word[: -len(end)] + put for end, put in _ENGLISH_ENDINGS if word.endswith(end) and len(word) > len(end) + 2}
    return frozenset(found)


_ENGLISH_ENDINGS = (("ed", ""), ("ed", "e"), ("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("ing", ""), ("ing", "e"))


@dataclass(frozen=True)
class _Part:
    """One word of a phrase: any of some lemmas or surface forms, or (``prefix``) a beginning."""

    forms: frozenset[str]
    prefix: str = ""

    def fits(self, word: Word) -> bool:
        return word.surface.startswith(self.prefix) if self.prefix else bool(self.forms & word.lemmas)


class PatternSet(Generic[T]):
    """Labelled phrases of one language.

    A word of a phrase is a lemma, with ``=`` a surface form, with a final ``*`` a beginning (for words the lemmatiser
    does not know).
    """

    def __init__(self, language: str, labelled: Iterable[tuple[str, T]], traps: Iterable[str]) -> None:
        """Compile the phrases; a trap is a phrase inside which nothing is found."""
        self._language = language
        self._by_first: dict[str, list[tuple[list[_Part], T | None]]] = {}
        self._by_prefix: list[tuple[list[_Part], T | None]] = []
        for pattern, label in labelled:
            self._add(pattern, label)
        for trap in traps:
            self._add(trap, None)

    def find(self, sentence: Sequence[Word]) -> list[Match[T]]:
        """Return the matches in order; they do not overlap."""
        found: list[Match[T]] = []
        at = 0
        while at < len(sentence):
            best: tuple[int, T | None] | None = None
            for parts, label in self._starting(sentence[at]):
                following = sentence[at : at + len(parts)]
                longer = best is None or len(parts) > best[0]
                if longer and len(following) == len(parts) and all(p.fits(w) for p, w in zip(parts, following, strict=True)):
                    best = len(parts), label
            if best is None:
                at += 1
                continue
            if best[1] is not None:
                found.append(Match(at, at + best[0] - 1, best[1]))
            at += best[0]
        return found

    def _starting(self, word: Word) -> Iterator[tuple[list[_Part], T | None]]:
        """Return the phrases a word may start: what is written just so, then beginnings, then what its lemma says."""
        yield from self._by_first.get(word.surface, ())
        yield from (entry for entry in self._by_prefix if entry[0][0].fits(word))
        for lemma in sorted(word.lemmas - {word.surface}):
            yield from self._by_first.get(lemma, ())

    def _add(self, pattern: str, label: T | None) -> None:
        parts = [self._part(part) for part in pattern.split()]
        if parts[0].prefix:
            self._by_prefix.append((parts, label))
        for first in parts[0].forms:
            self._by_first.setdefault(first, []).append((parts, label))

    def _part(self, part: str) -> _Part:
        """A surface form stands for itself; a lemma also for what the lemmatiser makes of it."""
        if part.endswith("*"):
            return _Part(frozenset(), folded(part[:-1]))
        if part.startswith("="):
            return _Part(frozenset({folded(part[1:])}))
        lemma = folded(part)
        return _Part(frozenset({lemma, folded(simplemma.lemmatize(lemma, lang=self._language))}))
