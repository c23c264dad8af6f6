"""What people see: tables, progress, one-line errors."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

_LOG_WIDTH = 160
"""Columns of a table where there is no terminal to ask."""

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _LOG_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None) -> None:
    """Print a table."""
    made = Table(
        *columns, title=title, title_justify="left", box=None, pad_edge=False, header_style="bold"
    )
    for row in rows:
        made.add_row(*row)
    out.print(made)


def progress() -> Progress:
    """Return a progress bar that shows on a terminal and stays silent in a log."""
    return Progress(
        TextColumn("{task.description}"),
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
