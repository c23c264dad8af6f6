"""Who says what in a sentence, as its parse tells, for the rules over words.

Who is spoken to, and what is spoken of, are other roles and no source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parallax.languages.phrases import Word
from parallax.languages.roles.read import told
from parallax.languages.roles.statement import Phrase
from parallax.languages.syntax.parsed import Parse

Span = tuple[int, int]
"""Start and end of some words in their sentence."""


@dataclass(frozen=True)
class Report:
    """A reporting word with those who speak."""

    word: Span
    speaker: Span | None
    """The whole phrase; None where it is not told, or not surely read."""
    heads: tuple[Span, ...] = ()
    """The head words of the speakers: of "officials and residents" there are two."""


def read(parse: Parse) -> list[Report]:
    """Return the reports of a sentence; roles that are not sure are not read."""
    return [
        Report(
            _head(one.predicate),
            (one.speaker.start, one.speaker.end) if one.speaker else None,
            _heads(parse, one.speaker) if one.speaker else (),
        )
        for one in told(parse)
    ]


def covers(span: Span, words: Sequence[Word], first: int, last: int) -> bool:
    """Tell whether some words of a sentence are at least partly in a span."""
    return words[first].start < span[1] and span[0] < words[last].end


def _head(phrase: Phrase) -> Span:
    return phrase.head_start, phrase.head_end


def _heads(parse: Parse, speaker: Phrase) -> tuple[Span, ...]:
    joined = [i for i in parse.dependents(speaker.token, "conj") if parse.tokens[i].upos in _NOUNS]
    tokens = [parse.tokens[i] for i in joined]
    return _head(speaker), *((token.start, token.end) for token in tokens)


_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
