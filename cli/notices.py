"""Notices of the stages, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from parallax.cli.console import table
from parallax.core.notices import Notice, counted, errors, warnings

SHOWN_NOTICES = 20
"""More would push what was made off the screen; the table `runs` holds all."""


def show_notices(notices: Sequence[Notice]) -> None:
    """Show what could not be read or done, failures first."""
    if notices:
        sorted_ = [*errors(notices), *warnings(notices)]
        table(
            ("", "about", "reason", "detail"),
            [(n.severity, n.subject, n.reason, n.detail) for n in sorted_[:SHOWN_NOTICES]],
            title=f"\n{counted(notices)}",
        )
