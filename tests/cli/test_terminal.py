"""What is printed on a terminal: text of strangers as text, whatever the terminal can show."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from rich.text import Text

from parallax.cli import console
from parallax.cli.console import PlainConsole, PlainFormatter
from parallax.core.escapes import visible
from tests.hostile_pages import TEXTS, serve

MARKUP = [
    "Новини [/b] про закон",
    "[bold]Закон[/bold]",
    "[link=file:///etc/passwd]Закон[/link]",
    "[red]",
    "[/]",
    "[ never closed",
    "] never opened",
    "[@click=app.bell]x[/]",
    "\\[b]",
    ":warning: :smile:",
    "[not a style at all]",
]
OBEYED = [
    "\x1b[31mred",
    "\x1b]8;;https://evil.example\x07click",
    "\x1b[2J\x1b[H",
    "\x9b31m",
    "a\rb",
    "a\x08\x08b",
    "\u202edlog",
    "\u2066a",
    "\x07",
    "a\nb",
]


def printed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Return what the program prints from now on."""
    file = io.StringIO()
    monkeypatch.setattr(console, "out", PlainConsole(file=file, width=200, force_terminal=True))
    return file


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_text_is_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = printed(monkeypatch)
    console.table((text, "b"), [(text, "b")], title=text)
    console.out.print(text)
    assert file.getvalue().count(text) == 4
    assert "\x1b]8" not in file.getvalue()


@pytest.mark.parametrize("text", OBEYED)
def test_a_terminal_obeys_no_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = printed(monkeypatch)
    console.table(("a",), [(text,)])
    console.out.print(Text(text), markup=False)
    bare = file.getvalue()
    for ours in ("\x1b[1m", "\x1b[0m"):  # the bold heading of the table
        bare = bare.replace(ours, "")
    assert visible(bare) == bare


def test_a_style_stays_on_its_words_where_codes_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    file = printed(monkeypatch)
    text = Text("\u202eЗакон\u202c про мову")
    text.stylize("bold", 1, 6)
    console.out.print(text)
    assert "⟨U+202E⟩\x1b[1mЗакон\x1b[0m⟨U+202C⟩ про мову" in file.getvalue()


@pytest.mark.parametrize("text", OBEYED)
def test_a_message_of_the_log_is_one_line(text: str) -> None:
    record = logging.LogRecord("parallax", logging.WARNING, "", 0, "%s failed", (text,), None)
    line = PlainFormatter("%(levelname)s %(message)s").format(record)
    assert "\n" not in line
    assert visible(line) == line


def ran(
    *arguments: str | bytes, given: bytes = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a shell does."""
    return subprocess.run(
        [sys.executable, "-m", "parallax", *arguments],
        input=given,
        capture_output=True,
        env={**os.environ, **(env or {})},
        timeout=100,
        check=False,
    )


@pytest.mark.slow(30)
@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "latin-1", "utf-8"])
def test_no_terminal_is_too_small_for_a_headline(
    encoding: str, httpserver: HTTPServer, tmp_path: Path
) -> None:
    names = ("rich markup", "direction turned", "bare control characters", "formula")
    addresses = serve(httpserver, {name: TEXTS[name] for name in names})
    done = ran(
        "gather",
        *addresses,
        env={
            "PYTHONIOENCODING": encoding,
            "PARALLAX_LAKE": str(tmp_path / "lake"),
            "PARALLAX_GATHER__ALLOW_PRIVATE_ADDRESSES": "true",
            "PARALLAX_GATHER__HOST_DELAY_SECONDS": "0",
        },
    )
    said = (done.stdout + done.stderr).decode(encoding)
    assert done.returncode == 0, said
    assert "Traceback" not in said
    assert "[/b]" in said
    assert "[link=file:///etc/passwd]" in said
    assert visible(said) == said


@pytest.mark.slow(20)
@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        ([b"\xff\xfe 12 \xd0"], b""),
        ([], b"\xff\xfe 12 \xd0\n"),
        ([], b"\xef\xbb\xbf12 \x1b[31m\x00\n"),
        (["п’ятнадцять слів " * 20], b""),  # longer than the name of a file
        (["12 \u202e\x1b[2J"], b""),
    ],
)
def test_bytes_that_are_no_text_end_nothing(arguments: list[str | bytes], given: bytes) -> None:
    done = ran("numbers", "--lang", "uk", *arguments, given=given)
    said = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == 0, said
    assert "Traceback" not in said
    assert visible(said) == said


@pytest.mark.slow(10)
@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "1>&- 2>&-", "0<&- 1>&- 2>&-"])
def test_a_stream_that_is_closed_ends_nothing(closed: str, tmp_path: Path) -> None:
    command = f"exec {sys.executable} -m parallax numbers --lang uk '12 людей' {closed}"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.slow(10)
def test_an_archive_of_which_nothing_can_be_read_is_exit_status_1(tmp_path: Path) -> None:
    (tmp_path / "bad.warc").write_bytes(b"<html>no record</html>")
    (tmp_path / "empty.warc").write_bytes(b"")
    bad = ran("gather", str(tmp_path / "bad.warc"), "--lake", str(tmp_path / "lake"))
    empty = ran("gather", str(tmp_path / "empty.warc"), "--lake", str(tmp_path / "lake"))
    assert (bad.returncode, empty.returncode) == (1, 0)
    assert b"damaged archive" in bad.stdout + bad.stderr
    assert b"0 pages read" in empty.stdout
