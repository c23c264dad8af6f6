"""The records of a WARC file (ISO 28500), however damaged: one that is broken never ends the file.

FastWARC parses a record; where the records are is found here, because its reader stops at the first
damage, and takes the next records for the payload where a length lies.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO, Protocol

from parallax.core.plain_words import DAMAGED
from parallax.core.thresholds import thresholds

_GZIP, _OF_GZIP = b"\x1f\x8b\x08", zlib.MAX_WBITS | 16
_VERSION, _END = b"WARC/", b"\r\n\r\n"
_NEXT = re.compile(rb"\nWARC/[01]\.")
_LENGTH = re.compile(
    rb"^Content-Length:[ \t]*([0-9]{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
_HEAD_END = re.compile(rb"\r?\n\r?\n")


@thresholds("gather", chosen="by judgement")
@dataclass(frozen=True)
class RecordLimits:
    """How a WARC file is read."""

    step_bytes: Annotated[int, "bytes read and unpacked at a time"] = 65_536
    buffer_bytes: Annotated[int, "bytes of the file in memory, for going back a little"] = 1_000_000
    head_bytes: Annotated[int, "longest header of a record"] = 65_536
    http_headers: Annotated[int, "most bytes of HTTP headers that count beside the page"] = (
        1_000_000
    )


LIMITS = RecordLimits()


@dataclass(frozen=True)
class Record:
    """A record as it stands in the file: header and block; not whole when the block is longer than
    what is kept in memory.
    """

    head: bytes
    block: bytes
    whole: bool


@dataclass(frozen=True)
class Passed:
    """Bytes of the file (of a gzip member: unpacked ones) that are no record, and why."""

    count: int
    why: str


class DamagedError(Exception):
    """A compressed stream ends early or holds no such data."""


class Stream(Protocol):
    """Where records are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes, none at the end."""


def records(path: Path, longest: int) -> Iterator[Record | Passed]:
    """Yield the records of a file, plain or gzipped, and what was passed over between them.

    :param longest: the most bytes of a block that are kept in memory.
    :raises OSError: when the file cannot be read.
    """
    with path.open("rb", buffering=LIMITS.buffer_bytes) as file:
        start = file.read(len(_GZIP))
        if start == _GZIP or path.name.endswith(".gz"):
            yield from _of_members(file, longest)
        else:
            file.seek(0)
            yield from _Framing(file, longest, file).records()


def _of_members(file: BinaryIO, longest: int) -> Iterator[Record | Passed]:
    """Yield the records of gzip members; most files have a member for each record."""
    at, size = 0, file.seek(0, 2)
    while at < size:
        if not _is_member(file, at):
            reached = _next_member(file, at + 1, size)
            yield Passed(reached - at, "not a WARC record")
            at = reached
            continue
        member = _Member(file, at)
        try:
            yield from _Framing(member, longest).records()
            at = member.end
        except DamagedError as error:
            reached = _next_member(file, at + 1, size)
            yield Passed(reached - at, str(error))
            at = reached


class _Member:
    """The unpacked bytes of one gzip member, in bounded steps."""

    def __init__(self, file: BinaryIO, at: int) -> None:
        file.seek(at)
        self._file, self._at, self.end = file, at, at
        self._stream = zlib.decompressobj(_OF_GZIP)

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes, none at the end of the member.

        :raises DamagedError: when the member is damaged or cut off.
        """
        try:
            while not self._stream.eof:
                data = self._stream.unconsumed_tail
                if not data:
                    self._file.seek(self._at)
                    data = self._file.read(LIMITS.step_bytes)
                    self._at += len(data)
                part = self._stream.decompress(data, size)
                if self._stream.eof:
                    self.end = self._at - len(self._stream.unused_data)
                if part:
                    return part
                if not data:
                    raise DamagedError("the file ends in the middle of a record")
        except zlib.error as error:
            raise DamagedError(DAMAGED) from error
        return b""


def _is_member(file: BinaryIO, at: int) -> bool:
    """Return whether a gzip member with a WARC record begins at a place of the file."""
    file.seek(at)
    data = file.read(1024)
    if not data.startswith(_GZIP):
        return False
    try:
        return zlib.decompressobj(_OF_GZIP).decompress(data, 64).lstrip().startswith(_VERSION)
    except zlib.error:
        return False


def _next_member(file: BinaryIO, at: int, size: int) -> int:
    """Return where the next gzip member with a WARC record begins, the end of the file if none."""
    while at < size:
        file.seek(at)
        data = file.read(LIMITS.step_bytes)
        place = data.find(_GZIP)
        if place < 0:
            at += max(1, len(data) - len(_GZIP) + 1)
        elif _is_member(file, at + place):
            return at + place
        else:
            at += place + 1
    return size


class _Framing:
    """Records one after another in a stream of plain bytes."""

    def __init__(self, stream: Stream, longest: int, seekable: BinaryIO | None = None) -> None:
        """Take the stream; a seekable one is read again from where a length lied."""
        self._stream, self._longest, self._seekable = stream, longest, seekable
        self._buffer = bytearray()

    def records(self) -> Iterator[Record | Passed]:
        """Yield records and what is between them.

        :raises DamagedError: as the stream does.
        """
        while self._begins():
            if not self._buffer.startswith(_VERSION):
                yield Passed(self._to_next(), "not a WARC record")
            elif (head := self._head()) is None:
                yield Passed(self._to_next(), "a record's header has no end")
            elif (stated := _LENGTH.search(head)) is None:
                yield Passed(len(head) + self._to_next(), "a record without a possible length")
            else:
                yield self._record(head, int(stated[1]))

    def _record(self, head: bytes, length: int) -> Record | Passed:
        place = self._seekable.tell() - len(self._buffer) if self._seekable else 0
        self._fill(min(length, self._longest))
        block = bytes(self._buffer[: min(length, self._longest)])
        del self._buffer[: len(block)]
        skipped = self._skip(length - len(block))
        if len(block) + skipped == length and self._fits():
            return Record(head, block, whole=not skipped)
        if self._seekable:
            self._seekable.seek(place)
            self._buffer.clear()
        elif not skipped:
            self._buffer[:0] = block
        else:
            return Passed(len(head) + length + self._to_next(), "a record whose length is wrong")
        return Passed(len(head) + self._to_next(), "a record whose length is wrong")

    def _fits(self) -> bool:
        """Return whether what follows a block is the end of a record, another record or nothing."""
        self._fill(len(_END))
        ended = self._buffer.startswith(_END)
        return ended or not self._begins() or self._buffer.startswith(_VERSION)

    def _begins(self) -> bool:
        """Pass over line ends; return whether anything follows."""
        while True:
            self._fill(LIMITS.step_bytes)
            if not self._buffer:
                return False
            kept = self._buffer.lstrip(b"\r\n")
            self._buffer = kept
            if kept:
                self._fill(len(_VERSION))
                return True

    def _head(self) -> bytes | None:
        self._fill(LIMITS.head_bytes)
        end = _HEAD_END.search(self._buffer, 0, LIMITS.head_bytes)
        if end is None:
            return None
        head = bytes(self._buffer[: end.end()])
        del self._buffer[: end.end()]
        return head

    def _to_next(self) -> int:
        """Pass over bytes up to the next record; return how many."""
        count = 0
        while True:
            self._fill(LIMITS.step_bytes)
            if found := _NEXT.search(self._buffer):
                del self._buffer[: found.start() + 1]
                return count + found.start() + 1
            rest = len(self._buffer)
            if not self._fill(rest + 1):
                self._buffer.clear()
                return count + rest
            passed = max(0, rest - len(b"\nWARC/1."))
            count += passed
            del self._buffer[:passed]

    def _skip(self, count: int) -> int:
        """Pass over bytes without keeping them; return how many there were."""
        skipped = 0
        while skipped < count and self._fill(1):
            part = min(count - skipped, len(self._buffer))
            del self._buffer[:part]
            skipped += part
        return skipped

    def _fill(self, count: int) -> bool:
        """Read until so many bytes are there; return whether they are."""
        while len(self._buffer) < count:
            if not (part := self._stream.read(LIMITS.step_bytes)):
                return False
            self._buffer += part
        return True
