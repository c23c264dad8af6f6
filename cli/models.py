"""Models: what is there, getting more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parallax.cli.console import err, out, progress, table
from parallax.core.errors import InputError
from parallax.core.settings import Settings

if TYPE_CHECKING:
    from parallax.translators.packages import Listed

models_app = typer.Typer(
    no_args_is_help=True, help="List, install and remove translation packages."
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the group of this module."""
    app.add_typer(models_app, name="models")


@models_app.command("list", epilog="Examples: parallax models list; parallax models list --index")
def list_models(
    index: Annotated[
        bool, typer.Option("--index", help="Show what the Argos index offers instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the encoder and the installed Argos packages, or the packages of the index."""
    columns, rows = _offered() if index else _present()
    if as_json:
        out.print_json(json.dumps([dict(zip(columns, row, strict=True)) for row in rows]))
        return
    table(columns, rows)
    if not index and not any(what != "encoder" for what, *_ in rows):
        out.print(
            "No Argos package is installed; get them with: parallax models install uk-en ru-en",
            markup=False,
        )


def _present() -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    from parallax.encoders.encoder import SentenceEncoder
    from parallax.encoders.hub import present
    from parallax.translators.installed_packages import installed

    settings = Settings()
    rows: list[tuple[str, ...]] = [
        ("encoder", SentenceEncoder(settings.encoder).name, "", "in use")
    ]
    rows += [("encoder", name, "", "present") for name in present() if name != settings.encoder]
    for package in installed(settings.translate.argos_packages):
        folder = package.path
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        pair = f"{package.source}-{package.target}"
        rows.append((pair, f"Argos {package.version}", f"{size / 1e6:.0f} MB", str(folder)))
    return ("what", "model", "size", "where"), rows


def _offered() -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    from parallax.translators import packages
    from parallax.translators.installed_packages import installed

    here = {(p.source, p.target): p.version for p in installed(Settings().translate.argos_packages)}
    rows: list[tuple[str, ...]] = [
        (f"{p.source}-{p.target}", p.version, here.get((p.source, p.target), ""))
        for p in sorted(packages.read_index(), key=lambda p: (p.source, p.target))
    ]
    return ("pair", "version", "installed"), rows


@models_app.command(epilog="Example: parallax models verify")
def verify() -> None:
    """Check that installed packages are unchanged since they were installed.

    Exit status 1 when one has changed.
    """
    from parallax.translators import checksums
    from parallax.translators.installed_packages import installed

    bad = 0
    for package in installed(Settings().translate.argos_packages):
        faults = checksums.faults(package.path)
        bad += bool(faults)
        said = (
            "not installed by Parallax: nothing to compare with"
            if faults is None
            else "; ".join(faults) or "as installed"
        )
        out.print(f"{package.source}-{package.target} {package.version}: {said}", markup=False)
    raise typer.Exit(1 if bad else 0)


@models_app.command(
    epilog="Examples: parallax models install uk-en ru-en; parallax models install --from ~/argos"
)
def install(
    pairs: Annotated[list[str] | None, typer.Argument(help="Language pairs such as uk-en.")] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", help="A .argosmodel file or a folder of them: no network."),
    ] = None,
) -> None:
    """Install Argos packages, from the index or from files.

    A file that is no package is named, and the others are installed; the exit status is 1 then.
    """
    from parallax.translators import packages
    from parallax.translators.installed_packages import packages_folder

    folder = packages_folder(Settings().translate.argos_packages)
    folder.mkdir(parents=True, exist_ok=True)
    if source is not None:
        files = sorted(source.glob("*.argosmodel")) if source.is_dir() else [source]
        if not files:
            raise InputError(f"no .argosmodel file in {source}")
        refused = 0
        for file in files:
            try:
                pair = packages.install_file(file, folder)
            except InputError as error:
                err.print(f"parallax: {error}", style="red", markup=False)
                refused += 1
            else:
                out.print(f"installed {pair} from {file}", markup=False)
        raise typer.Exit(1 if refused else 0)
    if not pairs:
        raise InputError("which pairs?", "for example: parallax models install uk-en ru-en")
    offered = {f"{p.source}-{p.target}": p for p in packages.read_index()}
    for pair in pairs:
        if pair not in offered:
            raise InputError(f"the index has no package {pair}", "uk and ru translate by way of en")
        file = _download(offered[pair], folder / ".downloads")
        out.print(f"installed {packages.install_file(file, folder)}", markup=False)
        file.unlink()


def _download(package: Listed, folder: Path) -> Path:
    from parallax.translators import packages

    with progress() as bar:
        task = bar.add_task(f"fetching {package.source}-{package.target}", total=None)
        return packages.download(
            package,
            folder,
            lambda done, total: bar.update(task, completed=done, total=total or None),
        )


@models_app.command(epilog="Example: parallax models remove uk-en")
def remove(pair: str) -> None:
    """Remove the installed Argos packages of a pair."""
    from parallax.translators import packages
    from parallax.translators.installed_packages import packages_folder

    count = packages.remove(pair, packages_folder(Settings().translate.argos_packages))
    if not count:
        raise InputError(f"no package {pair} is installed", "see: parallax models list")
    out.print(f"removed {count} package(s) {pair}", markup=False)
