"""Single keys of a terminal, none lost while the program is busy between two."""

from __future__ import annotations

import codecs
import os
import re
import signal
import sys
import termios
import tty
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from parallax.core.clean_text import clean

ESCAPE, ENTER, END, ERASE = "\x1b", "\r", "\x04", "\x7f"
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)")
"""An arrow or another key that is sent as several characters (ECMA-48, 5.4): it means nothing."""


class TerminalKeys:
    """Reads keys one by one; Ctrl-C interrupts as everywhere."""

    def __init__(self, descriptor: int) -> None:
        """Read from a terminal that `listening` has prepared."""
        self._descriptor = descriptor
        self._waiting: deque[str] = deque()
        self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        self._usual = termios.tcgetattr(descriptor)

    def take(self) -> str:
        """Wait for a key and return its character; Enter is always ``ENTER``.

        :raises EOFError: when the terminal is gone, and on Ctrl-D.
        """
        while not self._waiting:
            read = os.read(self._descriptor, 1024)
            if not read:
                raise EOFError
            written = _SEQUENCE.sub("", self._decoder.decode(read))
            self._waiting.extend(written.replace("\n", ENTER))
        key = self._waiting.popleft()
        if key == END:
            raise EOFError
        return key

    def line(self, asked: str) -> str:
        """Ask for a line, which the terminal edits as usual; Ctrl-D in an empty one gives none."""
        now = termios.tcgetattr(self._descriptor)
        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._usual)
        try:
            return clean(input(asked).strip())
        except EOFError:
            return ""
        finally:
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, now)


@contextmanager
def listening() -> Iterator[TerminalKeys]:
    """Let the terminal send each key at once, unseen, for the length of a `with` block."""
    descriptor = sys.stdin.fileno()
    # Polars sets a handler of its own, after which a read goes on as if there had been no Ctrl-C.
    signal.siginterrupt(signal.SIGINT, True)
    keys = TerminalKeys(descriptor)
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        yield keys
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
