"""What exceptions of libraries and of the system say, in words for people.

A notice, and a line for a user, quote no class of Python and no library: what they said goes to the
log, at debug.
"""

from __future__ import annotations

import logging
import lzma
import re
import zlib

from parallax.core.errors import ParallaxError
from parallax.core.escapes import terminal
from parallax.core.passwords import without_passwords

log = logging.getLogger(__name__)

UNEXPECTED = "Parallax fails on it; `parallax --debug` shows why"
"""What is said of a fault that nobody thought of."""
DAMAGED = "the compressed data are damaged"
_KINDS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    ((TimeoutError,), "no answer in time"),
    ((zlib.error, lzma.LZMAError, EOFError), DAMAGED),
    ((UnicodeError,), "it is not text in its encoding"),
    ((RecursionError,), "it is nested too deep"),
    ((MemoryError,), "there is not enough memory"),
)
_BROKEN_ANSWERS = (
    ("server disconnected", "the server hung up before it answered"),
    ("peer closed", "the server hung up in the middle of its answer"),
    ("too long", "its headers are too long"),
)
_NOISE = re.compile(r"^(?:\[[^\]]*\]|<[^>]*>)\s*|\s*\(_ssl\.c:[0-9]+\)")
"""Codes around the words of the system and of OpenSSL: ``[Errno 111]``, ``(_ssl.c:1006)``."""


def plain(error: BaseException) -> str:
    """Return in plain words what went wrong; the error itself goes to the log.

    >>> plain(ConnectionRefusedError(111, "Connection refused"))
    'Connection refused'
    """
    if isinstance(error, ParallaxError):
        return str(error)
    log.debug("reported in plain words: %s", terminal(str(error)), exc_info=error)
    for kinds, words in _KINDS:
        if isinstance(error, kinds):
            return words
    names = {kind.__name__ for kind in type(error).__mro__}
    if "TimeoutException" in names:  # of httpx and httpcore, which are slow to import
        return "no answer in time"
    if "ProtocolError" in names:
        said = str(error).lower()
        return next((words for sign, words in _BROKEN_ANSWERS if sign in said), "not HTTP")
    if isinstance(error, OSError) or "HTTPError" in names:
        said = getattr(error, "strerror", None) or _NOISE.sub("", str(error))
        return terminal(without_passwords(said))[:200] or "the connection broke off"
    return UNEXPECTED
