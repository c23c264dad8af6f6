"""The framing codebook: checked against itself, and compared with another version."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.console import out, table
from parallax.core.errors import InputError

codebook_app = typer.Typer(
    help="Check the framing codebook, or compare two versions.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the group of this module."""
    app.add_typer(codebook_app, name="codebook")


@codebook_app.command(epilog="Example: parallax codebook check")
def check() -> None:
    """Check that every pattern finds its own words and means one thing, and every trap holds."""
    from parallax.comparers.framing import checking
    from parallax.comparers.framing.codebook import load, shipped

    book, folder = load(), shipped()
    faults = checking.faults(book, folder)
    counts = Counter((entry.axis, entry.language) for entry in checking.entries(folder))
    rows = [
        (axis, *(str(counts[axis, language]) for language in ("uk", "ru", "en")))
        for axis in book.axes
    ]
    table(("axis", "uk", "ru", "en"), rows, title=f"{book.version}: patterns and traps")
    for fault in faults:
        out.print(fault, markup=False)
    out.print(f"{len(faults)} faults in {sum(counts.values())} patterns", markup=False)
    raise typer.Exit(1 if faults else 0)


@codebook_app.command(epilog="Example: parallax codebook diff old/comparers/framing/codebook")
def diff(
    old: Annotated[Path, typer.Argument(help="Folder of the older codebook.")],
    new: Annotated[
        Path | None, typer.Argument(help="Folder of the newer one; the shipped one when not given.")
    ] = None,
) -> None:
    """Show the patterns that one codebook has and the other has not."""
    from parallax.comparers.framing import checking
    from parallax.comparers.framing.codebook import shipped

    folders = [old, new or shipped()]
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder} is not a folder")
    removed, added = checking.differences(*folders)
    for sign, found in (("-", removed), ("+", added)):
        for entry in found:
            out.print(f"{sign} {entry}", markup=False)
    out.print(f"{len(removed)} removed, {len(added)} added", markup=False)
