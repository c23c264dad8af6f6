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

    texts = _aligned(en=en, ru=ru, uk=uk)
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


@bench_app.command(epilog="Example: parallax bench align --en en.txt --ru ru.txt --uk uk.txt --documents ids.tsv --scenario C3")
def align(
    en: Annotated[Path, typer.Option(help="English sentences, one a line.")],
    ru: Annotated[Path, typer.Option(help="Russian sentences, one a line, aligned.")],
    uk: Annotated[Path, typer.Option(help="Ukrainian sentences, one a line, aligned.")],
    documents: Annotated[Path, typer.Option(help="The document of each line: its id up to the first tab.")],
    only: Annotated[Path | None, typer.Option(help="Ids of the documents to use, one a line; all when not given.")] = None,
    scenario: Annotated[list[str] | None, typer.Option(help="P0, P, C1, C2, C3, C4 or C0; may be given again.")] = None,
    threshold: Annotated[list[float] | None, typer.Option(help="Least score of a bead; may be given again.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of the generator.")] = 0,
) -> None:
    """Score the aligner on comparable news made from aligned translations."""
    from aligners.encoder import SentenceEncoder
    from benchmarks.alignment import table as rows_of
    from benchmarks.comparable_news import SCENARIOS

    settings = Settings()
    if unknown := set(scenario or ()) - {*SCENARIOS, "C0"}:
        raise InputError(f"no scenario {', '.join(sorted(unknown))}", "P0, P, C1, C2, C3, C4 or C0")
    rows = rows_of(
        _documents(_aligned(en=en, ru=ru, uk=uk), documents, only), SentenceEncoder(settings.encoder),
        threshold or [settings.bead_threshold], (settings.gate_margin, settings.gate_beads),
        scenarios=scenario or [*SCENARIOS, "C0"], seed=seed,
    )
    _heading()
    table(("scenario", "languages", "threshold", "strict F1", "link F1", "null F1", "ms a pair"), rows)


def _aligned(**files: Path) -> dict[str, list[str]]:
    texts = {name: path.read_text("utf-8").rstrip("\n").split("\n") for name, path in files.items()}
    if len({len(lines) for lines in texts.values()}) != 1:
        raise InputError(f"the files are not aligned: {', '.join(f'{n} {len(t)} lines' for n, t in texts.items())}")
    return texts


def _documents(texts: dict[str, list[str]], ids: Path, only: Path | None) -> list[dict[str, list[str]]]:
    names = [line.split("\t")[0] for line in ids.read_text("utf-8").rstrip("\n").split("\n")]
    wanted = set(only.read_text("utf-8").split()) if only else set(names)
    found: dict[str, dict[str, list[str]]] = {}
    for number, name in enumerate(names):
        if name in wanted:
            document = found.setdefault(name, {language: [] for language in texts})
            for language, lines in texts.items():
                document[language].append(lines[number])
    return list(found.values())


def _heading() -> None:
    stamp = datetime.now(UTC)
    out.print(f"{stamp:%Y-%m-%d %H:%M} UTC · {platform.machine()}, {os.cpu_count()} cores · Python {platform.python_version()}", markup=False)


