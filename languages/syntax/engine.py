"""What a parser of one language does, and how its scores become a `Parse`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol

import numpy as np
from numpy.typing import NDArray

from parallax.core.errors import ModelMissingError
from parallax.core.thresholds import thresholds
from parallax.languages.syntax.parsed import CONFIDENCE_DIGITS, Parse, SyntaxToken
from parallax.languages.syntax.punctuation import hang_signs
from parallax.languages.syntax.words import Span

Features = tuple[tuple[str, str], ...]
"""Universal features by name, sorted: (("Case", "Nom"), ("Number", "Sing"))."""


class NoEngineError(ModelMissingError):
    """A language has no parser here; the message says which package is missing."""


@dataclass(frozen=True)
class Words:
    """A sentence with the places of its words, as a parser takes it."""

    text: str
    spans: tuple[Span, ...]

    @property
    def surfaces(self) -> list[str]:
        """The words as written."""
        return [self.text[start:end] for start, end in self.spans]


class Engine(Protocol):
    """A parser of one language."""

    @property
    def name(self) -> str:
        """Package and version, or what else the parses depend on."""
        ...

    def parse(self, sentences: Sequence[Words]) -> list[Parse]:
        """Return the parses of sentences, in their order; none of them without a word."""
        ...


@thresholds("compare", chosen="by hand: for the speed that `bench syntax` measures")
@dataclass(frozen=True)
class SyntaxBatches:
    """How sentences go through a parser; none of these changes a parse."""

    sentences: Annotated[int, "sentences of nearly equal length at a time"] = 64
    width: Annotated[int, "words that a sentence is filled up to a multiple of"] = 8
    rows: Annotated[int, "rows of a matrix that are multiplied at a time"] = 128


BATCHES = SyntaxBatches()


def width_of(words: int) -> int:
    """Return how many words a sentence is filled up to: its own length alone decides, since sums
    over a wider row may differ in their last bits.
    """
    return -(-words // BATCHES.width) * BATCHES.width


def by_length(sentences: Sequence[Words]) -> list[list[int]]:
    """Return the numbers of the sentences in batches of one width."""
    of_width: dict[int, list[int]] = {}
    for number, words in enumerate(sentences):
        of_width.setdefault(width_of(len(words.spans)), []).append(number)
    return [
        numbers[at : at + BATCHES.sentences]
        for _, numbers in sorted(of_width.items())
        for at in range(0, len(numbers), BATCHES.sentences)
    ]


def product(rows: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return ``rows @ weight``, each row the same bits whatever the others are.

    Libraries add up in another order where a matrix has another height, so all that is multiplied
    has one height; the last rows are filled up with zeros.
    """
    size, count = BATCHES.rows, len(rows)
    made = np.empty((count, weight.shape[1]), dtype=np.float32)
    for at in range(0, count, size):
        block = rows[at : at + size]
        if len(block) < size:
            block = np.concatenate(
                [block, np.zeros((size - len(block), rows.shape[1]), dtype=np.float32)]
            )
        made[at : at + size] = (block @ weight)[: count - at]
    return made


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probabilities of scores along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def assembled(
    words: Words,
    language: str,
    heads: list[int],
    relations: Sequence[str],
    confidences: Sequence[float],
    tags: Sequence[tuple[str, Features]],
) -> Parse:
    """Return the parse that a tree and its labels make.

    Confidences are rounded to `CONFIDENCE_DIGITS`, as they are stored.

    :param heads: from 0, -1 for the root. :param tags: part of speech and features of each word.
    """
    surfaces = words.surfaces
    confidences = [round(float(sure), CONFIDENCE_DIGITS) for sure in confidences]
    hung = hang_signs(surfaces, heads, relations, confidences)
    return Parse(
        words.text,
        language,
        tuple(
            SyntaxToken(start, end, surface, language, upos, head, relation, sure, features)
            for (start, end), surface, head, relation, sure, (upos, features) in zip(
                words.spans, surfaces, hung, relations, confidences, tags, strict=True
            )
        ),
    )
