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


@codebook_app.command(
    epilog="Examples: parallax codebook gaps memory.tmx; "
    "parallax codebook gaps bitext.tsv.xz --columns uk,ru,en --sentences 20000"
)
def gaps(
    files: Annotated[
        list[Path], typer.Argument(help="TMX, or lines of columns between tabs; also .xz.")
    ],
    columns: Annotated[
        str, typer.Option(help="The language of each column, by commas; others are passed over.")
    ] = "uk,ru,en",
    sentences: Annotated[int, typer.Option(min=1, help="At most this many pairs.")] = 20000,
    most: Annotated[int, typer.Option(min=1, help="Show this many markers.")] = 40,
    axis: Annotated[str | None, typer.Option(help="Of this axis only.")] = None,
) -> None:
    """List markers that differ on translations, most first, and the words that stand for them.

    A word beside a marker is likely its missing equivalent; a rule beside it is an equivalent of
    another value. Both are mended in the file of the axis (docs/codebook.md).
    """
    from itertools import chain, islice

    from parallax.comparers.framing import gaps as found_by
    from parallax.comparers.framing.codebook import load

    book = load()
    if axis is not None and axis not in book.axes:
        raise InputError(f"{axis} is no axis: {', '.join(book.axes)}")
    named = [column.strip() for column in columns.split(",")]
    pairs = chain.from_iterable(found_by.read(file, named) for file in files)
    found = found_by.find(islice(pairs, sentences), book)
    shown = [gap for gap in found if axis in (None, gap.axis)][:most]
    rows = [
        (
            gap.rule,
            f"{gap.fired} of {gap.seen}",
            ", ".join(f"{word} {count}" for word, count in gap.words),
            ", ".join(f"{rule} {count}" for rule, count in gap.clashes),
        )
        for gap in shown
    ]
    table(("rule", "differs", "words beside it", "rules beside it"), rows, title=book.version)


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
