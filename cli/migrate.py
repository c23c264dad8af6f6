"""`parallax migrate`: rewrites what an older Parallax wrote."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from parallax.cli.console import err, out, progress, table
from parallax.cli.inputs import LakeOption, settings_of


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog="Examples: parallax migrate --dry-run; parallax migrate --lake data/lake")(
        migrate
    )


def migrate(
    lake: LakeOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be rewritten.")
    ] = False,
) -> None:
    """Rewrite partitions of older schema versions, or with other columns, in the present one.

    Parallax itself reads older versions too; other programs that read the lake need one version of
    each table. Partitions of no day (`day=1-01-01`), which earlier releases wrote, are moved to
    the days of their articles. A migration may be stopped and run again. A file that cannot be
    read is reported and left unchanged; the rest is rewritten, and the exit status is 1.
    """
    from parallax.lake import migration
    from parallax.lake.lake import Lake
    from parallax.lake.strange_partitions import strange_partitions

    settings = settings_of(lake, None)
    store = Lake(settings.lake)
    found, unreadable = migration.outdated(store)
    rewritten, moved = len(found), len(strange_partitions(store))
    if not dry_run:
        with store.passing(settings.pass_wait_seconds), progress() as bar:
            found, unreadable = migration.outdated(store)
            task = bar.add_task("rewriting", total=len(found))
            done = migration.migrate(store, found, lambda count: bar.advance(task, count))
        rewritten, moved = done.rewritten, done.moved
        unreadable += done.unreadable
    counts = Counter((one.table, one.version) for one in found)
    if counts:
        rows = [
            (old.name, _step(version, old.version), str(count))
            for (old, version), count in counts.items()
        ]
        table(("table", "version", "partitions"), rows)
    would = "would be " if dry_run else ""
    out.print(f"{rewritten} partitions {would}rewritten", markup=False)
    if moved:
        out.print(f"{moved} partitions of no day {would}moved or removed", markup=False)
    for error in unreadable:
        err.print(f"parallax: {error}", style="red", markup=False, soft_wrap=True)
    if unreadable:
        raise typer.Exit(1)


def _step(old: int, new: int) -> str:
    return f"{old} → {new}" if old < new else f"{new}, other columns → {new}"
