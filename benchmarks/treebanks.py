"""Treebanks of Universal Dependencies: reading CoNLL-U, and how right a parser is on one."""

from __future__ import annotations

import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from parallax.languages.syntax.engine import Words
from parallax.languages.syntax.parsed import Parse
from parallax.languages.syntax.reliability import Arc, arcs_of


@dataclass(frozen=True)
class GoldToken:
    """A word of a treebank."""

    form: str
    upos: str
    features: str
    head: int
    """From 0, -1 for the root."""
    relation: str
    space_after: bool

    @property
    def base(self) -> str:
        """The relation without its subtype."""
        return self.relation.partition(":")[0]


GoldSentence = list[GoldToken]


def read_treebank(path: Path) -> list[GoldSentence]:
    """Return the sentences of a CoNLL-U file, or of one packed with xz.

    Words that are parts of a longer written one count, empty nodes do not.
    """
    opened = lzma.open if path.suffix == ".xz" else open
    sentences: list[GoldSentence] = [[]]
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 10 and fields[0].isdigit():
                _, form, _, upos, _, features, head, relation, _, other = fields
                space = "SpaceAfter=No" not in other
                sentences[-1].append(
                    GoldToken(form, upos, features, int(head) - 1, relation, space)
                )
            elif not line.strip() and sentences[-1]:
                sentences.append([])
    return [sentence for sentence in sentences if sentence]


def gold_words(sentence: GoldSentence) -> Words:
    """Return a sentence as a parser takes it, with the words of the treebank."""
    text, spans = "", []
    for token in sentence:
        spans.append((len(text), len(text) + len(token.form)))
        text += token.form + (" " if token.space_after else "")
    return Words(text, tuple(spans))


@dataclass
class ParseScore:
    """How many heads and relations are right; relations count without subtypes."""

    words: int = 0
    heads: int = 0
    arcs: int = 0
    """Words with the right head and the right relation."""
    tagged: int = 0
    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    @property
    def uas(self) -> float:
        """Share of words with the right head."""
        return self.heads / self.words if self.words else 0.0

    @property
    def las(self) -> float:
        """Share of words with the right head and relation."""
        return self.arcs / self.words if self.words else 0.0

    @property
    def upos(self) -> float:
        """Share of words with the right part of speech."""
        return self.tagged / self.words if self.words else 0.0

    def precision(self, relation: str) -> float:
        """Share of the arcs with a relation that are right."""
        return self.right[relation] / self.found[relation] if self.found[relation] else 0.0

    def recall(self, relation: str) -> float:
        """Share of the gold arcs with a relation that were found."""
        return self.right[relation] / self.gold[relation] if self.gold[relation] else 0.0


def score(gold: Iterable[GoldSentence], parses: Iterable[Parse], sure: float = 0.0) -> ParseScore:
    """Compare parses with a treebank, word by word.

    :param parses: of the gold's words. :param sure: arcs of less confidence count as not read for
        the precision and recall of relations.
    """
    counted = ParseScore()
    for sentence, parse in zip(gold, parses, strict=True):
        for want, token in zip(sentence, parse.tokens, strict=True):
            is_right = token.head == want.head and token.base == want.base
            counted.words += 1
            counted.heads += token.head == want.head
            counted.arcs += is_right
            counted.tagged += token.upos == want.upos
            counted.gold[want.base] += 1
            if token.confidence >= sure:
                counted.found[token.base] += 1
                counted.right[token.base] += is_right
    return counted


def arcs(gold: Iterable[GoldSentence], parses: Iterable[Parse]) -> Iterator[tuple[bool, Arc]]:
    """Yield each arc of the parses with whether it is right; no signs."""
    for sentence, parse in zip(gold, parses, strict=True):
        found = arcs_of(
            [(one.surface.lower(), one.upos, one.head, one.relation) for one in parse.tokens]
        )
        for want, token, arc in zip(sentence, parse.tokens, found, strict=True):
            if token.relation != "punct":
                yield (token.head, token.base) == (want.head, want.base), arc
