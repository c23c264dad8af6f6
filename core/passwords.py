"""Passwords stay out of what is shown and kept: an address is quoted without the name and password
before its host (RFC 3986, 3.2.1).
"""

from __future__ import annotations

import re

HIDDEN = "***@"
_USER = re.compile(r"(?:(?<=[/\\]{2})|^(?=[^\s/?#@]+:[^\s/?#@]+@))[^\s/?#\\\"'<>]*[@＠]")
"""Also at the beginning of a text without a scheme, where it has the form of name and password."""
_ALL_BEFORE_HOST = re.compile(r"^(\s*+(?:[a-z][a-z0-9+.-]*+:)?+[/\\]{2,}+)?+.*[@＠]", re.I | re.S)


def without_passwords(text: str) -> str:
    """Return a text with the name and password of each address in it hidden.

    >>> without_passwords("s3://key:secret@bucket/lake does not answer")
    's3://***@bucket/lake does not answer'
    """
    return _USER.sub(HIDDEN, text)


def without_password(address: str) -> str:
    """Return something that is no web address with all hidden that may be a name and password: a
    password with a slash ends where no parser expects it.

    >>> without_password("https://user:pass/word@host.example/feed")
    'https://***@host.example/feed'
    """
    return _ALL_BEFORE_HOST.sub(lambda found: f"{found[1] or ''}{HIDDEN}", address)
