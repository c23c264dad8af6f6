"""Judging in the browser: serves the page until its person has finished."""

from __future__ import annotations

import os
import signal
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from parallax.cli.console import out
from parallax.core.errors import InputError
from parallax.core.plain_words import plain
from parallax.judging.server import JudgingPage, served

if TYPE_CHECKING:
    from parallax.judging.session import Session


def judge(session: Session, pages: Path | None, target: str, *, port: int, open_page: bool) -> None:
    """Serve the page until its person finishes.

    :param pages: the folder of the report pages, None where it is not on this machine.
    :raises InputError: when the port is taken.
    :raises KeyboardInterrupt: on Ctrl-C; what was judged is stored.
    """
    judging = JudgingPage(session, pages, target)
    signal.siginterrupt(signal.SIGINT, True)  # polars sets a handler that lets a wait go on
    with ExitStack() as stack:
        try:
            address = stack.enter_context(served(judging, port))
        except (OSError, OverflowError) as error:
            raise InputError(
                f"cannot serve on port {port}: {plain(error)}", "choose another with --port"
            ) from error
        out.print(f"Judge here, for nobody else: {address}")
        out.print("The button “finish” or Ctrl-C ends it.")
        if open_page:
            stack.enter_context(_opened(address))
        judging.finished.wait()
        judging.state()  # a verdict that came in the same moment is written


@contextmanager
def _opened(address: str) -> Iterator[None]:
    """Open the browser by a file that only this account reads: the arguments of a program, with the
    token in them, are seen by everybody on the machine.
    """
    with tempfile.TemporaryDirectory(prefix="parallax-") as folder:
        file = Path(folder) / "judge.html"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as written:
            target = escape(address)
            written.write(
                '<!DOCTYPE html><meta charset="utf-8"><title>Parallax</title>'
                f'<meta http-equiv="refresh" content="0; url={target}"><a href="{target}">Judge</a>'
            )
        webbrowser.open(file.as_uri())
        yield
