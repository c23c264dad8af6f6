"""What one pass may spend on an edition, and which of its pages go first.

A host may list more than can be read politely in the time of a pass: a year of undated entries, an
archive as a sitemap, a server that takes twenty seconds a page. Each pass reads a bounded part, so
that other editions do not wait, and the next one goes on with what was not asked for.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from parallax.core.files import write_atomically
from parallax.core.ids import digest
from parallax.core.notices import Notice

LEFT = "left for the next pass"


class Budget:
    """Pages and seconds for one edition in one pass."""

    def __init__(self, pages: int, seconds: float) -> None:
        """Begin to count."""
        self._pages, self._seconds = pages, seconds
        self._spent, self._begun = 0, time.monotonic()

    def may_list(self) -> bool:
        """Return whether another list may be read: lists take half of the time at most."""
        return time.monotonic() - self._begun < self._seconds / 2

    def may_read(self) -> bool:
        """Return whether another page may be asked for; the first always may."""
        return self._spent == 0 or (
            self._spent < self._pages and time.monotonic() - self._begun < self._seconds
        )

    def spend(self) -> None:
        """Count a page that was asked for."""
        self._spent += 1

    def notice(self, subject: str, left: int, listed: int) -> Notice:
        """Return the remark that some of the listed pages were not asked for."""
        return Notice.warning(
            subject,
            f"pages {LEFT}",
            f"{left:,} of {listed:,} listed; a pass asks for {self._pages:,} pages and takes "
            f"{self._seconds:,.0f} s at most (gather.edition_pages, gather.edition_seconds)",
        )


class Backlog:
    """When the pages were asked for of editions that list more than a pass may read.

    Thread-safe; a `with` block saves it. This is a cache: without its file the newest pages go
    first once more.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Read the file of an earlier run, if it exists and is not broken; None keeps nothing."""
        self._path, self._lock = path, threading.Lock()
        self._asked: dict[str, dict[str, float]] = {}
        try:
            stored = json.loads(path.read_text("utf-8")) if path else {}
            self._asked = {
                str(name): {str(page): float(at) for page, at in pages.items()}
                for name, pages in stored.items()
            }
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            pass

    def __enter__(self) -> Backlog:
        """Return itself."""
        return self

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """Save the file, except after an error."""
        if error is None and self._path and (self._asked or self._path.is_file()):
            write_atomically(self._path, json.dumps(self._asked, sort_keys=True).encode())

    def ordered(self, name: str, pages: Mapping[str, datetime | None]) -> list[str]:
        """Return the pages of an edition in the order in which they are to be read.

        Pages that no pass has asked for come first: the newest, then those without a plausible date
        in the order of the list. The others follow, the one asked for longest ago first.
        """
        with self._lock:
            asked = self._asked.get(name, {})
        latest = datetime.now(UTC) + timedelta(days=1)

        def rank(url: str) -> tuple[float, bool, float]:
            published = pages[url]
            dated = published is not None and published < latest
            age = -published.timestamp() if dated and published else 0.0
            return (asked.get(_short(url), 0.0) if asked else 0.0, not dated, age)

        return sorted(pages, key=rank)

    def note(
        self, name: str, listed: Collection[str], asked: Mapping[str, float], left: int
    ) -> None:
        """Remember when a pass asked for pages, while others are left that it did not ask for."""
        with self._lock:
            if not left:
                self._asked.pop(name, None)
                return
            current = {_short(url) for url in listed}
            before = self._asked.get(name, {})
            self._asked[name] = {page: at for page, at in before.items() if page in current} | {
                _short(url): at for url, at in asked.items()
            }


def _short(url: str) -> str:
    return digest(url)[:12]
