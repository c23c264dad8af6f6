"""Sentences with trees to train the Ukrainian parser on: projected, turned, gold, made."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.projection import Knowledge, Labels, Lexicon, as_ukrainian, words_of
from benchmarks.treebanks import read_treebank
from parallax.languages.split import split
from parallax.languages.syntax.engine import Words
from parallax.languages.syntax.parsed import Parse
from parallax.languages.syntax.parser import engine
from parallax.languages.syntax.word_rows import word_rows

RELATIONS = [
    "acl",
    "acl:relcl",
    "advcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "ccomp",
    "compound",
    "conj",
    "cop",
    "csubj",
    "csubj:pass",
    "dep",
    "det",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nsubj",
    "nsubj:pass",
    "nummod",
    "nummod:gov",
    "obj",
    "obl",
    "obl:agent",
    "orphan",
    "parataxis",
    "punct",
    "root",
    "vocative",
    "xcomp",
    "goeswith",
    "nmod:poss",
    "compound:prt",
]
ATTRIBUTES = {
    "UPOS": (
        [
            "ADJ",
            "ADP",
            "ADV",
            "AUX",
            "CCONJ",
            "DET",
            "INTJ",
            "NOUN",
            "NUM",
            "PART",
            "PRON",
            "PROPN",
            "PUNCT",
            "SCONJ",
            "SYM",
            "VERB",
            "X",
        ]
    ),
    "Case": ["_", "Nom", "Gen", "Dat", "Acc", "Ins", "Loc", "Voc"],
    "Number": ["_", "Sing", "Plur"],
    "Gender": ["_", "Masc", "Fem", "Neut"],
    "VerbForm": ["_", "Fin", "Inf", "Part", "Conv", "Ger"],
    "Voice": ["_", "Act", "Pass", "Mid"],
    "Tense": ["_", "Past", "Pres", "Fut"],
    "Mood": ["_", "Ind", "Imp", "Cnd"],
    "Person": ["_", "1", "2", "3"],
    "Animacy": ["_", "Anim", "Inan"],
}
UKRAINIAN, RUSSIAN = 0, 1
_RELATION = {name: number for number, name in enumerate(RELATIONS)}
SHORTEST, LONGEST = 3, 60
"""Words of a sentence to train on."""
LEAST_WEIGHT = 0.05
MOST_FOREIGN = 0.3


@dataclass
class Example:
    """A sentence with its tree, as numbers."""

    language: int
    words: list[str]
    heads: NDArray[np.int64]
    """From 1, 0 for the root."""
    relations: NDArray[np.int64]
    tags: NDArray[np.int64]
    """Numbers of the values of `ATTRIBUTES`, shape (words, attributes)."""
    weights: NDArray[np.float32]
    """How much each word counts."""
    rows: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """Look up the words' rows."""
        self.rows = np.array([word_rows(word) for word in self.words], dtype=np.int64)


def example(labels: Labels, weights: NDArray[np.float32], language: int) -> Example:
    """Return labels as numbers; a relation unknown here is that without its subtype."""
    relations = (
        _RELATION.get(name, _RELATION.get(name.partition(":")[0], _RELATION["dep"]))
        for name in labels.relations
    )
    return Example(
        language,
        labels.words,
        np.array(labels.heads) + 1,
        np.fromiter(relations, np.int64, len(labels.words)),
        np.array(
            [
                _tag(upos, features)
                for upos, features in zip(labels.upos, labels.features, strict=True)
            ]
        ),
        np.maximum(weights, LEAST_WEIGHT).astype(np.float32),
    )


def _tag(upos: str, features: dict[str, str]) -> list[int]:
    values = {**features, "UPOS": upos if upos in ATTRIBUTES["UPOS"] else "X"}
    found = []
    for name, known in ATTRIBUTES.items():
        value = values.get(name, "_").partition(",")[0]
        found.append(known.index(value) if value in known else 0)
    return found


def parsed_russian(sentences: list[list[str]]) -> list[Parse]:
    """Return the Russian parser's trees of sentences given as words."""
    given = []
    for words in sentences:
        text, spans = "", []
        for word in words:
            spans.append((len(text), len(text) + len(word)))
            text += word + " "
        given.append(Words(text, tuple(spans)))
    return engine("ru").parse(given)


def _labels(words: list[str], parse: Parse) -> tuple[Labels, NDArray[np.float32]]:
    tokens = parse.tokens
    sure = np.array([token.confidence for token in tokens], dtype=np.float32)
    return Labels(
        words,
        [token.head for token in tokens],
        [token.relation for token in tokens],
        [token.upos for token in tokens],
        [dict(token.features) for token in tokens],
    ), sure


def projected(
    pairs: Iterable[tuple[list[str], list[str]]], knowledge: Knowledge, least: float
) -> Iterator[Example]:
    """Yield Ukrainian sentences with the trees of their Russian renderings.

    :param pairs: words of a sentence and of its rendering, one to one. :param least: the parser's
        mean confidence of a sentence's words, below which it is left out.
    """
    kept = [pair for pair in pairs if SHORTEST <= len(pair[0]) <= LONGEST]
    for (words, _), parse in zip(kept, parsed_russian([pair[1] for pair in kept]), strict=True):
        labels, sure = _labels(words, parse)
        as_ukrainian(labels, knowledge)
        no_sign = [relation != "punct" for relation in labels.relations]
        if any(no_sign) and sure[no_sign].mean() > least:
            yield example(labels, sure, UKRAINIAN)


def renderings(path: Path) -> list[tuple[list[str], list[str]]]:
    """Return the words of distinct Ukrainian sentences and of their renderings, where one to one.

    :param path: tab-separated rows: Ukrainian, a word-for-word Russian rendering, and more.
    """
    pairs = {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            ukrainian, russian = line.rstrip("\n").split("\t")[:2]
            if ukrainian not in pairs:
                words = words_of(ukrainian, "uk"), words_of(russian, "ru")
                if len(words[0]) == len(words[1]) and _foreign(words[0]) < MOST_FOREIGN:
                    pairs[ukrainian] = words
    return list(pairs.values())


def _foreign(words: list[str]) -> float:
    """Return the share of words in Latin letters: some rows are lists of labels."""
    return sum(word.isascii() and word.isalpha() for word in words) / max(1, len(words))


def rendered(
    pairs: Iterable[tuple[list[str], list[str] | None]], lexicon: Lexicon, most_unknown: float
) -> Iterator[tuple[list[str], list[str]]]:
    """Yield pairs with the words replaced that the Russian parser does not know.

    :param pairs: words of a sentence, and of its rendering where there is one.
    :param most_unknown: share of unknown words in small letters above which a pair is left out.
    """
    for words, rendering in pairs:
        made = [
            lexicon.to_russian(word, rendering[at] if rendering else None)
            for at, word in enumerate(words)
        ]
        unknown = sum(
            not known and (at == 0 or word[:1].islower())
            for at, (word, (_, known)) in enumerate(zip(words, made, strict=True))
        )
        if unknown <= most_unknown * len(words):
            yield words, [word for word, _ in made]


def russian_examples(sentences: Iterable[str], least: float) -> Iterator[tuple[Labels, Any]]:
    """Yield the Russian parser's labels of Russian sentences, with its confidences."""
    given = [words_of(sentence, "ru") for sentence in dict.fromkeys(sentences)]
    given = [words for words in given if SHORTEST <= len(words) <= LONGEST]
    for words, parse in zip(given, parsed_russian(given), strict=True):
        labels, sure = _labels(words, parse)
        if sure.mean() >= least:
            yield labels, sure


def gold_examples(path: Path) -> Iterator[tuple[Labels, Any]]:
    """Yield the labels of a treebank."""
    for sentence in read_treebank(path):
        features = [
            dict(pair.split("=", 1) for pair in token.features.split("|") if "=" in pair)
            for token in sentence
        ]
        yield (
            Labels(
                [token.form for token in sentence],
                [token.head for token in sentence],
                [token.relation for token in sentence],
                [token.upos for token in sentence],
                features,
            ),
            np.ones(len(sentence), dtype=np.float32),
        )


def turned(labels: Labels, weights: Any, lexicon: Lexicon, knowledge: Knowledge) -> Example:
    """Return a Russian sentence in Ukrainian words."""
    own = Labels(
        [lexicon.to_ukrainian(word) for word in labels.words],
        list(labels.heads),
        list(labels.relations),
        list(labels.upos),
        labels.features,
    )
    as_ukrainian(own, knowledge)
    return example(own, weights, UKRAINIAN)


def texts_of(path: Path, language: str) -> Iterator[str]:
    """Yield the sentences of a language in JSON lines: keys `text` and `title` with `lang`, or a
    key named like the language; or all lines of a plain text.
    """
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.lstrip().startswith("{"):
                yield line.strip()
                continue
            row = json.loads(line)
            if language in row:
                yield row[language]
            elif row.get("lang") == language:
                for paragraph in f"{row.get('title', '')}\n{row['text']}".split("\n"):
                    yield from (paragraph[start:end] for start, end in split(paragraph))


def addressed(
    examples: list[Example], knowledge: Knowledge, count: int, seed: int
) -> Iterator[Example]:
    """Yield sentences with a form of address before them, which renderings hardly have."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    vocative = _RELATION["vocative"]
    inner = {"before": _RELATION["amod"], "after": _RELATION["flat"], "comma": _RELATION["punct"]}
    for one in dice.sample(examples, min(count, len(examples))):
        address = dice.choice(knowledge.lists["addresses"])
        words, head = address["words"], address["head"]
        moved = len(words) + 1
        heads = [head + 1] * moved
        heads[head] = int((one.heads == 0).argmax()) + 1 + moved
        relations = [
            vocative if at == head else inner["before" if at < head else "after"]
            for at in range(len(words))
        ]
        features = {"Case": "Voc", "Number": address["number"]}
        tags = [_tag("ADJ" if at < head else "NOUN", features) for at in range(len(words))]
        yield Example(
            UKRAINIAN,
            [*words, ",", *one.words],
            np.concatenate([heads, np.where(one.heads > 0, one.heads + moved, 0)]),
            np.concatenate([relations, [inner["comma"]], one.relations]),
            np.concatenate([tags, [_tag("PUNCT", {})], one.tags]),
            np.concatenate([np.ones(moved, dtype=np.float32), one.weights]),
        )
