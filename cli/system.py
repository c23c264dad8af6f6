"""The state of the installation, and a notice of conflicts."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from importlib import metadata
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.checks import (
    LIMIT_SECONDS,
    Check,
    content_check,
    lake_check,
    parser_check,
    server_check,
)
from parallax.cli.console import out, table
from parallax.core.deadline import within
from parallax.core.passwords import without_passwords
from parallax.core.settings import Settings
from parallax.core.thresholds import registered
from parallax.languages.detect import LANGUAGES

HUB = "huggingface.co"
_LIBRARIES = (
    "prefect",
    "fastapi",
    "sqlalchemy",
    "polars",
    "numpy",
    "sentencepiece",
    "ctranslate2",
    "sentence-transformers",
    "torch",
)
_PACKAGES = (
    "lake",
    "languages",
    "encoders",
    "corpora",
    "comparers",
    "translators",
    "aligners",
    "reports",
    "flows",
    "cli",
)
"""Where constants may be."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Examples: parallax doctor --json; parallax doctor --thresholds")(doctor)
    app.command(epilog="Example: parallax notify https://hooks.example.org/newsroom")(notify)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    constants: Annotated[
        bool,
        typer.Option(
            "--thresholds",
            help="Print the numeric constants instead: what each means and how it was chosen.",
        ),
    ] = False,
) -> None:
    """Show what is there, what is missing, and the command that gets it.

    Exit status 1 when something needed is missing.
    """
    if constants:
        _print_thresholds(as_json=as_json)
        return
    checks = _checks(Settings())
    if as_json:
        keys = ("what", "ok", "found", "get_it_with")
        out.print_json(json.dumps([dict(zip(keys, check, strict=True)) for check in checks]))
    else:
        table(
            ("", "what", "found", "get it with"),
            [("ok" if ok else "--", what, found, cure) for what, ok, found, cure in checks],
        )
    needed = {"sentence encoder", "lake"}
    raise typer.Exit(1 if any(not ok and what in needed for what, ok, _, _ in checks) else 0)


def _print_thresholds(*, as_json: bool) -> None:
    found = list(registered(f"parallax.{package}" for package in _PACKAGES))
    if as_json:
        out.print_json(json.dumps([vars(constant) for constant in found], default=_plain))
        return
    for (stage, group, chosen), constants in groupby(found, lambda c: (c.stage, c.group, c.chosen)):
        out.print(f"\n{stage}, {group}: {chosen}", markup=False)
        rows = ((c.name, str(_plain(c.value)), c.meaning) for c in constants)
        table(("name", "value", "meaning"), rows)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value


def _checks(settings: Settings) -> list[Check]:
    from parallax.comparers.framing import codebook
    from parallax.translators.argos import Argos
    from parallax.translators.translate import install_command

    checks: list[Check] = [
        ("python libraries", True, ", ".join(f"{n} {_version(n)}" for n in _LIBRARIES), "")
    ]
    checks.append(_encoder_check(settings))
    checks.append(("framing codebook", True, codebook.load().version, ""))
    engine = Argos(settings.translate.argos_packages)
    for source in LANGUAGES:
        target = settings.target_language
        if source != target:
            there = engine.route(source, target) is not None
            found = (
                f"Argos {engine.model(source, target)}"
                if there
                else "missing: sentences stay untranslated unless the memory has them"
            )
            cure = (
                ""
                if there
                else f"{install_command(source, target)}   "
                "(offline: parallax models install --from FOLDER)"
            )
            checks.append((f"translation {source}-{target}", there, found, cure))
    checks += map(parser_check, LANGUAGES)
    checks.append(lake_check(settings.lake))
    if isinstance(settings.lake, Path):
        checks += content_check(settings.lake)
    checks += server_check()
    online = _online()
    checks.append(
        ("network", online, "reachable" if online else "offline: saved pages and the demo work", "")
    )
    return [
        (what, ok, without_passwords(found), without_passwords(cure))
        for what, ok, found, cure in checks
    ]


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "not installed"


def _encoder_check(settings: Settings) -> Check:
    from parallax.encoders.encoder import EMBEDDED, SentenceEncoder
    from parallax.encoders.hub import in_hub_cache

    encoder = SentenceEncoder(settings.encoder)
    if (
        settings.encoder == EMBEDDED
        or Path(settings.encoder).exists()
        or in_hub_cache(settings.encoder)
    ):
        return ("sentence encoder", True, encoder.name, "")
    return (
        "sentence encoder",
        False,
        f"{settings.encoder} is not on this machine",
        f"huggingface-cli download {settings.encoder}",
    )


def _online() -> bool:
    try:
        within(
            LIMIT_SECONDS,
            lambda: socket.create_connection((HUB, 443), timeout=LIMIT_SECONDS).close(),
        )
    except OSError:
        return False
    return True


def notify(
    url: Annotated[
        str,
        typer.Argument(help="Where to post: an address that takes JSON. None: nothing is posted."),
    ] = "",
    private: Annotated[
        bool, typer.Option("--private", help="Allow addresses of the local network.")
    ] = False,
) -> None:
    """Post new number conflicts, silent editions and failed runs to an address.

    Only conflicts of high confidence are posted; runs that died are ended. Makes automations on
    the Prefect server of PREFECT_API_URL; made again, they are changed.
    """
    from parallax.flows import automations

    made = automations.of_server(url, allow_private=private)
    for name, about in made.items():
        out.print(f"automation {name}: {about}", markup=False)
    if url:
        out.print(f"From now on this is posted to {without_passwords(url)}", markup=False)
