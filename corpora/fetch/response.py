"""The answer of a server; what reads it needs nothing of the network."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Response:
    """The answer of a server: its body without Content-Encoding, its text not decoded.

    `unchanged` if it said that its earlier answer is still valid (304); `retrieved` is the time if
    it was fetched earlier, by others.
    """

    url: str
    final_url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    unchanged: bool = False
    retrieved: datetime | None = None

    @property
    def media_type(self) -> str:
        """The media type without parameters, lower case; empty when not stated."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()
