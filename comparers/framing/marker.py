"""A framing mention."""

from __future__ import annotations

from dataclasses import dataclass

PRESENT, ABSENT = "present", "absent"


@dataclass(frozen=True)
class Marker:
    """A framing mention: ``text[start:end]`` carries `value` on `axis`; `quoted` when it stands in direct speech."""

    axis: str
    start: int
    end: int
    surface: str
    value: str
    ref: str | None
    rule: str
    quoted: bool = False
