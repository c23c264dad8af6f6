"""The markers of passages that somebody gives, each one sentence or taken as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parallax.comparers.framing import match
from parallax.comparers.framing.codebook import Codebook
from parallax.comparers.framing.marker import Marker
from parallax.languages.syntax.stored import StoredParser


class Passage(NamedTuple):
    """A text with its language and, where that is known, its place in its article."""

    text: str
    language: str
    position: str | None = None


def find(passages: Sequence[Passage], codebook: Codebook) -> list[list[Marker]]:
    """Return the markers of each passage, as the stage finds those of sentences."""
    scanned = [match.scan(one.text, one.language, codebook) for one in passages]
    parses, _ = StoredParser().parses((s.language, s.text) for s in scanned if s.needs_parse)
    return [
        match.read(one, codebook, given.position, parse=parses.get((one.language, one.text)))
        for one, given in zip(scanned, passages, strict=True)
    ]
