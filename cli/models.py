"""Models and outlets: what is there, getting more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import out, progress, table
from core.errors import InputError
from core.settings import Settings

if TYPE_CHECKING:
    from translators.packages import Listed

models_app = typer.Typer(no_args_is_help=True, help="Translation packages and the sentence encoder.")
outlets_app = typer.Typer(no_args_is_help=True, help="The outlets a pass reads.")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OutletFile = Annotated[Path | None, typer.Option("--outlets", help="Outlet registry (TOML); the shipped one when not given.")]


def register(app: typer.Typer) -> None:
    """Add the groups of this module."""
    app.add_typer(models_app, name="models")
    app.add_typer(outlets_app, name="outlets")


@models_app.command("list", epilog="Example: parallax models list")
def list_models(as_json: AsJson = False) -> None:
    """Show the encoder and the installed Argos packages."""
    from aligners.encoder import SentenceEncoder, present
    from translators.argos import installed

    settings = Settings()
    rows = [("encoder", SentenceEncoder(settings.encoder).name, "in use")]
    rows += [("encoder", name, "present") for name in present() if name != settings.encoder]
    rows += [
        (f"{p.from_code}-{p.to_code}", f"Argos {p.package_version}", str(p.package_path))
        for p in installed(settings.argos_packages)
    ]
    if as_json:
        out.print_json(json.dumps([dict(zip(("what", "model", "where"), row, strict=True)) for row in rows]))
        return
    table(("what", "model", "where"), rows)
    if not any(what != "encoder" for what, _, _ in rows):
        out.print("No Argos package is installed; get them with: parallax models install uk-en ru-en", markup=False)


@models_app.command(epilog="Example: parallax models install uk-en ru-en, or: parallax models install --from ~/argos")
def install(
    pairs: Annotated[list[str] | None, typer.Argument(help="Language pairs such as uk-en.")] = None,
    source: Annotated[Path | None, typer.Option("--from", help="A .argosmodel file or a folder of them: no network.")] = None,
) -> None:
    """Install Argos packages, from the index or from files."""
    from translators import packages

    folder = packages.packages_folder(Settings().argos_packages)
    folder.mkdir(parents=True, exist_ok=True)
    if source is not None:
        files = sorted(source.glob("*.argosmodel")) if source.is_dir() else [source]
        if not files:
            raise InputError(f"no .argosmodel file in {source}")
        for file in files:
            out.print(f"installed {packages.install_file(file, folder)} from {file}", markup=False)
        return
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
    from translators import packages

    with progress() as bar:
        task = bar.add_task(f"fetching {package.source}-{package.target}", total=None)
        return packages.download(package, folder, lambda done, total: bar.update(task, completed=done, total=total or None))


@models_app.command(epilog="Example: parallax models remove uk-en")
def remove(pair: str) -> None:
    """Remove the installed Argos packages of a pair."""
    from translators import packages

    count = packages.remove(pair, packages.packages_folder(Settings().argos_packages))
    if not count:
        raise InputError(f"no package {pair} is installed", "see: parallax models list")
    out.print(f"removed {count} package(s) {pair}", markup=False)


@outlets_app.command("list", epilog="Example: parallax outlets list")
def list_outlets(outlets: OutletFile = None, as_json: AsJson = False) -> None:
    """Show the editions a pass reads."""
    from corpora.outlets import load

    rows = [(e.id, e.outlet, e.language, " ".join(e.feeds)) for e in load(outlets or Settings().outlets).editions]
    if as_json:
        out.print_json(json.dumps([dict(zip(("edition", "outlet", "language", "feeds"), row, strict=True)) for row in rows]))
    else:
        table(("edition", "outlet", "language", "feeds"), rows)


@outlets_app.command(epilog="Example: parallax outlets check --outlets my.toml")
def check(outlets: OutletFile = None) -> None:
    """Try every feed and say what answers. Exit status 1 when none does."""
    from corpora import feeds
    from corpora.failure import PageError
    from corpora.fetch import Fetcher
    from corpora.outlets import load

    settings = Settings()
    rows, good = [], 0
    with Fetcher(settings) as fetcher, progress() as bar:
        listed = [(e, feed) for e in load(outlets or settings.outlets).editions for feed in e.feeds]
        for edition, feed in bar.track(listed, description="feeds"):
            try:
                answer = f"{len(feeds.parse(fetcher.get(feed).body, feed))} entries"
                good += 1
            except PageError as error:
                answer = str(error)
            rows.append((edition.id, feed, answer))
    table(("edition", "feed", "answer"), rows)
    raise typer.Exit(0 if good else 1)
