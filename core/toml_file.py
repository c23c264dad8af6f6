"""TOML files of users: what is wrong with one is a line for people."""

from __future__ import annotations

import tomllib
from typing import Any


def read_toml(content: bytes) -> dict[str, Any]:
    """Return what a TOML file holds.

    :raises ValueError: saying in plain words why it is not TOML.
    """
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ValueError(f"it is not UTF-8 text (line {line}); save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ValueError(str(error)) from error
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    except ValueError as error:  # a number of thousands of digits
        raise ValueError("it has a value that is too long or not one") from error
