"""What the commands on text take: words, files or standard input; a language given or detected."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from upath import UPath

from parallax.cli.console import err
from parallax.core.clean_text import clean
from parallax.core.deadline import within
from parallax.core.errors import InputError
from parallax.core.escapes import terminal
from parallax.core.plain_words import plain
from parallax.core.settings import Settings
from parallax.languages.detect import detect

if TYPE_CHECKING:
    from parallax.lake.lake import Lake

LAKE_SECONDS = 10
STORE_HINT = "see docs/operations.md, object storage"
OutletFile = Annotated[
    Path | None,
    typer.Option("--outlets", help="Outlet registry (TOML); the shipped one when not given."),
]
LakeOption = Annotated[
    str | None,
    typer.Option(
        "--lake", help="Folder of tables and pages, or s3://…; the setting when not given."
    ),
]
Lang = Annotated[
    str | None, typer.Option("--lang", "-l", help="uk, ru or en; detected when not given.")
]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TEXT|FILE]...", help="Text, or files; standard input when none."),
]


def say_guesses(texts: list[str], lang: str | None) -> list[str]:
    """Say on standard error which language each text was read as where none was given; return the
    texts.
    """
    if lang is None and texts:
        say_languages([detect(text) for text in texts])
    return texts


def say_languages(guessed: list[str]) -> None:
    """Say on standard error which languages were guessed, each once."""
    err.print(f"read as: {', '.join(dict.fromkeys(guessed))}", markup=False)


def inputs(texts: list[str] | None) -> list[str]:
    """Return the texts given: files are read; standard input, line by line, when none is given."""
    if not texts:
        return [clean(line.strip()) for line in sys.stdin if line.strip()]
    return [read_file(Path(text)).strip() if _is_file(text) else clean(text) for text in texts]


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # longer than a name may be: it is text
        return False


def read_file(path: Path) -> str:
    """Return the clean text of a file, without a byte order mark.

    :raises InputError: when it cannot be read as UTF-8.
    """
    try:
        return clean(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"cannot read {path}: it is not UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error


def settings_of(lake: str | None, outlets: Path | None) -> Settings:
    """Return the settings with those of the options.

    :raises InputError: when the lake is behind a URL that does not answer.
    """
    settings = Settings() if lake is None else Settings(lake=lake)
    if outlets is not None:
        settings = settings.changed(gather={"outlets": outlets})
    if not isinstance(settings.lake, Path):
        answers(settings.lake, LAKE_SECONDS)
    return settings


def existing_lake(settings: Settings) -> Lake:
    """Return the lake of the settings.

    :raises InputError: when there is none: a mistyped path must not make one.
    """
    from parallax.lake.lake import Lake

    hint = "name one with --lake; `parallax demo` and `parallax run` make one"
    return Lake(settings.lake).required(hint)


def answers(lake: UPath, seconds: float) -> bool:
    """Tell whether a lake behind a URL is there yet.

    :raises InputError: when its server does not answer in that time, or does not let us in.
    """
    try:
        return within(seconds, lake.exists)
    except Exception as error:  # each file system has faults of its own
        why = terminal(str(error))[:200] or plain(error)
        raise InputError(f"{lake} does not answer: {why}", STORE_HINT) from error
