"""A sentence into the words of a treebank, with offsets.

Ukrainian and Russian words are those of `razdel`, with words joined that an apostrophe divides
there ("об'єкт"). English words are those of English treebanks: clitics ("do|n't", "it|'s") and
the parts of a compound with hyphens are words of their own.
"""

from __future__ import annotations

import re

import razdel

Span = tuple[int, int]
"""Start and end of a word in its sentence."""

_LETTER = r"[^\W\d_]"
_DIVIDED = re.compile(rf"(?<={_LETTER})['’ʼ‘`](?={_LETTER})")
_ENGLISH = re.compile(
    r"(?:https?://|www\.)\S*[^\s.,;:!?)\"']"
    r"|\d+(?:[.,:]\d+)+|\d+(?:(?:st|nd|rd|th|s)?(?![^\W_])|(?=(?:m|mn|bn|tn|k|km|kg)\b))"
    rf"|(?:{_LETTER}\.){{2,}}"
    r"|(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|No|vs|Inc|Corp|Co|Ltd|"
    r"Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.(?=\s)"
    r"|(?:can(?=not\b)|(?:(?!n['’]t\b)\w)+(?=n['’]t\b)|n['’]t\b)"
    r"|['’](?:s|m|re|ve|ll|d)\b"
    rf"|\w+(?:['’](?!(?:s|m|re|ve|ll|d|t)\b){_LETTER}+)*"
    r"|\.{2,}|--+|\S",
    re.IGNORECASE,
)


def word_spans(sentence: str, language: str) -> list[Span]:
    """Return where the words of a sentence are, in order; blanks are in no word.

    >>> [sentence[a:b] for sentence in ["It's well-known."] for a, b in word_spans(sentence, "en")]
    ['It', "'s", 'well', '-', 'known', '.']
    """
    if language == "en":
        return [found.span() for found in _ENGLISH.finditer(sentence)]
    joined = _DIVIDED.sub("ь", sentence)  # a letter: razdel divides words at an apostrophe
    return [(word.start, word.stop) for word in razdel.tokenize(joined)]
