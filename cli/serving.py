"""What runs until it is stopped: the deployments in one process, and the pages on a web server."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from parallax.cli.console import out
from parallax.cli.inputs import LakeOption, settings_of
from parallax.core.errors import InputError
from parallax.core.plain_words import plain
from parallax.core.settings import Settings

_LAST_PORT = 65535
Host = Annotated[
    str, typer.Option(help="Address of the pages' server; 0.0.0.0 lets other machines see them.")
]
Port = Annotated[int, typer.Option(help="Port of the pages' server; 0 takes a free one.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Examples: parallax serve; parallax serve --web --port 8080")(serve)
    app.command(epilog="Example: parallax web --lake data/demo")(web)


def serve(
    file: Annotated[
        Path | None,
        typer.Option(
            help="Deployments to serve; prefect.yaml of this folder when not given, or those that "
            "come with the package if there is no such file."
        ),
    ] = None,
    pages: Annotated[bool, typer.Option("--web", help="Serve the report pages as well.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8080,
) -> None:
    """Run the deployments on their schedules in one process; stop with Ctrl-C.

    They gather every 15 minutes, make a full pass every hour and rebuild the pages daily.
    """
    if file is not None and not file.is_file():
        raise InputError(f"{file} is not a file", "`parallax init` writes a prefect.yaml")
    folder = _pages(Settings(), port) if pages else None
    from parallax.flows.supervision import supervise

    ready = supervise()
    from parallax.flows.serving import SHIPPED, serve_deployments

    here = Path("prefect.yaml")
    deployments = file or (here if here.is_file() else SHIPPED)
    if folder is None:
        serve_deployments(deployments, ready)
        return
    with _served(folder, host, port) as address:
        os.environ.setdefault("PARALLAX_REPORT__SITE_URL", address)
        serve_deployments(deployments, ready)


def web(lake: LakeOption = None, host: Host = "127.0.0.1", port: Port = 8080) -> None:
    """Serve the report pages, and nothing else, until it is stopped."""
    folder = _pages(settings_of(lake, None), port)
    stops = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)  # inherited by the server's threads
    with _served(folder, host, port):
        signal.sigwait(stops)


def _pages(settings: Settings, port: int) -> Path:
    if not 0 <= port <= _LAST_PORT:
        raise InputError(f"--port {port} is not a port", f"0 to {_LAST_PORT}")
    if not isinstance(settings.lake, Path):
        raise InputError(
            f"{settings.lake} is not a local folder",
            "any web server can serve its folder `reports`",
        )
    return settings.lake / "reports"


@contextmanager
def _served(folder: Path, host: str, port: int) -> Iterator[str]:
    from parallax.reports.web import served

    with ExitStack() as stack:
        try:
            address = stack.enter_context(served(folder, host, port))
        except (OSError, UnicodeError) as error:
            raise InputError(
                f"cannot serve on {host}:{port}: {plain(error)}",
                "choose others with --host and --port",
            ) from error
        out.print(f"The pages: {address}", markup=False)
        yield address
