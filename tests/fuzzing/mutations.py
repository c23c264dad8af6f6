"""Mutations of a file: what broken programs, wrong encodings and hostile people make of it."""

import gzip
import random
import re
from collections.abc import Callable, Sequence

MOST_BYTES = 400_000
"""A mutated file is cut here: the fuzz looks for what breaks, the limits of size have own tests."""
TOKENS: tuple[bytes, ...] = (
    b"",
    b"\x00",
    b"\x1b[31m",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\xbd",
    "\u202e".encode(),
    "\ufffe".encode(),
    b"&#xD83D;",
    b"&#0;",
    b"&#x110000;",
    b"&#xFFFE;",
    b"&unknown;",
    b"\\ud83d",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<a",
    b"</",
    b"<html",
    b"<rss",
    b"<urlset>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'>",
    b"<script type='application/ld+json'>{",
    b"</script>",
    b"<base href='http://[bad'>",
    b"http://[bad/",
    b"http://127.0.0.1/",
    b"javascript:alert(1)",
    b"file:///etc/passwd",
    b"https://a.example:99999999/",
    b"../../../x",
    b"..\\x",
    b"0001-01-01T00:00:00Z",
    b"9999-12-31T23:59:59-23:59",
    b"Mon, 1 Jan 0000 00:00:00 +9999999999999",
    b"2024-02-30",
    b"-1",
    b"1e999",
    b"NaN",
    b"null",
    b"[]",
    b"{}",
    b'"',
    b"'",
    b"9" * 5000,
    b"[" * 3000,
    b"{{{" * 700,
    b"a.b " * 400,
    "січ. ".encode() * 60,
    b"jan. " * 60,
    b"x | " * 300,
    b"<div>" * 600,
    b"=?utf-8?B?" + b"A" * 300,
    b"charset=hex",
    b"charset=utf-16",
    b"charset=unicode_escape",
    b'encoding="utf-7"',
    b'xml:lang="../../x"',
    b"%00%2e%2e%2f",
    b"\r\n",
    b"\xc2\x85\xe2\x80\xa8",
)
"""Pieces that ended other people's programs: a sample of kinds, not of cases."""
ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "cp1251", "koi8-u", "utf-7", "cp866")
_VALUE = re.compile(rb">[^<>]{1,400}<|=\"[^\"]{0,400}\"|\"[^\"]{0,400}\"")

Mutation = Callable[[bytes, random.Random], bytes]


def _place(data: bytes, rolls: random.Random) -> int:
    return rolls.randint(0, len(data))


def flip(data: bytes, rolls: random.Random) -> bytes:
    """Change some bytes."""
    changed = bytearray(data)
    for _ in range(rolls.randint(1, 8) if changed else 0):
        changed[rolls.randrange(len(changed))] = rolls.randrange(256)
    return bytes(changed)


def cut(data: bytes, rolls: random.Random) -> bytes:
    """Remove a span."""
    start = _place(data, rolls)
    return data[:start] + data[start + rolls.randint(1, 2000) :]


def end(data: bytes, rolls: random.Random) -> bytes:
    """Keep the beginning only."""
    return data[: _place(data, rolls)]


def repeat(data: bytes, rolls: random.Random) -> bytes:
    """Repeat a span many times."""
    start = _place(data, rolls)
    span = data[start : start + rolls.randint(1, 80)]
    return data[:start] + span * rolls.choice((2, 30, 1000, 3000)) + data[start:]


def insert(data: bytes, rolls: random.Random) -> bytes:
    """Insert a token, once or often."""
    at, token = _place(data, rolls), rolls.choice(TOKENS)
    return data[:at] + token * rolls.choice((1, 1, 1, 20)) + data[at:]


def exchange(data: bytes, rolls: random.Random) -> bytes:
    """Put a token in the place of a value: a text, an attribute or a string."""
    values = [found.span() for found in _VALUE.finditer(data)]
    if not values:
        return insert(data, rolls)
    start, stop = rolls.choice(values)
    return data[: start + 1] + rolls.choice(TOKENS) + data[stop - 1 :]


def recode(data: bytes, rolls: random.Random) -> bytes:
    """Write the text in another encoding; what it states stays."""
    return data.decode("utf-8", "replace").encode(rolls.choice(ENCODINGS), "replace")


def pack(data: bytes, rolls: random.Random) -> bytes:
    """Compress the file, and damage that now and then."""
    packed = gzip.compress(data, mtime=0)
    return flip(packed, rolls) if rolls.random() < 0.5 else packed


TEXT: tuple[Mutation, ...] = (flip, cut, end, repeat, insert, insert, exchange, exchange, recode)
BINARY: tuple[Mutation, ...] = (flip, flip, cut, end, repeat, insert)


def mutated(seeds: Sequence[bytes], ways: Sequence[Mutation], rolls: random.Random) -> bytes:
    """Return one of the seeds, mutated one to four times, at times spliced with another."""
    data = rolls.choice(seeds)
    if rolls.random() < 0.1:
        other = rolls.choice(seeds)
        data = data[: _place(data, rolls)] + other[_place(other, rolls) :]
    for _ in range(rolls.randint(1, 4)):
        data = rolls.choice(ways)(data, rolls)[:MOST_BYTES]
    return pack(data, rolls) if rolls.random() < 0.02 else data
