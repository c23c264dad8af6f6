"""The shape of a registry file: which tables it has, and of which type each value is."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

_HINTS = {
    "missing": "is missing",
    "extra_forbidden": "is not known",
    "list_type": "is not a list",
    "string_type": "is not text",
    "date_type": "is not a date",
    "model_type": "is not a table",
    "dict_type": "is not a table",
}


class _Edition(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    id: str
    language: str
    home: str
    feeds: list[str] = []
    sitemaps: list[str] = []
    channels: list[str] = []
    since: date | None = None
    until: date | None = None
    country: str = ""
    ownership: str = ""
    ownership_note: str = ""


class _Pages(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    body: str = ""
    drop: list[str] = []
    timezone: str = "UTC"
    since: date | None = None
    until: date | None = None


class _Outlet(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    name: str
    country: str = ""
    ownership: str = ""
    ownership_note: str = ""
    edition: list[_Edition] = []
    pages: list[_Pages] = []
    twins: list[str] = []


_TABLES: dict[str, type[BaseModel]] = {"edition": _Edition, "pages": _Pages, "outlet": _Outlet}
"""The tables of a file by name, the innermost first."""


class _File(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    outlet: list[_Outlet] = []


def _known_keys(key: str, above: Sequence[int | str]) -> str:
    """Return the nearest key of a table, and all that it may have."""
    table = next((t for name, t in _TABLES.items() if name in above), _File)
    known = list(table.model_fields)
    near = difflib.get_close_matches(key, known, n=1)
    meant = f", perhaps {near[0]} is meant" if near else ""
    return f"{meant} (known here: {', '.join(known)})"


def shape_fault(data: dict[str, Any]) -> str:
    """Return what is wrong with the shape of a registry file, or nothing."""
    try:
        _File.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        # a key that is not known is often why another is missing or of the wrong kind
        first = min(found, key=lambda fault: fault["type"] != "extra_forbidden")
        *above, name = first["loc"]
        where = " ".join(f"{part + 1}" if isinstance(part, int) else part for part in above)
        last = f"{name + 1}" if isinstance(name, int) else name
        what = _HINTS.get(first["type"], "is not what it should be")
        if first["type"] == "extra_forbidden":
            what += _known_keys(last, above)
        return f"{where}: {last} {what}" if where else f"{last} {what}"
    return ""
