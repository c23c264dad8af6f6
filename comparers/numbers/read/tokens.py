"""Text into tokens with offsets: numbers as written, words, single signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parallax.comparers.numbers.read.lexicon import folded

BLANK = "[ \u00a0\u2007\u2009\u202f]"
_TOKEN = re.compile(
    rf"(?P<number>(?<![\w-])\d{{1,3}}(?:{BLANK}\d{{3}})+(?:[.,]\d+)?(?![\d])|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0301\u00ad]|['’ʼ‘`´ʹ′](?=[^\W\d_]))*)|(?P<sign>\S)"
)
_GAP = " -\u00a0\u2009\u202f"


@dataclass(frozen=True)
class Token:
    """A piece of text; ``word`` is its folded form."""

    start: int
    end: int
    kind: str
    word: str


@dataclass(frozen=True)
class Sentence:
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
        """Tell whether nothing stands between the token at ``at`` and the one before it."""
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
        """Tell whether anything but blanks and hyphens stands between two tokens, or there is no
        second.
        """
        return right >= len(self.tokens) or bool(
            self.text[self.tokens[left].end : self.tokens[right].start].strip(_GAP)
        )


def read(text: str, language: str) -> Sentence:
    """Return a text as tokens."""
    tokens = [
        Token(m.start(), m.end(), str(m.lastgroup), folded(m[0])) for m in _TOKEN.finditer(text)
    ]
    return Sentence(text, language, tokens, [token.word for token in tokens])


def number_value(written: str, language: str, *, scaled: bool) -> tuple[float, float] | None:
    """Return (value, size of the last significant digit) of digits as written, or None when they
    are no number.

    In Ukrainian and Russian the comma is the decimal sign; three digits after it with no scale word
    or unit behind ("3,250 осіб", translated copy) are thousands. In English it is the other way
    round.

    :param scaled: whether a scale word, unit or percent sign follows.
    """
    plain = re.sub(BLANK, "", written)
    if re.fullmatch(r"\d+", plain):
        return _whole(plain)
    grouped_comma = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", plain)
    grouped_point = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", plain)
    single = plain.count(",") + plain.count(".") == 1
    if grouped_comma and (language == "en" or not single or not scaled):
        return _decimal(plain.replace(",", ""))
    if grouped_point and language != "en" and (not single or not scaled):
        return _decimal(plain.replace(".", "").replace(",", "."))
    if single:
        return _decimal(plain.replace(",", "."))
    return None


def rounding(value: float) -> float:
    """Return the size of the last significant digit of a whole number: two or more final zeros
    count as rounding.

    A single final zero does not: "140 dead" may be exact, "1,400" more likely is not.
    """
    if value <= 0 or value != int(value):
        return 1.0
    digits = str(int(value))
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(10**zeros) if zeros > 1 else 1.0


def _whole(digits: str) -> tuple[float, float]:
    value = float(digits)
    return value, rounding(value)


def _decimal(text: str) -> tuple[float, float]:
    if "." not in text:
        return _whole(text)
    return float(text), 10.0 ** -len(text.split(".")[1])
