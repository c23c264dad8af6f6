"""Starting a folder of one's own: settings of Parallax and Prefect, outlets and deployments."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.console import out
from parallax.core.errors import InputError
from parallax.core.files import write_atomically


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog="Example: parallax init newsroom")(init)


def init(
    folder: Annotated[Path, typer.Argument(help="Folder; made where it is missing.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there.")] = False,
) -> None:
    """Start a folder of your own: settings, outlets and schedules to edit.

    Writes parallax.toml, outlets.toml, prefect.yaml, and prefect.toml, which keeps other web pages
    from a Prefect server that is started in the folder.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is not a folder")
    for name, content in _files().items():
        file = folder / name
        if file.exists() and not force:
            out.print(f"kept     {file}: it is there already (--force overwrites it)", markup=False)
            continue
        write_atomically(file, content.encode())
        out.print(f"written  {file}", markup=False)
    out.print(
        "\nNext:\n"
        f"  1. {_at(folder)}keep the outlets that come with Parallax, or register your own in "
        "outlets.toml\n"
        '     and write `outlets = "outlets.toml"` below `[gather]` in parallax.toml\n'
        "  2. parallax run --since 6h    one pass: gathers, compares, writes the pages\n"
        "  3. parallax serve --web       the same on a schedule, and the pages in a browser\n"
        "`parallax doctor` shows what is missing, `parallax demo` what comes out.",
        markup=False,
    )


def _at(folder: Path) -> str:
    return "" if folder == Path() else f"cd {folder}, "


def _files() -> dict[str, str]:
    from parallax.core.settings_file import template

    shipped = {
        "outlets.toml": resources.files("parallax.cli") / "data" / "outlets.toml",
        "prefect.yaml": resources.files("parallax.flows") / "deployments.yaml",
        "prefect.toml": resources.files("parallax.flows") / "prefect.toml",
    }
    files = {name: file.read_text("utf-8") for name, file in shipped.items()}
    return {"parallax.toml": template(), **files}
