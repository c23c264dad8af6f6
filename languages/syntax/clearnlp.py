"""English trees with ClearNLP labels, as spaCy's models give them, made Universal Dependencies.

In a ClearNLP tree prepositions, copulas and the first of two conjuncts stand above what a Universal
Dependencies tree hangs them on. Rules over the tree turn them round, then rename the relations
(Choi & Palmer 2012, "Guidelines for the CLEAR Style Constituent to Dependency Conversion"; de
Marneffe et al. 2021). Heads are numbers of words, from 0; -1 is the root.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources

_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "SYM"}
_RENAMED = {
    "ROOT": "root",
    "acomp": "xcomp",
    "agent": "case",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "parataxis",
    "neg": "advmod",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "pcomp": "advcl",
    "pobj": "obl",
    "poss": "nmod:poss",
    "preconj": "cc",
    "predet": "det",
    "prep": "case",
    "prt": "compound:prt",
    "relcl": "acl:relcl",
    "": "dep",
}
_BY_HEAD = {
    "prepositional": ("nmod", "obl"),
    "clause of a preposition": ("acl", "advcl"),
    "npadvmod": ("nmod", "obl"),
}
"""Relations that depend on what they modify: below a nominal, below anything else."""


@dataclass(frozen=True)
class EnglishWords:
    """The words that the rules know, of `english.toml`."""

    be: frozenset[str]
    titles: frozenset[str]
    descriptive: frozenset[str]
    adjectives: frozenset[str]
    adjectival_endings: tuple[str, ...]
    places: frozenset[str]
    fixed: dict[str, str]


def english_words() -> EnglishWords:
    """Return the words of the package's data file."""
    text = (resources.files("parallax.languages.syntax") / "english.toml").read_text("utf-8")
    data = tomllib.loads(text)
    sets = ("be", "titles", "descriptive", "adjectives", "places")
    return EnglishWords(
        **{name: frozenset(data[name]) for name in sets},
        adjectival_endings=tuple(data["adjectival_endings"]),
        fixed=data["fixed"],
    )


@dataclass
class ClearTree:
    """A sentence with its ClearNLP tree, which the rules change in place."""

    words: list[str]
    upos: list[str]
    tags: list[str]
    """Parts of speech of the Penn Treebank."""
    heads: list[int]
    labels: list[str]
    known: EnglishWords

    def below(self, at: int, *labels: str) -> list[int]:
        """Return what depends on a word, by any or by one of some labels."""
        return [
            i
            for i, head in enumerate(self.heads)
            if head == at and (not labels or self.labels[i] in labels)
        ]

    def depth(self, at: int) -> int:
        """Return how many words are above a word."""
        depth = 0
        while (at := self.heads[at]) >= 0:
            depth += 1
        return depth

    def is_nominal(self, at: int) -> bool:
        """Tell whether a word is a noun or pronoun that is no predicate."""
        return self.upos[at] in _NOMINAL and not self.below(at, "cop")


def universal(tree: ClearTree, is_common: Callable[[str], bool]) -> tuple[list[int], list[str]]:
    """Return heads and relations of Universal Dependencies; the tree is changed.

    :param is_common: whether a word in small letters is one of the language, not only a name.
    """
    count = len(tree.words)
    _lift_conjuncts(tree)
    _turn_there(tree)
    for at in sorted(range(count), key=tree.depth, reverse=True):
        _turn_preposition(tree, at)
    for at in range(count):
        is_be = tree.words[at].lower() in tree.known.be
        if is_be and tree.labels[at] not in {"aux", "auxpass"}:
            _turn_copula(tree, at)
    for at in range(count):
        _open_small_clause(tree, at)
    _head_names(tree, is_common)
    return tree.heads, [_relation(tree, at) for at in range(count)]


def _lift_conjuncts(tree: ClearTree) -> None:
    """Hang all conjuncts on the first, and each conjunction on the conjunct after it."""
    for at, label in enumerate(tree.labels):
        if label == "conj":
            first = tree.heads[at]
            while tree.labels[first] == "conj":
                first = tree.heads[first]
            tree.heads[at] = first
    for at, label in enumerate(tree.labels):
        if label == "cc":
            above = tree.heads[at]
            first = tree.heads[above] if tree.labels[above] == "conj" else above
            after = [i for i in tree.below(first, "conj") if i > at]
            if after:
                tree.heads[at] = after[0]


def _turn_there(tree: ClearTree) -> None:
    """Make the reason the subject in "there is a reason"."""
    for at, label in enumerate(tree.labels):
        if label == "expl" and tree.words[at].lower() == "there":
            for there_is in tree.below(tree.heads[at], "attr"):
                tree.labels[there_is] = "nsubj"


def _turn_preposition(tree: ClearTree, at: int) -> None:
    """Hang a preposition on its object, and the object where the preposition was."""
    label = tree.labels[at]
    objects = tree.below(at, "pobj")
    if not objects and label in {"prep", "agent"}:
        objects = _second_preposition(tree, at)
    if label in {"ROOT", "conj", "pcomp"} or not (objects or label in {"prep", "agent"}):
        return
    above = tree.heads[at]
    clauses = tree.below(at, "pcomp")
    if objects:
        thing, *more = objects
        tree.labels[thing] = "obl:agent" if label == "agent" else "prepositional"
        for other in more:
            tree.labels[other] = "prepositional"
    elif clauses:
        thing = clauses[0]
        tree.labels[thing] = "clause of a preposition"
    else:
        tree.labels[at] = "advmod"
        return
    for child in tree.below(at):
        if tree.labels[child] != "fixed":
            tree.heads[child] = thing
    tree.heads[thing], tree.heads[at] = above, thing
    tree.labels[at] = "mark" if not objects and tree.upos[thing] in {"VERB", "AUX"} else "case"


def _second_preposition(tree: ClearTree, at: int) -> list[int]:
    """Return the object of the preposition below a preposition: "according | to the ministry"."""
    second = tree.known.fixed.get(tree.words[at].lower())
    for thing in tree.below(at, "prepositional"):
        for case in tree.below(thing, "case"):
            if tree.words[case].lower() == second and case == at + 1:
                tree.heads[case], tree.labels[case] = at, "fixed"
        return [thing]
    return []


def _turn_copula(tree: ClearTree, at: int) -> None:
    """Hang a form of "be" on its predicate."""
    found = tree.below(at, "attr", "acomp")
    if not found and tree.below(at, "expl"):
        return
    if not found:
        found = [i for i in tree.below(at, "prepositional") if i > at]
    if not found:
        found = [i for i in tree.below(at, "advmod") if i > at and tree.tags[i] == "RB"][-1:]
        found = [i for i in found if tree.words[i].lower() in tree.known.places]
    if not found:
        return
    predicate = found[0]
    tree.heads[predicate], tree.labels[predicate] = tree.heads[at], tree.labels[at]
    for child in tree.below(at):
        tree.heads[child] = predicate
    tree.heads[at], tree.labels[at] = predicate, "cop"


def _open_small_clause(tree: ClearTree, at: int) -> None:
    """Make "him" an object and "go" an open complement in "let him go", "make him unfit"."""
    if tree.labels[at] != "ccomp" or tree.heads[at] < 0 or tree.heads[at] > at:
        return
    subjects = tree.below(at, "nsubj")
    bare = tree.tags[at] == "VB" and not tree.below(at, "aux")
    verbless = tree.upos[at] in {"ADJ", "NOUN", "PROPN"} and not tree.below(at, "cop", "aux")
    if len(subjects) == 1 and (bare or verbless) and not tree.below(at, "mark"):
        tree.heads[subjects[0]], tree.labels[subjects[0]] = tree.heads[at], "dobj"
        tree.labels[at] = "xcomp"


def _head_names(tree: ClearTree, is_common: Callable[[str], bool]) -> None:
    """Make the first word the head of a name of several words that are no common words.

    "Kori | Schulman" is `flat`; in "Capitol Hill" the first word stays `compound`.
    """
    end = 0
    for start in range(len(tree.words)):
        if start < end:
            continue
        end = start
        while end < len(tree.words) and tree.upos[end] == "PROPN":
            end += 1
        first = start  # after the last title, which is no part of the name
        for i in range(start, end):
            if tree.words[i].lower().rstrip(".") in tree.known.titles:
                first = i + 1
        last = end - 1
        name = list(range(first, last))
        if (
            not name
            or tree.words[first].lower() in tree.known.descriptive
            or is_common(tree.words[last].lower())
            or any(tree.heads[i] != last or tree.labels[i] != "compound" for i in name)
        ):
            continue
        above, label = tree.heads[last], tree.labels[last]
        for child in tree.below(last):
            tree.heads[child] = first
        for i in range(first + 1, end):
            tree.heads[i], tree.labels[i] = first, "flat"
        tree.heads[first], tree.labels[first] = above, label


def _relation(tree: ClearTree, at: int) -> str:
    label, head = tree.labels[at], tree.heads[at]
    if head < 0:
        return "root"
    if label in _BY_HEAD:
        below_nominal, otherwise = _BY_HEAD[label]
        return below_nominal if tree.is_nominal(head) else otherwise
    if label == "aux" and tree.tags[at] == "TO":
        return "mark"
    if label == "quantmod":
        return "compound" if tree.upos[at] == "NUM" else "advmod"
    if label == "compound" and tree.upos[head] == "PROPN":
        return _of_name(tree, at)
    return _RENAMED.get(label, label)


def _of_name(tree: ClearTree, at: int) -> str:
    """Return the relation of a word before a name: "Mr", "spokesman", "United"."""
    word = tree.words[at].lower()
    if word.rstrip(".") in tree.known.titles or tree.tags[at] in {"NN", "NNS"}:
        return "nmod"
    adjective = word in tree.known.adjectives or word.endswith(tree.known.adjectival_endings)
    return "amod" if adjective else "compound"
