"""Verdicts from JSON lines, as another program or a person at leisure wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from parallax.cli.console import out
from parallax.cli.jsonl import object_of
from parallax.cli.line_keys import Keys
from parallax.core.errors import InputError
from parallax.judging.judgements import Opinion
from parallax.lake.judgements import Cause, Verdict

if TYPE_CHECKING:
    from parallax.judging.finding import Finding
    from parallax.judging.judgements import Judgements

Word = TypeVar("Word", Verdict, Cause)


def take(file: Path, found: Sequence[Finding], judgements: Judgements) -> tuple[list[Finding], int]:
    """Write the verdicts of a file, all at once; a line that cannot be taken is named.

    Return what was judged, and how many lines were not taken.

    :raises InputError: when there is no such file.
    """
    if not file.is_file():
        raise InputError(f"{file} is not a file")
    by_id = {one.id: one for one in found}
    judged: list[Opinion] = []
    faults = 0
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            judged.append(_judged(line, by_id))
        except InputError as fault:
            faults += 1
            out.print(f"{file}, line {number}: {fault}")
    if judged:
        judgements.add_all(judged)
    out.print(f"{len(judged)} verdicts taken, {faults} lines not")
    return [one.finding for one in judged], faults


def _judged(line: bytes, by_id: dict[str, Finding]) -> Opinion:
    keys = Keys(object_of(line))
    finding = by_id.get(keys.text("finding_id"))
    if finding is None:
        raise InputError(f"no finding {keys.text('finding_id')} here")
    cause = keys.optional("cause")
    return Opinion(
        finding,
        _one_of(Verdict, keys.text("verdict"), "verdict"),
        _one_of(Cause, cause, "cause") if cause else None,
        keys.optional("note") or "",
    )


def _one_of(kind: type[Word], word: str, what: str) -> Word:
    try:
        return kind(word)
    except ValueError as error:
        raise InputError(f"no {what} “{word}”", f"there are: {', '.join(kind)}") from error
