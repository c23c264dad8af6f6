"""Benchmarks that print a table; each one's figures come with what made them."""

from __future__ import annotations

import os
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.console import out, table
from core.errors import InputError
from core.settings import Settings

bench_app = typer.Typer(help="Benchmarks: quality and speed, measured here and now.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the group of this module."""
    app.add_typer(bench_app, name="bench")


@bench_app.callback()
def default(context: typer.Context) -> None:
    """Measure the whole pipeline on the sample world when no benchmark is named."""
    if context.invoked_subcommand is None:
        sample()


@bench_app.command(epilog="Example: parallax bench sample")
def sample(
    without_memory: Annotated[bool, typer.Option("--without-memory", help="Without the reference translations.")] = False,
) -> None:
    """Score the pipeline on the sample world against its gold."""
    from benchmarks.sample_run import run
    from benchmarks.sample_world import score
    from benchmarks.sample_world import table as rows_of

    _heading()
    with tempfile.TemporaryDirectory() as folder:
        lake = run(Path(folder), with_memory=not without_memory)
        rows = rows_of(score(lake))
    table(("finding", "right", "invented", "missed", "precision", "recall", "F1"), rows)


@bench_app.command(epilog="Example: parallax bench vectors --en en.txt --ru ru.txt --uk uk.txt")
def vectors(
    en: Annotated[Path, typer.Option(help="English sentences, one a line.")],
    ru: Annotated[Path, typer.Option(help="Russian sentences, one a line, aligned.")],
    uk: Annotated[Path, typer.Option(help="Ukrainian sentences, one a line, aligned.")],
    encoder: Annotated[list[str] | None, typer.Option(help="Encoder; every one present when not given; may be given again.")] = None,
    threads: Annotated[int, typer.Option(help="Threads of the network.")] = 1,
) -> None:
    """Measure retrieval between aligned texts, speed and memory of sentence encoders."""
    from aligners.encoder import present
    from benchmarks.vectors import measure

    texts = {name: path.read_text("utf-8").rstrip("\n").split("\n") for name, path in (("en", en), ("ru", ru), ("uk", uk))}
    if len({len(lines) for lines in texts.values()}) != 1:
        raise InputError(f"the files are not aligned: {', '.join(f'{n} {len(t)} lines' for n, t in texts.items())}")
    _heading()
    for name in encoder or list(dict.fromkeys([Settings().encoder, *present()])):
        measured = measure(name, texts, threads)
        table(("pair", "there", "back", "mean"), measured.retrieval, title=measured.encoder)
        columns = ("pair", "lines with digits", "plain", "edited", "masked", "edited", "combined", "edited")
        table(columns, measured.digits, title="\nlines with digits, as they are and with the numbers of one side edited")
        out.print(
            f"{measured.per_second:,.0f} sentences/s on {threads} thread(s); loaded in {measured.load_seconds:.1f} s; "
            f"peak memory of the process {measured.peak_mb:,.0f} MB\n", markup=False,
        )


def _heading() -> None:
    stamp = datetime.now(UTC)
    out.print(f"{stamp:%Y-%m-%d %H:%M} UTC · {platform.machine()}, {os.cpu_count()} cores · Python {platform.python_version()}", markup=False)


