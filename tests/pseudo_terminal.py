"""A program on a pseudo-terminal: what a person would type and see."""

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from fcntl import ioctl

_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


_LEADS_ITS_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execvp(sys.argv[1], sys.argv[1:])"
)
"""So that Ctrl-C, typed, interrupts the program as it does everywhere."""


class PseudoTerminal:
    """A program that believes a person sits in front of it."""

    def __init__(
        self, command: Sequence[str], *, rows: int = 24, columns: int = 80, **environment: str
    ) -> None:
        self._own, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _LEADS_ITS_TERMINAL, *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**kept, "TERM": "xterm-256color", **environment},
            start_new_session=True,
        )
        os.close(theirs)
        self.raw, self._read = "", 0

    @property
    def text(self) -> str:
        """All that was written, without styles."""
        return _STYLE.sub("", self.raw).replace("\r\n", "\n")

    def wait_for(self, words: str, seconds: float = 60) -> str:
        """Read until the words are written after those waited for before; return what was read."""
        begun = time.monotonic()
        while words not in self.text[self._read :]:
            left = seconds - (time.monotonic() - begun)
            if left < 0 or not self._more(left):
                raise AssertionError(f"no {words!r} in {self.text[self._read :]!r}")
        at = self.text.index(words, self._read) + len(words)
        seen, self._read = self.text[self._read : at], at
        return seen

    def type(self, keys: str) -> None:
        os.write(self._own, keys.encode("utf-8"))

    def end(self, seconds: float = 60) -> int:
        """Read to the end; return the exit status."""
        begun = time.monotonic()
        while self._more(max(seconds - (time.monotonic() - begun), 0)):
            pass
        status = self.process.wait(5)
        os.close(self._own)
        return status

    def _more(self, seconds: float) -> bool:
        if not select.select([self._own], [], [], seconds)[0]:
            return False
        try:
            written = os.read(self._own, 65536)
        except OSError:  # the program has closed the terminal
            return False
        self.raw += written.decode("utf-8", "replace")
        return bool(written)
