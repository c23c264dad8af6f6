"""What `parallax doctor` tries: whether the lake can be written, and whether Prefect's server is
open to strangers.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from parallax.cli.environment import without_defaults
from parallax.cli.inputs import answers
from parallax.core.errors import InputError, ParallaxError
from parallax.core.escapes import terminal
from parallax.core.files import Folder
from parallax.core.thresholds import thresholds

Check = tuple[str, bool, str, str]
"""(what, whether it is there, what was found, the command that gets it)"""
LIMIT_SECONDS = 3


@thresholds("doctor", chosen="pages, raw responses and the vectors of a day of the sample outlets")
@dataclass(frozen=True)
class Space:
    """What a lake needs of a disk."""

    low_gigabytes: Annotated[float, "below it the doctor says that the disk is nearly full"] = 1.0


SPACE = Space()


def lake_check(lake: Folder) -> Check:
    """Say whether the lake can be read and written, by trying; nothing of the trial stays."""
    if not isinstance(lake, Path):
        try:
            there = answers(lake, LIMIT_SECONDS)
        except InputError as error:
            return ("lake", False, str(error.args[0]), error.hint)
        return ("lake", True, f"{lake} ({'there' if there else 'not there yet'})", "")
    try:
        nearest = next(p for p in (lake, *lake.absolute().parents) if p.exists() or p.is_symlink())
        for folder in [nearest, *_parts(lake)]:
            _write_in(folder)
        free = shutil.disk_usage(nearest).free / 1e9
    except OSError as error:
        place = error.filename or lake
        why = f"cannot be written: {error.strerror or error} ({place})"
        return ("lake", False, f"{lake} {why}", "name another with PARALLAX_LAKE or --lake")
    state = "there" if lake.exists() else "not there yet"
    note = ", the disk is nearly full" if free < SPACE.low_gigabytes else ""
    cure = "parallax prune 180d" if note else ""
    return ("lake", True, f"{lake} ({state}, {free:.1f} GB free{note})", cure)


def parser_check(language: str) -> Check:
    """Say whether the packages of a language's parser are here."""
    from parallax.languages.syntax.parser import versions

    needed = versions(language)
    absent = [package for package, version in needed.items() if version is None]
    if absent:
        why = f"{', '.join(absent)} missing: rules over words say who speaks"
        return (f"parser {language}", False, why, f"pip install {' '.join(absent)}")
    found = ", ".join(f"{package} {version}" for package, version in needed.items())
    return (f"parser {language}", True, found, "")


def content_check(lake: Path) -> list[Check]:
    """Say what is wrong with the content of a lake: that a newer Parallax made it, or partitions of
    no day, which earlier releases wrote.
    """
    from parallax.lake.lake import Lake
    from parallax.lake.strange_partitions import strange_partitions

    try:
        found = strange_partitions(Lake(lake))
    except ParallaxError as error:
        return [("lake", False, str(error.args[0]), error.hint)]
    except OSError:  # `lake_check` has said it
        return []
    if not found:
        return []
    shown = terminal(found[0].value)[:40]
    state = f"{len(found)} of no day, which nothing reads, such as day={shown}"
    return [("lake partitions", False, state, f"parallax migrate --lake {lake}")]


def _parts(lake: Path) -> list[Path]:
    names = ("tables", "reports", "cache", "raw")
    return [lake / name for name in names if (lake / name).exists()]


def _write_in(folder: Path) -> None:
    """Make a folder with a file in a folder and remove both.

    :raises OSError: of the step that fails, with the name of `folder`.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".doctor-", dir=folder) as made:
            (Path(made) / "page").write_bytes(bytes(65536))
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error


def server_check() -> list[Check]:
    """Say what Prefect's settings, and the server they name, leave open to strangers."""
    import httpx

    from parallax.flows.server_check import (
        faults_of_server,
        faults_of_settings,
        is_open,
        settings_now,
    )

    with without_defaults():
        settings = settings_now()
    found = list(faults_of_settings(settings))
    url, state = settings.api.url, "settings protect it"
    if url:
        try:
            found += faults_of_server(url, LIMIT_SECONDS)
            state = f"{url} answers no stranger"
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            return [("prefect server", False, f"{url} does not answer", "prefect server start")]
    elif not found and is_open(settings):
        found.append(
            (
                "no prefect.toml here: a server started in this folder answers every web page",
                "parallax init",
            )
        )
    if not found:
        return [("prefect server", True, state, "")]
    return [("prefect server", False, fault, cure) for fault, cure in found]
