"""Lines of standard input, read ahead by a thread: those that are there can be answered at once."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Condition, Thread
from typing import Annotated

from parallax.core.thresholds import thresholds


@thresholds("jsonl", chosen="by judgement, for memory; no answer depends on it")
@dataclass(frozen=True)
class LineLimits:
    """What of standard input is held at a time."""

    line: Annotated[
        int, "bytes of a line; a longer one is refused", "three pages of 10 MB, or one as \\u0430"
    ] = 32_000_000
    ahead: Annotated[int, "bytes of lines that are read ahead, beyond the first"] = 4_000_000
    read: Annotated[int, "bytes asked for at a time"] = 65_536


LIMITS = LineLimits()


class LineReader:
    """The lines of a stream without their ends; None stands for one that is too long."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        """Begin to read.

        :param read: returns some bytes, at most as many as asked for, as soon as there are any;
            none at the end.
        """
        self._there: deque[bytes | None] = deque()
        self._size = 0
        self._over = False
        self._fault: OSError | None = None
        self._changed = Condition()
        Thread(target=self._fill, args=(read,), name="lines", daemon=True).start()

    def take(self, most: int) -> list[bytes | None]:
        """Wait for a line, then return those that are there, at most so many; none at the end.

        :raises OSError: when the stream cannot be read further.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._there or self._over)
            taken = [self._there.popleft() for _ in range(min(most, len(self._there)))]
            self._size -= sum(map(_size, taken))
            self._changed.notify_all()
        if not taken and self._fault:
            raise self._fault
        return taken

    def _fill(self, read: Callable[[int], bytes]) -> None:
        try:
            for line in lines_of(read):
                with self._changed:
                    self._changed.wait_for(partial(self._has_room, _size(line)))
                    self._there.append(line)
                    self._size += _size(line)
                    self._changed.notify_all()
        except OSError as fault:
            self._fault = fault
        finally:
            with self._changed:
                self._over = True
                self._changed.notify_all()

    def _has_room(self, size: int) -> bool:
        return not self._there or self._size + size <= LIMITS.ahead


def lines_of(read: Callable[[int], bytes]) -> Iterator[bytes | None]:
    r"""Yield lines, which end at \n alone; None for each that is longer than `LineLimits.line`."""
    begun, too_long = bytearray(), False
    while chunk := read(LIMITS.read):
        *ended, rest = chunk.split(b"\n")
        for end in ended:
            too_long = too_long or len(begun) + len(end) > LIMITS.line
            yield None if too_long else bytes(begun + end)
            begun, too_long = bytearray(), False
        too_long = too_long or len(begun) + len(rest) > LIMITS.line
        begun = bytearray() if too_long else begun + rest
    if too_long or begun:
        yield None if too_long else bytes(begun)


def standard_input() -> Callable[[int], bytes]:
    """Return what reads standard input: without a buffer, so that nothing waits to be filled."""
    if sys.stdin is None:  # the caller closed it
        return lambda _: b""
    try:
        return partial(os.read, sys.stdin.fileno())
    except OSError:  # a stream in memory has no number
        return sys.stdin.buffer.read


def _size(line: bytes | None) -> int:
    return 0 if line is None else len(line)
