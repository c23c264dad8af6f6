"""A ``parallax.toml`` to start from: every setting with its meaning and default, as comments."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from parallax.core.settings import Group, Settings

_WIDTH = 96
_HEAD = """\
# Settings of Parallax; this file is read in the folder where `parallax` is run.
# Every setting is here with its default. Remove the `#` before a name (not before its
# explanation) to change it. PARALLAX_… in the environment and options win over this file.
"""


def template() -> str:
    """Return the file: settings of the whole program, then a table for each group."""
    groups = {
        name: type(value)
        for name, field in Settings.model_fields.items()
        if isinstance(value := field.get_default(call_default_factory=True), Group)
    }
    plain = {name: f for name, f in Settings.model_fields.items() if name not in groups}
    parts = [_HEAD, *(_setting(name, field) for name, field in plain.items())]
    for name, group in groups.items():
        about = textwrap.indent(textwrap.fill(_summary(group), _WIDTH), "# ")
        parts.append(f"\n{about}\n[{name}]\n")
        parts += [_setting(inner, field) for inner, field in group.model_fields.items()]
    return "\n".join(parts)


def _summary(group: type[Group]) -> str:
    return " ".join((group.__doc__ or "").split())


def _setting(name: str, field: FieldInfo) -> str:
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    meaning = f"{field.description or ''}{': ' if choices else ''}{', '.join(choices)}"
    about = textwrap.indent(textwrap.fill(meaning, _WIDTH), "# ")
    value = field.get_default(call_default_factory=True)
    if value is None:
        return f'{about}\n# {name} = "…"  # not set\n'
    return f"{about}\n# {name} = {_toml(value)}\n"


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return json.dumps(value.as_posix() if isinstance(value, Path) else str(value))
