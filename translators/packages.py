"""Getting Argos packages: from the index, or from files without a network."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx

from parallax.core.deadline import within
from parallax.core.errors import InputError, ModelMissingError
from parallax.core.ids import digest
from parallax.core.path_names import path_name
from parallax.core.plain_words import plain
from parallax.core.thresholds import thresholds
from parallax.translators import checksums
from parallax.translators.installed_packages import installed
from parallax.translators.package_archive import unpack

INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"


@thresholds("translate", chosen="by judgement")
@dataclass(frozen=True)
class PackageLimits:
    """How long an answer may take."""

    seconds: Annotated[float, "time limit of the index, and of each answer of a download"] = 5


LIMITS = PackageLimits()


@dataclass(frozen=True)
class Listed:
    """A package of the index."""

    source: str
    target: str
    version: str
    links: tuple[str, ...]


def read_index(url: str | None = None) -> list[Listed]:
    """Return the translation packages of the index, `INDEX` by default.

    :raises ModelMissingError: when the index does not answer within five seconds or is not an
        index.
    """
    try:
        answer = within(
            LIMITS.seconds,
            lambda: httpx.get(url or INDEX, timeout=LIMITS.seconds, follow_redirects=True),
        )
        answer.raise_for_status()
        entries: list[dict[str, Any]] = answer.json()
        return [
            Listed(
                str(e["from_code"]),
                str(e["to_code"]),
                str(e.get("package_version", "")),
                tuple(link for link in e.get("links", ()) if isinstance(link, str)),
            )
            for e in entries
            if e.get("type", "translate") == "translate" and e.get("from_code") and e.get("to_code")
        ]
    except (
        httpx.HTTPError,
        TimeoutError,
        ValueError,
        AttributeError,
        KeyError,
        TypeError,
        RecursionError,
    ) as error:
        answered = not isinstance(error, (httpx.HTTPError, TimeoutError))
        why = "what it sends is no list of packages" if answered else plain(error)
        raise ModelMissingError(
            f"the Argos package index does not answer ({why})",
            "offline: fetch the .argosmodel files elsewhere, then "
            "`parallax models install --from FOLDER`",
        ) from error


def install_file(path: Path, folder: Path) -> str:
    """Install one ``.argosmodel`` archive; return the pair it translates, as ``uk-en``.

    It is unpacked aside and checked (`parallax.translators.package_archive`); one that is refused
    leaves nothing and replaces nothing.

    :raises InputError: when the file is not such an archive, an entry is unsafe, or it is not a
        translation package.
    """
    aside = folder / f".{digest(path.name)}.installing"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        unpacked = unpack(path, aside)
        found = next(iter(installed(aside)), None)
        if found is None:
            raise InputError(f"{path} is not an Argos translation package: it has no tokenizer")
        checksums.keep(unpacked, path)
        place = folder / unpacked.name
        if place.exists():
            place.rename(aside / f".{unpacked.name}.replaced")
        unpacked.rename(place)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return f"{found.source}-{found.target}"


def download(listed: Listed, folder: Path, progress: Callable[[int, int], None]) -> Path:
    """Fetch a package of the index into ``folder``.

    A broken download continues where it stopped, if the server can do that.

    :param progress: called with (bytes so far, all bytes or 0).

    :raises ModelMissingError: when none of its links gives the whole file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"translate-{listed.source}_{listed.target}-{listed.version}.argosmodel"
    path = folder / path_name(name, "the package")
    part = path.with_name(f"{path.name}.part")
    last: Exception | None = None
    for link in (link for link in listed.links if link.startswith("http")):
        try:
            _fetch(link, part, progress)
        except (httpx.HTTPError, TimeoutError) as error:
            last = error
        else:
            return part.replace(path)
    raise ModelMissingError(
        f"the package {listed.source}-{listed.target} cannot be fetched: {last}",
        "try again: what has arrived is kept",
    )


def _fetch(link: str, part: Path, progress: Callable[[int, int], None]) -> None:
    """Fetch a link into a file, from the end of the file on."""
    size = part.stat().st_size if part.exists() else 0
    headers = (
        {"Range": f"bytes={size}-", "Accept-Encoding": "identity"}
        if size
        else {"Accept-Encoding": "identity"}
    )
    with httpx.stream(
        "GET", link, timeout=LIMITS.seconds, follow_redirects=True, headers=headers
    ) as answer:
        if (
            size and answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE
        ):  # the file is complete, or another one
            part.unlink()
            return _fetch(link, part, progress)
        answer.raise_for_status()
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            size = 0
        whole = size + int(answer.headers.get("content-length", 0))
        with part.open("ab" if size else "wb") as file:
            for chunk in answer.iter_bytes():
                file.write(chunk)
                size += len(chunk)
                progress(size, whole)
    if size < whole:
        raise httpx.ReadError(f"{size:,} of {whole:,} bytes arrived")
    return None


def remove(pair: str, folder: Path) -> int:
    """Remove the installed packages of a pair such as ``uk-en``; return their number."""
    found = [p for p in installed(folder) if f"{p.source}-{p.target}" == pair]
    for package in found:
        shutil.rmtree(package.path)
    return len(found)
