"""Ukrainian sentences word for word in Russian, Russian ones in Ukrainian, and trees carried over.

A word-for-word rendering has the tree of its original. So a Ukrainian sentence gets the tree that
the Russian parser gives its rendering, and a Russian sentence with a tree becomes a sentence in
Ukrainian words with that tree (annotation projection, Yarowsky et al. 2001; treebank translation,
Tiedemann 2014). What both do to the labels is `as_ukrainian`: closed classes and relations that
Ukrainian treebanks name otherwise.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from parallax.languages.fold import fold
from parallax.languages.letters import ONLY_UKRAINIAN
from parallax.languages.syntax.words import word_spans

DATA = Path(__file__).parent / "data"
_LETTER = re.compile(r"[^\W\d_]")
_APOSTROPHES = str.maketrans("’ʼ`", "'''")


def lower(word: str) -> str:
    """Return a word in small letters, with one apostrophe."""
    return word.lower().translate(_APOSTROPHES)


def words_of(sentence: str, language: str) -> list[str]:
    """Return the words of a sentence."""
    return [sentence[start:end] for start, end in word_spans(sentence, language)]


def capitals_like(word: str, model: str) -> str:
    """Return a word with the capitals of another."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.capitalize() if model[:1].isupper() else word


@dataclass(frozen=True)
class Knowledge:
    """The lists of `data/uk_projection.toml` and `data/uk_ru_words.tsv`."""

    lists: dict[str, Any]
    russian_for: dict[str, str]

    @classmethod
    def read(cls) -> Knowledge:
        """Read both files."""
        lines = (DATA / "uk_ru_words.tsv").read_text("utf-8").splitlines()
        return cls(
            tomllib.loads((DATA / "uk_projection.toml").read_text("utf-8")),
            dict(line.split("\t") for line in lines),
        )

    @cached_property
    def folded(self) -> dict[int, str]:
        """Letters that fold together, for `str.translate`."""
        return str.maketrans(self.lists["letters"]["folded"])

    @cached_property
    def determiners(self) -> frozenset[str]:
        """Pronouns that stand before nouns."""
        return frozenset(self.lists["determiners"])

    @cached_property
    def particles(self) -> frozenset[str]:
        """Words that Ukrainian treebanks hang as `discourse`."""
        return frozenset(self.lists["particles"])


class Lexicon:
    """Words of both languages that render each other, counted in word-for-word renderings."""

    def __init__(self, knowledge: Knowledge, russian: Iterable[str]) -> None:
        """Start without words; :param russian: the words that the Russian parser knows."""
        self._knowledge = knowledge
        self._known = frozenset(russian)
        self._alike: dict[str, str] = {}
        for word in russian:
            self._alike.setdefault(word.translate(knowledge.folded), word)
        self._russian: dict[str, Counter[str]] = defaultdict(Counter)
        self._ukrainian: dict[str, Counter[str]] = defaultdict(Counter)
        self._made: dict[str, str | None] = {}

    def count(self, ukrainian: Iterable[str], russian: Iterable[str]) -> None:
        """Count the words of a sentence and its rendering, one to one."""
        for own, other in zip(map(lower, ukrainian), map(lower, russian), strict=True):
            self._russian[own][other] += 1
            if own != other or not set(ONLY_UKRAINIAN) & set(own):
                self._ukrainian[fold(other)][own] += 1

    def to_russian(self, word: str, rendering: str | None = None) -> tuple[str, bool]:
        """Return a Ukrainian word in Russian, and whether the Russian parser knows it.

        :param rendering: the word of a given rendering; the most frequent one by default.
        """
        own = lower(word)
        if found := self._knowledge.russian_for.get(own):
            return capitals_like(found, word), True
        if rendering is None:
            counted = self._russian.get(own)
            rendering = counted.most_common(1)[0][0] if counted else own
        if lower(rendering) in self._known or not _LETTER.search(own):
            return capitals_like(lower(rendering), word), True
        if own not in self._made:
            self._made[own] = self._alike_in_russian(own)
        made = self._made[own]
        return (rendering, False) if made is None else (capitals_like(made, word), True)

    def _alike_in_russian(self, word: str) -> str | None:
        """Return the Russian word that differs by letters and endings only, or None."""
        rules = self._knowledge.lists["to_russian"]
        tried = [word]
        tried += [word[: -len(a)] + b for a, b in rules["endings"] if word.endswith(a)]
        for base in list(tried):
            changed = (re.sub(a, b, base, count=1) for a, b in rules["within"])
            tried += [one for one in changed if one != base]
        folded = (one.translate(self._knowledge.folded) for one in tried)
        return next((self._alike[one] for one in folded if one in self._alike), None)

    def to_ukrainian(self, word: str) -> str:
        """Return a Russian word in Ukrainian: by a list, by the renderings, or by its letters."""
        own = fold(word)
        if not _LETTER.search(own):
            return word
        rules = self._knowledge.lists["to_ukrainian"]
        found = rules["words"].get(own)
        if found is None and own in self._ukrainian:
            ukrainian, times = self._ukrainian[own].most_common(1)[0]
            found = ukrainian if times > 1 else None
        if found is None:
            letters = str.maketrans(self._knowledge.lists["letters"]["to_ukrainian"])
            for ending, other in rules["endings"]:
                if own.endswith(ending):
                    found = own[: -len(ending)].translate(letters) + other
                    break
            else:
                found = own.translate(letters)
        return capitals_like(found, word)


@dataclass
class Labels:
    """The labels of a sentence, by word; heads from 0, -1 for the root."""

    words: list[str]
    heads: list[int]
    relations: list[str]
    upos: list[str]
    features: list[dict[str, str]]


def as_ukrainian(labels: Labels, knowledge: Knowledge) -> None:
    """Rename in place what Ukrainian treebanks name otherwise than the Russian parser."""
    lists = knowledge.lists
    small = [lower(word) for word in labels.words]
    for at in range(len(small)):
        _rename(labels, at, small, knowledge)
    below: list[set[str]] = [set() for _ in small]
    for head, relation in zip(labels.heads, labels.relations, strict=True):
        if head >= 0:
            below[head].add(relation)
    with_conjunction = {
        labels.heads[at]
        for at, relation in enumerate(labels.relations)
        if relation == "conj" and "cc" in below[at]
    }
    for at, head in enumerate(labels.heads):
        if head >= 0:
            labels.relations[at] = _argument(labels, at, small[head], below[at], lists)
            both = labels.upos[at] == labels.upos[head] == "VERB"
            if labels.relations[at] == "conj" and both and head not in with_conjunction:
                labels.relations[at] = "parataxis"  # clauses side by side


def _argument(
    labels: Labels, at: int, head_word: str, below: set[str], lists: dict[str, Any]
) -> str:
    """Return the relation of a subject, object or other noun of a verb."""
    head, relation = labels.heads[at], labels.relations[at]
    case = labels.features[at].get("Case")
    above, features = labels.upos[head], labels.features[head]
    is_noun = labels.upos[at] in {"NOUN", "PROPN", "PRON"}
    is_participle = "VerbForm" in features or features.get("Variant") == "Short"
    impersonal = head_word.endswith(tuple(lists["impersonal_endings"])) and len(head_word) > 4
    if relation in {"nsubj", "nsubj:pass"} and impersonal and above in {"VERB", "ADJ", "ADV"}:
        if is_participle or relation == "nsubj:pass":
            return "obj"  # such verbs have an object and no subject
    elif relation == "obl" and case == "Dat" and above == "VERB" and "case" not in below:
        return "iobj"
    elif relation == "xcomp" and is_noun and case == "Acc":
        return "obj"
    elif relation == "obj" and is_noun and head_word.endswith(tuple(lists["reflexive_endings"])):
        return "obl"
    return relation


def _rename(labels: Labels, at: int, small: list[str], knowledge: Knowledge) -> None:
    word, head, relation = small[at], labels.heads[at], labels.relations[at]
    features, lists = labels.features[at], knowledge.lists
    if _is_part_of_name(labels, at):
        labels.relations[at] = "flat"
    elif relation in {"amod", "nmod"} and word in knowledge.determiners:
        labels.relations[at], labels.upos[at] = "det", "DET"
    elif relation in {"advmod", "parataxis"} and word in knowledge.particles:
        labels.relations[at], labels.upos[at] = "discourse", "PART"
    elif word == lists["not"]:
        labels.relations[at], labels.upos[at] = "advmod", "PART"
    elif relation == "nmod" and features.get("VerbForm") == "Inf":
        labels.relations[at] = "acl"
    elif word.isdigit() and head == at - 1 >= 0 and relation in {"appos", "nummod", "nmod"}:
        if small[head].startswith(tuple(lists["ordinal_after"])):
            labels.relations[at], labels.upos[at] = "amod", "ADJ"
        elif small[head].startswith(tuple(lists["number_after"])):
            labels.relations[at], labels.upos[at] = "nummod", "NUM"
    else:
        _rename_function_word(labels, at, small, lists)


def _is_part_of_name(labels: Labels, at: int) -> bool:
    head, relation = labels.heads[at], labels.relations[at]
    if not (head == at - 1 >= 0 and labels.upos[head] == "PROPN"):
        return False
    if relation in {"nmod", "appos"} and labels.upos[at] == "PROPN":
        return labels.features[at].get("Case") == labels.features[head].get("Case")
    return relation == "amod" and labels.words[at][:1].isupper()


def _rename_function_word(labels: Labels, at: int, small: list[str], lists: dict[str, Any]) -> None:
    word, relation = small[at], labels.relations[at]
    before = small[at - 1] if at else ""
    first, second = lists["please"]
    if (before, word) in {(lists["therefore"], lists["that"]), (first, second)}:
        above = labels.heads[at] if labels.heads[at] != at - 1 else labels.heads[at - 1]
        if labels.heads[at - 1] == at:
            labels.heads[at - 1], labels.relations[at - 1] = labels.heads[at], relation
        labels.heads = [at - 1 if one == at else one for one in labels.heads]
        labels.heads[at], labels.relations[at] = at - 1, "fixed"
        if word == lists["that"] and above not in {at, at - 1, -1}:
            labels.heads[at - 1], labels.relations[at - 1] = above, "mark"
    elif (
        word in lists["marks"]
        and (
            relation in {"nsubj", "obj"} or (relation in {"case", "advmod"} and word != lists["as"])
        )
    ) or (word == lists["as"] and relation == "case"):
        labels.relations[at], labels.upos[at] = "mark", "SCONJ"
    elif word == lists["therefore"] and relation in {"nsubj", "obj", "nmod"}:
        labels.relations[at], labels.upos[at] = "advmod", "ADV"
