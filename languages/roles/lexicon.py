"""The words of `languages/roles.toml`: concepts with their frames, and the lists of the rules."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from parallax.languages.fold import fold

_ORDER = {"deed": 1, "person": 2, "counted": 3}
"""Frames of nouns come after those of verbs: a form that may be both is tried as a verb first."""
_SHORTEST = 2
_KEPT = 65_536
"""Answers kept for words that come again."""

Forms = frozenset[str]
"""A word as written and its dictionary form, folded."""


class Words:
    """A list of words: whole ones, beginnings ("word*") and ends ("*word")."""

    def __init__(self, text: str) -> None:
        """Read words that blanks separate."""
        words = fold(text).split()
        self._whole = frozenset(word for word in words if "*" not in word)
        self._beginnings = tuple(word[:-1] for word in words if word.endswith("*"))
        self._ends = tuple(word[1:] for word in words if word.startswith("*"))

    def has(self, forms: Forms) -> bool:
        """Tell whether one of the forms of a word is in the list."""
        return (
            not self._whole.isdisjoint(forms)
            or any(form.startswith(self._beginnings) for form in forms)
            or any(form.endswith(self._ends) for form in forms)
        )


@dataclass(frozen=True)
class Entry:
    """A word that names a concept, where the words of `beside` depend on it."""

    kind: str
    concept: str
    frame: str
    beside: tuple[Words, ...]
    rank: tuple[int, int] = (0, 0)
    """Of two entries for a word the one with more letters is tried first, then the first of the
    file.
    """
    at_beside: bool = False
    """Whether the word beside it is the predicate: "left 19 people *dead*"."""


class Lexicon:
    """What `roles.toml` says about one language."""

    def __init__(self, language: str) -> None:
        """Read the words of a language."""
        content = data()
        self.language = language
        self._endings = tuple(content["endings"][language].split())
        self._entries = lru_cache(maxsize=_KEPT)(self._entries_of)
        self._in_list = lru_cache(maxsize=_KEPT)(self._is_in_list)
        self._lists = {name: Words(words[language]) for name, words in content["words"].items()}
        self._whole: dict[str, list[Entry]] = defaultdict(list)
        self._beginnings: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        self._ends: list[tuple[str, Entry]] = []
        for place, (concept, frame, kind, words) in enumerate(frames()):
            for written in fold(words[language]).split():
                word, *beside = written.rstrip("!").split("+")
                at_beside = written.endswith("!")
                entry = Entry(
                    kind, concept, frame, tuple(map(Words, beside)), (-len(word), place), at_beside
                )
                if word.endswith("*"):
                    self._beginnings[word[0]].append((word[:-1], entry))
                elif word.startswith("*"):
                    self._ends.append((word[1:], entry))
                else:
                    self._whole[word].append(entry)

    def is_in(self, name: str, forms: Forms) -> bool:
        """Tell whether a word is in a list of the rules."""
        return self._in_list(name, forms)

    def _is_in_list(self, name: str, forms: Forms) -> bool:
        return self._lists[name].has(forms)

    def entries(self, forms: Forms) -> list[Entry]:
        """Return what a word may name, by its forms; words with others beside them come first."""
        return self._entries(forms)

    def _entries_of(self, forms: Forms) -> list[Entry]:
        found = {
            id(entry): entry
            for form in forms
            for entry in (
                *self._whole.get(form, ()),
                *(e for word, e in self._beginnings.get(form[:1], ()) if form.startswith(word)),
                *(e for word, e in self._ends if form.endswith(word)),
            )
        }
        return sorted(
            found.values(),
            key=lambda entry: (-len(entry.beside), _ORDER.get(entry.frame, 0), entry.rank),
        )

    def plain(self, word: str) -> Iterable[str]:
        """Yield what a word may be without its ending: "ask" and "aske" of "asked"."""
        for ending in self._endings:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) > _SHORTEST:
                yield stem
                yield stem + "e"
                if stem[-1] == stem[-2]:
                    yield stem[:-1]


@lru_cache(maxsize=1)
def data() -> Mapping[str, Any]:
    """Return the content of the file."""
    return tomllib.loads((resources.files("parallax.languages") / "roles.toml").read_text("utf-8"))


def frames() -> Iterable[tuple[str, str, str, Mapping[str, str]]]:
    """Yield concept, frame, kind and the words of each language."""
    for concept, entry in data()["concept"].items():
        for frame, words in entry.items():
            if frame != "kind":
                yield concept, frame, entry["kind"], words


@lru_cache
def load(language: str) -> Lexicon:
    """Return the words of `uk`, `ru` or `en`."""
    return Lexicon(language)
