r"""How much of what readers labelled in stories is aligned when the scorer has not seen the story.

    python -m benchmarks.left_out_stories --stories STORIES.jsonl… \
        --labels benchmarks/data/labels/collected.jsonl

Each story in turn is left out: the reading of free text is trained on all others, and the whole
aligner (third texts, units, links of all texts) runs on it at each least probability of a bead. The
reading of translated sentences is the shipped one, which no story taught. The mixture of both, its
calibration and the constants of the aligner are the shipped ones too: these few numbers have seen
all stories.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks import story_labels
from benchmarks.bead_examples import (
    APART,
    DECOY,
    Example,
    Vectors,
    says_the_same,
    story_examples,
)
from benchmarks.bead_networks import fitted
from benchmarks.story_files import read_texts
from benchmarks.story_labels import StoryLabels
from benchmarks.text_lakes import StoryText
from benchmarks.train_beads import written
from parallax.aligners.beads.arrays import Matrix
from parallax.aligners.beads.scorer import Network, Reading, Scorer, load, sigmoid
from parallax.aligners.scoring import Score, expected_calibration_error
from parallax.aligners.texts import Aligned, Text, align_texts
from parallax.core.settings import Settings
from parallax.encoders.encoder import SentenceEncoder
from parallax.judging.claims import text_name
from parallax.languages.split import split_text

LEAST = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""Least probabilities of a bead that are tried."""

Place = tuple[str, int]
"""A sentence: the name of its text, and its number."""


@dataclass
class LeftOut:
    """What is found of stories left out, at one least probability.

    ``beads`` and ``rows`` count pairs of sentences of two texts; ``statements`` a labelled
    statement for each two texts that share it, found if a row joins a sentence of one with one of
    the other that it takes; ``judged`` the probability of each bead and whether it is right.
    """

    beads: Score = field(default_factory=lambda: Score(0, 0, 0))
    rows: Score = field(default_factory=lambda: Score(0, 0, 0))
    statements: list[bool] = field(default_factory=list)
    row_pairs: list[bool] = field(default_factory=list)
    """For each two texts of a row, whether it joins a pair of sentences that is labelled."""
    judged: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, made: Aligned, statements: Sequence[Sequence[Place]]) -> None:
        """Count a story."""
        gold = {pair for statement in statements for pair in _across(statement)}
        cells: dict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
        for (a, i), (b, j) in gold:
            cells[a, b].add((i, j))
            cells[b, a].add((j, i))
        of_beads: set[tuple[Place, Place]] = set()
        for (one, other), alignment in made.pairs.items():
            for bead in alignment.beads:
                if bead.left and bead.right:
                    of_beads |= {
                        _ordered((one, i), (other, j)) for i in bead.left for j in bead.right
                    }
                    right = says_the_same((bead.left, bead.right), cells[one, other])
                    self.judged.append((bead.p, right))
        of_rows: set[tuple[Place, Place]] = set()
        for link in made.links:
            row = [(name, i) for name, indices in link.members.items() for i in indices]
            pairs = set(_across(row))
            of_rows |= pairs
            by_texts: dict[tuple[str, str], bool] = defaultdict(bool)
            for pair in pairs:
                by_texts[pair[0][0], pair[1][0]] |= pair in gold
            self.row_pairs += by_texts.values()
        for statement in statements:
            found: dict[tuple[str, str], bool] = defaultdict(bool)
            for pair in _across(statement):
                found[pair[0][0], pair[1][0]] |= pair in of_rows
            self.statements += found.values()
        self.beads = _added(self.beads, of_beads, gold)
        self.rows = _added(self.rows, of_rows, gold)


def _added(score: Score, found: set[tuple[Place, Place]], gold: set[tuple[Place, Place]]) -> Score:
    return Score(
        score.right + len(found & gold),
        score.invented + len(found - gold),
        score.missed + len(gold - found),
    )


def _ordered(one: Place, other: Place) -> tuple[Place, Place]:
    return (one, other) if one < other else (other, one)


def _across(members: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Yield the pairs of sentences of different texts."""
    for one, other in combinations(sorted({*members}), 2):
        if one[0] != other[0]:
            yield one, other


def readings(examples: Sequence[Example], stories: Sequence[str]) -> dict[str, Reading]:
    """Return for each story the reading of free text that is trained on all others."""
    rows = [e.features for e in examples]
    alone = {story: _fit(examples, rows, stories, story) for story in stories}
    for e in examples:
        e.first = sigmoid(alone[e.document].logits(e.features))
    rows = [e.together() for e in examples]
    return {story: Reading(alone[story], _fit(examples, rows, stories, story)) for story in stories}


def _fit(
    examples: Sequence[Example], rows: Sequence[Matrix], stories: Sequence[str], left_out: str
) -> Network:
    at = stories.index(left_out)
    partner = stories[(at - APART) % len(stories)]  # whose false pairs have texts of the story
    used = [
        k
        for k, e in enumerate(examples)
        if e.document != left_out and (e.scenario != DECOY or e.document != partner)
    ]
    right = np.concatenate([examples[k].right for k in used])
    return fitted(
        np.concatenate([rows[k] for k in used]), right, np.ones(len(right), dtype=np.float32)
    )


def story_to_align(
    story: StoryLabels, texts: dict[str, StoryText]
) -> tuple[list[Text], list[list[Place]]]:
    """Return the texts of a labelled story, which surely belong together, and its statements.

    :param texts: by their names; those of the story that are not there are left out.
    """
    made: list[Text] = []
    numbers: dict[Place, int] = {}
    for name in story.texts:
        if name in texts:
            sentences = split_text(texts[name].text, 0)
            numbers |= {(name, one.start): k for k, one in enumerate(sentences)}
            made.append(
                Text(
                    name,
                    texts[name].language,
                    tuple(range(len(sentences))),
                    tuple(one.surface for one in sentences),
                    headline=True,
                    member=True,
                    starts=tuple(one.start for one in sentences),
                )
            )
    statements = [
        [(s.text, numbers[s.text, s.start]) for s in bead if (s.text, s.start) in numbers]
        for bead in story.beads
    ]
    return made, statements


def measured(
    stories: Sequence[StoryLabels],
    texts: dict[str, StoryText],
    scorers: dict[str, Scorer],
    encoder: Vectors,
) -> dict[float, LeftOut]:
    """Return what is found by least probability of a bead."""
    found = {least: LeftOut() for least in LEAST}
    with tempfile.TemporaryDirectory() as folder:
        for story in stories:
            table = Path(folder) / f"{story.story}.json"
            table.write_text(json.dumps(written(scorers[story.story])), "utf-8")
            own, statements = story_to_align(story, texts)
            for least, counted in found.items():
                settings = Settings().changed(
                    align={"bead_probability": least, "bead_table": str(table)}
                )
                counted.add(align_texts(own, encoder, settings), statements)
    return found


def main() -> None:
    """Read, train, align, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=Path, nargs="+", required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="folder of cached vectors")
    args = parser.parse_args()
    encoder = Vectors(SentenceEncoder(cache=args.cache))
    stories = story_labels.read(args.labels)
    texts = {text_name(text.text): text for text in read_texts(args.stories)[0]}
    examples = [
        e for e in story_examples(list(texts.values()), stories, encoder) if len(e.candidates)
    ]
    shipped = load()
    scorers = {
        name: replace(shipped, free=reading)
        for name, reading in readings(examples, [story.story for story in stories]).items()
    }
    print(
        "P ≥   pairs of sentences in beads     in rows             of two texts           cal.\n"
        "      precision recall F1    beads    precision recall    precision recall F1    error"
    )
    for least, one in measured(stories, texts, scorers, encoder).items():
        of_texts = sum(one.row_pairs) / max(len(one.row_pairs), 1)
        recall = sum(one.statements) / max(len(one.statements), 1)
        f1 = 2 * of_texts * recall / max(of_texts + recall, 1e-9)
        print(
            f"{least:<5} {one.beads.precision:.3f}     {one.beads.recall:.3f}  "
            f"{one.beads.f1:.3f} {len(one.judged):5}    "
            f"{one.rows.precision:.3f}     {one.rows.recall:.3f}     "
            f"{of_texts:.3f}     {recall:.3f}  {f1:.3f}  "
            f"{expected_calibration_error(one.judged):.3f}"
        )


if __name__ == "__main__":
    main()
