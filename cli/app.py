"""`parallax`: the program and its global options."""

from __future__ import annotations

import logging
import sys
from importlib import metadata
from tomllib import TOMLDecodeError
from typing import Annotated

import typer
from pydantic import ValidationError

from parallax.cli import environment

environment.prepare()

from parallax.cli import (  # noqa: E402 - the environment comes before what reads it
    align,
    bench,
    bench_align,
    bench_cases,
    bench_decoys,
    bench_findings,
    bench_pages,
    bench_roles,
    bench_syntax,
    bench_words,
    codebook,
    framing,
    gathering,
    init,
    judge,
    keeping,
    memory,
    migrate,
    models,
    numbers,
    outlets,
    pages,
    panels,
    pipeline,
    serving,
    story,
    system,
    translate,
)
from parallax.cli.console import PlainFormatter, err  # noqa: E402
from parallax.core.errors import ParallaxError  # noqa: E402
from parallax.core.passwords import without_passwords  # noqa: E402
from parallax.core.plain_words import plain  # noqa: E402
from parallax.core.settings import Settings  # noqa: E402
from parallax.core.settings_sources import faults  # noqa: E402

app = typer.Typer(
    name="parallax",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="How the same news story is reported in Ukrainian, Russian and English: aligned sentence "
    "by sentence, with the numbers and the wording that differ."
    "\n\nStart with [bold]parallax demo[/bold].",
)
_debug = False
_TALKATIVE = ("trafilatura", "htmldate", "courlan", "readability", "charset_normalizer")
"""Libraries that log faults of pages which the table `runs` holds anyway, in plain words."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"parallax {metadata.version('parallax-news')}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show tracebacks and debug messages.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Take the options before the command."""
    del version  # answered by its callback
    global _debug  # noqa: PLW0603 - one process, one flag, read by main() after typer has parsed it
    _debug = debug
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG if debug else logging.CRITICAL)
    handler = logging.StreamHandler()
    handler.setFormatter(PlainFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.DEBUG if debug else logging.WARNING, handlers=[handler])


for module in (
    pipeline,
    gathering,
    story,
    pages,
    numbers,
    framing,
    align,
    translate,
    models,
    outlets,
    memory,
    init,
    system,
    serving,
    keeping,
    migrate,
    codebook,
    judge,
    bench,
    bench_findings,
    bench_words,
    bench_align,
    bench_cases,
    bench_decoys,
    bench_pages,
    bench_roles,
    bench_syntax,
):
    module.register(app)
panels.arrange(app)


def main() -> None:
    """Run the program; a fault a user can meet is one line and exit status 1."""
    environment.prepare_streams()
    try:
        app()
    except ParallaxError as error:
        if _debug:
            raise
        err.print(f"parallax: {error}", style="red", markup=False)
        sys.exit(1)
    except (ValidationError, TOMLDecodeError) as error:
        if _debug:
            raise
        why = faults(error, Settings) if isinstance(error, ValidationError) else str(error)
        err.print(
            f"parallax: a setting is wrong (parallax.toml or PARALLAX_…): {without_passwords(why)}",
            style="red",
            markup=False,
        )
        sys.exit(1)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
    except OSError as error:  # a full disk, a folder that may not be written, no such bucket
        if _debug:
            raise
        where = f": {error.filename}" if error.filename else ""
        err.print(f"parallax: {plain(error)}{where}", style="red", markup=False)
        sys.exit(1)
