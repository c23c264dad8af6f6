"""What people see: tables, progress, one-line errors.

Most of it is text of strangers: nothing in it is taken for markup of rich or for an escape sequence
of the terminal, wherever it is printed from.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from parallax.core.escapes import terminal, visible, visible_spans

_LOG_WIDTH = 160
"""Columns of a table where there is no terminal to ask."""


class PlainConsole(Console):
    """A console that prints text as it is, what cannot be seen as its code; styles come from
    `rich.text.Text` alone.
    """

    def print(self, *objects: Any, **options: Any) -> None:
        """Print as rich does, without markup."""
        super().print(*(_plain(one) for one in objects), **{**options, "markup": False})


def _plain(printed: Any) -> Any:
    if isinstance(printed, str):
        return Text(visible(printed))
    return seen(printed) if isinstance(printed, Text) else printed


def seen(text: Text) -> Text:
    """Return a text with its styles, what cannot be seen in it as its code."""
    spans = visible_spans(text.plain)
    if not spans:
        return text
    pieces = text.divide([place for start, end, _ in spans for place in (start, end)])
    for number, (_, _, code) in enumerate(spans):
        pieces[2 * number + 1].plain = code
    return Text(end=text.end).join(pieces)


out = PlainConsole(
    highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _LOG_WIDTH
)
err = PlainConsole(stderr=True, highlight=False, soft_wrap=True)


class PlainFormatter(logging.Formatter):
    """Writes a message of the log on one line of the terminal, what cannot be seen as its code."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the base class's
        """Return the line of a record."""
        return terminal(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the base class's
        """Return the lines of a traceback."""
        return visible(super().formatException(ei))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None) -> None:
    """Print a table; each cell is text on one line."""
    made = Table(
        title=None if title is None else Text(visible(title), "table.title"),
        title_justify="left",
        box=None,
        pad_edge=False,
        header_style="bold",
    )
    for column in columns:
        made.add_column(Text(terminal(column)))
    for row in rows:
        made.add_row(*(Text(terminal(cell)) for cell in row))
    out.print(made)


class _What(ProgressColumn):
    """What a bar counts."""

    def render(self, task: Task) -> Text:
        """Return it as text."""
        return Text(terminal(task.description))


def progress() -> Progress:
    """Return a progress bar that shows on a terminal and stays silent in a log."""
    return Progress(
        _What(),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        disable=not sys.stderr.isatty(),
        transient=True,
    )


class StageProgress:
    """Shows on a bar how far a stage is (a `parallax.lake.stage_protocol.Progress`)."""

    def __init__(self, bar: Progress) -> None:
        """Take the bar; a line is added when a stage begins."""
        self._bar = bar
        self._task: TaskID | None = None

    def begin(self, total: int, what: str) -> None:
        """Show a new line."""
        self._task = self._bar.add_task(what, total=total)

    def advance(self, count: int = 1) -> None:
        """Move the line on."""
        if self._task is not None:
            self._bar.advance(self._task, count)


@contextmanager
def stage_progress() -> Iterator[StageProgress]:
    """Show how far stages are, for the length of a `with` block."""
    with progress() as bar:
        yield StageProgress(bar)
