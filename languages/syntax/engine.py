"""What a parser of one language does, and how its scores become a `Parse`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol

import numpy as np
from numpy.typing import NDArray

from parallax.core.errors import ModelMissingError
from parallax.core.thresholds import thresholds
from parallax.languages.syntax.parsed import Parse, SyntaxToken
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


BATCHES = SyntaxBatches()


def by_length(sentences: Sequence[Words]) -> list[list[int]]:
    """Return the numbers of the sentences in batches of nearly equal length."""
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].spans))
    return [order[at : at + BATCHES.sentences] for at in range(0, len(order), BATCHES.sentences)]


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

    :param heads: from 0, -1 for the root. :param tags: part of speech and features of each word.
    """
    surfaces = words.surfaces
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
