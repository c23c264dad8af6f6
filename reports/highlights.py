"""A sentence with its evidence: text cut into plain and marked pieces, ready for a template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parallax.comparers.framing import codebook
from parallax.comparers.framing.codebook import Codebook

NUMBER = "number"
"""What is marked beside the axes of the codebook."""


@dataclass(frozen=True)
class Sign:
    """How a page names an axis and marks its spans; spans that are not `shown` are not marked.

    Spans differ by letter and line, not by colour alone.
    """

    label: str
    letter: str
    shown: bool = True


def signs(book: Codebook) -> dict[str, Sign]:
    """Return the sign of numbers and of every axis of a codebook, in the order of the legend."""
    axes = ((name, book.axes[name]) for name in book.listed)
    return {
        NUMBER: Sign("numbers", "N"),
        **{name: Sign(axis.label, axis.letter, axis.shown) for name, axis in axes},
    }


@lru_cache
def sign(axis: str) -> Sign:
    """Return the sign of an axis; one that the codebook no longer has is called by its name."""
    return signs(codebook.load()).get(axis) or Sign(axis.replace("_", " "), axis[0].upper())


@dataclass(frozen=True)
class Span:
    """Evidence in a revision's text: ``text[start:end]`` on an axis (or `number`), with what it
    says.
    """

    start: int
    end: int
    axis: str
    says: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``span`` is None where it is plain."""

    text: str
    span: Span | None = None

    @property
    def letter(self) -> str:
        """The letter of the axis; empty where plain."""
        return sign(self.span.axis).letter if self.span else ""


def pieces(text: str, offset: int, spans: Iterable[Span]) -> list[Piece]:
    """Cut a sentence that starts at ``offset`` of its revision; of overlapping spans the longer is
    shown.

    The pieces put together are the sentence, character for character.
    """
    inside = [span for span in spans if offset <= span.start and span.end <= offset + len(text)]
    chosen: list[Span] = []
    for span in sorted(set(inside), key=lambda s: (s.start - s.end, s.start, s.axis)):
        if all(span.end <= other.start or other.end <= span.start for other in chosen):
            chosen.append(span)
    found, at = [], 0
    for span in sorted(chosen, key=lambda s: s.start):
        start, end = span.start - offset, span.end - offset
        if start > at:
            found.append(Piece(text[at:start]))
        found.append(Piece(text[start:end], span))
        at = end
    if at < len(text):
        found.append(Piece(text[at:]))
    return found


def joined(found: Sequence[Piece]) -> str:
    """Return the text of the pieces."""
    return "".join(piece.text for piece in found)
