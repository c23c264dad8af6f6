"""A parsed sentence as the rules look at it: words of the lexicon at tokens, and phrases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from parallax.languages.fold import fold
from parallax.languages.roles.lexicon import Entry, Forms, load
from parallax.languages.roles.statement import Phrase
from parallax.languages.syntax.parsed import ROOT, Parse, SyntaxToken

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
_OF_VERBS = frozenset({"subject", "object", "says", "asks", "tells", "accuses", "loses", "acts"})
_OF_NOUNS = frozenset({"loss", "deed", "person", "counted", "noun"})
_MISTAGGED = frozenset({"NOUN", "ADJ", "ADV", "PROPN", "X"})
"""What a tagger takes a verb for that it does not know."""
_NOUNS = frozenset({"obj", "obl", "nsubj", "iobj", "xcomp"})
_OUTSIDE = frozenset(
    {"case", "acl", "advcl", "conj", "cc", "parataxis", "appos", "punct", "mark", "cop", "aux"}
    | {"nsubj", "csubj", "obj", "ccomp", "xcomp", "discourse", "orphan", "dep", "obl", "advmod"}
)
"""What depends on a noun and is not of its phrase."""


class Tree:
    """A parse with the lexicon of its language."""

    def __init__(self, parse: Parse) -> None:
        """Take a parse that has tokens."""
        self.parse, self.tokens = parse, parse.tokens
        self.lexicon = load(parse.language)
        self._entries: dict[int, list[tuple[Entry, tuple[int, ...]]]] = {}
        self.heads: dict[int, list[int]] = {}
        """Nouns of the clause of a verb that `surface` has looked for."""

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    @cached_property
    def _forms(self) -> list[Forms]:
        made = []
        for at, token in enumerate(self.tokens):
            written = fold(token.surface)
            forms = {written, fold(token.lemma), *self.lexicon.plain(written)}
            if compound := self._compound(at):
                forms.add(compound)
            made.append(frozenset(forms))
        return made

    def _compound(self, at: int) -> str | None:
        """Return a word with the part before its hyphen: "pro-Russian" for "Russian"."""
        if at < 2 or self.tokens[at - 1].surface != "-":
            return None
        first, sign, last = self.tokens[at - 2 : at + 1]
        if first.end == sign.start and sign.end == last.start:
            return fold(self.parse.text[first.start : last.end])
        return None

    def forms(self, at: int) -> Forms:
        """Return a word as written and its dictionary form."""
        return self._forms[at]

    def is_in(self, at: int, *names: str) -> bool:
        """Tell whether a word is in one of the lists of the rules."""
        return any(self.lexicon.is_in(name, self._forms[at]) for name in names)

    def entries(self, at: int) -> list[tuple[Entry, tuple[int, ...]]]:
        """Return what a word may name, each with the words beside it that the entry asks for."""
        if at in self._entries:
            return self._entries[at]
        found = []
        for entry in self.lexicon.entries(self._forms[at]):
            beside = self._beside(at, entry)
            if beside is not None:
                found.append((entry, beside))
        self._entries[at] = found
        return found

    def _beside(self, at: int, entry: Entry) -> tuple[int, ...] | None:
        if not entry.beside:
            return ()
        near = [*self.parse.children[at]]
        near += [
            below
            for child in near
            for below in self.parse.children[child]
            if self.tokens[below].base in {"case", "mark"} or self.tokens[child].base in _NOUNS
        ]
        met = []
        for words in entry.beside:
            one = next((i for i in near if words.has(self._forms[i])), None)
            if one is None:
                return None
            met.append(one)
        return tuple(met)

    def below(self, at: int, *relations: str) -> list[int]:
        """Return what depends on a word by one of the relations."""
        return self.parse.dependents(at, *relations)

    def head(self, at: int) -> int:
        """Return the word that another depends on, or ROOT."""
        return self.tokens[at].head

    def is_nominal(self, at: int) -> bool:
        """Tell whether a word is a noun, name, pronoun or numeral."""
        return self.tokens[at].upos in NOMINAL

    def is_verb(self, at: int) -> bool:
        """Tell whether a word is a verb; of one that names a concept, its form is believed too."""
        if self.tokens[at].upos in {"VERB", "AUX"}:
            return True
        if self.parse.language == "en" or self.tokens[at].upos not in _MISTAGGED:
            return False
        written = frozenset({fold(self.tokens[at].surface)})
        frames = {entry.frame for entry in self.lexicon.entries(self._forms[at])}
        impersonal = self.parse.language == "uk" and next(iter(written)).endswith(("но", "то"))
        if impersonal and "object" in frames:
            return True
        return (
            self.lexicon.is_in("verb_form", written)
            and not frames.isdisjoint(_OF_VERBS)
            and frames.isdisjoint(_OF_NOUNS)
        )

    def prepositions(self, at: int) -> list[int]:
        """Return the prepositions of a noun."""
        return self.below(at, "case")

    def above(self, at: int) -> Sequence[int]:
        """Return the words above a word, the nearest first."""
        found: list[int] = []
        while (at := self.tokens[at].head) != ROOT:
            found.append(at)
        return found

    def conjuncts(self, at: int) -> list[int]:
        """Return a noun and the nouns that are coordinated with it."""
        return [at, *(i for i in self.below(at, "conj") if self.is_nominal(i))]

    def numerals(self, at: int) -> list[int]:
        """Return the numerals that count a noun: "12", "two", "тисяч"."""
        return [
            i
            for i in self.below(at, "nummod", "amod", "nmod", "det", "compound")
            if self.is_number(i)
            and not self._is_score(i)
            and not self.is_in(i, "bound")
            and (self.tokens[i].base == "nummod" or not self.prepositions(i))
            and (self.tokens[i].base != "nmod" or self.tokens[i].upos == "NUM")
        ]

    def _is_score(self, at: int) -> bool:
        """Tell whether a number is a part of "3–1", "4:0"."""
        text, token = self.parse.text, self.tokens[at]
        return (
            text[token.end : token.end + 1] in {"–", ":", "-"}
            and text[token.end + 1 : token.end + 2].isdigit()
        )

    def is_number(self, at: int) -> bool:
        """Tell whether a word is a number, as a word or in digits, or a great one ("dozens")."""
        token = self.tokens[at]
        if token.upos == "NUM":
            return True
        if token.surface[:1].isdigit():  # "54-річний" counts nobody
            return token.base != "amod" or not any(map(str.isalpha, token.surface))
        written = frozenset({fold(token.surface)})  # "ones" is no "one"
        return self.lexicon.is_in("numeral", written) or (
            token.upos == "NOUN" and self.is_in(at, "great_number")
        )

    def phrase(self, at: int, confidence: float = 1.0) -> Phrase:
        """Return the phrase of a head word: determiners, adjectives, numerals, genitives, names."""
        named = self.below(at, "flat")
        if named and self.tokens[at].surface == "The":  # "The | New York Times"
            at = named[-1]
        token = self.tokens[at]
        inside = self._inside(at)
        start, end = min(t.start for t in inside), max(t.end for t in inside)
        return Phrase(start, end, token.start, token.end, at, confidence)

    def _inside(self, at: int) -> list[SyntaxToken]:
        found, left = [], [at]
        while left:
            one = left.pop()
            found.append(self.tokens[one])
            for child in self.parse.children[one]:
                keeps = self.tokens[child].base not in _OUTSIDE or (
                    one != at and self.tokens[child].base == "case"
                )
                if keeps:
                    left.append(child)
        return found
