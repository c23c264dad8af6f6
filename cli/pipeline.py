"""The whole pipeline: demo, run."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parallax.cli.console import out, table
from parallax.cli.inputs import LakeOption, OutletFile, settings_of
from parallax.cli.notices import show_notices
from parallax.cli.pages import open_page_of
from parallax.core.errors import InputError
from parallax.core.files import shown
from parallax.core.notices import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parallax.lake.stage_protocol import StageResult

_UNITS = {"m": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: parallax demo --lake data/demo")(demo)
    app.command(epilog="Example: parallax run --since 6h --outlets my.toml")(run)


def demo(
    lake: Annotated[Path, typer.Option(help="Folder for tables and pages.")] = Path("data/demo"),
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the pages in the browser.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show what Prefect logs.")
    ] = False,
) -> None:
    """Run the bundled stories through the whole pipeline; no network is needed."""
    _quiet_prefect(verbose)
    out.print(
        "Four invented stories of eight invented editions go through the whole pipeline.",
        markup=False,
    )
    out.print("A temporary Prefect server starts first; nothing leaves this machine.", markup=False)
    from parallax.flows.demo import run_demo
    from parallax.flows.temporary_server import server_of_a_pass

    with server_of_a_pass():
        result = run_demo(lake)
    _show_stages(result.stages)
    out.print(
        f"\nThe pipeline's own work took {result.seconds:.1f} s. The report:\n  {result.index}",
        markup=False,
    )
    open_page_of(result.index, open_page)


def run(
    since: Annotated[
        str, typer.Option(help="How far back feed entries count: 30m, 6h, 2d, or all.")
    ] = "6h",
    outlets: OutletFile = None,
    lake: LakeOption = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show what Prefect logs.")
    ] = False,
) -> None:
    """Make one pass: gather, cluster, translate, align, learn, compare, report."""
    settings = settings_of(lake, outlets)
    hours = _hours(since)
    _quiet_prefect(verbose)
    from parallax.flows.full_pass import full_pass
    from parallax.flows.temporary_server import server_of_a_pass

    started = time.monotonic()
    with server_of_a_pass():
        stages = full_pass(since_hours=hours, settings=settings)
    _show_stages(stages)
    notices = counted([notice for stage in stages for notice in stage.notices])
    out.print(
        f"\n{time.monotonic() - started:.0f} s, {notices} (table `runs`). "
        f"Pages: {shown(settings.lake)}/reports/index.html",
        markup=False,
    )


def _hours(since: str) -> float | None:
    if since == "all":
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([mhdw])", since)
    if not found:
        raise InputError(f"--since {since!r} is not understood", "30m, 6h, 2d, 1w or all")
    return float(found[1]) * _UNITS[found[2]]


def _quiet_prefect(verbose: bool) -> None:
    """Leave the terminal to this program's own summary and errors; what Prefect logs still reaches
    its server.
    """
    if not verbose:
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")


def _show_stages(stages: Sequence[StageResult]) -> None:
    rows = []
    for stage in stages:
        counts = {what: count for what, count in stage.counts.items() if count}
        rows.append((stage.stage, ", ".join(f"{count:,} {what}" for what, count in counts.items())))
    table(("stage", "what it did"), rows)
    show_notices([notice for stage in stages for notice in stage.notices])
