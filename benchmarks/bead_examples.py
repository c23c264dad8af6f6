"""What the scorer of beads learns from: pairs of texts with their candidates, and which are right.

Made news (`comparable_news`) has exact gold. Stories of real outlets are labelled with statements,
each of which takes sentences of several texts; what that says of a bead of two texts, see
`says_the_same`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.comparable_news import Document, made
from benchmarks.packed_text import json_objects
from benchmarks.story_labels import StoryLabels
from benchmarks.text_lakes import StoryText
from parallax.aligners.beads.arrays import Matrix, Spans
from parallax.aligners.beads.candidates import Candidates
from parallax.aligners.beads.features import bead_features
from parallax.aligners.beads.near import find_candidates
from parallax.aligners.beads.neighbours import neighbour_features
from parallax.aligners.beads.scorer import pair_name
from parallax.aligners.beads.sides import encoded_texts, sides
from parallax.aligners.beads.similarity import Side, SimilarityTables
from parallax.encoders.encoder import Encoder
from parallax.judging.claims import text_name
from parallax.languages.split import split_text

REAL = "real"
"""The scenario of pairs of texts of outlets."""
DECOY = "decoy"
"""The scenario of pairs of texts of different stories."""
APART = 5
"""How many stories further the other text of such a pair is: with five folds, in the same one."""
Cells = frozenset[tuple[int, int]]


@dataclass
class Example:
    """One pair of texts: its candidates, their features, and which are right.

    ``document`` is what it was made of, a document or a story: those of one are held out together.
    ``gold`` holds the right beads of made news, ``cells`` the pairs of sentences of right beads.
    """

    scenario: str
    languages: str
    document: str
    shape: tuple[int, int]
    candidates: Candidates
    features: Matrix
    right: NDArray[np.bool_]
    gold: frozenset[Spans]
    cells: Cells
    first: Matrix = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    @property
    def free(self) -> bool:
        """Whether the texts are those of outlets, not made of translations."""
        return self.scenario in (REAL, DECOY)

    def together(self) -> Matrix:
        """Return the input of the second network."""
        neighbours = neighbour_features(self.candidates, self.first, self.shape)
        return np.hstack([self.features, neighbours])


class Vectors:
    """An encoder that keeps all its vectors in memory: the same sentences come in many pairs."""

    def __init__(self, encoder: Encoder) -> None:
        """Start with no vectors."""
        self._encoder = encoder
        self._known: dict[str, Matrix] = {}

    @property
    def name(self) -> str:
        """Model and version."""
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return unit vectors, shape (texts, dimension)."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._known[text] for text in texts])


def says_the_same(bead: Spans, cells: Collection[tuple[int, int]]) -> bool:
    """Tell whether a bead of two texts is right, by the pairs of sentences that share a statement.

    Every sentence must share one with the other side, all must hang together, and two thirds of the
    pairs must be such pairs: no sentence is superfluous, and two beads put into one are wrong. A
    part of a larger bead is right as well: where each sentence makes several claims, nearly every
    bead is part of a larger one, and what it says of its sentences is true.

    >>> says_the_same(((0,), (1, 2)), {(0, 1), (0, 2)})
    True
    >>> says_the_same(((0, 1), (1, 2)), {(0, 1), (1, 2)})
    False
    """
    left, right = bead
    shared = [(i, j) for i in left for j in right if (i, j) in cells]
    if 3 * len(shared) < 2 * len(left) * len(right):
        return False
    rows, columns = {left[0]}, set[int]()
    for _ in range(len(left) + len(right)):
        columns |= {j for i, j in shared if i in rows}
        rows |= {i for i, j in shared if j in columns}
    return rows == set(left) and columns == set(right)


def made_examples(
    name: str,
    documents: Sequence[Document],
    languages: Sequence[tuple[str, str]],
    scenarios: Sequence[str],
    seeds: Sequence[int],
    encoder: Encoder,
    label: str = "",
) -> Iterator[Example]:
    """Yield an example for each pair of texts of comparable news that have sentences.

    :param name: of the set of documents. :param label: what to call their scenarios instead.
    """
    for scenario in scenarios:
        for pair_of in languages:
            for seed in seeds:
                pairs = made(documents, pair_of, scenario, seed)
                encoder.encode(
                    [text for pair in pairs for text in encoded_texts([pair.left, pair.right])]
                )
                for number, pair in enumerate(pairs):
                    if pair.left and pair.right:
                        tables = SimilarityTables(*sides([pair.left, pair.right], encoder))
                        found = find_candidates(tables)
                        yield Example(
                            f"{label or name} {scenario}",
                            pair_name(*pair_of),
                            f"{name} {number}",
                            tables.shape,
                            found,
                            bead_features(tables, found),
                            np.array([bead in pair.gold for bead in found.beads], dtype=bool),
                            pair.gold,
                            frozenset((i, j) for a, b in pair.gold for i in a for j in b),
                        )


def pieces(documents: Sequence[Document], start: int, size: int) -> list[Document]:
    """Return a piece of each document, in their order: news of few sentences.

    :param start: its first sentence, or an earlier one where the document ends before.
    """
    made = []
    for document in documents:
        first = max(min(start, len(document["en"]) - size), 0)
        made.append({name: lines[first : first + size] for name, lines in document.items()})
    return made


def story_examples(
    texts: Sequence[StoryText], labels: Sequence[StoryLabels], encoder: Encoder
) -> Iterator[Example]:
    """Yield an example for each pair of texts of labelled stories, and one for each text with a
    text of the next story but four: no bead of these is right.

    :param texts: those of the stories; others are passed over.
    """
    of_story: list[tuple[str, list[StoryText], list[Side]]] = []
    by_name = {text_name(text.text): text for text in texts}
    for story in labels:
        known = [by_name[name] for name in story.texts if name in by_name]
        spans = [split_text(text.text, 0) for text in known]
        place = {
            (text_name(text.text), span.start): (k, index)
            for k, (text, own) in enumerate(zip(known, spans, strict=True))
            for index, span in enumerate(own)
        }
        cells = _cells(story, place)
        sentences = [
            [text.text[span.start : span.end] for span in own]
            for text, own in zip(known, spans, strict=True)
        ]
        prepared = sides(sentences, encoder)
        of_story.append((story.story, known, prepared))
        for a, b in combinations(range(len(known)), 2):
            yield _story_example(
                REAL,
                story.story,
                pair_name(known[a].language, known[b].language),
                (prepared[a], prepared[b]),
                frozenset(cells[a, b]),
            )
    for number, (name, known, prepared) in enumerate(of_story):
        _, others, their = of_story[(number + APART) % len(of_story)]
        for text, side, other, there in zip(known, prepared, others, their, strict=False):
            languages = pair_name(text.language, other.language)
            yield _story_example(DECOY, name, languages, (side, there), frozenset())


def _story_example(
    scenario: str, story: str, languages: str, pair: tuple[Side, Side], cells: Cells
) -> Example:
    tables = SimilarityTables(*pair)
    found = find_candidates(tables)
    right = np.array([says_the_same(bead, cells) for bead in found.beads], dtype=bool)
    features = bead_features(tables, found)
    return Example(
        scenario, languages, story, tables.shape, found, features, right, frozenset(), cells
    )


def _cells(
    story: StoryLabels, place: dict[tuple[str, int], tuple[int, int]]
) -> dict[tuple[int, int], set[tuple[int, int]]]:
    """Return the pairs of sentences that share a statement, by pair of texts."""
    cells: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for bead in story.beads:
        at = sorted(
            place[said.text, said.start] for said in bead if (said.text, said.start) in place
        )
        for (a, i), (b, j) in combinations(at, 2):
            if a != b:
                cells[a, b].add((i, j))
    return cells


def translated_documents(file: Path, languages: tuple[str, str], paragraphs: int) -> list[Document]:
    """Return documents of aligned paragraphs from rows that are translations of each other.

    Rows of one ``doc_id``, or ``story_id`` where there is none, are translations of each other, a
    line a paragraph, which mostly is one sentence. Short texts follow each other in one document.

    :param paragraphs: the fewest paragraphs of a document.
    :raises InputError: when the file is something else.
    """
    rows: dict[str, dict[str, str]] = {}
    for row in json_objects(file):
        rows.setdefault(row.get("doc_id") or row["story_id"], {})[row["lang"]] = row["text"]
    found: list[Document] = []
    current: Document = {language: [] for language in languages}
    for texts in rows.values():
        if all(language in texts for language in languages):
            for left, right in _aligned(*(texts[language] for language in languages)):
                current[languages[0]].append(left)
                current[languages[1]].append(right)
            if len(current[languages[0]]) >= paragraphs:
                found.append(current)
                current = {language: [] for language in languages}
    return found


def _aligned(one: str, other: str) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of two texts side by side; nothing where they differ in number."""
    left, right = ([line for line in text.split("\n") if line.strip()] for text in (one, other))
    if len(left) == len(right):
        yield from zip(left, right, strict=True)
