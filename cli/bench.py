"""Benchmarks that print a table: the group `bench`, and the one of the whole pipeline. They need a
checkout, because their data is not part of the installed package.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.console import out, table
from parallax.core.errors import InputError

En = Annotated[
    Path | None,
    typer.Option(help="English sentences, one a line; our own small corpus when not given."),
]
Ru = Annotated[Path | None, typer.Option(help="Russian sentences, one a line, aligned.")]
Uk = Annotated[Path | None, typer.Option(help="Ukrainian sentences, one a line, aligned.")]
Documents = Annotated[
    Path | None, typer.Option(help="The document of each line: its id up to the first tab.")
]
Only = Annotated[
    Path | None,
    typer.Option(help="Ids of the documents to use, one a line; all when not given."),
]
CORPUS = "--en en.txt --ru ru.txt --uk uk.txt --documents ids.tsv"
"""How the examples name a corpus."""
bench_app = typer.Typer(
    help="Measure quality and speed, here and now; needs a checkout.", invoke_without_command=True
)


def register(app: typer.Typer) -> None:
    """Add the group of this module."""
    app.add_typer(bench_app, name="bench")


@bench_app.callback(epilog="Example: parallax bench")
def default(context: typer.Context) -> None:
    """Measure the whole pipeline on the sample world when no benchmark is named."""
    require_checkout(Path(__file__).parents[1])
    if context.invoked_subcommand is None:
        sample()


def require_checkout(root: Path) -> None:
    """Make the package `benchmarks` of a checkout importable.

    :raises InputError: when the program is not run from one: a wheel does not hold it.
    """
    if not (root / "benchmarks" / "sample_world.py").is_file():
        raise InputError(
            "parallax bench needs a checkout of the repository: the wheel has no benchmarks",
            "clone it and run `make install`; see README.md",
        )
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))


@bench_app.command(epilog="Example: parallax bench sample")
def sample(
    without_memory: Annotated[
        bool, typer.Option("--without-memory", help="Without the reference translations.")
    ] = False,
) -> None:
    """Score the pipeline on the sample world against its gold."""
    from benchmarks.sample_run import run
    from benchmarks.sample_world import score
    from benchmarks.sample_world import table as rows_of

    heading()
    with tempfile.TemporaryDirectory() as folder:
        lake = run(Path(folder), with_memory=not without_memory)
        rows = rows_of(score(lake))
    table(("finding", "right", "invented", "missed", "precision", "recall", "F1"), rows)


def heading() -> None:
    """Print when, on what machine and with which Python the figures below are made."""
    stamp = datetime.now(UTC)
    out.print(
        f"{stamp:%Y-%m-%d %H:%M} UTC · {platform.machine()}, {os.cpu_count()} cores · "
        f"Python {platform.python_version()}",
        markup=False,
    )
