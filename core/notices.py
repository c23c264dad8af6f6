"""What could not be read or done, and why, in plain words."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Failure:
    """One input that could not be used, or only with a reservation; a row in `runs`."""

    url: str
    reason: str
    detail: str = ""

    def row(self) -> dict[str, str]:
        """Return the failure as a row of the `runs` table."""
        return asdict(self)
