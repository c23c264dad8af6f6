"""Commands as JSON-lines filters: one object a line in, one out, same order.

The lines that are there are answered together, which models do faster; a line that comes alone is
answered alone, at once. What is wrong with a line is said in its own answer.
"""

from __future__ import annotations

import json
import logging
import math
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

import typer

from parallax.cli.line_reader import LIMITS, LineReader, standard_input
from parallax.core.clean_text import clean_values
from parallax.core.errors import InputError, ModelMissingError, ParallaxError

log = logging.getLogger(__name__)

Line = dict[str, Any]
Asked = TypeVar("Asked")
Answered = Line | ParallaxError
"""What is added to a line, or why it cannot be answered."""

BROKEN_PIPE, INTERRUPTED = 141, 130
"""Exit statuses of a shell: 128 and the number of the signal."""
_LINE_ENDS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"})
"""Other programs end a line there as well."""


def run(
    read: Callable[[Line], Asked],
    answer: Callable[[list[Asked]], Sequence[Answered]],
    at_once: int,
) -> NoReturn:
    """Answer the lines of standard input until it ends; keys that nobody asked for are passed on.

    :param read: returns what a line asks; a `ParallaxError` is the answer to that line.
    :param answer: returns an answer for each of several lines.
    :param at_once: number of lines that are answered together.
    :raises typer.Exit: at the end, with the status 1 when a line could not be answered.
    :raises ModelMissingError: when no line can be answered.
    """
    lines, good = LineReader(standard_input()), True
    try:
        while taken := lines.take(at_once):
            answers = _answers(
                [line for line in taken if line is None or line.strip()], read, answer
            )
            good = good and not any(fault for _, fault in answers)
            _write(b"".join(_encoded(line) for line, _ in answers))
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # what is left in the buffer must not be written when the program ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN_PIPE) from None
    raise typer.Exit(0 if good else 1)


def run_each(answer: Callable[[Line], Line]) -> NoReturn:
    """Answer the lines of standard input one after the other, as `run` does."""
    run(answer, lambda answers: answers, 1)


def _answers(
    lines: list[bytes | None],
    read: Callable[[Line], Asked],
    answer: Callable[[list[Asked]], Sequence[Answered]],
) -> list[tuple[Line, bool]]:
    """Return each line with its answer, and whether that is a fault."""
    given: list[Line] = []
    asked: dict[int, Asked] = {}
    found: dict[int, Answered] = {}
    for place, line in enumerate(lines):
        given.append({})
        try:
            given[place] = object_of(line)
            asked[place] = read(given[place])
        except ModelMissingError:
            raise
        except ParallaxError as fault:
            found[place] = fault
        except Exception:
            found[place] = _internal_fault()
    found |= zip(asked, _together(answer, list(asked.values())), strict=True)
    return [
        ({**one, "error": str(here)}, True)
        if isinstance(here := found[place], ParallaxError)
        else ({**one, **here}, False)
        for place, one in enumerate(given)
    ]


def _together(
    answer: Callable[[list[Asked]], Sequence[Answered]], asked: list[Asked]
) -> list[Answered]:
    """Answer several lines together, or one by one where one of them spoils it."""
    if not asked:
        return []
    try:
        answers = list(answer(asked))
    except ModelMissingError:
        raise
    except Exception as fault:
        if len(asked) > 1:
            return [made for one in asked for made in _together(answer, [one])]
        return [fault if isinstance(fault, ParallaxError) else _internal_fault()]
    assert len(answers) == len(asked)
    return answers


def _internal_fault() -> InputError:
    log.debug("a line was not answered", exc_info=True)
    return InputError(
        "this line cannot be answered: a fault of the program", "`parallax --debug` shows where"
    )


def object_of(line: bytes | None) -> Line:
    """Return the JSON object of a line, its texts clean: readers of the answer may be strict.

    :raises InputError: when there is none.
    """
    if line is None:
        raise InputError(f"the line is longer than {LIMITS.line:,} bytes")
    try:
        given = clean_values(_DECODER.decode(line.decode("utf-8").removeprefix("\ufeff")))
    except UnicodeDecodeError as error:
        raise InputError(f"the line is not UTF-8, at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise InputError(f"not a JSON object: {error.msg}, character {error.pos + 1}") from error
    except RecursionError as error:
        raise InputError("not read: lists or objects are nested too deeply") from error
    if not isinstance(given, dict):
        raise InputError(f"a line must be a JSON object, not {kind_of(given)}")
    return given


def kind_of(value: object) -> str:
    """Return what JSON calls a value."""
    for kinds, name in _KINDS:
        if isinstance(value, kinds):
            return name
    return "null"


_KINDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bool,), "true or false"),
    ((int, float), "a number"),
    ((str,), "a string"),
    ((list,), "a list"),
    ((dict,), "an object"),
)


def _whole(digits: str) -> int:
    try:
        return int(digits)
    except ValueError as error:
        raise InputError(f"a number of {len(digits):,} digits is too long") from error


def _real(written: str) -> float:
    number = float(written)
    if math.isinf(number):
        raise InputError(f"the number {written[:20]} is too large")
    return number


def _no_number(name: str) -> NoReturn:
    raise InputError(f"{name} is not a number of JSON")


_DECODER = json.JSONDecoder(parse_int=_whole, parse_float=_real, parse_constant=_no_number)


def _encoded(line: Line) -> bytes:
    """Return a line of output."""
    try:
        written = json.dumps(line, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS)
        return written.encode() + b"\n"
    except (ValueError, RecursionError):
        fault = {"error": "the answer cannot be written as JSON"}
        return json.dumps(fault).encode() + b"\n"


def _write(written: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()
