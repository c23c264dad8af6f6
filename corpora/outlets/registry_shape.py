"""The shape of a registry file: which tables it has, and of which type each value is."""

from __future__ import annotations

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


class _Outlet(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")

    name: str
    country: str = ""
    ownership: str = ""
    ownership_note: str = ""
    edition: list[_Edition] = []
    pages: list[dict[str, Any]] = []
    twins: list[str] = []


class _File(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")

    outlet: list[_Outlet] = []


def shape_fault(data: dict[str, Any]) -> str:
    """Return what is wrong with the shape of a registry file, or nothing."""
    try:
        _File.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        *above, name = first["loc"]
        where = " ".join(f"{part + 1}" if isinstance(part, int) else part for part in above)
        last = f"{name + 1}" if isinstance(name, int) else name
        what = _HINTS.get(first["type"], "is not what it should be")
        return f"{where}: {last} {what}" if where else f"{last} {what}"
    return ""
