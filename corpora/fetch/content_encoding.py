"""Undoing a Content-Encoding (RFC 9110, 8.4) in bounded steps.

One kB can hold a GB, so nothing is unpacked beyond the limit: a step gives so many bytes and no
more. One encoding is undone; browsers have agreed on gzip and deflate, and two at once are only
ever an attack.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

import brotli

from parallax.core.plain_words import DAMAGED
from parallax.core.thresholds import thresholds
from parallax.corpora.page_error import PageError

_GZIP = b"\x1f\x8b"
_OF_GZIP, _RAW = zlib.MAX_WBITS | 16, -zlib.MAX_WBITS
_DEFLATED = 8
"""The compression method in the first byte of a zlib stream (RFC 1950, 2.2)."""
REASON = "cannot be decompressed"


@thresholds("gather", chosen="by judgement; the memory that one step may take")
@dataclass(frozen=True)
class DecodingLimits:
    """How a body is unpacked."""

    step_bytes: Annotated[int, "bytes unpacked at a time"] = 131_072


LIMITS = DecodingLimits()


def decoded(
    chunks: Iterable[bytes],
    encoding: str,
    limit: int,
    *,
    cut: bool = False,
    archived: bool = False,
) -> bytes:
    """Return a body without its encoding.

    :param chunks: the body as it was sent. :param encoding: the value of Content-Encoding.
    :param limit: the most bytes, before and after unpacking.
    :param cut: return the first bytes of a longer body instead of refusing it.
    :param archived: the body comes from an archive, whose crawler may have asked for Brotli.
    :raises PageError: when the body is longer, or there is no such encoding, or it is damaged.
    """
    body = bytearray()
    sent = _bounded(chunks, 2 * limit if cut else limit, limit)
    for part in _unpacked(sent, _name(encoding), archived=archived):
        body += part
        if len(body) > limit:
            if cut:
                break
            raise _too_long(limit)
    del body[limit:]
    return bytes(body)


def _name(stated: str) -> str:
    names = [name for part in stated.split(",") if (name := part.strip().lower()) != "identity"]
    names = [name for name in names if name]
    if len(names) > 1:
        raise PageError(REASON, f"{len(names)} encodings at once: {stated[:100]}")
    return names[0].removeprefix("x-") if names else ""


def _bounded(chunks: Iterable[bytes], most: int, limit: int) -> Iterator[bytes]:
    """Yield chunks up to ``most`` bytes, for what unpacks to nothing may be sent for ever."""
    sent = 0
    for chunk in chunks:
        sent += len(chunk)
        if sent > most:
            raise _too_long(limit)
        yield chunk


def _too_long(limit: int) -> PageError:
    return PageError("page too long", f"more than {limit:,} bytes")


def _unpacked(chunks: Iterator[bytes], name: str, *, archived: bool) -> Iterator[bytes]:
    if not name:
        return chunks
    if name == "gzip":
        return _gunzipped(chunks)
    if name == "deflate":
        return _inflated(chunks)
    if name == "br" and archived:
        return _unbrotlied(chunks)
    raise PageError(REASON, f"unknown encoding {name[:60]}")


def _gunzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what is in the members of a gzip stream (RFC 1952); what follows them is ignored, as by
    browsers.
    """
    member, begun = zlib.decompressobj(_OF_GZIP), False
    left = b""
    for chunk in chunks:
        left += chunk
        while left:
            if member.eof:
                if len(left) < len(_GZIP):
                    break
                if not left.startswith(_GZIP):
                    return
                member = zlib.decompressobj(_OF_GZIP)
            begun = True
            part, left = _step(member, left)
            if part:
                yield part
    yield from _rest(member, begun=begun)


def _inflated(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what is in a zlib stream, or in a bare deflate stream, which some servers send."""
    stream, left = None, b""
    for chunk in chunks:
        left += chunk
        if stream is None:
            if len(left) < len(_GZIP):
                continue
            zipped = left[0] & 0x0F == _DEFLATED and int.from_bytes(left[:2], "big") % 31 == 0
            stream = zlib.decompressobj(zlib.MAX_WBITS if zipped else _RAW)
        while left and not stream.eof:
            part, left = _step(stream, left)
            if part:
                yield part
        if stream.eof:
            return
    if left and stream is None:
        raise PageError(REASON, "the body ends early")
    if stream is not None:
        yield from _rest(stream, begun=True)


def _step(stream: zlib._Decompress, data: bytes) -> tuple[bytes, bytes]:
    """Unpack a step; return it and the data that is left."""
    try:
        part = stream.decompress(data, LIMITS.step_bytes)
    except zlib.error as error:
        raise PageError(REASON, DAMAGED) from error
    return part, stream.unused_data if stream.eof else stream.unconsumed_tail


def _rest(stream: zlib._Decompress, *, begun: bool) -> Iterator[bytes]:
    """Yield what a stream holds back when all was given; an unfinished one is refused."""
    while begun and not stream.eof:
        part, _ = _step(stream, b"")
        if not part:
            raise PageError(REASON, "the body ends early", temporary=True)
        yield part


def _unbrotlied(chunks: Iterator[bytes]) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    try:
        for chunk in chunks:
            yield stream.process(chunk, output_buffer_limit=LIMITS.step_bytes)
            while not stream.can_accept_more_data():
                yield stream.process(b"", output_buffer_limit=LIMITS.step_bytes)
        if not stream.is_finished():
            raise PageError(REASON, "the body ends early", temporary=True)
    except brotli.error as error:
        raise PageError(REASON, DAMAGED) from error
