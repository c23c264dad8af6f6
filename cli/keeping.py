"""Keeping a lake for months: retention, backup, restore."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.console import out
from parallax.cli.inputs import LakeOption, existing_lake, settings_of
from parallax.core.errors import InputError
from parallax.core.escapes import terminal

_SPAN = re.compile(r"([0-9]{1,9})d")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog="Examples: parallax prune 90d --dry-run; parallax prune 2026-01-01",
        context_settings={"ignore_unknown_options": True},  # `-5d` is a wrong number of days
    )(prune)
    app.command(epilog="Example: parallax backup lake-2026-11-24.tar")(backup)
    app.command(epilog="Example: parallax restore lake-2026-11-24.tar --lake data/restored")(
        restore
    )


def prune(
    before: Annotated[
        str, typer.Argument(metavar="DAYS|DATE", help="Remove what is older: `90d`, or a date.")
    ],
    lake: LakeOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be removed.")
    ] = False,
) -> None:
    """Remove old days from the lake.

    Rows, raw pages and report pages go, cached vectors, parses and answers of servers, and what
    killed runs left behind.
    """
    from parallax.corpora.fetch.http_cache import prune_cache
    from parallax.lake import retention
    from parallax.reports import stage

    settings = settings_of(lake, None)
    store, day = existing_lake(settings), _day(before)
    with store.passing(settings.pass_wait_seconds), store.writing():
        gone = retention.prune(store, day, settings.cache_folder, dry=dry_run)
        if not dry_run and gone.partitions:
            stage.run(store, settings, [])
        answers = prune_cache(settings.cache_folder, day, dry=dry_run)
    out.print(
        f"{'would remove' if dry_run else 'removed'} {gone.partitions} partitions before {day}, "
        f"{gone.payloads} raw pages, {gone.vectors} files of vectors, "
        f"{gone.parses} of parses, "
        f"{gone.leftovers} half-written files, {answers.answers} cached answers: "
        f"{(gone.size + answers.size) / 1e6:.1f} MB",
        markup=False,
    )


def backup(
    file: Annotated[Path, typer.Argument(help="Tar file to write.")], lake: LakeOption = None
) -> None:
    """Write tables, raw pages and report pages into one tar file, while nothing else writes."""
    from parallax.lake.backup import backup as write_backup
    from parallax.lake.lake import Lake

    settings = settings_of(lake, None)
    count = write_backup(Lake(settings.lake), file, settings.pass_wait_seconds)
    out.print(f"{count} files in {file}, {file.stat().st_size / 1e6:.1f} MB", markup=False)


def restore(
    file: Annotated[Path, typer.Argument(help="Tar file that `parallax backup` wrote.")],
    lake: LakeOption = None,
) -> None:
    """Unpack a backup into a new lake."""
    from parallax.lake.lake import Lake
    from parallax.lake.restore import restore as restore_backup

    settings = settings_of(lake, None)
    store = Lake(settings.lake)
    count = restore_backup(file, store, settings.pass_wait_seconds)
    out.print(f"{count} files restored into {store.root}", markup=False)


def _day(text: str) -> date:
    try:
        if span := _SPAN.fullmatch(text):
            return datetime.now(UTC).date() - timedelta(days=int(span[1]))
        return date.fromisoformat(text)
    except OverflowError as error:
        raise InputError(f"{text} is before the year 1", "give fewer days") from error
    except ValueError as error:
        raise InputError(
            f"{terminal(text)[:60]!r} is neither a number of days (`90d`) nor a date (`2026-01-01`)"
        ) from error
