"""A sentence with its evidence: text cut into plain and marked pieces, ready for a template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LETTERS = {
    "number": "N",
    "attribution": "A",
    "certainty": "U",
    "conflict_name": "C",
    "actor_label": "L",
    "territory": "T",
    "event_label": "E",
    "agency": "G",
    "sourcing": "O",
    "scare_quotes": "S",
    "intensity": "I",
    "victims": "V",
    "salience": "P",
}
"""One letter an axis: spans are told apart by letter and line, not by colour alone."""

WHOLE_SENTENCES = "salience"
"""Its evidence is a whole sentence and is not underlined."""

NAMES = {
    "number": "numbers",
    "attribution": "attribution",
    "certainty": "certainty",
    "conflict_name": "name of the conflict",
    "actor_label": "label of an actor",
    "territory": "names of places",
    "event_label": "name of the event",
    "agency": "who did it",
    "sourcing": "sources",
    "scare_quotes": "scare quotes",
    "intensity": "loaded and veiled words",
    "victims": "victims",
    "salience": "place in the text",
}


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
        return LETTERS[self.span.axis] if self.span else ""


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
