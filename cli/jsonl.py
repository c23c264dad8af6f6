"""Commands as JSON-lines filters: one object a line in, one out, same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, TextIO

from parallax.core.errors import ParallaxError

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def run(answer: Answer, lines: TextIO | None = None, out: TextIO | None = None) -> bool:
    """Answer every line; unknown keys are passed through, a bad line gives ``{"error": …}``. Return
    whether all were good.
    """
    source, target = lines or sys.stdin, out or sys.stdout
    good = True
    for line in source:
        if line.strip():
            result = _answered(answer, line)
            good = good and "error" not in result
            target.write(json.dumps(result, ensure_ascii=False) + "\n")
            target.flush()
    return good


def _answered(answer: Answer, line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
        if not isinstance(given, dict):
            raise TypeError("a line must be a JSON object")
    except (json.JSONDecodeError, TypeError, RecursionError) as error:
        return {"error": f"not a JSON object: {error}"}
    try:
        return {**given, **answer(given)}
    except KeyError as error:
        return {**given, "error": f"the key {error} is missing"}
    except (ParallaxError, ValueError, TypeError, AttributeError, LookupError) as error:
        return {**given, "error": str(error)}


def required_text(given: dict[str, Any], key: str = "text") -> str:
    """Return a text of the line.

    :raises TypeError: when it is not a string.
    """
    value = given[key]
    if not isinstance(value, str):
        raise TypeError(f"{key!r} must be a string")
    return value
