"""What libraries and the system say reaches people in plain words, and the log as it was."""

import errno
import logging
import lzma
import re
import socket
import subprocess
import sys
import zlib

import httpcore
import httpx
import polars as pl
import pytest

from parallax.core.errors import InputError
from parallax.core.plain_words import UNEXPECTED, plain
from parallax.lake import batches

PYTHON = re.compile(
    r"Errno|Error\b|Exception|bytearray|NoneType|object|codec|b'|_ssl|0x|index out|invalid literal"
)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "Permission denied"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), "No such file or directory"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "Connection refused"),
        (socket.gaierror(-2, "Name or service not known"), "Name or service not known"),
        (httpx.ConnectError("[Errno 111] Connection refused"), "Connection refused"),
        (httpx.ReadError("[Errno 104] Connection reset by peer"), "Connection reset by peer"),
        (httpx.ReadError(""), "the connection broke off"),
        (
            httpx.ConnectError(
                "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has "
                "expired (_ssl.c:1006)"
            ),
            "certificate verify failed: certificate has expired",
        ),
        (OSError("<urlopen error [Errno 101] Network is unreachable>"), None),
        (TimeoutError(), "no answer in time"),
        (httpx.ReadTimeout("timed out"), "no answer in time"),
        (httpcore.ConnectTimeout("timed out"), "no answer in time"),
        (
            httpx.RemoteProtocolError("illegal status line: bytearray(b'\\x00\\xff no http')"),
            "not HTTP",
        ),
        (httpx.RemoteProtocolError("illegal chunk header: bytearray(b'zz\\r\\n')"), "not HTTP"),
        (httpx.RemoteProtocolError("illegal header line"), "not HTTP"),
        (httpcore.LocalProtocolError("Illegal header value b''"), "not HTTP"),
        (httpx.RemoteProtocolError("Receive buffer too long"), "its headers are too long"),
        (
            httpx.RemoteProtocolError("Server disconnected without sending a response."),
            "the server hung up before it answered",
        ),
        (
            httpx.RemoteProtocolError(
                "peer closed connection without sending complete message body (received 4 bytes)"
            ),
            "the server hung up in the middle of its answer",
        ),
        (zlib.error("Error -3 while decompressing data"), "the compressed data are damaged"),
        (lzma.LZMAError("Corrupt input data"), "the compressed data are damaged"),
        (EOFError("Compressed file ended"), "the compressed data are damaged"),
        (
            UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
            "it is not text in its encoding",
        ),
        (RecursionError("maximum recursion depth exceeded"), "it is nested too deep"),
        (InputError("no such thing", "do this"), "no such thing (do this)"),
        (TypeError("'NoneType' object is not iterable"), UNEXPECTED),
        (IndexError("list index out of range"), UNEXPECTED),
        (ValueError("invalid literal for int() with base 10: 'x'"), UNEXPECTED),
        (KeyError("name"), UNEXPECTED),
        (pl.exceptions.ComputeError("parquet: File out of specification"), UNEXPECTED),
    ],
)
def test_words_for_people(error: Exception, words: str | None) -> None:
    said = plain(error)
    assert words is None or said == words
    assert words is None or not PYTHON.search(said)


def test_escape_sequences_of_a_server_stay_out() -> None:
    assert "\x1b" not in plain(httpx.ReadError("\x1b[31mred\nline"))


def test_the_library_s_own_words_are_in_the_log_at_debug(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "parallax"):
        plain(zlib.error("Error -3 while decompressing data"))
    (record,) = caplog.records
    assert record.levelno == logging.DEBUG
    assert "Error -3" in record.getMessage()
    assert record.exc_info


def test_a_failed_unit_is_one_line_and_its_traceback_is_for_debugging(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def do(unit: str) -> None:
        if unit != "good":
            raise KeyError(unit)

    with caplog.at_level(logging.DEBUG, "parallax"):
        (notice,) = batches.each(["good", "bad"], lambda unit: f"story:{unit}", do)
    assert (notice.subject, notice.detail) == ("story:bad", UNEXPECTED)
    shown = [record for record in caplog.records if record.levelno > logging.DEBUG]
    assert [record.getMessage() for record in shown] == [f"story:bad failed: {UNEXPECTED}"]
    assert not any(record.exc_info for record in shown)
    assert any(record.exc_info for record in caplog.records)


def test_a_retry_writes_nothing_to_standard_error() -> None:
    program = (
        "from parallax.core.settings import Settings\n"
        "from parallax.corpora.fetch.fetcher import Fetcher\n"
        "from parallax.corpora.page_error import PageError\n"
        "settings = Settings(gather={'robots': False, 'retries': 1, 'http_cache': False,\n"
        "    'host_map': {'a.example': '127.0.0.1:1'}})\n"
        "with Fetcher(settings) as fetcher:\n"
        "    try:\n"
        "        fetcher.get('https://a.example/')\n"
        "    except PageError as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "unreachable host: a.example: Connection refused"
    assert done.stderr == ""
