"""Files of cases, one JSON object a line, in any of their shapes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from benchmarks.cases.alignment import AlignmentCase, FilesCase
from benchmarks.cases.case import Case
from benchmarks.cases.figures import ComparisonCase, PairCase, ReadingCase
from benchmarks.cases.framing import AxesCase, TripleCase
from benchmarks.cases.splitting import SplittingCase
from benchmarks.cases.stories import StoryCase
from benchmarks.cases.story_figures import FiguresCase
from benchmarks.cases.story_wording import WordingCase
from benchmarks.cases.translations import MemoryCase, WarningCase
from parallax.core.errors import InputError
from parallax.core.ids import digest

COMMANDS: dict[str, type[Case]] = {
    "numbers": ReadingCase,
    "numbers --compare": ComparisonCase,
    "framing": AxesCase,
    "align --jsonl": AlignmentCase,
}
"""Commands with a shape of their own."""
BEGINNINGS: dict[str, type[Case]] = {
    "align a.txt b.txt": FilesCase,
    "sentence splitting": SplittingCase,
    "translate: warnings": WarningCase,
    "memory import": MemoryCase,
}
"""How the other commands begin."""
TOLD: dict[str, type[Case]] = {
    "number_pair": FiguresCase,
    "framing_pair": WordingCase,
    "story": StoryCase,
    "seed_story": StoryCase,
}
"""Kinds of the cases of stories."""
SHIPPED = Path(__file__).parents[1] / "data" / "cases"


@dataclass(frozen=True)
class CaseFiles:
    """The cases of some files, what could not be read (a line each), and the digest of all the
    files, which tells these cases from others.
    """

    cases: tuple[Case, ...]
    faults: tuple[str, ...]
    digest: str


def shipped_files() -> list[Path]:
    """Return the files of the repository."""
    return sorted(SHIPPED.glob("*.jsonl"))


def read_files(files: Iterable[Path]) -> CaseFiles:
    """Read files of cases. A line that cannot be read is a fault; the others are read.

    :raises InputError: when a file cannot be read.
    """
    cases: dict[str, Case] = {}
    faults: list[str] = []
    contents: list[str] = []
    for file in files:
        try:
            contents.append(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise InputError(f"cannot read the cases {file}: {why}") from error
        for number, line in enumerate(contents[-1].split("\n"), start=1):
            if line.strip():
                try:
                    case = read_line(line, cases)
                    if case.id in cases:
                        raise InputError(f"a second case with the id {case.id}")
                    cases[case.id] = case
                except InputError as error:
                    faults.append(f"{file}, line {number}: {error}")
    return CaseFiles(tuple(cases.values()), tuple(faults), digest(*sorted(contents)))


def read_line(line: str, before: Mapping[str, Case] = MappingProxyType({})) -> Case:
    """Return the case of a line.

    :param before: cases by id, whose texts it may share (`texts_from`).
    :raises InputError: when it is none, or of a shape that is not known.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}, character {error.colno}") from error
    if not isinstance(row, dict):
        raise InputError("not a JSON object")
    if "texts_from" in row:
        first = before.get(str(row["texts_from"]))
        if not isinstance(first, StoryCase):
            raise InputError(f"no story before it has the id {row['texts_from']} (texts_from)")
        row["texts"] = [version.model_dump() for version in first.texts]
    try:
        return _shape(row).model_validate(row)
    except ValidationError as error:
        raise InputError("; ".join(map(_said, error.errors()[:3]))) from error


def _shape(row: dict[str, object]) -> type[Case]:
    command, kind = row.get("command"), row.get("kind")
    if isinstance(command, str):
        known = [shape for start, shape in BEGINNINGS.items() if command.startswith(start)]
        if shape := COMMANDS.get(command) or next(iter(known), None):
            return shape
        raise InputError(f"the command “{command}” is not one whose cases can be scored")
    if "segments" in row:
        return TripleCase
    if "verdict" in row:
        return PairCase
    if isinstance(kind, str) and kind in TOLD:
        return TOLD[kind]
    raise InputError(
        f"a case of an unknown kind ({kind}): it has no command, verdict or segments, and is not "
        f"one of {', '.join(TOLD)}"
    )


def _said(error: object) -> str:
    assert isinstance(error, dict)
    where = ".".join(str(part) for part in error["loc"])
    return f"{where}: {error['msg'].removeprefix('Value error, ')}" if where else error["msg"]
