"""The door for text: what strangers sent becomes text that every table, page and file can hold.

Text enters through `clean` where bytes, JSON, XML or a user's line become a string that is kept.
Where it leaves, `parallax.core.escapes` writes it for the place it goes to.
"""

from __future__ import annotations

import re
from typing import Any

REPLACEMENT = "\ufffd"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0 (production 2): lone surrogates, control characters, U+FFFE and
U+FFFF.
"""
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_LONGEST = 7
"""Digits of the last character, U+10FFFF, written in tens."""


def clean(text: str) -> str:
    r"""Return text with U+FFFD for each lone surrogate and each character that XML forbids; its
    length is unchanged, so that offsets stay valid.

    >>> clean("Іван\ud83d")
    'Іван\ufffd'
    """
    return _FORBIDDEN.sub(REPLACEMENT, text)


def clean_markup(markup: str) -> str:
    r"""Return HTML or XML, clean, with U+FFFD for each numeric reference to such a character too:
    a parser would bring it back.

    >>> clean_markup("Іван&#xD83D;&#27;[1m")
    'Іван\ufffd\ufffd[1m'
    """
    return _REFERENCE.sub(_referred, clean(markup))


def clean_values(value: Any) -> Any:
    """Return a value that JSON holds with its texts clean, names of members too.

    :raises RecursionError: when it is nested as deeply as `json.loads` reads.
    """
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_values(one) for one in value]
    if isinstance(value, dict):
        return {clean(name): clean_values(one) for name, one in value.items()}
    return value


def _referred(found: re.Match[str]) -> str:
    digits = (found[1] or found[2]).lstrip("0")
    if len(digits) > _LONGEST:
        return REPLACEMENT
    code = int(digits or "0", 16 if found[1] else 10)
    allowed = code <= 0x10FFFF and not _FORBIDDEN.match(chr(code))
    return found[0] if allowed else REPLACEMENT
