"""Parses as rows of a few columns, and back: how they are stored.

Labels of the words of a sentence are one text with blanks between them, numbers are lists. The
words themselves are not stored: they are in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from parallax.languages.syntax.engine import Features
from parallax.languages.syntax.parsed import CONFIDENCE_DIGITS, ROOT, Parse, SyntaxToken

_NUMBERS = pl.List(pl.Int32)
COLUMNS: Mapping[str, Any] = {
    "starts": _NUMBERS,
    "lengths": _NUMBERS,
    "heads": _NUMBERS,
    "relations": pl.String,
    "parts_of_speech": pl.String,
    "features": pl.String,
    "confidences": _NUMBERS,
}
"""Types of the columns: where words begin and how long they are, in characters; heads from 0, or
-1; labels of Universal Dependencies; confidences in thousandths."""
_ONE = 10**CONFIDENCE_DIGITS
_NONE = "_"


def packed(parses: Sequence[Parse]) -> dict[str, pl.Series]:
    """Return the columns of parses, a row each."""
    rows = [parse.tokens for parse in parses]
    values: dict[str, list[Any]] = {
        "starts": [[token.start for token in row] for row in rows],
        "lengths": [[token.end - token.start for token in row] for row in rows],
        "heads": [[token.head for token in row] for row in rows],
        "relations": [" ".join(token.relation for token in row) for row in rows],
        "parts_of_speech": [" ".join(token.upos or _NONE for token in row) for row in rows],
        "features": [" ".join(_written(token.features) for token in row) for row in rows],
        "confidences": [[round(token.confidence * _ONE) for token in row] for row in rows],
    }
    return {name: pl.Series(name, values[name], dtype=kind) for name, kind in COLUMNS.items()}


def unpacked(rows: pl.DataFrame, texts: Sequence[str], language: str) -> Iterator[Parse]:
    """Yield the parses of rows; one that fits its sentence in no way is left out.

    :param rows: columns of `COLUMNS`; :param texts: the sentence of each row.
    """
    columns = [rows[name].to_list() for name in COLUMNS]
    for text, starts, lengths, heads, relations, upos, features, sure in zip(
        texts, *columns, strict=True
    ):
        words = [starts, lengths, heads, relations.split(), upos.split(), features.split(), sure]
        count = len(starts)
        if any(len(values) != count for values in words) or not _is_tree(heads):
            continue
        tokens = tuple(
            SyntaxToken(
                start,
                start + length,
                text[start : start + length],
                language,
                "" if part == _NONE else part,
                head,
                relation,
                thousandths / _ONE,
                _read(feature),
            )
            for start, length, head, relation, part, feature, thousandths in zip(
                *words, strict=True
            )
        )
        if all(token.surface for token in tokens):
            yield Parse(text, language, tokens)


def _is_tree(heads: Sequence[int]) -> bool:
    """Tell whether every word leads to one root."""
    if heads and heads.count(ROOT) != 1:
        return False
    if not all(ROOT <= head < len(heads) for head in heads):
        return False
    for at in range(len(heads)):
        steps = 0
        while (at := heads[at]) != ROOT:
            steps += 1
            if steps > len(heads):
                return False
    return True


def _written(features: Features) -> str:
    return "|".join(f"{name}={value}" for name, value in features) or _NONE


@lru_cache(maxsize=4096)
def _read(text: str) -> Features:
    if text == _NONE:
        return ()
    pairs = (pair.partition("=") for pair in text.split("|"))
    return tuple((name, value) for name, _, value in pairs)
