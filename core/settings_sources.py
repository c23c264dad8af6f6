"""Where settings are read: the ``PARALLAX_…`` environment and ``parallax.toml``, and the one line
that says what is wrong there.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    SettingsError,
    TomlConfigSettingsSource,
)

from parallax.core.errors import InputError
from parallax.core.toml_file import read_toml

PREFIX, DELIMITER = "PARALLAX_", "__"
NOT_SETTINGS = {
    "PARALLAX_KILLS": "how often tests/lake/test_kills.py kills each stage",
    "PARALLAX_FUZZ": "how many files tests/test_fuzzing.py mutates",
    "PARALLAX_HOSTILE": "how many passes tests/corpora/test_hostile_hosts.py makes",
    "PARALLAX_LONG": "lets tests of runners and of dead runs take minutes",
}
"""Names of the environment that only the tests read, with their meaning."""


class Environment(EnvSettingsSource):
    """The ``PARALLAX_…`` variables; a misspelt name and a value that is not JSON are refused."""

    def __call__(self) -> dict[str, Any]:
        """Return the values by group.

        :raises InputError: when a name is not a setting, or a value is not JSON where its setting
            holds several values.
        """
        known = variables(self.settings_cls)
        given = {
            name: value for name, value in os.environ.items() if name.upper().startswith(PREFIX)
        }
        if unknown := [name for name in given if name.upper() not in {*known, *NOT_SETTINGS}]:
            raise InputError("; ".join(unknown_setting(name, known) for name in sorted(unknown)))
        for name, value in given.items():
            if value and name.upper() in known and _is_json(known[name.upper()]):
                _check_json(name, value)
        try:
            return super().__call__()
        except SettingsError as error:
            raise InputError(f"a setting in the environment is wrong: {error}") from error


def toml_file(settings: type[BaseSettings]) -> TomlConfigSettingsSource:
    """Return what the file of the working folder holds.

    :raises InputError: when it is not TOML.
    """
    try:
        return TomlConfigSettingsSource(settings)
    except (ValueError, RecursionError) as error:
        file = Path(str(settings.model_config.get("toml_file")))
        try:
            read_toml(file.read_bytes())
            why = "it is not TOML"
        except ValueError as fault:
            why = str(fault)
        raise InputError(f"{file} cannot be read: {why}") from error


def variables(settings: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields by the names they have in the environment, in capitals: the plain ones, the
    groups, and the fields of the groups.
    """
    return {_variable_of(path): field for path, field in _fields(settings).items()}


def unknown_setting(name: str, known: Iterable[str]) -> str:
    """Say that there is no such setting, and which known name is the nearest."""
    by_rest = {one.upper().removeprefix(PREFIX): one for one in known}
    rest = name.upper().removeprefix(PREFIX)
    nearest = difflib.get_close_matches(rest, by_rest, n=1, cutoff=0)
    guess = f" (did you mean {by_rest[nearest[0]]}?)" if nearest else ""
    return f"{name} is not a setting{guess}"


def faults(error: ValidationError, settings: type[BaseSettings]) -> str:
    """Return what is wrong in one line: each setting as it was written (a variable of the
    environment, or `group.name`), and why its value is refused.
    """
    read = error.title == settings.__name__
    known = [".".join(path) for path in _fields(settings)]
    found: list[str] = []
    for fault in error.errors():
        path = [str(part) for part in fault["loc"]]
        variable, name = _variable(path, os.environ) if read else None, ".".join(path)
        if fault["type"] == "extra_forbidden":
            why = unknown_setting(name, known)
            found.append(f"{variable}: {why}" if variable else why)
        else:
            found.append(f"{variable or name}: {fault['msg'].removeprefix('Value error, ')}")
    return "; ".join(found)


def _fields(settings: type[BaseModel]) -> dict[tuple[str, ...], FieldInfo]:
    found: dict[tuple[str, ...], FieldInfo] = {}
    for name, field in settings.model_fields.items():
        found[name,] = field
        if _is_group(field):
            group: type[BaseModel] = field.annotation  # type: ignore[assignment]
            found |= {(name, inner): one for inner, one in group.model_fields.items()}
    return found


def _variable_of(path: Sequence[str]) -> str:
    return f"{PREFIX}{DELIMITER.join(path)}".upper()


def _variable(path: list[str], environment: Mapping[str, str]) -> str | None:
    """Return the variable that gives a value, or the group it is in, if one does."""
    set_names = {name.upper(): name for name, value in environment.items() if value}
    candidates = (_variable_of(path[:length]) for length in range(len(path), 0, -1))
    return next((set_names[name] for name in candidates if name in set_names), None)


def _is_group(field: FieldInfo) -> bool:
    return isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)


def _is_json(field: FieldInfo) -> bool:
    return _is_group(field) or get_origin(field.annotation) in (dict, tuple)


def _check_json(name: str, value: str) -> None:
    try:
        json.loads(value)
    except ValueError as error:
        raise InputError(
            f"{name}={value} is not JSON: {error}",
            """write a list as ["a", "b"] and a table as {"name": "value"}""",
        ) from error
