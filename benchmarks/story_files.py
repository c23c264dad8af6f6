"""Stories of real outlets in files, each text a line of JSON, as lakes with declared stories.

A line has ``story_id``, ``doc_id``, ``outlet``, ``lang`` (uk, ru or en) and ``text``, the headline
first and a paragraph a line; ``published``, ``url`` and ``is_translation`` may be there. The files
may be packed (``.xz``). Use: ``python -m benchmarks.story_files LAKE FILE...``, or `built`.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from benchmarks.packed_text import unpacked
from benchmarks.text_lake_summary import show
from benchmarks.text_lakes import StoryText, TextLake, build
from parallax.cli.console import stage_progress
from parallax.core.clean_text import clean_values
from parallax.core.errors import InputError
from parallax.core.notices import Notice
from parallax.core.settings import Settings
from parallax.core.times import parse_time, plausible
from parallax.lake.stage_protocol import SILENT, Progress
from parallax.languages.detect import LANGUAGES

NEEDED = ("story_id", "doc_id", "outlet", "lang", "text")
Row = dict[str, Any]
_AMERICAN = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*")
_RANGE = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\s*(?:/|\()")
"""A span of days, or a day with a remark."""


class BadRowError(Exception):
    """What is wrong with a line, in plain words."""


def built(
    folder: Path,
    files: Iterable[Path],
    *,
    translations: bool = False,
    settings: Settings | None = None,
    progress: Progress = SILENT,
) -> TextLake:
    """Return the lake of some files with its stories aligned and compared; see `text_lakes.build`.

    :param translations: take rows too that are a translation of an outlet's text.
    :raises InputError: when a file cannot be read, or no line of them.
    """
    texts, notices = read_texts(files, translations=translations)
    made = build(folder, texts, settings=settings, progress=progress)
    return replace(made, notices=(*notices, *made.notices))


def read_texts(
    files: Iterable[Path], *, translations: bool = False
) -> tuple[list[StoryText], list[Notice]]:
    """Return the texts of files in their order, and what is wrong with single lines.

    Of an outlet's texts of a story that are the same, the first is taken.

    :raises InputError: when a file cannot be read.
    """
    texts: list[StoryText] = []
    notices: list[Notice] = []
    places: dict[tuple[str, ...], str] = {}
    for place, row in rows_of(files, NEEDED, notices):
        if row.get("is_translation") and not translations:
            continue
        try:
            text = _text(row)
            if twin := places.get(same := (text.story, text.outlet, text.language, text.text)):
                notices.append(Notice.warning(place, "same text twice", f"as {twin}"))
                continue
            if twin := places.get((text.url,)):
                raise BadRowError(f"its address {text.url} is that of {twin}")
        except BadRowError as error:
            notices.append(Notice.error(place, "not read", str(error)))
            continue
        places[same] = places[text.url,] = place
        texts.append(text)
    return texts, notices


def rows_of(
    files: Iterable[Path], needed: Sequence[str], notices: list[Notice]
) -> Iterator[tuple[str, Row]]:
    """Yield the objects of JSON in files that have what is needed, each with its file and line; add
    what is wrong with the others to the notices.

    :param needed: names of members that are texts and not empty; ``lang`` is one of our languages.
    :raises InputError: when a file cannot be read.
    """
    for place, line in _lines(files):
        try:
            yield place, _row(line, needed)
        except BadRowError as error:
            notices.append(Notice.error(place, "not read", str(error)))


def _lines(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield the lines that are not blank, each with its file and number."""
    for file in files:
        try:
            text = unpacked(file)
        except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or error
            raise InputError(f"cannot read {file}: {why}") from error
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield f"{file.name} line {number}", line


def _row(line: str, needed: Sequence[str]) -> Row:
    try:
        row = clean_values(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise BadRowError("it is not JSON") from error
    if not isinstance(row, dict):
        raise BadRowError("it is not an object of JSON")
    if missing := [name for name in needed if row.get(name) is None or row[name] == ""]:
        raise BadRowError(f"it has no {', '.join(missing)}")
    if wrong := [name for name in needed if not isinstance(row[name], str)]:
        raise BadRowError(f"its {', '.join(wrong)} is not text")
    if blank := [name for name in needed if not row[name].strip()]:
        raise BadRowError(f"its {', '.join(blank)} is empty")
    if row["lang"] not in LANGUAGES:
        raise BadRowError(f"its language {row['lang']} is not one of {', '.join(LANGUAGES)}")
    return row


def _text(row: Row) -> StoryText:
    return StoryText(
        story=row["story_id"],
        document=row["doc_id"],
        outlet=row["outlet"],
        language=row["lang"],
        published=date_of(row.get("published")),
        url=_address(row),
        lines=paragraphs(row["text"]),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the lines of a text that are not blank, without outer blanks."""
    return tuple(kept for line in text.split("\n") if (kept := line.strip()))


def date_of(stated: object) -> datetime | None:
    """Return the time that a file states, in UTC: ISO 8601, an American date, or the first day of a
    span of days (``2020-07-25/27``); None for none.

    :raises BadRowError: when it can be none of a publication.

    >>> date_of("2/24/2022")
    datetime.datetime(2022, 2, 24, 0, 0, tzinfo=datetime.timezone.utc)
    """
    if stated is None or stated == "":
        return None
    text = str(stated)
    try:
        if american := _AMERICAN.fullmatch(text):
            month, day, year = map(int, american.groups())
            moment: datetime | None = datetime(year, month, day, tzinfo=UTC)
        else:
            span = _RANGE.match(text)
            moment = parse_time(span[1] if span else text)
    except ValueError:
        moment = None
    if (found := plausible(moment)) is None:
        raise BadRowError(f"its date {text} cannot be read")
    return found


def _address(row: Row) -> str:
    """Return the address of a text: its own, or one made of its outlet, name and language.

    That of a translation is made: the original has its own.
    """
    stated = row.get("url")
    if stated and not row.get("is_translation"):
        if not isinstance(stated, str) or not _is_address(stated):
            raise BadRowError(f"its url {stated} is no address")
        return stated
    return made_address(row["outlet"], row["doc_id"], row["lang"])


def made_address(outlet: str, document: str, language: str) -> str:
    """Return an address that nobody has (RFC 2606), the same each time.

    >>> made_address("The Daily", "story:1", "en")
    'https://the-daily.example/story%3A1/en'
    """
    host = re.sub(r"[^a-z0-9]+", "-", outlet.lower()).strip("-") or "outlet"
    return f"https://{host}.example/{quote(document, safe='')}/{language}"


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def main(arguments: Sequence[str]) -> None:
    """Build the lake that the command line names, and say what is there."""
    parser = argparse.ArgumentParser(prog="benchmarks.story_files", description=__doc__)
    parser.add_argument("lake", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--translations", action="store_true", help="translated rows too")
    given = parser.parse_args(arguments)
    with stage_progress() as progress:
        made = built(given.lake, given.files, translations=given.translations, progress=progress)
    show(made)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except InputError as error:
        sys.exit(str(error))
