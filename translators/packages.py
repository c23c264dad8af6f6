"""Getting Argos packages: from the index, or from files without a network."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

import httpx

from parallax.core.deadline import within
from parallax.core.errors import InputError, ModelMissingError
from parallax.core.thresholds import thresholds
from parallax.translators import checksums
from parallax.translators.argos import installed

INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"


@thresholds("translate", chosen="by judgement")
@dataclass(frozen=True)
class PackageLimits:
    """How long an answer may take, and how large a package may be."""

    seconds: Annotated[float, "time limit of the index, and of each answer of a download"] = 5
    unpacked_bytes: Annotated[int, "largest unpacked package, against decompression bombs"] = (
        2_000_000_000
    )


LIMITS = PackageLimits()


@dataclass(frozen=True)
class Listed:
    """A package of the index."""

    source: str
    target: str
    version: str
    links: tuple[str, ...]


def packages_folder(setting: Path | None) -> Path:
    """Return where packages are installed: the setting, or Argos' own folder."""
    if setting:
        return setting
    from argostranslate import settings

    return Path(settings.package_data_dir)


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
                e["from_code"],
                e["to_code"],
                str(e.get("package_version", "")),
                tuple(e.get("links", ())),
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
    ) as error:
        raise ModelMissingError(
            f"the Argos package index does not answer ({error or type(error).__name__})",
            "offline: fetch the .argosmodel files elsewhere, then "
            "`parallax models install --from FOLDER`",
        ) from error


def install_file(path: Path, folder: Path) -> str:
    """Install one ``.argosmodel`` archive; return the pair it translates, as ``uk-en``.

    Every entry is checked before anything is unpacked: no absolute paths, no ``..``, no links, no
    decompression bombs.

    :raises InputError: when the file is not such an archive or an entry is unsafe.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            top = _checked(archive, path)
            temporary = folder / f".{top}.installing"
            shutil.rmtree(temporary, ignore_errors=True)
            archive.extractall(temporary)
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} is not an Argos package: {error}") from error
    found = next(iter(installed(temporary)), None)
    if found is None:
        shutil.rmtree(temporary)
        raise InputError(
            f"{path} is not an Argos translation package: it has no metadata or no tokenizer"
        )
    checksums.keep(temporary / top, path)
    shutil.rmtree(folder / top, ignore_errors=True)
    (temporary / top).rename(folder / top)
    shutil.rmtree(temporary)
    return f"{found.from_code}-{found.to_code}"


def download(listed: Listed, folder: Path, progress: Callable[[int, int], None]) -> Path:
    """Fetch a package of the index into ``folder``.

    A broken download continues where it stopped, if the server can do that.

    :param progress: called with (bytes so far, all bytes or 0).

    :raises ModelMissingError: when none of its links gives the whole file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"translate-{listed.source}_{listed.target}-{listed.version}.argosmodel"
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
    found = [p for p in installed(folder) if f"{p.from_code}-{p.to_code}" == pair]
    for package in found:
        shutil.rmtree(package.package_path)
    return len(found)


def _checked(archive: zipfile.ZipFile, path: Path) -> str:
    tops = set()
    size = 0
    for entry in archive.infolist():
        name = PurePosixPath(entry.filename)
        link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or link:
            raise InputError(f"{path}: unsafe entry {entry.filename!r}; nothing was installed")
        size += entry.file_size
        tops.add(name.parts[0] if name.parts else "")
    if size > LIMITS.unpacked_bytes:
        raise InputError(f"{path} would unpack to {size:,} bytes; nothing was installed")
    if len(tops) != 1:
        raise InputError(
            f"{path} is not an Argos package: expected one folder inside, found {len(tops)}"
        )
    return tops.pop()
