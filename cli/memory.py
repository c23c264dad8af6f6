"""The translation memory of a lake: from and to TMX files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.console import out
from parallax.cli.inputs import existing_lake, settings_of
from parallax.core.settings import Settings

memory_app = typer.Typer(
    no_args_is_help=True, help="The translation memory: read and write TMX files."
)
LakeFolder = Annotated[
    str | None, typer.Option("--lake", help="Lake of the memory; the setting when not given.")
]


def register(app: typer.Typer) -> None:
    """Add the group of this module."""
    app.add_typer(memory_app, name="memory")


@memory_app.command("import", epilog="Example: parallax memory import translations.tmx")
def import_files(files: list[Path], lake: LakeFolder = None) -> None:
    """Read TMX files into the memory; they win over what a machine translated."""
    from parallax.lake.lake import Lake
    from parallax.translators.memory import Memory

    memory = Memory(Lake(lake or Settings().lake))
    for file in files:
        out.print(f"{file}: {memory.import_tmx(file):,} new translations", markup=False)


@memory_app.command("export", epilog="Example: parallax memory export translations.tmx")
def export_file(file: Path, lake: LakeFolder = None) -> None:
    """Write the whole memory as one TMX file that other tools read."""
    from parallax.translators.memory import Memory

    memory = Memory(existing_lake(settings_of(lake, None)))
    out.print(f"{file}: {memory.export_tmx(file):,} translations", markup=False)
