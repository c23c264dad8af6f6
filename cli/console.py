"""What people see: tables, progress, one-line errors."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
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
