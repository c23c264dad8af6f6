"""Notices: what could not be read or done, and what was read with a reservation, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from parallax.core.clean_text import clean
from parallax.core.passwords import without_passwords

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Notice:
    """One thing to know about a run; a row in `runs`.

    An error is a failure: the subject was not read or not done. A warning is a remark: it was, and
    something about it should be known.
    """

    subject: str
    """What it is about: an address, an edition, `story:ID`, `page:ID`, `translation:uk-en`."""
    severity: Severity
    reason: str
    detail: str = ""

    def __post_init__(self) -> None:
        """Hide the passwords of addresses: a notice is kept and shown."""
        object.__setattr__(self, "subject", without_passwords(self.subject))
        object.__setattr__(self, "detail", without_passwords(self.detail))

    @classmethod
    def error(cls, subject: str, reason: str, detail: str = "") -> Notice:
        """Return a notice of something that was not read or not done."""
        return cls(subject, "error", reason, detail)

    @classmethod
    def warning(cls, subject: str, reason: str, detail: str = "") -> Notice:
        """Return a remark on something that was read or done."""
        return cls(subject, "warning", reason, detail)

    @property
    def is_error(self) -> bool:
        """Whether the subject was not read or not done."""
        return self.severity == "error"

    def row(self) -> dict[str, str]:
        """Return the notice in the form of the table `runs`, its text clean: it may quote what
        could not be read.
        """
        return {name: clean(text) for name, text in asdict(self).items()}


def errors(notices: Iterable[Notice]) -> list[Notice]:
    """Return the failures among some notices."""
    return [notice for notice in notices if notice.is_error]


def warnings(notices: Iterable[Notice]) -> list[Notice]:
    """Return the remarks among some notices."""
    return [notice for notice in notices if not notice.is_error]


def counted(notices: Sequence[Notice]) -> str:
    """Say how many failures and warnings there are.

    >>> counted([Notice.error("https://a.example/", "HTTP 404")])
    '1 failure, 0 warnings'
    """
    failed, remarks = len(errors(notices)), len(warnings(notices))
    return (
        f"{failed:,} failure{'' if failed == 1 else 's'}, "
        f"{remarks:,} warning{'' if remarks == 1 else 's'}"
    )
