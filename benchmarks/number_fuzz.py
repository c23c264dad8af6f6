"""Random and mutated strings for the number reader: no error, each span is its surface, and spans
are in order and apart.

Some sentences are written as broken copy has them: decomposed letters (NFD), letters of the other
script that look alike, marks of direction, characters without width, entities of HTML.
"""

from __future__ import annotations

import random
import tomllib
import unicodedata
from importlib import resources
from itertools import pairwise

from benchmarks.numbers import LANGUAGES, development_set
from parallax.comparers.numbers import extract

_DATA = tomllib.loads(
    resources.files("benchmarks").joinpath("data", "number_fuzz.toml").read_text("utf-8")
)
_ALPHABET: str = _DATA["alphabet"]
_PIECES: list[str] = _DATA["pieces"]
_UNSEEN: list[str] = _DATA["unseen"]
_ENTITIES: list[str] = _DATA["entities"]
_LOOKALIKES = str.maketrans(_DATA["lookalikes"]["cyrillic"], _DATA["lookalikes"]["latin"])
_REVERSED = str.maketrans(_DATA["lookalikes"]["latin"], _DATA["lookalikes"]["cyrillic"])


def strings(count: int, seed: int = 0) -> list[tuple[str, str]]:
    """Return (text, language): random characters, random pieces, edited development sentences, and
    sentences in broken writing.
    """
    source = random.Random(seed)  # noqa: S311 - strings, not secrets
    known = [item.text for item in development_set()]
    made = []
    for number in range(count):
        kind = number % 4
        if kind == 0:
            text = "".join(source.choices(_ALPHABET, k=source.randrange(80)))
        elif kind == 1:
            text = " ".join(source.choices(_PIECES, k=source.randrange(12)))
        elif kind == 2:
            text = _mutated(source, source.choice(known))
        else:
            text = _broken(source, source.choice(known))
        made.append((text, source.choice(LANGUAGES)))
    return made


def faults(count: int, seed: int = 0) -> list[str]:
    """Return the errors on n strings: an exception, or a span that is not its surface."""
    found = []
    for text, language in strings(count, seed):
        try:
            quantities = extract(text, language)
        except Exception as error:
            found.append(f"{type(error).__name__}: {error} in {text!r} ({language})")
            continue
        found += [
            f"{q.surface!r} is not at {q.start} in {text!r}"
            for q in quantities
            if text[q.start : q.end] != q.surface or not q.surface.strip()
        ]
        found += [
            f"{a.surface!r} and {b.surface!r} overlap in {text!r}"
            for a, b in pairwise(quantities)
            if b.start < a.end
        ]
    return found


def _broken(source: random.Random, text: str) -> str:
    """Write a sentence in one of the ways that broken copy has it."""
    way = source.randrange(5)
    if way == 0:
        return unicodedata.normalize("NFD", text)
    if way == 1:
        return "".join(
            c.translate(source.choice((_LOOKALIKES, _REVERSED))) if source.random() < 0.3 else c
            for c in text
        )
    if way == 2:
        return "".join(c + source.choice(_UNSEEN) if source.random() < 0.2 else c for c in text)
    if way == 3:
        return "".join(source.choice(_ENTITIES) if c == " " else c for c in text)
    return _mutated(source, unicodedata.normalize("NFD", text) + source.choice(_UNSEEN))


def _mutated(source: random.Random, text: str) -> str:
    characters = list(text)
    for _ in range(source.randrange(1, 6)):
        at = source.randrange(len(characters) + 1)
        edit = source.randrange(4)
        if edit == 0:
            characters.insert(at, source.choice(_ALPHABET))
        elif edit == 1 and at < len(characters):
            characters[at] = source.choice(_ALPHABET)
        elif edit == 2 and at < len(characters):
            del characters[at]
        else:
            other = source.randrange(len(characters) + 1)
            low, high = sorted((at, other))
            characters[low:high] = characters[low:high] * source.randrange(3)
    return "".join(characters)
