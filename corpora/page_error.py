"""Raised where one page cannot be used."""

from __future__ import annotations

from parallax.core.notices import Failure


class PageError(Exception):
    """Raised where one input cannot be used; the gatherer records it and goes on."""

    def __init__(
        self,
        reason: str,
        detail: str = "",
        *,
        temporary: bool = False,
        retry_after: float | None = None,
    ) -> None:
        """Keep the plain reason; `temporary` says that a later try may work, `retry_after` in how
        many seconds.
        """
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail, self.temporary, self.retry_after = (
            reason,
            detail,
            temporary,
            retry_after,
        )

    def failure(self, url: str) -> Failure:
        """Return the row for ``url``."""
        return Failure(url, self.reason, self.detail)
