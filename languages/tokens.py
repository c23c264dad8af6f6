"""Text into tokens with offsets: numbers as written, words, single signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parallax.languages.fold import fold, one_script

_UNSEEN = "\u200b-\u200f\u2060\u2066-\u2069\ufeff"
_ENTITY = "&(?:nbsp|thinsp|ensp|emsp|#160|#8201|#8239|#[xX][aA]0|#x2009|#x202f);"
BLANK = rf"(?:[ \u00a0\u2007\u2009\u202f{_UNSEEN}]|{_ENTITY})"
GROUP_MARK = "['’·˙]"
"""Between the groups of three digits, beside blanks, commas and points: 1'250'000, 12·500."""
_TOKEN = re.compile(
    # digits in groups of three; a minus or a hyphen before them must not end a code (F-16 000)
    rf"(?P<number>(?:(?<![\w-])|(?<=\d-))\d{{1,3}}(?:{BLANK}\d{{3}})+(?:[.,]\d+)?(?![\d])"
    rf"|(?<![\w'’])\d{{1,3}}(?:{GROUP_MARK}\d{{3}})+(?:[.,]\d+)?(?![\d'’])"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+(?:[.,]\d+)*)"
    # a word, with the marks of decomposed letters (NFD), apostrophes and unseen characters in it
    rf"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad{_UNSEEN}]|['’ʼ‘`´ʹ′](?=[^\W\d_]))*)"
    rf"|{_ENTITY}|[{_UNSEEN}]|(?P<sign>\S)",
)
_GAP = " -\u00a0\u2009\u202f\u200b\u2060"


@dataclass(frozen=True)
class Token:
    """A piece of text; ``word`` is its folded form."""

    start: int
    end: int
    kind: str
    word: str


@dataclass(frozen=True)
class TokenizedText:
    """A text with its tokens and their folded forms, in one language (`uk`, `ru` or `en`)."""

    text: str
    language: str
    tokens: list[Token]
    words: list[str]

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    def word(self, at: int) -> str:
        """Return the folded token at ``at``, or an empty text outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def kind(self, at: int) -> str:
        """Return `number`, `word` or `sign`, or an empty text outside the sentence."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def surface(self, at: int) -> str:
        """Return the token at ``at`` as written."""
        return (
            self.text[self.tokens[at].start : self.tokens[at].end]
            if 0 <= at < len(self.tokens)
            else ""
        )

    def glued(self, at: int) -> bool:
        """Tell whether nothing is between the token at ``at`` and the one before it."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def capitalised(self, at: int) -> bool:
        """Tell whether the token starts with a capital letter."""
        return self.surface(at)[:1].isupper()

    def alone(self, first: int, last: int) -> bool:
        """Tell whether the text has no other word or number than the tokens first..last."""
        return all(
            token.kind == "sign" for token in (*self.tokens[:first], *self.tokens[last + 1 :])
        )

    def starts(self, at: int) -> bool:
        """Tell whether a sentence may start at the token: the first one, or after a full stop, dash
        or quotation mark.
        """
        return at == 0 or self.word(at - 1) in '.!?…—–«"“„:;(•*'

    def apart(self, left: int, right: int) -> bool:
        """Tell whether more than blanks and hyphens is between two tokens, or the second is
        missing.
        """
        return right >= len(self.tokens) or bool(
            self.text[self.tokens[left].end : self.tokens[right].start].strip(_GAP)
        )


def tokenize(text: str, language: str) -> TokenizedText:
    """Return a text as tokens."""
    tokens = [
        Token(m.start(), m.end(), m.lastgroup, fold(one_script(m[0], language)))
        for m in _TOKEN.finditer(text)
        if m.lastgroup
    ]
    return TokenizedText(text, language, tokens, [token.word for token in tokens])
