"""The door for text: what strangers sent becomes text that every table, page and file can hold.

Text enters through `clean` where bytes, JSON, XML or a user's line become a string that is kept.
Where it leaves, `parallax.core.escapes` writes it for the place it goes to.
"""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0 (production 2): lone surrogates, control characters, U+FFFE and
U+FFFF.
"""
REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    r"""Return text with U+FFFD for each lone surrogate and each character that XML forbids; its
    length is unchanged, so that offsets stay valid.

    >>> clean("Іван\ud83d")
    'Іван\ufffd'
    """
    return _NOT_XML.sub(REPLACEMENT, text)
