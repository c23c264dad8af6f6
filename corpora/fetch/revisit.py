"""When a page without validators is due again.

A server that sends neither ETag nor Last-Modified answers every request with the whole page. Such a
page, once it is stored and came back unchanged, is asked for at intervals that double: outlets edit
soon after publication or not at all. A cache: without its file every page is due.
"""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from types import TracebackType

from parallax.core.files import write_atomically
from parallax.corpora.fetch.fetcher import Response

FIRST, LONGEST = 15 * 60.0, 24 * 3600.0
"""Seconds until a page that came back unchanged once is due, and at most."""
_FORGOTTEN = 14 * 24 * 3600.0
_Check = tuple[float, int, str]
"""(time of the last request, how often the page came back unchanged, day of its article)"""


class Rechecks:
    """Remembers, for pages without validators, when they were asked for. Safe to share between
    threads; a `with` block saves it.
    """

    def __init__(self, path: Path) -> None:
        """Read what an earlier pass remembered; nothing where the file is missing or broken."""
        self._path, self._lock = path, threading.Lock()
        try:
            stored = json.loads(path.read_text("utf-8"))
            self._checks: dict[str, _Check] = {
                str(url): (float(at), int(n), str(day)) for url, (at, n, day) in stored.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            self._checks = {}

    def __enter__(self) -> Rechecks:
        """Return itself."""
        return self

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """Save what is remembered; nothing after an error."""
        if error is None and (self._checks or self._path.is_file()):
            now = time.time()
            kept = {
                url: check
                for url, check in sorted(self._checks.items())
                if now - check[0] < _FORGOTTEN
            }
            write_atomically(self._path, json.dumps(kept).encode("utf-8"))

    def rests(self, url: str) -> str | None:
        """Return the day of the article at an address that is not due yet; None where it is due."""
        with self._lock:
            check = self._checks.get(url)
        if check is None:
            return None
        at, times, day = check
        # a time that is yet to come was noted before the clock was put back: then nothing rests on
        # it
        return day if at <= time.time() < at + min(LONGEST, FIRST * 2 ** (times - 1)) else None

    def came_back(self, url: str, response: Response, day: str | None) -> None:
        """Remember that a page was asked for; ``day`` is its article's where it is unchanged, None
        where it is new or changed.
        """
        validated = any(name in response.headers for name in ("etag", "last-modified"))
        with self._lock:
            if day is None or validated:
                self._checks.pop(url, None)
            else:
                self._checks[url] = (time.time(), self._checks.get(url, (0.0, 0, ""))[1] + 1, day)
