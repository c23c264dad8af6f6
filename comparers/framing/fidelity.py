"""Whether one speaker's words stand alike in two texts (axis `quote_fidelity`).

Quotations are aligned by themselves: in one language by the words they share, between languages by
their vectors. Then a part left out, or other words, is a difference; a translation is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from parallax.comparers.framing.codebook import Axis
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.quotes import Quoted
from parallax.comparers.framing.trust import Method
from parallax.core.thresholds import thresholds
from parallax.languages.fold import fold
from parallax.languages.transliterate import sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""Texts to unit vectors, one row a text."""
_MARKS = '«»“”„"'
_TELLER = re.compile(r"(?<=[,!?.…])\s*[—–]\s[^—–]*[,.]\s*[—–](?:\s|$)")
"""What the teller puts inside a quotation: "…, — said the mayor. — …"."""
SHORTER, LONGER, WORDED = "shorter", "longer", "worded"


@thresholds(
    "compare", chosen="by hand on quotations of our own wording, then read on collected ones"
)
@dataclass(frozen=True)
class FidelityLimits:
    """When two quotations are one, and when one of them is cut or reworded."""

    least_words: Annotated[int, "content words of a quotation that is compared"] = 2
    letters: Annotated[int, "letters by which forms of one word are known"] = 4
    content_letters: Annotated[int, "letters of a word that counts as content"] = 4
    shared: Annotated[float, "share of the shorter one's content words in the longer, at least"] = (
        0.6
    )
    shared_words: Annotated[int, "content words that both have, at least"] = 3
    cut_share: Annotated[float, "letters of the shorter, of the longer's, at most"] = 0.5
    cut_words: Annotated[int, "content words left out, at least"] = 3
    cosine: Annotated[float, "of the vectors of two quotations in two languages, at least"] = 0.72
    reworded: Annotated[int, "content words on each side that the other has not, at least"] = 1
    reworded_share: Annotated[float, "of all content words that both share, at least"] = 0.5


LIMITS = FidelityLimits()


def read(text: str, axis: Axis, quoted: Sequence[Quoted]) -> Iterator[Marker]:
    """Yield the quotations of a sentence: up to where the teller speaks between dashes, none with
    other marks inside, for where these end is not sure.
    """
    for one in quoted:
        surface = _TELLER.split(text[one.start : one.end], maxsplit=1)[0]
        nested = any(mark in surface for mark in _MARKS) or surface != surface.strip()
        if one.is_speech and not nested and len(content(surface)) >= LIMITS.least_words:
            end = one.start + len(surface)
            yield Marker(
                axis.name, one.start, end, surface, "quotation", None, f"{axis.name}.marks"
            )


def content(text: str) -> list[str]:
    """Return the content words of a quotation, forms of one word alike."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
    return [
        word[: LIMITS.letters + 1]
        for word in words
        if len(word) >= LIMITS.content_letters or word.isdigit()
    ]


def of_linked(axis: Axis, left: Sequence[Marker], right: Sequence[Marker]) -> list[Difference]:
    """Compare the one quotation of each of two linked sentences: a part left out."""
    if len(left) != 1 or len(right) != 1 or _other_speakers(left[0], right[0]):
        return []
    return _cut(axis.name, left[0], right[0])


def align(
    left: Sequence[Marker],
    right: Sequence[Marker],
    *,
    one_language: bool,
    encode: Encode | None,
) -> list[tuple[Marker, Marker]]:
    """Return the quotations of two texts that give the same words, the likest first, each once."""
    if not left or not right:
        return []
    scored = []
    if one_language:
        for a in left:
            for b in right:
                share, common = _shared(a, b)
                if share >= LIMITS.shared and common >= LIMITS.shared_words:
                    scored.append((share, a, b))
    elif encode is not None:
        vectors = encode([m.surface for m in (*left, *right)])
        likeness = vectors[: len(left)] @ vectors[len(left) :].T
        scored = [
            (float(likeness[i, j]), a, b)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
            if likeness[i, j] >= LIMITS.cosine
        ]
    pairs, taken = [], set[tuple[int, int]]()
    for _, a, b in sorted(scored, key=lambda s: (-s[0], s[1].start, s[2].start)):
        if (0, a.start) in taken or (1, b.start) in taken or _other_speakers(a, b):
            continue
        taken |= {(0, a.start), (1, b.start)}
        pairs.append((a, b))
    return pairs


def compare(
    axis: str, a: Marker, b: Marker, elsewhere: tuple[set[str], set[str]], *, one_language: bool
) -> list[Difference]:
    """Compare two quotations of one statement.

    :param elsewhere: the content words of each whole text: what stands there in other marks, or
        outside marks, is not left out.
    """
    if not one_language:
        return _cut(axis, a, b)
    mine, theirs = set(content(a.surface)), set(content(b.surface))
    only = mine - theirs - elsewhere[1], theirs - mine - elsewhere[0]
    both = len(mine & theirs) / max(1, len(mine | theirs))
    if min(map(len, only)) >= LIMITS.reworded and both >= LIMITS.reworded_share:
        return [_difference(axis, (WORDED, "otherwise"), a, b, "reworded")]
    if len(only[0]) >= LIMITS.cut_words and not only[1]:
        return [_difference(axis, (LONGER, SHORTER), a, b, "cut")]
    if len(only[1]) >= LIMITS.cut_words and not only[0]:
        return [_difference(axis, (SHORTER, LONGER), a, b, "cut")]
    return []


def _cut(axis: str, a: Marker, b: Marker) -> list[Difference]:
    letters = [sum(map(str.isalpha, m.surface)) for m in (a, b)]
    words = sorted(len(content(m.surface)) for m in (a, b))
    if min(letters) > LIMITS.cut_share * max(letters) or words[1] - words[0] < LIMITS.cut_words:
        return []
    values = (SHORTER, LONGER) if letters[0] < letters[1] else (LONGER, SHORTER)
    return [_difference(axis, values, a, b, "cut")]


def _shared(a: Marker, b: Marker) -> tuple[float, int]:
    mine, theirs = set(content(a.surface)), set(content(b.surface))
    common = len(mine & theirs)
    return common / max(1, min(len(mine), len(theirs))), common


def _other_speakers(a: Marker, b: Marker) -> bool:
    """Tell whether two quotations name two speakers: both have a name, and no name is the same."""
    names = [_names(m.speaker) for m in (a, b)]
    return bool(names[0] and names[1]) and not names[0] & names[1]


def _names(speaker: str | None) -> set[str]:
    """Return the names of a speaker by their sound, words in small letters left out."""
    words = (speaker or "").split()
    return {sound(w)[: LIMITS.letters] for w in words if w[:1].isupper() and len(sound(w)) > 2}


def _difference(axis: str, values: tuple[str, str], a: Marker, b: Marker, rule: str) -> Difference:
    return Difference(
        axis, None, values[0], values[1], (a,), (b,), f"{axis}.{rule}", Method.EXPERIMENTAL
    )
