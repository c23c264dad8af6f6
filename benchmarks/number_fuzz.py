"""Random and mutated strings for the number reader: no error, and each span is its surface."""

from __future__ import annotations

import random
import tomllib
from importlib import resources

from benchmarks.numbers import LANGUAGES, development_set
from parallax.comparers.numbers import extract

_DATA = tomllib.loads(
    resources.files("benchmarks").joinpath("data", "number_fuzz.toml").read_text("utf-8")
)
_ALPHABET: str = _DATA["alphabet"]
_PIECES: list[str] = _DATA["pieces"]


def strings(count: int, seed: int = 0) -> list[tuple[str, str]]:
    """Return (text, language): random characters, random pieces, edited development sentences."""
    source = random.Random(seed)  # noqa: S311 - strings, not secrets
    known = [item.text for item in development_set()]
    made = []
    for number in range(count):
        kind = number % 3
        if kind == 0:
            text = "".join(source.choices(_ALPHABET, k=source.randrange(80)))
        elif kind == 1:
            text = " ".join(source.choices(_PIECES, k=source.randrange(12)))
        else:
            text = _mutated(source, source.choice(known))
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
            if text[q.start : q.end] != q.surface
        ]
    return found


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
