"""Phrases of lemmas and surface forms, matched over a sentence; the longest match wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from parallax.languages.fold import fold
from parallax.languages.lemmas import lemma_of

T = TypeVar("T")

_GAP = 2
"""Words that ``..`` may stand for, at most."""
REMEMBERED = 65536
"""Words whose phrases are kept in memory, for each axis and language."""

_CLASS = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`.-][^\W_]+)*\.?(?<=[^\W_.])|[^\W_]+", re.UNICODE)


@dataclass(frozen=True)
class Word:
    """A word of a sentence with its folded surface, the lemmas it may have and how many capitals
    it begins with ("the" 0, "Kyiv" 1, "US" 2).
    """

    start: int
    end: int
    surface: str
    lemmas: frozenset[str]
    capitals: int = 0

    @property
    def capital(self) -> bool:
        """Tell whether the word begins with a capital."""
        return self.capitals > 0


@dataclass(frozen=True)
class Match(Generic[T]):
    """A phrase found: words first..last (both included) and its label."""

    first: int
    last: int
    label: T


def words(text: str, language: str) -> list[Word]:
    """Return the words of a text in order."""
    return [
        Word(
            found.start(),
            found.end(),
            fold(found[0]),
            lemmas(fold(found[0]), language),
            leading_capitals(found[0]),
        )
        for found in _WORD.finditer(text)
    ]


def leading_capitals(word: str) -> int:
    """Return how many capitals a word begins with, signs left out: "U.S." 2, "ХАМАСу" 5."""
    letters = [letter for letter in word if letter.isalpha()]
    return next((at for at, letter in enumerate(letters) if not letter.isupper()), len(letters))


@lru_cache(maxsize=131072)
def lemmas(word: str, language: str) -> frozenset[str]:
    """Return the lemmas a folded word may have, itself among them.

    Of English, where the lemmatiser errs on regular endings, the plain stems count as well.
    """
    found = {word, fold(lemma_of(word, language))}
    if language == "en":
        found |= {
            word[: -len(end)] + put
            for end, put in _ENGLISH_ENDINGS
            if word.endswith(end) and len(word) > len(end) + 2
        }
    return frozenset(found)


_ENGLISH_ENDINGS = (
    ("ed", ""),
    ("ed", "e"),
    ("ies", "y"),
    ("ied", "y"),
    ("s", ""),
    ("es", ""),
    ("ing", ""),
    ("ing", "e"),
)


@dataclass(frozen=True)
class _Part:
    """One word of a phrase: any of some lemmas, surface forms, beginnings or ends, or any
    capitalised word.
    """

    lemmas: frozenset[str] = frozenset()
    surfaces: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    name: bool = False
    optional: bool = False
    gap: int = 0
    proper: Mapping[str, int] = field(default_factory=dict)

    def fits(self, word: Word) -> bool:
        surface = word.surface
        if surface in self.surfaces or (self.name and word.capital):
            return True
        if surface in self.proper and word.capitals >= self.proper[surface]:
            return True
        return (
            surface.startswith(self.beginnings)
            or surface.endswith(self.ends)
            or not self.lemmas.isdisjoint(word.lemmas)
        )

    def written(self, word: Word) -> int:
        """Return how many letters of a word its beginning says."""
        return max(
            (len(beginning) for beginning in self.beginnings if word.surface.startswith(beginning)),
            default=0,
        )


_Phrase = tuple[_Part, ...]
_KEY = 3
"""Beginnings of phrases are looked up by this many letters; shorter ones are tried on every word.
"""


@dataclass(frozen=True)
class _Tables(Generic[T]):
    """Compiled phrases by what their first word may be."""

    by_surface: dict[str, list[tuple[_Phrase, T | None]]] = field(default_factory=dict)
    by_lemma: dict[str, list[tuple[_Phrase, T | None]]] = field(default_factory=dict)
    by_key: dict[str, list[tuple[_Phrase, T | None]]] = field(default_factory=dict)
    others: list[tuple[_Phrase, T | None]] = field(default_factory=list)

    def add(self, phrase: _Phrase, label: T | None) -> None:
        """Add a phrase."""
        first = phrase[0]
        for surface in first.surfaces | first.proper.keys():
            self.by_surface.setdefault(surface, []).append((phrase, label))
        for lemma in first.lemmas:
            self.by_lemma.setdefault(lemma, []).append((phrase, label))
        for beginning in first.beginnings:
            if len(beginning) >= _KEY:
                self.by_key.setdefault(beginning[:_KEY], []).append((phrase, label))
        if first.ends or first.name or any(len(beginning) < _KEY for beginning in first.beginnings):
            self.others.append((phrase, label))


class PatternSet(Generic[T]):
    """Labelled phrases of one language; the longest wins, of two equally long the trap, then the
    one with the longer beginning.

    A word of a phrase is a lemma (or what the lemmatiser makes of it), with ``=`` a surface form,
    with ``^`` a surface form whose first capitals are capitals in the text as well ("^US" is
    neither "us" nor "Us", "^Kyiv" is "KYIV" too), with a final ``*`` a
    beginning and with a leading one an end (for words the lemmatiser does not know); ``a/b`` is
    either, ``{land}`` any word of a named class, ``<Name>`` any capitalised word, ``?a`` a word
    that may be missing, ``..`` up to two words of any kind.
    """

    def __init__(
        self,
        language: str,
        labelled: Iterable[tuple[str, T]],
        traps: Iterable[str],
        classes: Mapping[str, str] | None = None,
    ) -> None:
        """Keep the phrases; they are compiled when the first sentence is read, since a run reads
        few languages, and often no sentence at all.

        :param traps: phrases inside which nothing is found.
        :param classes: the words of each named class, separated by blanks.
        :raises KeyError: a phrase names a class that is not there.
        """
        self._language = language
        self._classes = classes or {}
        self._phrases: list[tuple[str, T | None]] = [*labelled, *((trap, None) for trap in traps)]
        for pattern, _ in self._phrases:
            for name in _CLASS.findall(pattern):
                self._classes[name]
        self._starts: dict[tuple[str, int], list[tuple[_Phrase, T | None]]] = {}

    def starts(self, word: Word) -> bool:
        """Tell whether any phrase may start at a word."""
        return bool(self._starting(word))

    def find(self, sentence: Sequence[Word], at: Iterable[int] | None = None) -> list[Match[T]]:
        """Return the matches in order; they do not overlap.

        :param at: the places of the words that phrases may start at, in order, where these are
            known; every word otherwise.
        """
        found: list[Match[T]] = []
        free = 0
        for place in range(len(sentence)) if at is None else at:
            if place < free:
                continue
            best: tuple[int, T | None] | None = None
            for phrase, label in self._starting(sentence[place]):
                end = place + 1 if len(phrase) == 1 else _end(phrase, 1, sentence, place + 1)
                if end is not None and (
                    best is None or end > best[0] or (label is None and end == best[0])
                ):
                    best = end, label
            if best is None:
                continue
            if best[1] is not None:
                found.append(Match(place, best[0] - 1, best[1]))
            free = best[0]
        return found

    def example(self, pattern: str) -> str:
        """Return words that a pattern must find: the first of each choice, without what may be
        missing.
        """
        parts = [
            next(self._alternatives(part))
            for part in pattern.split()
            if not part.startswith("?") and part != ".."
        ]
        plain = (
            "Name"
            if part == "<Name>"
            else part.strip("=*")
            if not part.startswith("^")
            else part[1:]
            for part in parts
        )
        return " ".join(
            f"a{part}" if part.startswith("-") else f"{part}a" if part.endswith("-") else part
            for part in plain
        )

    def _starting(self, word: Word) -> list[tuple[_Phrase, T | None]]:
        """Return the phrases a word may start: what is written just so, then beginnings and ends,
        then what its lemma says.
        """
        key = word.surface, word.capitals
        known = self._starts.get(key)
        if known is None:
            tables = self._tables
            likely = [
                entry
                for entry in (*tables.by_key.get(word.surface[:_KEY], ()), *tables.others)
                if entry[0][0].fits(word)
            ]
            known = [
                entry for entry in tables.by_surface.get(word.surface, ()) if entry[0][0].fits(word)
            ]
            known += tables.by_lemma.get(word.surface, ())
            known += sorted(likely, key=lambda entry: -entry[0][0].written(word))
            for lemma in sorted(word.lemmas - {word.surface}):
                known += tables.by_lemma.get(lemma, ())
            if len(self._starts) < REMEMBERED:
                self._starts[key] = known
        return known

    @cached_property
    def _tables(self) -> _Tables[T]:
        made: _Tables[T] = _Tables()
        for pattern, label in self._phrases:
            made.add(tuple(self._part(part) for part in pattern.split()), label)
        return made

    def _part(self, text: str) -> _Part:
        if text.removeprefix("?") == "..":
            return _Part(gap=_GAP)
        optional = text.startswith("?")
        lemmas, surfaces, proper = set[str](), set[str](), dict[str, int]()
        beginnings, ends, name = list[str](), list[str](), False
        for one in self._alternatives(text.removeprefix("?")):
            if one == "<Name>":
                name = True
            elif one.endswith("*"):
                beginnings.append(fold(one[:-1]))
            elif one.startswith("*"):
                ends.append(fold(one[1:]))
            elif one.startswith("="):
                surfaces.add(fold(one[1:]))
            elif one.startswith("^"):
                proper[fold(one[1:])] = leading_capitals(one[1:])
            else:
                lemmas |= {
                    fold(one),
                    fold(lemma_of(fold(one), self._language)),
                }
        return _Part(
            frozenset(lemmas),
            frozenset(surfaces),
            tuple(beginnings),
            tuple(ends),
            name,
            optional,
            proper=proper,
        )

    def _alternatives(self, text: str) -> Iterator[str]:
        for one in text.split("/"):
            if one.startswith("{"):
                yield from self._classes[one[1:-1]].split()
            else:
                yield one


def _end(phrase: _Phrase, part: int, sentence: Sequence[Word], at: int) -> int | None:
    """Return where the longest reading of the rest of a phrase ends, if it fits at all."""
    if part == len(phrase):
        return at
    wanted = phrase[part]
    ends = (
        [_end(phrase, part + 1, sentence, at + skipped) for skipped in range(wanted.gap + 1)]
        if wanted.gap or wanted.optional
        else []
    )
    if not wanted.gap and at < len(sentence) and wanted.fits(sentence[at]):
        ends.append(_end(phrase, part + 1, sentence, at + 1))
    return max((end for end in ends if end is not None), default=None)
