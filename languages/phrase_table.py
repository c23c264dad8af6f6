"""Labelled phrases over folded tokens: words in full or their beginnings, without a lemmatiser.

For closed word lists that name every form (numerals, units, modifiers). Lists that are open and
need lemmas, gaps or classes of words (the framing codebook) use `phrases.PatternSet`, which is
slower and splits words by rules of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_REMEMBERED = 100_000
"""First words whose phrases are kept in memory, for each table."""


class PhraseTable:
    """Phrases of tokens, each with a label; a token of a phrase may end in ``*``."""

    def __init__(self, labelled: Mapping[str, Iterable[str]]) -> None:
        """Index the phrases by their first token; of those that fit the longest wins."""
        self._exact: dict[str, list[tuple[list[str], str]]] = {}
        self._prefix: dict[str, list[tuple[list[str], str]]] = {}
        for label, phrases in labelled.items():
            for phrase in phrases:
                tokens = phrase.split()
                index, first = (
                    (self._prefix, tokens[0][:-1])
                    if tokens[0].endswith("*")
                    else (self._exact, tokens[0])
                )
                index.setdefault(first, []).append((tokens, label))
        self._lengths = sorted({len(first) for first in self._prefix}, reverse=True)
        self._candidates: dict[str, list[tuple[list[str], str]]] = {}

    def match(self, words: Sequence[str], at: int) -> tuple[str, int] | None:
        """Return (label, number of tokens) of the longest phrase that starts at token ``at``, or
        None.

        Of two phrases of one length the one written in full wins, then the one with the longer
        beginning.
        """
        if at >= len(words) or at < 0:
            return None
        candidates = self._candidates.get(words[at])
        if candidates is None:
            candidates = self._starting(words[at])
        found: tuple[str, int] | None = None
        for tokens, label in candidates:
            if (found is None or len(tokens) > found[1]) and (
                len(tokens) == 1 or _fits(words, at, tokens)
            ):
                found = label, len(tokens)
        return found

    def _starting(self, first: str) -> list[tuple[list[str], str]]:
        """Return the phrases that a word may start, from memory when it was seen before."""
        if len(self._candidates) > _REMEMBERED:
            self._candidates.clear()
        found = [
            *self._exact.get(first, ()),
            *(p for n in self._lengths if len(first) >= n for p in self._prefix.get(first[:n], ())),
        ]
        self._candidates[first] = found
        return found


def _fits(words: Sequence[str], at: int, tokens: Sequence[str]) -> bool:
    if len(tokens) > len(words) - at:
        return False
    pairs = zip(words[at + 1 : at + len(tokens)], tokens[1:], strict=True)
    return all(
        word.startswith(token[:-1]) if token.endswith("*") else word == token
        for word, token in pairs
    )
