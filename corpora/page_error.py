"""Raised where one page cannot be used."""

from __future__ import annotations

from parallax.core.errors import ParallaxError
from parallax.core.notices import Notice
from parallax.core.passwords import without_passwords


class PageError(ParallaxError):
    """One page, feed or file cannot be used; the gatherer records it and continues."""

    def __init__(
        self,
        reason: str,
        detail: str = "",
        *,
        temporary: bool = False,
        retry_after: float | None = None,
    ) -> None:
        """Keep the plain reason.

        :param temporary: a later try may work. :param retry_after: in how many seconds.
        """
        detail = without_passwords(detail)
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail
        self.temporary, self.retry_after = temporary, retry_after
        self.host = ""
        """the host that did not answer, where that is the fault"""

    def notice(self, subject: str) -> Notice:
        """Return the notice that ``subject`` could not be used."""
        return Notice.error(subject, self.reason, self.detail)
